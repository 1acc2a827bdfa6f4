"""The measurements of bench/scale, beside both running portals."""

import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import quote

from bench._figures import Bench, Measured
from bench._load import Client, WrongAnswer, ask
from bench._verdict import verdict
from script._failure import Failure, run

MOST_TIMES = 1.5
MOST_SEARCH_MS = 50
WARM_UP_SECONDS = 0.5
DAY = "2001-05-20"
SELECT = "/bench/select/7/"
# What people type: names, other names, slips, beginnings, common words, numbers, nothing.
QUERIES = (
    "BTKP", "tekomdik", "Kenari", "Balai TIK Telagabening", "Embunsari 200", "Kota Embunsari",
    "Telagabenign", "sanggar tekkom", "jawa barat", "jabar", "yogya", "papua pegunungan",
    "Darmawan Nirmala", "kepala balai", "ketua forum", "Zulfahmi", "pelatihan guru",
    "pembelajaran digital", "literasi numerasi", "studio siaran radio", "siaran", "gamelan",
    "kecerdasan buatan", "kecerdsan buatn", "takarir inklusi", "jaringan internet sekolah",
    "rakor 1998", "rakor makassar", "notulen", "keputusan", "praktik baik", "transformasi",
    '"bahan ajar"', "modul -video", "panel surya pulau", "xyzzy", "1967/C4/DM.01.02/2021",
    "sekolah", "guru belajar", "pend",
)  # fmt: skip

COLUMNS = "{:16} {:>9} {:>9} {:>9} {:>9} {:>7} {:>9} {:>5} {:>5}"


@dataclass
class Page:
    name: str
    path: str
    small: Measured = field(default_factory=Measured)
    large: Measured = field(default_factory=Measured)
    # As those, but nothing of the page was ever drawn before.
    small_changed: Measured = field(default_factory=Measured)
    large_changed: Measured = field(default_factory=Measured)
    statements: tuple[int, int] = (0, 0)

    @property
    def times(self) -> float:
        """How many times as long an answer takes; the median of neighbours in time."""
        return self.small.ratio_to(self.large)

    @property
    def times_changed(self) -> float:
        return self.small_changed.ratio_to(self.large_changed)


PAGES = (
    ("beranda", "/"),
    ("provinsi", "/provinsi/"),
    ("provinsi-dulu", f"/provinsi/?pada={DAY}"),
    ("profil", "/provinsi/aceh/"),
    ("profil-dulu", f"/provinsi/aceh/?pada={DAY}"),
    ("riwayat", "/provinsi/aceh/riwayat/"),
    ("forum", "/forum/"),
    ("forum-dulu", f"/forum/?pada={DAY}"),
    ("praktik-baik", "/praktik-baik/"),
    ("praktik-balai", "/praktik-baik/?balai=aceh"),
    ("cari", "/cari/?q=BTKP"),
    ("cari-umum", "/cari/?q=pelatihan+guru"),
    ("saran", "/cari/saran/?q=balai"),
)


def main() -> int:
    first, second = sys.argv[1:5], sys.argv[5:9]
    rounds, seconds, *only = sys.argv[9:]
    small, large = (
        Bench(host, int(port), int(gunicorn), int(postgres))
        for host, port, gunicorn, postgres in (first, second)
    )
    pages = [Page(name, path) for name, path in PAGES if not only or name in only]
    try:
        for page in pages:
            page.statements = (_most_statements(small, page), _most_statements(large, page))
        _run_rounds(small, large, pages, int(rounds), float(seconds))
        searches, selects = _search_times(large, int(rounds))
    except WrongAnswer as error:
        raise Failure(f"{error}.") from None
    _show_pages(pages)
    _show_search(searches, selects)
    return verdict(_missed(pages, searches))


def _most_statements(bench: Bench, page: Page) -> int:
    """At its highest: of a process that has forgotten what it drew before."""
    answers = (
        ask(bench.host, bench.port, bench.new_address(page.path), X_Bench_Count="1",
            X_Bench_Forget="1")
        for _ in range(6)
    )  # fmt: skip
    return max(int(answer.headers["x-bench-sql"]) for answer in answers)


def _run_rounds(small: Bench, large: Bench, pages: list[Page], rounds: int, seconds: float) -> None:
    """Both portals by turns, every answer made anew."""
    for number in range(rounds + 1):
        for page in pages:
            # The first round fills caches and connections, and does not count.
            counted = page if number else Page(page.name, page.path)
            for bench, measured, changed in (
                (small, counted.small, counted.small_changed),
                (large, counted.large, counted.large_changed),
            ):
                # gunicorn closes what was idle while the other portal was asked.
                bench.connect()
                length = seconds if number else WARM_UP_SECONDS
                bench.press_fresh(measured, page.path, length)
                bench.press_fresh(changed, page.path, length, X_Bench_Forget="1")


def _search_times(bench: Bench, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each search, and of a plain select right before it; one after the other."""
    client = Client(bench.host, bench.port)
    searches, selects = [], []
    try:
        for number in range(rounds + 1):
            for query in QUERIES:
                plain = _seconds(client, bench.new_address(SELECT))
                search = _seconds(client, bench.new_address(f"/cari/?q={quote(query)}"))
                if number:
                    selects.append(plain)
                    searches.append(search)
    finally:
        client.close()
    return searches, selects


def _seconds(client: Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    if answer.status != 200:
        raise WrongAnswer(f"{path} menjawab {answer.status}")
    return time.perf_counter() - started


def _show_pages(pages: list[Page]) -> None:
    print(f"\n{os.cpu_count()} inti, beban mesin {os.getloadavg()[0]:.1f}")
    print("\nDibuat baru, 22 balai terhadap 514 balai (8 pembaca sekaligus)")
    print(COLUMNS.format("halaman", "p50 (22)", "p50 (514)", "p95 (514)", "CPU 514",
                         "kali", "dari nol", "SQL", "SQL"))  # fmt: skip
    for page in pages:
        print(
            COLUMNS.format(
                page.name,
                f"{page.small.percentile_ms(0.5):.1f}",
                f"{page.large.percentile_ms(0.5):.1f}",
                f"{page.large.percentile_ms(0.95):.1f}",
                f"{page.large.processor_ms:.2f}",
                f"{page.times:.2f}",
                f"{page.times_changed:.2f}",
                *page.statements,
            )
        )


def _show_search(searches: list[float], selects: list[float]) -> None:
    print(f"\nPencarian pada 514 balai: {len(QUERIES)} pertanyaan, satu per satu, ms")
    for name, seconds in (("cari", searches), ("select polos", selects)):
        told = (f"{share * 100:.0f}: {_percentile(seconds, share) * 1000:.1f}" for share in
                (0.5, 0.95, 0.99))  # fmt: skip
        print(f"  {name:14} p{'  p'.join(told)}")
    ratio = _percentile(searches, 0.95) / _percentile(selects, 0.95)
    median = statistics.median(s / p for s, p in zip(searches, selects, strict=True))
    print(f"  cari terhadap select: {ratio:.1f} kali pada p95, {median:.1f} kali pada median")


def _percentile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _missed(pages: list[Page], searches: list[float]) -> list[str]:
    missed = [f"{p.name}: {p.times:.2f} kali" for p in pages if p.times > MOST_TIMES]
    missed += [f"{p.name}: SQL bertambah" for p in pages if p.statements[1] > p.statements[0]]
    if _percentile(searches, 0.95) * 1000 > MOST_SEARCH_MS:
        missed.append(f"pencarian lebih lama dari {MOST_SEARCH_MS} ms pada p95")
    return missed


if __name__ == "__main__":
    run(main)
