"""bench/seats: many who want few seats at the same moment, processes killed meanwhile."""

import argparse
import subprocess
from contextlib import ExitStack

from bench._portal import start_portal
from script._failure import run
from script._install import PYTHON, ROOT, enter

HELP = """\
Mendaftarkan banyak peserta dari 22 balai secara serentak untuk kursi yang jauh lebih sedikit,
pada portal dengan 8 proses gunicorn. Setiap putaran memeriksa: tepat sebanyak kursi yang
terdaftar, selebihnya menunggu menurut saat diterima, tidak ada yang hilang, tidak ada jawaban
500. Putaran genap membuka semua formulir sebelum yang pertama dikirim. Dengan --kill, satu
proses gunicorn lalu PostgreSQL dimatikan (kill -9) di tengah putaran; yang dijawab kepada
setiap pengirim dibandingkan dengan basis data. Status keluar bukan nol bila satu saja meleset.
"""


def main() -> int:
    arguments = _parse_arguments()
    enter("requirements-local.txt", __spec__.name)
    with ExitStack() as stack:
        portal = start_portal(
            stack, settings="forum_portal.settings", wsgi="forum_portal.wsgi",
            workers=arguments.workers,
        )  # fmt: skip
        command = [str(PYTHON), "-m", "bench._seats_drill", portal.host, str(portal.port)]
        command += [str(portal.gunicorn), str(portal.postgres), str(portal.var)]
        command += [str(arguments.runs), str(arguments.attempts), str(arguments.seats)]
        command += ["kill"] if arguments.kill else []
        return subprocess.call(command, cwd=ROOT, env=portal.environment)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/seats", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=20, help="banyaknya putaran (20)")
    parser.add_argument("--attempts", type=int, default=1000, help="pengirim serentak (1000)")
    parser.add_argument("--seats", type=int, default=50, help="kursi (50)")
    parser.add_argument("--workers", type=int, default=8, help="proses gunicorn (8)")
    parser.add_argument("--kill", action="store_true", help="matikan proses di tengah putaran")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
