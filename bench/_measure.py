"""The measurements of bench/pages, beside a running portal and with its models at hand."""

import sys

import django

# The models that the imports below bring in need the portal set up.
django.setup()

from bench import _processes, _report  # noqa: E402
from bench._choice import meeting_with_longest_agenda, office_with_most_to_tell  # noqa: E402
from bench._figures import HELLO, Bench, Page  # noqa: E402
from bench._freshness import measure_freshness  # noqa: E402
from bench._load import WrongAnswer  # noqa: E402
from bench._rows import multiply  # noqa: E402
from bench._verdict import verdict  # noqa: E402
from meetings.models import Meeting, Publication  # noqa: E402
from provinces.models import Office  # noqa: E402
from script._failure import Failure, run  # noqa: E402

MORE_ROWS = 10
WARM_UP_SECONDS = 0.3


def main() -> int:
    host, port, gunicorn, postgres, rounds, seconds, *only = sys.argv[1:]
    bench = Bench(host, int(port), int(gunicorn), int(postgres))
    meeting, office = meeting_with_longest_agenda(), office_with_most_to_tell()
    pages = [page for page in _pages(meeting, office) if not only or page.name in only]
    plain = f"/bench/agenda/{meeting.slug}/"
    try:
        _describe(bench, pages)
        _run_rounds(bench, pages, plain, int(rounds), float(seconds))
        memory = [_processes.memory_mb(worker) for worker in bench.workers]
        freshness = measure_freshness(host, int(port), office)
        rows = multiply(MORE_ROWS)
        for page in pages:
            # The rows are new, so nothing that was drawn before can answer.
            page.statements_with_more_rows = bench.statements(page.path)
    except WrongAnswer as error:
        raise Failure(f"{error}.") from None
    _report.show_pages(pages, bench.statements(plain))
    _report.show_rest(bench, freshness, memory, added_rows=rows)
    missed = _report.missed_targets(pages, freshness, memory, bench.answered)
    return verdict(missed)


def _pages(meeting: Meeting, office: Office) -> list[Page]:
    publication = Publication.objects.current().latest("published_at")
    return [
        Page("beranda", "/"),
        Page("provinsi", "/provinsi/"),
        Page("profil", office.get_absolute_url()),
        Page("daftar-rakor", "/rakor/"),
        Page("rakor", meeting.get_absolute_url()),
        Page("daftar-notula", "/notula/"),
        Page("notula", publication.get_absolute_url()),
        Page("forum", "/forum/"),
    ]


def _describe(bench: Bench, pages: list[Page]) -> None:
    for page in pages:
        answer = bench.look_at(page.path)
        page.wire_bytes, page.text_bytes = answer.wire_bytes, len(answer.text)
        page.statements = int(answer.headers["x-bench-sql"])


def _run_rounds(bench: Bench, pages: list[Page], plain: str, rounds: int, seconds: float) -> None:
    """Page and reference by turns: whatever else the machine does meanwhile slows both."""
    bench.connect()
    for number in range(rounds + 1):
        # The first round fills caches and connections, and does not count.
        is_warm_up = number == 0
        for page in pages:
            if is_warm_up:
                page = Page(page.name, page.path)
            length = WARM_UP_SECONDS if is_warm_up else seconds
            bench.press(page.hello, HELLO, length)
            bench.press(page.cached, page.path, length)
            bench.press(page.plain, plain, length)
            bench.press_fresh(page.fresh, page.path, length)
            bench.press_fresh(page.changed, page.path, length, X_Bench_Forget="1")


if __name__ == "__main__":
    run(main)
