"""script/server: brings the portal up on a machine that has only Python, and keeps it up."""

import argparse
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack

from forum_portal.lib.embedded_postgres import Cluster
from script._child import Child
from script._database import DATABASE, explain, start_embedded
from script._failure import Failure, run
from script._install import PYTHON, enter
from script._surroundings import Surroundings, make_var, read_surroundings, take_port, take_var

HELP = """\
Menyiapkan dan menjalankan portal. Tanpa DATABASE_URL, PostgreSQL tersemat dipakai.

variabel lingkungan (bawaan):
  PORT (8000), HOST (127.0.0.1), PORTAL_VAR (var/), DATABASE_URL, SITE_URL, SECRET_KEY,
  EMAIL_URL, dan lainnya: lihat .env.example

Pengingat konfirmasi data dan penghapusan data pribadi lama tidak dijalankan di sini: pasang
script/manage remind_offices, forget_letters, dan forget_personal_data setiap hari, lihat
docs/operations.md.
"""


def main() -> int:
    arguments = _parse_arguments()
    place = read_surroundings()
    enter("requirements.txt" if place.database_url else "requirements-local.txt", __spec__.name)
    with ExitStack() as stack:
        make_var(place.var)
        # Preparing the next release while the present one serves needs another database server.
        if not (arguments.prepare and place.database_url):
            take_var(place.var, stack)
        listener = None if arguments.prepare else stack.enter_context(take_port(place))
        url, cluster = place.database_url, None
        if url is None:
            cluster = start_embedded(place.var / "postgres", stack)
            url = cluster.url(DATABASE)
        environment = place.environment(url)
        _prepare(environment, cluster)
        if listener:
            _serve(place, environment, cluster, listener.fileno(), stack)
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "script/server", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--prepare", action="store_true", help="siapkan semuanya, tetapi jangan jalankan"
    )
    return parser.parse_args()


def _prepare(environment: dict[str, str], cluster: Cluster | None) -> None:
    command = [str(PYTHON), "-m", "script._prepare"]
    if cluster:
        command.append("--embedded")
    child = Child("Penyiapan", command, environment)
    try:
        status = child.process.wait()
    finally:
        child.stop()
    if status != 0:
        # It has said why.
        sys.exit(1)


def _serve(
    place: Surroundings,
    environment: dict[str, str],
    cluster: Cluster | None,
    listener: int,
    stack: ExitStack,
) -> None:
    gunicorn = [str(PYTHON), "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    gunicorn += ["--bind", f"fd://{listener}", "forum_portal.wsgi"]
    mail = Child("Pengirim surel", [str(PYTHON), "manage.py", "send_mail"], environment)
    stack.callback(mail.stop)
    seats = Child("Penawar kursi", [str(PYTHON), "manage.py", "settle_seats"], environment)
    stack.callback(seats.stop)
    web = Child("gunicorn", gunicorn, environment, fds=[listener])
    stack.callback(web.stop)
    try:
        _wait_for_answer(place, web)
        _announce(place)
        while True:
            _check(web, cluster)
            mail.restart_if_ended()
            seats.restart_if_ended()
            time.sleep(0.3)
    except KeyboardInterrupt:
        print("Portal dihentikan.", flush=True)


def _check(web: Child, cluster: Cluster | None) -> None:
    if cluster and cluster.process and cluster.process.poll() is not None:
        said = cluster.last_words() or "tanpa keterangan"
        raise Failure(f"PostgreSQL berhenti, portal ikut dihentikan. {explain(said, cluster.home)}")
    if web.has_ended:
        raise Failure(
            f"gunicorn berhenti (status {web.process.returncode}), portal ikut dihentikan."
        )


def _wait_for_answer(place: Surroundings, web: Child) -> None:
    every_address = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104
    host = every_address.get(place.host, place.host)
    while True:
        try:
            urllib.request.urlopen(f"http://{host}:{place.port}/healthz", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            _check(web, None)


def _announce(place: Surroundings) -> None:
    print(f"\nPortal siap: {place.site_url}/  (panel sekretariat: {place.site_url}/admin/)")
    accounts = place.var / "sample-accounts.txt"
    if accounts.exists():
        print(accounts.read_text().rstrip())
    print("Hentikan dengan Ctrl-C.", flush=True)


if __name__ == "__main__":
    run(main)
