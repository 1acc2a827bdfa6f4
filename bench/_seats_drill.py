"""The rounds of bench/seats, beside a running portal and with its models at hand."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs

import django

django.setup()

from django.db import OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import AuditEvent, User  # noqa: E402
from bench._processes import children_of  # noqa: E402
from bench._registration_data import cookies_of, delegate_form  # noqa: E402
from bench._seats_load import Sender, send_all  # noqa: E402
from forum_portal.lib.embedded_postgres import Cluster  # noqa: E402
from meetings.models import Meeting, Registration  # noqa: E402
from provinces.models import Office, OfficeStaff  # noqa: E402
from script._database import embedded_binaries, start_embedded  # noqa: E402
from script._failure import Failure, run  # noqa: E402

OFFICES = 22
SEATED, WAITING = "terdaftar", "menunggu"
_numbers = count(1)


@dataclass
class Stage:
    host: str
    port: int
    gunicorn: int
    postgres: int
    var: Path
    stack: ExitStack


@dataclass
class Attempt:
    """One person, sent by the operator of one office."""

    path: str
    cookies: str
    form: bytes
    email: str
    told: str = ""
    answers: list[int] = field(default_factory=list)


def main() -> int:
    host, port, gunicorn, postgres, var, runs, attempts, seats, *kill = sys.argv[1:]
    missed = []
    with ExitStack() as stack:
        stage = Stage(host, int(port), int(gunicorn), int(postgres), Path(var), stack)
        for number in range(1, int(runs) + 1):
            problems = _round(stage, number, int(attempts), int(seats), is_killing=bool(kill))
            missed += [f"putaran {number}: {problem}" for problem in problems]
    print("\nSemua putaran benar." if not missed else "\nYang meleset:")
    for sentence in missed:
        print(f"  {sentence}")
    return 1 if missed else 0


def _round(stage: Stage, number: int, attempts: int, seats: int, *, is_killing: bool) -> list[str]:
    meeting = _make_rakor(seats)
    people = _people(meeting, attempts)
    opens_first = number % 2 == 0
    if opens_first:
        forms = [Sender(_request(stage, "GET", one)) for one in people]
        send_all(forms, stage.host, stage.port)
        if {form.status for form in forms} != {200}:
            raise Failure(f"formulir dijawab {sorted({form.status for form in forms})}.")
    started = time.perf_counter()
    deaths = _Deaths(stage, attempts) if is_killing else None
    _send(stage, people, deaths)
    seconds = time.perf_counter() - started
    if deaths is not None:
        deaths.mend()
    problems = _lies(meeting, people)
    cut = sum(not one.told for one in people)
    if deaths is not None:
        for _ in range(3):
            _send(stage, [one for one in people if not one.told], None)
    problems += _lies(meeting, people) if deaths is not None else []
    problems += _problems(meeting, people, seats, is_killing=is_killing)
    how = "formulir dibuka dahulu" if opens_first else "langsung dikirim"
    print(
        f"putaran {number:2}: {meeting.registrations.seated().count()} terdaftar, "
        f"{meeting.registrations.waiting().count()} menunggu, {seconds:.1f} dtk, {how}"
        + (f", {cut} tanpa jawaban lalu dikirim ulang" if is_killing else ""),
        flush=True,
    )
    return problems


def _send(stage: Stage, people: list[Attempt], deaths: "_Deaths | None") -> None:
    senders = [Sender(_request(stage, "POST", one)) for one in people]
    send_all(senders, stage.host, stage.port, *([deaths.after] if deaths else []))
    for one, sender in zip(people, senders, strict=True):
        one.answers.append(sender.status)
        if sender.status == 302:
            one.told = SEATED if "?balai=" in sender.location else WAITING
        elif sender.status == 200 and b"sudah terdaftar pada rakor ini" in sender.body:
            one.told = "sudah"


def _lies(meeting: Meeting, people: list[Attempt]) -> list[str]:
    """Those who were told of a seat or a place that the database does not have."""
    stored = dict(meeting.registrations.active().values_list("email", "seat"))
    wrong = [
        one for one in people if one.told in (SEATED, WAITING) and stored.get(one.email) != one.told
    ]
    return [f"{one.email} dijawab {one.told}, tersimpan {stored.get(one.email)}" for one in wrong]


def _problems(
    meeting: Meeting, people: list[Attempt], seats: int, *, is_killing: bool
) -> list[str]:
    problems = []
    rows = {row.email: row for row in meeting.registrations.active()}
    if set(rows) != {one.email for one in people}:
        problems.append(f"{len(people)} orang dikirim, {len(rows)} tersimpan")
    seated = sum(row.seat == Registration.Seat.CONFIRMED for row in rows.values())
    if seated != min(seats, len(people)):
        problems.append(f"{seated} terdaftar untuk {seats} kursi")
    answers = {status for one in people for status in one.answers}
    # A connection that broke, who was registered before, and a database that is away.
    if answers - ({302, 0, 200, 503} if is_killing else {302}):
        problems.append(f"dijawab {sorted(answers)}")
    if untold := sum(not one.told for one in people):
        problems.append(f"{untold} orang tidak mendapat jawaban")
    return problems + _order_problems(meeting, seats)


def _order_problems(meeting: Meeting, seats: int) -> list[str]:
    """The audit row is written under the lock: its number tells who held it first."""
    rows = {str(row.pk): row for row in meeting.registrations.active()}
    made = AuditEvent.objects.filter(action="registration.created", target_id__in=rows)
    line = [rows[pk] for pk in made.order_by("pk").values_list("target_id", flat=True)]
    if any(row.waiting_since for row in line[:seats]):
        return ["seseorang menunggu padahal kursi masih ada"]
    waited = [row.waiting_since for row in line[seats:]]
    if None in waited or waited != sorted(set(waited)):
        return ["urutan daftar tunggu bukan urutan diterimanya"]
    return []


class _Deaths:
    """kill -9 of a worker after a fifth of the answers, of PostgreSQL after two fifths."""

    def __init__(self, stage: Stage, attempts: int) -> None:
        self.stage = stage
        self.worker_after, self.postgres_after = attempts // 5, attempts * 2 // 5

    def after(self, answers: int) -> None:
        if answers == self.worker_after:
            os.kill(children_of(self.stage.gunicorn)[0], signal.SIGKILL)
        if answers == self.postgres_after:
            os.kill(self.stage.postgres, signal.SIGKILL)
            self.start_database()

    def start_database(self) -> None:
        home = self.stage.var / "postgres"
        # The killed one is a child of bench/_seats.py, which does not look: to PostgreSQL its
        # number seems to be alive, and the lock of its socket in use.
        socket = Cluster(home, embedded_binaries()).socket_directory
        (socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        cluster = start_embedded(home, self.stage.stack)
        self.stage.postgres = cluster.process.pid

    def mend(self) -> None:
        connection.close()
        for _ in range(100):
            try:
                connection.ensure_connection()
                return
            except OperationalError:
                time.sleep(0.1)


def _make_rakor(seats: int) -> Meeting:
    at = timezone.now()
    return Meeting.objects.create(
        slug=f"kursi-{next(_numbers)}",
        title="Rakor uji kursi",
        starts_on=timezone.localdate() + timedelta(days=30),
        mode=Meeting.Mode.ONSITE,
        registered_by=Meeting.RegisteredBy.OFFICES,
        registration_opens_at=at - timedelta(days=1),
        registration_closes_at=at + timedelta(days=14),
        seats_per_office=10_000,
        capacity=seats,
        published_at=at,
    )


def _people(meeting: Meeting, attempts: int) -> list[Attempt]:
    """By turns from each office; the accounts are new, since each may send 60 mails an hour."""
    operators = []
    for office in Office.objects.order_by("pk")[:OFFICES]:
        user = User.objects.create_user(email=f"kursi{next(_numbers)}@contoh.example")
        OfficeStaff.objects.create(office=office, user=user)
        path = f"/rakor/{meeting.slug}/daftar/tambah/?balai={office.slug}"
        operators.append((path, cookies_of(user)))
    people = []
    for number in range(attempts):
        form = delegate_form()
        email = parse_qs(form.decode())["email"][0]
        people.append(Attempt(*operators[number % len(operators)], form, email))
    return people


def _request(stage: Stage, method: str, one: Attempt) -> bytes:
    body = one.form if method == "POST" else b""
    lines = [f"{method} {one.path} HTTP/1.1", f"Host: {stage.host}:{stage.port}"]
    lines += [f"Cookie: {one.cookies}", "Connection: close", f"Content-Length: {len(body)}"]
    lines.append("Content-Type: application/x-www-form-urlencoded")
    return "\r\n".join([*lines, "", ""]).encode() + body


if __name__ == "__main__":
    run(main)
