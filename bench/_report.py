"""The figures as tables, and which targets they miss."""

import os
import statistics

from bench._figures import Bench, Measured, Page
from bench._freshness import Freshness

CACHED_TO_HELLO = 0.5
FRESH_TO_PLAIN = 0.8
MOST_STATEMENTS = 8
MOST_SECONDS_TO_SHOW = 2
MOST_MEMORY_MB = 150
LEAST_REQUESTS_A_WORKER = 1000

COLUMNS = "{:14} {:>8} {:>7} {:>7} {:>8} {:>7} {:>9}"
HEADS = ("halaman", "per dtk", "p50 ms", "p99 ms", "CPU ms", "rasio", "rasio CPU")


def show_pages(pages: list[Page], plain_statements: int) -> None:
    load = os.getloadavg()[0]
    print(f"\n{os.cpu_count()} inti, beban mesin {load:.1f}; hanya bangku uji ini sekitar 3")
    print("\nTersimpan (pembaca tanpa akun), terhadap hello")
    print(COLUMNS.format(*HEADS))
    for page in pages:
        _show(page.name, page.cached, page.hello)
    _show_reference("hello", [page.hello for page in pages])
    print(f"\nDibuat baru, terhadap agenda polos ({plain_statements} SQL)")
    print(COLUMNS.format(*HEADS), "  SQL SQL x10  kirim B   isi B")
    for page in pages:
        counts = f"{page.statements:>5} {page.statements_with_more_rows:>7}"
        _show(
            page.name, page.fresh, page.plain, counts, f"{page.wire_bytes:>8} {page.text_bytes:>7}"
        )
    _show_reference("agenda polos", [page.plain for page in pages])
    print("\nSesudah perubahan: tiada bagian halaman yang pernah dibuat, terhadap agenda polos")
    print(COLUMNS.format(*HEADS))
    for page in pages:
        _show(page.name, page.changed, page.plain)


def show_rest(
    bench: Bench, freshness: Freshness, memory: list[dict[str, float]], *, added_rows: int
) -> None:
    at_once = "seketika" if freshness.author_sees_at_once else "TIDAK seketika"
    print(f"\nBaris ditambahkan untuk SQL x10: {added_rows}")
    print(f"Perubahan: penulis {at_once}, semua orang {freshness.slowest_seconds:.2f} detik")
    for sizes in memory:
        print(f"Satu proses: RSS {sizes['Rss']:.0f} MB, PSS {sizes['Pss']:.0f} MB", end="")
        print(f" sesudah sekitar {bench.answered // len(memory)} permintaan")


def missed_targets(
    pages: list[Page], freshness: Freshness, memory: list[dict[str, float]], answered: int
) -> list[str]:
    missed = [sentence for page in pages for sentence in _missed_by_page(page)]
    if not freshness.author_sees_at_once:
        missed.append("penulis tidak melihat perubahannya seketika")
    if freshness.slowest_seconds > MOST_SECONDS_TO_SHOW:
        missed.append(f"perubahan baru terlihat sesudah {freshness.slowest_seconds:.1f} detik")
    if answered < LEAST_REQUESTS_A_WORKER * len(memory):
        missed.append(f"memori diukur sesudah {answered} permintaan saja")
    if max(sizes["Rss"] for sizes in memory) > MOST_MEMORY_MB:
        missed.append("satu proses memakai lebih dari 150 MB")
    return missed


def _missed_by_page(page: Page) -> list[str]:
    checks = [
        (page.cached.ratio_to(page.hello) >= CACHED_TO_HELLO, "tersimpan terhadap hello"),
        (page.fresh.ratio_to(page.plain) >= FRESH_TO_PLAIN, "dibuat baru terhadap agenda polos"),
        (page.statements_with_more_rows <= MOST_STATEMENTS, "banyaknya SQL"),
        (page.statements_with_more_rows <= page.statements, "SQL bertambah bersama baris"),
    ]
    return [f"{page.name}: {what}" for is_met, what in checks if not is_met]


def _show(name: str, measured: Measured, reference: Measured, *more: str) -> None:
    print(
        COLUMNS.format(
            name,
            f"{measured.rate:.0f}",
            f"{measured.percentile_ms(0.5):.1f}",
            f"{measured.percentile_ms(0.99):.1f}",
            f"{measured.processor_ms:.2f}",
            f"{measured.ratio_to(reference):.2f}",
            f"{reference.processor_ms / measured.processor_ms:.2f}",
        ),
        *more,
    )


def _show_reference(name: str, all_measured: list[Measured]) -> None:
    rate = statistics.median(measured.rate for measured in all_measured)
    cost = statistics.median(measured.processor_ms for measured in all_measured)
    print(COLUMNS.format(name, f"{rate:.0f}", "", "", f"{cost:.2f}", "", ""))
