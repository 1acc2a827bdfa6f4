"""script/lock: renews the three hash-locked requirements from their .in files."""

import subprocess
import sys

from script._failure import Failure, run
from script._install import LOCKS, ROOT, VENV, enter

UV = [str(VENV / "bin/uv"), "pip", "compile", "--quiet", "--universal", "--python-version=3.11"]


def main() -> int:
    if {"--help", "-h"} & set(sys.argv):
        print("Memperbarui requirements*.txt dari requirements*.in, dengan versi terbaru.")
        return 0
    enter("requirements-dev.txt", __spec__.name)
    for lock in LOCKS:
        source = lock.replace(".txt", ".in")
        options = ["--upgrade", "--generate-hashes", "--custom-compile-command=script/lock"]
        command = [*UV, *options, source, f"--output-file={lock}"]
        # Whatever index this machine uses stays out of the files.
        command += ["--no-emit-index-url", "--no-emit-find-links"]
        if subprocess.call(command, cwd=ROOT) != 0:
            raise Failure(f"{lock} tidak dapat diperbarui; lihat keterangan uv di atas.")
    return 0


if __name__ == "__main__":
    run(main)
