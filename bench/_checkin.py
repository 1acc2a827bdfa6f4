"""bench/checkin: facts of a device against a bare view that inserts them, its list, its search."""

import argparse
import os
import shutil
import subprocess
from contextlib import ExitStack

from bench._portal import start_portal
from script._failure import Failure, run
from script._install import PYTHON, ROOT, enter

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HELP = """\
Mengukur presensi di pintu: kiriman 1.000 catatan dengan tanda tangan tiketnya terhadap tampilan
Django polos yang hanya menyisipkan 1.000 baris, pada gunicorn yang sama; daftar 2.000 peserta;
dan pencarian di dalamnya oleh peramban (chromium; tanpa peramban bagian ini dilewati dengan
--without-browser).
Sasaran: 1.000 catatan di bawah 1 detik; daftar terkompresi di bawah 300 kB; satu pencarian di
bawah 50 ms; pernyataan SQL sama banyak pada 10 dan 2.000 peserta. Status keluar bukan nol bila
satu saja meleset.
"""


def main() -> int:
    arguments = _parse_arguments()
    enter("requirements-local.txt", __spec__.name)
    browser = "" if arguments.without_browser else _find_browser()
    with ExitStack() as stack:
        portal = start_portal(stack, settings="bench.settings", wsgi="bench.wsgi")
        command = [str(PYTHON), "-m", "bench._checkin_measure", portal.host, str(portal.port)]
        command += [str(portal.gunicorn), str(portal.postgres), str(arguments.rounds), browser]
        return subprocess.call(command, cwd=ROOT, env=portal.environment)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/checkin", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10, help="banyaknya putaran (10)")
    parser.add_argument("--without-browser", action="store_true", help="tanpa pencarian")
    return parser.parse_args()


def _find_browser() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise Failure("peramban chromium tidak ada; beri --without-browser.")
    return found


if __name__ == "__main__":
    run(main)
