"""How gunicorn serves the portal, under script/server and under systemd alike."""

# Two processes for two cores; threads because most of a request waits for the database.
workers = 2
worker_class = "gthread"
threads = 4
# One copy of the code in memory for all workers.
preload_app = True
# A request may take long only while it makes a paper; past this the worker is restarted.
timeout = 60
graceful_timeout = 10
keepalive = 5
# The portal logs each request itself, with its number and without personal data.
accesslog = None
loglevel = "warning"
# Its control socket has one fixed place, where two copies on one machine would meet.
control_socket_disable = True
