import signal
from threading import Event

from django.core.management.base import BaseCommand

from forum_portal.lib import mail


class Command(BaseCommand):
    help = "Mengirim surel yang mengantre sampai dihentikan (SIGTERM atau Ctrl-C)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="satu kiriman, lalu selesai")

    def handle(self, *args, once: bool, **options) -> None:
        if once:
            self.stdout.write(f"{mail.deliver_waiting()} surel diproses.")
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        mail.run(stop)
