"""The measurements of bench/agenda, beside a running portal and with its models at hand."""

import os
import sys

import django

# The models that the imports below bring in need the portal set up.
django.setup()

from bench._agenda_data import make_agenda  # noqa: E402
from bench._figures import Bench, Measured  # noqa: E402
from bench._load import WrongAnswer  # noqa: E402
from bench._verdict import verdict  # noqa: E402
from script._failure import Failure, run  # noqa: E402

TARGET = 0.7
WARM_UP_SECONDS = 0.5
COLUMNS = "{:34} {:>8} {:>7} {:>7} {:>8} {:>7}"
KEPT = "tersimpan (tanpa akun)"
ANEW = "dibuat baru"
CHANGED = "sesudah perubahan"
PLAIN = "tampilan polos"


def main() -> int:
    host, port, gunicorn, postgres, rounds, seconds = sys.argv[1:]
    bench = Bench(host, int(port), int(gunicorn), int(postgres))
    short = make_agenda(days=1, in_plenary=5, in_commission=7)
    long = make_agenda(days=5, in_plenary=11, in_commission=15)
    page, plain = (f"{root}{long.slug}/" for root in ("/rakor/", "/bench/tree/"))
    page = f"{page}agenda/"
    try:
        measured = _run_rounds(bench, page, plain, int(rounds), float(seconds))
        paths = (f"/rakor/{short.slug}/agenda/", page)
        statements = [bench.statements_anew(path) for path in paths]
        of_plain = bench.statements(plain)
        sizes = [len(bench.look_at(path).text) for path in (page, plain)]
    except WrongAnswer as error:
        raise Failure(f"{error}.") from None
    _show(measured)
    print(f"\nIsi halaman {sizes[0]} B, tampilan polos {sizes[1]} B")
    print(f"SQL halaman dengan 30 acara {statements[0]}, dengan 300 acara {statements[1]};", end="")
    print(f" tampilan polos {of_plain}")
    return _verdict(measured, statements)


def _run_rounds(
    bench: Bench, page: str, plain: str, rounds: int, seconds: float
) -> dict[str, Measured]:
    """Page and reference by turns: whatever else the machine does meanwhile slows both."""
    bench.connect()
    measured: dict[str, Measured] = {}
    for number in range(rounds + 1):
        # The first round fills caches and connections, and does not count.
        if number <= 1:
            measured = {name: Measured() for name in (KEPT, ANEW, CHANGED, PLAIN)}
        length = WARM_UP_SECONDS if number == 0 else seconds
        bench.press(measured[KEPT], page, length)
        bench.press_fresh(measured[ANEW], page, length)
        bench.press_fresh(measured[CHANGED], page, length, X_Bench_Forget="1")
        bench.press(measured[PLAIN], plain, length)
    return measured


def _show(measured: dict[str, Measured]) -> None:
    print(f"\n{os.cpu_count()} inti, beban mesin {os.getloadavg()[0]:.1f}")
    print("\nSusunan acara dengan 300 mata acara, terhadap tampilan polos")
    print(COLUMNS.format("", "per dtk", "p50 ms", "p99 ms", "CPU ms", "rasio"))
    for name, one in measured.items():
        figures = (f"{one.rate:.0f}", f"{one.percentile_ms(0.5):.1f}",
                   f"{one.percentile_ms(0.99):.1f}", f"{one.processor_ms:.2f}",
                   f"{one.ratio_to(measured[PLAIN]):.2f}")  # fmt: skip
        print(COLUMNS.format(name, *figures))


def _verdict(measured: dict[str, Measured], statements: list[int]) -> int:
    missed = [
        f"{name} {ratio:.2f} dari tampilan polos"
        for name in (KEPT, ANEW, CHANGED)
        if (ratio := measured[name].ratio_to(measured[PLAIN])) < TARGET
    ]
    if len(set(statements)) != 1:
        missed.append("SQL bertambah bersama mata acara")
    return verdict(missed)


if __name__ == "__main__":
    run(main)
