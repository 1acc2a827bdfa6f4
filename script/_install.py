"""The virtual environment in .venv, filled from the hash-locked requirements.

Runs under the machine's own Python before anything is installed: standard library only.
By itself, as when an image is built: python3 -m script._install requirements.txt
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from forum_portal.lib.child_process import die_with_parent
from script._failure import Failure, run
from script._pip_wheel import fetch_pip

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Each includes the one before it.
LOCKS = ("requirements.txt", "requirements-local.txt", "requirements-dev.txt")
UNFINISHED = VENV / ".unfinished"


def enter(lock: str, module: str) -> None:
    """Go on inside .venv, with everything that the file `lock` names installed.

    The first call replaces this process by `python -m module` with the same arguments.
    """
    install(lock)
    if Path(sys.prefix) != VENV:
        os.execv(PYTHON, [str(PYTHON), "-m", module, *sys.argv[1:]])  # noqa: S606


def install(lock: str) -> None:
    with _one_at_a_time():
        if not _is_installed(lock):
            _install_anew(lock)


def _is_installed(lock: str) -> bool:
    stamp = _stamp(lock)
    return (
        stamp.exists()
        and stamp.read_text() == _fingerprint(lock)
        and not UNFINISHED.exists()
        and _venv_works()
    )


def _install_anew(lock: str) -> None:
    if not _venv_works():
        _make_venv()
    print(f"Memasang paket Python dari {lock} (biasanya kurang dari satu menit) ...", flush=True)
    arguments = ["install", "--quiet", "--require-hashes", "-r", str(ROOT / lock)]
    if UNFINISHED.exists():
        # Killed half way: pip would take a half-written package for an installed one.
        arguments.append("--force-reinstall")
    UNFINISHED.touch()
    _pip(*arguments)
    for included in LOCKS[: LOCKS.index(lock) + 1]:
        stamp = _stamp(included)
        stamp.with_suffix(".new").write_text(_fingerprint(included))
        stamp.with_suffix(".new").replace(stamp)
    UNFINISHED.unlink()


def _make_venv() -> None:
    """`python -m venv`; on a Debian without python3-venv, with that package or without pip."""
    print("Menyiapkan lingkungan Python di .venv ...", flush=True)
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if _run(*make).returncode == 0:
        return
    if apt_install("python3-venv") and _run(*make).returncode == 0:
        return
    done = _run(*make, "--without-pip")
    if done.returncode != 0:
        raise Failure(f".venv tidak dapat dibuat: {_last_line(done.stdout)}")


def apt_install(package: str) -> bool:
    """True if Debian's `package` was installed, which root alone can do."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    apt = ["apt-get", "-q", "-y"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*apt, "install", "--no-install-recommends", package]
    if _run(*install, env=environment).returncode == 0:
        return True
    # A bare machine has no package lists, an old one has stale lists.
    _run(*apt, "update", env=environment)
    return _run(*install, env=environment).returncode == 0


def _pip(*arguments: str) -> None:
    pip = [str(PYTHON), "-m", "pip"]
    if _run(*pip, "--version").returncode != 0:
        pip = [str(PYTHON), str(fetch_pip(VENV) / "pip")]
    done = _run(*pip, "--disable-pip-version-check", "--no-input", *arguments)
    if done.returncode != 0:
        (VENV / "pip.log").write_text(done.stdout)
        raise Failure(_explain_pip(done.stdout))


def _explain_pip(output: str) -> str:
    if "No space left on device" in output:
        return f"ruang disk habis ketika memasang paket Python di {VENV}."
    if "DO NOT MATCH THE HASHES" in output:
        return "paket yang diunduh berbeda dari yang dikunci dalam berkas requirements."
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return "sertifikat indeks paket tidak dipercaya; atur sertifikatnya dengan PIP_CERT."
    network = (
        "NewConnectionError",
        "ConnectTimeout",
        "NameResolution",
        "ProxyError",
        "ReadTimeout",
    )
    if any(sign in output for sign in network):
        return "paket Python tidak dapat diunduh: indeks paket tidak terjangkau; periksa jaringan."
    return f"paket Python tidak dapat dipasang: {_last_line(output)} (selengkapnya: {VENV}/pip.log)"


def _run(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=env,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["tanpa keterangan"])[-1]


def _venv_works() -> bool:
    """True if its Python runs and still is of the version that the packages are for."""
    if not PYTHON.exists():
        return False
    probe = "import sysconfig, os; print(os.path.isdir(sysconfig.get_path('purelib')))"
    return _run(str(PYTHON), "-c", probe).stdout.strip() == "True"


def _stamp(lock: str) -> Path:
    return VENV / f".installed-{Path(lock).stem}"


def _fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two copies started at once from one checkout install one after the other."""
    directory = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def main() -> int:
    install(sys.argv[1])
    return 0


if __name__ == "__main__":
    run(main)
