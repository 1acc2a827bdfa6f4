"""The measurements of bench/registration, beside a running portal and with its models at hand."""

import itertools
import os
import sys
from collections.abc import Callable

import django

# The models that the imports below bring in need the portal set up.
django.setup()

from post_office.models import Email  # noqa: E402

from bench._figures import HELLO, Bench, Measured  # noqa: E402
from bench._load import Client, WrongAnswer, open_clients  # noqa: E402
from bench._registration_data import (  # noqa: E402
    Operator,
    delegate_form,
    make_rakor,
    sign_in_operators,
)
from bench._registration_load import Flow, Step, post, run_flows  # noqa: E402
from bench._verdict import verdict  # noqa: E402
from meetings.models import Meeting, RegistrationEvent  # noqa: E402
from script._failure import Failure, run  # noqa: E402

A_SECOND = 60
SHARE_OF_BARE = 0.5
MOST_STATEMENTS = 25
WARM_UP_SECONDS = 1.0
COLUMNS = "{:34} {:>9} {:>8} {:>8} {:>7}"
FORM = "formulir dan pengiriman"
# The view that the target was taken from: eight statements, BEGIN and COMMIT among them.
BARE = "tampilan polos"
BAREST = "polos, tanpa masuk dan surel"


def main() -> int:
    host, port, gunicorn, postgres, rounds, seconds = sys.argv[1:]
    bench = Bench(host, int(port), int(gunicorn), int(postgres))
    operators = itertools.cycle(sign_in_operators())
    try:
        measured, held = _run_rounds(bench, operators, int(rounds), float(seconds))
        statements = _statements(bench, next(operators), make_rakor("sql"))
    except WrongAnswer as error:
        raise Failure(f"{error}.") from None
    _show(bench, measured, statements)
    return _verdict(measured, statements, held)


def _run_rounds(
    bench: Bench, operators: itertools.cycle, rounds: int, seconds: float
) -> tuple[dict[str, Measured], bool]:
    """By turns: whatever else the machine does meanwhile slows both.

    Each round has rakor of its own, so that none counts more rows than the other. True: what
    was answered is in the database, with its history and its mail.
    """
    measured = {name: Measured() for name in (FORM, BARE, BAREST)}
    held = True
    for number in range(rounds + 1):
        length = WARM_UP_SECONDS if number == 0 else seconds
        if number == 1:
            measured = {name: Measured() for name in (FORM, BARE, BAREST)}
        registered = make_rakor("daftar")
        before = Email.objects.count()
        done = _press(bench, measured[FORM], length, _form_flow(registered, operators))
        held &= _is_held(registered, done, Email.objects.count() - before)
        for name, flow in ((BARE, _bare_flow), (BAREST, _barest_flow)):
            bare = make_rakor("polos")
            done = _press(bench, measured[name], length, flow(bare, operators))
            held &= bare.registrations.count() == done
    return measured, held


def _press(
    bench: Bench, measured: Measured, seconds: float, begin: Callable[[Client], Flow]
) -> int:
    """How many flows were answered."""
    clients = open_clients(bench.host, bench.port, len(bench.workers), HELLO)
    before = bench.processor_seconds()
    sample = run_flows(clients, seconds, begin)
    after = bench.processor_seconds()
    taken = sum(after[process] - before.get(process, 0.0) for process in after)
    measured.add(sample, taken)
    for client in clients:
        client.close()
    return len(sample.latencies)


def _form_flow(meeting: Meeting, operators: itertools.cycle) -> Callable[[Client], Flow]:
    def begin(client: Client) -> Flow:
        operator = next(operators)
        path, cookies = _form_path(meeting, operator), operator.cookies
        yield Step(client.request(path, Cookie=cookies), b"HTTP/1.1 200 ")
        sent = post(client, path, delegate_form(), Cookie=cookies)
        yield Step(sent, b"HTTP/1.1 302 ")

    return begin


