"""bench/registration: registering a delegate against a bare view that locks, counts, inserts."""

import argparse
import subprocess
from contextlib import ExitStack

from bench._portal import start_portal
from script._failure import run
from script._install import PYTHON, ROOT, enter

HELP = """\
Mengukur pendaftaran seorang peserta oleh petugas yang sudah masuk (halaman formulir dan
pengirimannya, dengan surel diantrekan dan jejak ditulis) terhadap tampilan Django polos di balik
middleware Django sendiri, oleh yang sudah masuk, yang mengunci rakor, menghitung kursi, dan
menyisipkan satu baris serta satu surel, pada gunicorn yang sama. Di sampingnya yang paling polos:
tanpa middleware, sesi, dan surel.
Sasaran: sedikitnya 60 pendaftaran per detik atau separuh tampilan polos, mana yang lebih
tinggi, dengan 8 sambungan dan 2 proses; paling banyak 25 pernyataan SQL. Status keluar bukan
nol bila satu saja meleset.
"""


def main() -> int:
    arguments = _parse_arguments()
    enter("requirements-local.txt", __spec__.name)
    with ExitStack() as stack:
        portal = start_portal(stack, settings="bench.settings", wsgi="bench.wsgi")
        command = [str(PYTHON), "-m", "bench._registration_measure", portal.host]
        command += [str(portal.port), str(portal.gunicorn), str(portal.postgres)]
        command += [str(arguments.rounds), str(arguments.seconds)]
        return subprocess.call(command, cwd=ROOT, env=portal.environment)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/registration", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=6, help="banyaknya putaran (6)")
    parser.add_argument(
        "--seconds", type=float, default=2.0, help="lama satu ukuran dalam satu putaran (2)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
