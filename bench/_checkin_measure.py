"""The measurements of bench/checkin, beside a running portal and with its models at hand."""

import html
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from typing import Any, NamedTuple

import django

# The models that the imports below bring in need the portal set up.
django.setup()

from bench._checkin_data import Rakor, facts_of, make_rakor  # noqa: E402
from bench._figures import Bench  # noqa: E402
from bench._verdict import verdict  # noqa: E402
from script._failure import Failure, run  # noqa: E402

FACTS = 1000
PEOPLE, FEW = 2000, 10
MOST_SECONDS = 1.0
MOST_BYTES = 300_000
MOST_SEARCH_MS = 50
WAIT_SECONDS = 30
CHROME_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
COLUMNS = "{:32} {:>9} {:>9} {:>9} {:>9}"
SENT, AGAIN, BARE = "1.000 catatan", "kiriman yang sama lagi", "tampilan polos, 1.000 baris"
FETCHED, UNCHANGED = "daftar 2.000 peserta", "daftar yang tidak berubah"


class Answer(NamedTuple):
    body: bytes
    headers: dict[str, str]


class Taken(NamedTuple):
    """One answer. processor: of the workers and of PostgreSQL, in seconds."""

    seconds: float
    processor: float


class Search(NamedTuple):
    """ms, each text by the median of its turns. index: made once for each list."""

    index: float
    median: float
    slowest: float
    texts: int


def main() -> int:
    host, port, gunicorn, postgres, rounds, browser = sys.argv[1:]
    bench = Bench(host, int(port), int(gunicorn), int(postgres))
    line = HTTPConnection(host, int(port), timeout=WAIT_SECONDS)
    many, few = make_rakor(PEOPLE), make_rakor(FEW)
    taken = _run_rounds(bench, line, many, int(rounds))
    sizes = {encoding: len(_list(line, many, encoding).body) for encoding in ("br", "gzip", "")}
    statements = {rakor.meeting.pk: _statements(line, rakor) for rakor in (few, many)}
    line.close()
    address = f"http://{host}:{port}/bench/search/{many.meeting.slug}/"
    search = _search(browser, address) if browser else None
    _show(taken, sizes, list(statements.values()), search)
    return _verdict(taken, sizes, list(statements.values()), search)


def _run_rounds(
    bench: Bench, line: HTTPConnection, rakor: Rakor, rounds: int
) -> dict[str, list[Taken]]:
    """By turns, the first round aside: whatever else the machine does slows all."""
    taken: dict[str, list[Taken]] = {}
    for _ in range(rounds + 1):
        body = json.dumps({"facts": facts_of(rakor, FACTS)})
        bare = json.dumps({"facts": facts_of(rakor, FACTS)})
        etag = {"If-None-Match": _list(line, rakor, "br").headers["etag"]}
        for name, ask in {
            SENT: lambda body=body: _send(line, rakor, body),
            AGAIN: lambda body=body: _send(line, rakor, body),
            BARE: lambda bare=bare: _ask(
                line, "POST", f"/bench/insert/{rakor.meeting.slug}/", 200, bare
            ),
            FETCHED: lambda: _list(line, rakor, "br"),
            UNCHANGED: lambda etag=etag: _list(line, rakor, "br", 304, **etag),
        }.items():
            taken.setdefault(name, []).append(_timed(bench, ask))
    return {name: all_taken[1:] for name, all_taken in taken.items()}


def _timed(bench: Bench, ask: Callable[[], object]) -> Taken:
    before, begun = bench.processor_seconds(), time.perf_counter()
    ask()
    seconds, after = time.perf_counter() - begun, bench.processor_seconds()
    return Taken(seconds, sum(after[process] - before.get(process, 0.0) for process in after))


def _send(line: HTTPConnection, rakor: Rakor, body: str, **headers: str) -> Answer:
    path = f"/rakor/{rakor.meeting.slug}/presensi/fakta/"
    answer = _ask(line, "POST", path, 200, body, Authorization=f"Bearer {rakor.token}", **headers)
    told = json.loads(answer.body)
    if len(told["kept"]) != len(json.loads(body)["facts"]) or told["refused"]:
        raise Failure("tidak semua catatan disimpan.")
    return answer


