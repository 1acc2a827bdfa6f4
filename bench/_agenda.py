"""bench/agenda: the page of a long agenda against a bare Django view of the same agenda."""

import argparse
import subprocess
from contextlib import ExitStack

from bench._portal import start_portal
from script._failure import run
from script._install import PYTHON, ROOT, enter

HELP = """\
Mengukur halaman susunan acara dengan 300 mata acara terhadap tampilan Django polos yang
memilih dan menampilkan acara yang sama, pada gunicorn yang sama.
Sasaran: dibuat baru dan sesudah perubahan >= 0,7 dari tampilan polos; pernyataan SQL sama
banyak pada 30 dan 300 acara. Status keluar bukan nol bila satu saja meleset.
"""


def main() -> int:
    arguments = _parse_arguments()
    enter("requirements-local.txt", __spec__.name)
    with ExitStack() as stack:
        portal = start_portal(stack, settings="bench.settings", wsgi="bench.wsgi")
        command = [str(PYTHON), "-m", "bench._agenda_measure", portal.host, str(portal.port)]
        command += [str(portal.gunicorn), str(portal.postgres)]
        command += [str(arguments.rounds), str(arguments.seconds)]
        return subprocess.call(command, cwd=ROOT, env=portal.environment)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/agenda", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10, help="banyaknya putaran (10)")
    parser.add_argument(
        "--seconds", type=float, default=0.5, help="lama satu ukuran dalam satu putaran (0.5)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
