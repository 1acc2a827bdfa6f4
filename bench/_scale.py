"""bench/scale: the same pages of a portal with 22 offices and of one with 514, in one run."""

import argparse
import subprocess
from contextlib import ExitStack

from bench._portal import Portal, start_portal
from script._failure import Failure, run
from script._install import PYTHON, ROOT, enter

# Each office has the same fifty years behind it, and as many articles, in both.
SMALL, LARGE = (22, 214), (514, 5000)
HELP = """\
Mengukur halaman publik pada portal dengan 22 balai dan 514 balai (50 tahun masa jabatan, 5.000
artikel rekaan), bergantian pada mesin yang sama.
Sasaran: waktu pada 514 balai paling banyak 1,5 kali waktu pada 22 balai, banyaknya pernyataan
SQL sama, dan pencarian menjawab dalam 50 ms (p95). Status keluar bukan nol bila meleset.
"""


def main() -> int:
    arguments = _parse_arguments()
    enter("requirements-local.txt", __spec__.name)
    with ExitStack() as stack:
        portals = [_start(stack, offices, articles) for offices, articles in (SMALL, LARGE)]
        command = [str(PYTHON), "-m", "bench._scale_measure"]
        for portal in portals:
            command += [portal.host, str(portal.port), str(portal.gunicorn), str(portal.postgres)]
        command += [str(arguments.rounds), str(arguments.seconds), *arguments.only]
        return subprocess.call(command, cwd=ROOT)


def _start(stack: ExitStack, offices: int, articles: int) -> Portal:
    portal = start_portal(stack, settings="bench.settings", wsgi="bench.wsgi")
    print(f"Membuat data uji: {offices} balai, {articles} artikel ...", flush=True)
    command = [str(PYTHON), "-m", "bench._scale_data", str(offices), str(articles)]
    if subprocess.call(command, cwd=ROOT, env=portal.environment) != 0:
        raise Failure("data uji tidak dapat dibuat.")
    return portal


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/scale", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10, help="banyaknya putaran (10)")
    parser.add_argument(
        "--seconds", type=float, default=0.5, help="lama satu ukuran dalam satu putaran (0.5)"
    )
    parser.add_argument("only", nargs="*", help="nama halaman, misalnya: profil riwayat")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