def _list(
    line: HTTPConnection, rakor: Rakor, encoding: str, status: int = 200, **headers: str
) -> Answer:
    asked = {"Authorization": f"Bearer {rakor.token}", "Accept-Encoding": encoding, **headers}
    path = f"/rakor/{rakor.meeting.slug}/presensi/daftar.json"
    return _ask(line, "GET", path, status, None, **asked)


def _ask(
    line: HTTPConnection, method: str, path: str, status: int, body: str | None, **headers: str
) -> Answer:
    line.request(method, path, body, {"Content-Type": "application/json", **headers})
    response: HTTPResponse = line.getresponse()
    content = response.read()
    if response.status != status:
        raise Failure(f"{path} menjawab {response.status}, bukan {status}.")
    return Answer(content, {name.lower(): value for name, value in response.getheaders()})


def _statements(line: HTTPConnection, rakor: Rakor) -> tuple[int, int]:
    """Of the list, and of facts of as many people as there are, up to a thousand."""
    body = json.dumps({"facts": facts_of(rakor, FACTS)})
    counted = {"X-Bench-Count": "1"}
    answers = _list(line, rakor, "br", 200, **counted), _send(line, rakor, body, **counted)
    listed, sent = (int(answer.headers["x-bench-sql"]) for answer in answers)
    return listed, sent


def _search(browser: str, address: str) -> Search:
    """The page searches by the app's own module and writes down what it took."""
    command = [browser, *CHROME_FLAGS, "--dump-dom", address]
    told = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120
    )
    found = re.search(r'<pre id="taken">({.*})</pre>', told.stdout)
    if found is None:
        raise Failure("peramban tidak menyelesaikan pencariannya.")
    taken: dict[str, Any] = json.loads(html.unescape(found[1]))
    if taken["people"] != PEOPLE:
        raise Failure(f"peramban mencari di antara {taken['people']} peserta.")
    times = taken["times"]
    return Search(taken["index"], statistics.median(times), max(times), len(times))


def _show(
    taken: dict[str, list[Taken]],
    sizes: dict[str, int],
    statements: list[tuple[int, int]],
    search: Search | None,
) -> None:
    print(f"\n{os.cpu_count()} inti, beban mesin {os.getloadavg()[0]:.1f}\n")
    print(COLUMNS.format("", "median ms", "terlama", "CPU ms", "rasio"))
    bare = _median(taken[BARE])
    for name, answers in taken.items():
        processor = sum(answer.processor for answer in answers) / len(answers)
        ratio = f"{_median(answers) / bare:.2f}" if name in (SENT, AGAIN, BARE) else ""
        slowest = max(answer.seconds for answer in answers)
        figures = (f"{value * 1000:.0f}" for value in (_median(answers), slowest, processor))
        print(COLUMNS.format(name, *figures, ratio))
    print("\nDaftar: " + ", ".join(
        f"{size / 1000:.0f} kB {encoding or 'tanpa kompresi'}" for encoding, size in sizes.items()
    ))  # fmt: skip
    for people, (listed, sent) in zip((FEW, PEOPLE), statements, strict=True):
        print(f"SQL pada {people} peserta: daftar {listed}, kiriman {sent}")
    if search:
        print(f"Pencarian: indeks {search.index:.1f} ms; {search.texts} pencarian, median "
              f"{search.median:.2f} ms, terlama {search.slowest:.1f} ms")  # fmt: skip


def _median(answers: list[Taken]) -> float:
    return statistics.median(answer.seconds for answer in answers)


def _verdict(
    taken: dict[str, list[Taken]],
    sizes: dict[str, int],
    statements: list[tuple[int, int]],
    search: Search | None,
) -> int:
    missed = []
    if (middle := _median(taken[SENT])) >= MOST_SECONDS:
        missed.append(f"1.000 catatan memakan {middle:.2f} detik, sasaran {MOST_SECONDS}")
    if (largest := max(sizes["br"], sizes["gzip"])) >= MOST_BYTES:
        missed.append(f"daftar {largest} bita, sasaran {MOST_BYTES}")
    if len(set(statements)) > 1:
        missed.append("banyaknya pernyataan SQL bergantung pada banyaknya peserta")
    if search and search.slowest >= MOST_SEARCH_MS:
        missed.append(f"pencarian {search.slowest:.1f} ms, sasaran {MOST_SEARCH_MS}")
    return verdict(missed)


if __name__ == "__main__":
    run(main)
