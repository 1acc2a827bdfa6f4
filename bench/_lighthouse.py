"""bench/lighthouse: the four categories of Lighthouse for every public page, phone and desk."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench._portal import Portal, start_portal
from script._failure import Failure, run
from script._install import PYTHON, ROOT, enter

VERSION = "12.8"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SHIFT = "cumulative-layout-shift"
LEAST_SCORE = 98
MOST_BYTES = 150 * 1024
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROME_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)
FORMS = {"telepon": [], "meja": ["--preset=desktop"]}
RUN_SECONDS = 120
ATTEMPTS = 3
HELP = f"""\
Menilai setiap halaman publik dengan Lighthouse {VERSION} (dipasang dengan npm ke direktori yang
disebut --lighthouse) dan chromium: sedikitnya {LEAST_SCORE} dalam keempat kategori, paling banyak
150 KiB, tanpa pergeseran. Status keluar bukan nol bila satu saja meleset.
"""


@dataclass
class Verdict:
    scores: dict[str, int]
    wire_bytes: int
    layout_shift: float
    # What cost points outside performance, or took time within it.
    failed: set[str]

    @property
    def is_good(self) -> bool:
        is_light = self.wire_bytes <= MOST_BYTES and self.layout_shift == 0
        return is_light and min(self.scores.values()) >= LEAST_SCORE


def main() -> int:
    arguments = _parse_arguments()
    enter("requirements-local.txt", __spec__.name)
    program = _install_lighthouse(Path(arguments.lighthouse).resolve())
    is_good = True
    with ExitStack() as stack:
        portal = start_portal(stack, settings="forum_portal.settings", wsgi="forum_portal.wsgi")
        pages = [path for path in _public_pages(portal) if path in (arguments.only or [path])]
        print(f"{'halaman':44} {'layar':8} kinerja akses praktik seo    KiB   geser")
        for path in pages:
            for form, options in FORMS.items():
                runs = [
                    _measure(program, f"{portal.url}{path}", options, portal)
                    for _ in range(arguments.runs)
                ]
                verdict = _middle(runs)
                is_good &= verdict.is_good
                _show(path, form, verdict)
    return 0 if is_good else 1


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/lighthouse", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3, help="ulangan tiap halaman; nilai tengah")
    parser.add_argument(
        "--lighthouse",
        default=str(ROOT / "var" / "lighthouse"),
        help="tempat Lighthouse dipasang (var/lighthouse)",
    )
    parser.add_argument("only", nargs="*", help="alamat halaman, misalnya / /provinsi/")
    return parser.parse_args()


def _install_lighthouse(directory: Path) -> Path:
    program = directory / "node_modules" / ".bin" / "lighthouse"
    if program.exists():
        return program
    if shutil.which("npm") is None:
        raise Failure("npm tidak ada; pasang nodejs dan npm untuk mengukur dengan Lighthouse.")
    directory.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(directory)]
    done = subprocess.run([*command, f"lighthouse@{VERSION}"], cwd=directory)
    if done.returncode != 0 or not program.exists():
        raise Failure("Lighthouse tidak dapat dipasang dengan npm.")
    return program


def _public_pages(portal: Portal) -> list[str]:
    """The addresses, from a process that has the models."""
    command = [str(PYTHON), "-m", "bench._public_pages"]
    told = subprocess.run(
        command, cwd=ROOT, env=portal.environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return told.stdout.split()


def _measure(program: Path, url: str, options: list[str], portal: Portal) -> Verdict:
    """On a busy machine chromium now and then paints nothing in time: such a run is repeated."""
    for _ in range(ATTEMPTS):
        report = _run(program, url, options, portal)
        if "runtimeError" not in report and "numericValue" in report["audits"][SHIFT]:
            return _verdict(report)
    raise Failure(f"Lighthouse {ATTEMPTS} kali tidak dapat menilai {url}.")


def _run(program: Path, url: str, options: list[str], portal: Portal) -> dict:
    report = portal.var / "lighthouse.json"
    report.unlink(missing_ok=True)
    command = [str(program), url, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME_FLAGS}"]
    try:
        done = subprocess.run(
            [*command, *options],
            cwd=portal.var,
            env={**os.environ, "CHROME_PATH": _browser()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=RUN_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"Lighthouse tidak selesai dalam {RUN_SECONDS} detik: {url}.") from None
    if not report.exists():
        raise Failure(f"Lighthouse gagal pada {url}: {done.stderr.strip()[-300:]}")
    return json.loads(report.read_text())


def _browser() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise Failure("peramban chromium tidak ada.")
    return found


def _verdict(report: dict) -> Verdict:
    audits = report["audits"]
    failed = {
        reference["id"]
        for name in CATEGORIES
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"] and (audits[reference["id"]]["score"] or 0) < 0.9
        if audits[reference["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
    }
    return Verdict(
        {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES},
        int(audits["total-byte-weight"]["numericValue"]),
        round(audits[SHIFT]["numericValue"], 3),
        failed,
    )


def _middle(runs: list[Verdict]) -> Verdict:
    """The median of each figure; a busy machine spoils single runs."""
    return Verdict(
        {name: int(statistics.median(run.scores[name] for run in runs)) for name in CATEGORIES},
        int(statistics.median(run.wire_bytes for run in runs)),
        statistics.median(run.layout_shift for run in runs),
        set.intersection(*(run.failed for run in runs)),
    )


def _show(path: str, form: str, verdict: Verdict) -> None:
    scores = [verdict.scores[name] for name in CATEGORIES]
    size = verdict.wire_bytes / 1024
    print(
        f"{path:44} {form:8} {scores[0]:7} {scores[1]:5} {scores[2]:7} {scores[3]:3}"
        f" {size:6.1f} {verdict.layout_shift:7.3f}  {'' if verdict.is_good else 'MELESET'}"
        f" {' '.join(sorted(verdict.failed))}",
        flush=True,
    )


if __name__ == "__main__":
    run(main)
