"""script/server starts, ends in good order, and recovers from whatever was killed."""

import os
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.scripts.conftest import call, start
from tests.scripts.running_server import RunningServer, processes_of, wait_for

SELF_CHILDREN = ("send_mail", "settle_seats", "gunicorn", "/postgres ")


def shell(var: Path, code: str) -> str:
    done = call("script/manage", "shell", "-v", "0", "-c", code, PORTAL_VAR=str(var))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def write_fact(var: Path, name: str) -> None:
    shell(var, f"from django.core.cache import cache; cache.set({name!r}, 'kept', None)")


def read_fact(var: Path, name: str) -> str:
    return shell(var, f"from django.core.cache import cache; print(cache.get({name!r}))")


def test_stops_in_good_order(server: RunningServer):
    assert urllib.request.urlopen(f"http://127.0.0.1:{server.port}/healthz").status == 200

    assert server.stop() == 0

    assert "Portal dihentikan." in server.output
    assert processes_of(server.var) == {}
    log = (server.var / "postgres/postgres.log").read_text()
    assert log.rstrip().endswith("database system is shut down")


def test_second_server_on_the_same_var_is_refused(server: RunningServer):
    done = call("script/server", PORTAL_VAR=str(server.var), PORT="1")

    assert done.returncode == 1
    assert done.stderr == (
        f"Gagal: portal lain (proses {server.process.pid}) sedang berjalan "
        f"dengan PORTAL_VAR={server.var}.\n"
    )


def test_busy_port_is_refused(server: RunningServer, short_tmp: Path):
    done = call("script/server", PORTAL_VAR=str(short_tmp), PORT=str(server.port))

    assert done.returncode == 1
    assert done.stderr == (
        f"Gagal: port 127.0.0.1:{server.port} tidak dapat dipakai: "
        "sudah dipakai program lain; pilih PORT lain.\n"
    )


def test_killed_mail_sender_is_started_again(server: RunningServer):
    killed = server.child("send_mail")
    os.kill(killed, signal.SIGKILL)

    wait_for(lambda: "Pengirim surel berhenti" in server.output)
    wait_for(lambda: any("send_mail" in command for command in processes_of(server.var).values()))
    assert not server.has_ended


@pytest.mark.parametrize(("sign", "name"), [("gunicorn", "gunicorn"), ("/postgres ", "PostgreSQL")])
def test_killed_server_ends_everything_and_loses_nothing(
    server: RunningServer, sign: str, name: str
):
    write_fact(server.var, name)
    os.kill(server.child(sign), signal.SIGKILL)

    assert server.wait_for_end() == 1
    assert f"Gagal: {name} berhenti" in server.output
    assert "Traceback" not in server.output
    wait_for(lambda: processes_of(server.var) == {})
    again = start(server.var)
    assert read_fact(server.var, name) == "kept"
    assert again.stop() == 0


def test_killed_supervisor_takes_all_with_it_and_loses_nothing(server: RunningServer):
    write_fact(server.var, "supervisor")
    server.process.kill()
    server.wait_for_end()

    # At once: what the killed one left behind may still be ending.
    again = start(server.var)
    assert read_fact(server.var, "supervisor") == "kept"
    assert again.stop() == 0
    assert processes_of(server.var) == {}
