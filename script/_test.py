"""script/test: the checks and all tests, the real browser included."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from forum_portal.lib.embedded_postgres import FAST
from script._database import DATABASE, start_embedded
from script._failure import Failure, run
from script._install import PYTHON, ROOT, apt_install, enter
from script._surroundings import OF_ONE_PLACE, read_surroundings

HELP = """\
Pemakaian: script/test [PILIHAN] [ARGUMEN PYTEST ...]

Tanpa argumen pytest: script/check, lalu seluruh pengujian. Dengan argumen: pytest saja, misalnya
  script/test tests/accounts -k sandi

  --without-browser   jangan jalankan tests/journeys; tanpa pilihan ini, peramban wajib ada
  --system-postgres   jalankan pengujian yang bertumpu pada PostgreSQL sendiri (tanda
                      any_postgres) juga pada PostgreSQL komputer ini (versi 15 ke atas), bila
                      terpasang

DATABASE_URL: pakai server itu; tanpa itu, PostgreSQL tersemat di direktori sementara.
"""
OPTIONS = ("--without-browser", "--system-postgres")
JOURNEYS = Path("tests/journeys")
# What PostgreSQL decides; all else would only say the same twice.
RESTS_ON_POSTGRES = ["-m", "any_postgres", f"--ignore={JOURNEYS}", "--ignore=tests/scripts"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Two cores; a module's tests stay together, in their order.
WHOLE_SUITE = ["-n", "2", "--dist", "loadfile"]
QUIETLY = ["--no-input", "--verbosity=0"]


def main() -> int:
    if {"--help", "-h"} & set(sys.argv):
        print(HELP, end="")
        return 0
    place = read_surroundings()
    enter("requirements-dev.txt", __spec__.name)
    options = [argument for argument in sys.argv[1:] if argument in OPTIONS]
    arguments = [argument for argument in sys.argv[1:] if argument not in OPTIONS]
    with ExitStack() as stack:
        var = _make_temporary_var(stack)
        url = place.database_url or start_embedded(var / "postgres", stack, FAST).url(DATABASE)
        environment = make_environment(url, var)
        environments = [environment]
        if "--system-postgres" in options:
            environments += _start_system_postgres(var, environment, stack)
        worst = [0]
        if not arguments:
            worst.append(_run("-m", "script._check", environment=dict(os.environ)))
            arguments = WHOLE_SUITE
            if not place.database_url:
                environment["MIGRATED_DATABASE"] = DATABASE
        worst.append(_prepare(environments))
        for system in environments[1:]:
            stage = [*WHOLE_SUITE, *RESTS_ON_POSTGRES]
            worst.append(_run("-m", "pytest", *stage, environment=system))
        arguments = [*arguments, *_choose_browser(options, environment, worst)]
        # Last, so that its summary closes the output.
        worst.append(_run("-m", "pytest", *arguments, environment=environment))
    return max(worst)


def make_environment(url: str, var: Path) -> dict[str, str]:
    """What the tests see: nothing of the place that the portal itself is set up for."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_ONE_PLACE}
    return {
        **environment,
        "DATABASE_URL": url,
        "PORTAL_VAR": str(var),
        "SECRET_KEY": "only-for-tests-" * 5,
        "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
    }


def _prepare(environments: list[dict[str, str]]) -> int:
    """At once: the static files, which pages name by hashes, and what databases are copied from."""
    copied = [each for each in environments if "MIGRATED_DATABASE" in each]
    commands = [("collectstatic", environments[0]), *(("migrate", each) for each in copied)]
    started = [
        subprocess.Popen([str(PYTHON), "manage.py", name, *QUIETLY], cwd=ROOT, env=environment)
        for name, environment in commands
    ]
    return max(abs(process.wait()) for process in started)


def _run(*arguments: str, environment: dict[str, str]) -> int:
    return abs(subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment))


def _make_temporary_var(stack: ExitStack) -> Path:
    var = Path(tempfile.mkdtemp(prefix="forum-portal-test-"))
    stack.callback(shutil.rmtree, var, ignore_errors=True)
    # For root, PostgreSQL runs as another user, who has to pass.
    var.chmod(0o755)
    return var


def _choose_browser(options: list[str], environment: dict[str, str], worst: list[int]) -> list[str]:
    """Arguments for pytest; tells the tests about the browser, or the reader that there is none."""
    if "--without-browser" not in options:
        browser = _find_browser()
        if browser:
            environment["CHROMIUM"] = browser
            return []
        print("\nPeramban chromium tidak ada dan tidak dapat dipasang. Tidak dijalankan:")
        for journey in sorted(JOURNEYS.glob("test_*.py")):
            print(f"  {journey}")
        print("Pasang chromium, atau beri --without-browser.\n", flush=True)
        worst.append(1)
    return [f"--ignore={JOURNEYS}"]


def _find_browser() -> str | None:
    found = _installed_browser()
    if found is None:
        print("Chromium belum ada; mencoba memasangnya ...", flush=True)
        apt_install("chromium")
        found = _installed_browser()
    return found


def _installed_browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise Failure(f"CHROMIUM={named} bukan program yang dapat dijalankan.")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def _start_system_postgres(
    var: Path, environment: dict[str, str], stack: ExitStack
) -> list[dict[str, str]]:
    """The environment of tests there; none if it is not installed."""
    binaries = _find_system_postgres()
    if binaries is None:
        print("PostgreSQL sistem versi 15 ke atas tidak terpasang; tidak ada yang diulangi.")
        return []
    print(f"Pengujian basis data lebih dahulu pada {binaries} ...", flush=True)
    url = start_embedded(var / "system-postgres", stack, FAST, binaries).url(DATABASE)
    return [{**environment, "DATABASE_URL": url, "MIGRATED_DATABASE": DATABASE}]


def _find_system_postgres() -> Path | None:
    """The newest of Debian's PostgreSQL servers, if it is new enough."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdecimal()]
    newest = max(versions, key=lambda path: int(path.name), default=None)
    if newest is None or int(newest.name) < 15 or not (newest / "bin/postgres").exists():
        return None
    return newest / "bin"


if __name__ == "__main__":
    run(main)
