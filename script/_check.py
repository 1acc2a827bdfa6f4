"""script/check: the fast checks; every one of them runs, whatever the others say."""

import argparse
import os
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from script._failure import run
from script._install import ROOT, VENV, enter
from script._surroundings import OF_ONE_PLACE

APPS = ("accounts", "provinces", "practices", "meetings", "elections", "forum_portal")
PYTHON_CODE = (*APPS, "script", "deploy", "tests", "manage.py")
LINES_SHOWN = 80


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]


def checks() -> list[Check]:
    manage = ["python", "-W", "ignore::RuntimeWarning", "manage.py"]
    return [
        Check("types", ["mypy", *APPS, "script"]),
        Check(
            "format",
            ["ruff", "format", "--check", "--output-format=concise", *existing(PYTHON_CODE)],
        ),
        Check("lint", ["ruff", "check", "--output-format=concise", *existing(PYTHON_CODE)]),
        Check("templates: format", ["djade", "--check", "--target-version=5.2", *templates()]),
        Check("templates: lint", ["djlint", "templates", "--lint", "--quiet"]),
        Check("templates: syntax", ["python", "-m", "script._templates"]),
        Check("dependencies", ["deptry", "--no-ansi", "."]),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("deployment", [*manage, "check", "--deploy", "--fail-level=WARNING"]),
    ]


def fixes() -> list[Check]:
    return [
        Check("lint", ["ruff", "check", "--fix", "--quiet", *existing(PYTHON_CODE)]),
        Check("format", ["ruff", "format", "--quiet", *existing(PYTHON_CODE)]),
        Check("templates: format", ["djade", "--target-version=5.2", *templates()]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser("script/check", description="Pemeriksaan cepat atas kode.")
    parser.add_argument("--fix", action="store_true", help="rapikan dahulu yang dapat dirapikan")
    arguments = parser.parse_args()
    enter("requirements-dev.txt", __spec__.name)
    if arguments.fix:
        for fix in fixes():
            # Formatters end with 1 when they changed something; the checks tell what is left.
            _execute(fix)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(_report, checks()))
    return 0 if all(results) else 1


def existing(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if (ROOT / path).exists()]


def templates() -> list[str]:
    return [str(path) for path in sorted(ROOT.glob("templates/**/*.html"))]


def _report(check: Check) -> bool:
    started = time.monotonic()
    done = _execute(check)
    seconds = time.monotonic() - started
    verdict = "baik" if done.returncode == 0 else "GAGAL"
    report = f"{check.name:20} {verdict:6} {seconds:5.1f} s"
    if done.returncode != 0:
        lines = done.stdout.rstrip().splitlines()
        report = "\n".join([report, *lines[:LINES_SHOWN]])
        if len(lines) > LINES_SHOWN:
            report += f"\n... dan {len(lines) - LINES_SHOWN} baris lagi"
    print(report, flush=True)
    return done.returncode == 0


def _execute(check: Check) -> subprocess.CompletedProcess[str]:
    program, *arguments = check.command
    return subprocess.run(
        [str(VENV / "bin" / program), *arguments],
        cwd=ROOT,
        env=_production_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _production_environment() -> dict[str, str]:
    """As a public portal would be set up; nothing here connects to a database."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_ONE_PLACE}
    return {
        **environment,
        "PATH": f"{VENV / 'bin'}:{environment.get('PATH', '')}",
        "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SECRET_KEY": "a-key-that-only-the-checks-use-0123456789-abcdefghij",
        "SITE_URL": "https://portal.example",
        "LOG_LEVEL": "WARNING",
    }


if __name__ == "__main__":
    run(main)