def _barest_flow(meeting: Meeting, operators: itertools.cycle) -> Callable[[Client], Flow]:
    def begin(client: Client) -> Flow:
        path = f"/bench/register/{meeting.slug}/{next(operators).office}/"
        yield Step(post(client, path, delegate_form()), b"HTTP/1.1 302 ")

    return begin


def _bare_flow(meeting: Meeting, operators: itertools.cycle) -> Callable[[Client], Flow]:
    def begin(client: Client) -> Flow:
        operator = next(operators)
        path = f"/bench/standard/register/{meeting.slug}/{operator.office}/"
        sent = post(client, path, delegate_form(), Cookie=operator.cookies)
        yield Step(sent, b"HTTP/1.1 302 ")

    return begin


def _is_held(meeting: Meeting, answered: int, mails: int) -> bool:
    """Says on standard error what differs."""
    told = RegistrationEvent.objects.filter(registration__meeting=meeting, kind="terdaftar")
    kept = {
        "terdaftar": meeting.registrations.seated().count(),
        "riwayat": told.count(),
        "surel": mails,
    }
    if set(kept.values()) == {answered}:
        return True
    print(f"{meeting}: dijawab {answered}, tersimpan {kept}", file=sys.stderr)
    return False


def _form_path(meeting: Meeting, operator: Operator) -> str:
    return f"/rakor/{meeting.slug}/daftar/tambah/?balai={operator.slug}"


def _statements(bench: Bench, operator: Operator, meeting: Meeting) -> list[int]:
    """SQL statements of the form's page and of its submission."""
    path = _form_path(meeting, operator)
    client = Client(bench.host, bench.port)
    counted = {"Cookie": operator.cookies, "X_Bench_Count": "1"}
    form = client.ask(client.request(path, **counted))
    sent = client.ask(post(client, path, delegate_form(), **counted))
    client.close()
    if (form.status, sent.status) != (200, 302):
        raise WrongAnswer(f"{path} menjawab {form.status} dan {sent.status}")
    return [int(answer.headers["x-bench-sql"]) for answer in (form, sent)]


def _show(bench: Bench, measured: dict[str, Measured], statements: list[int]) -> None:
    print(f"\n{os.cpu_count()} inti, {len(bench.workers)} proses, 8 sambungan, ", end="")
    print(f"beban mesin {os.getloadavg()[0]:.1f}\n")
    print(COLUMNS.format("", "per dtk", "p50 ms", "p99 ms", "CPU ms"))
    for name, one in measured.items():
        figures = (f"{one.rate:.0f}", f"{one.percentile_ms(0.5):.1f}",
                   f"{one.percentile_ms(0.99):.1f}", f"{one.processor_ms:.2f}")  # fmt: skip
        print(COLUMNS.format(name, *figures))
    print(f"\nRasio terhadap tampilan polos {measured[FORM].ratio_to(measured[BARE]):.2f}", end="")
    print(f", terhadap yang tanpa masuk {measured[FORM].ratio_to(measured[BAREST]):.2f}")
    print(f"SQL: formulir {statements[0]}, pengiriman {statements[1]}, bersama {sum(statements)}")


def _verdict(measured: dict[str, Measured], statements: list[int], held: bool) -> int:
    missed = []
    if (rate := measured[FORM].rate) < A_SECOND:
        missed.append(f"{rate:.0f} pendaftaran per detik, sasaran {A_SECOND}")
    if (ratio := measured[FORM].ratio_to(measured[BARE])) < SHARE_OF_BARE:
        missed.append(f"{ratio:.2f} dari tampilan polos, sasaran {SHARE_OF_BARE}")
    if sum(statements) > MOST_STATEMENTS:
        missed.append(f"{sum(statements)} pernyataan SQL, sasaran {MOST_STATEMENTS}")
    if not held:
        missed.append("yang dijawab tidak sama dengan yang tersimpan")
    return verdict(missed)


if __name__ == "__main__":
    run(main)
