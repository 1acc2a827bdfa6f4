"""bench/pages: the public pages against two bare Django views, in one run of one gunicorn."""

import argparse
import subprocess
from contextlib import ExitStack

from bench._portal import start_portal
from script._failure import run
from script._install import PYTHON, ROOT, enter

HELP = """\
Mengukur halaman publik terhadap dua tampilan Django polos pada gunicorn yang sama.
Sasaran: tersimpan >= 0,5 dari "hello"; dibuat baru >= 0,8 dari agenda polos; paling banyak
8 pernyataan SQL; perubahan terlihat penulisnya seketika dan semua orang dalam 2 detik;
satu proses paling banyak 150 MB. Status keluar bukan nol bila satu saja meleset.
"""


def main() -> int:
    arguments = _parse_arguments()
    enter("requirements-local.txt", __spec__.name)
    with ExitStack() as stack:
        portal = start_portal(stack, settings="bench.settings", wsgi="bench.wsgi")
        command = [str(PYTHON), "-m", "bench._measure", portal.host, str(portal.port)]
        command += [str(portal.gunicorn), str(portal.postgres)]
        command += [str(arguments.rounds), str(arguments.seconds)]
        command += arguments.only
        return subprocess.call(command, cwd=ROOT, env=portal.environment)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/pages", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10, help="banyaknya putaran (10)")
    parser.add_argument(
        "--seconds", type=float, default=0.25, help="lama satu ukuran dalam satu putaran (0.25)"
    )
    parser.add_argument("only", nargs="*", help="nama halaman, misalnya: rakor beranda")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
