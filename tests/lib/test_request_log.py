"""What the person on duty reads, and what no line may hold."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from accounts.models import User
from forum_portal.lib.request_log import JsonFormatter

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict]:
    formatter = JsonFormatter()
    return [
        json.loads(formatter.format(record))
        for record in caplog.records
        if record.name == "portal.request"
    ]


@pytest.fixture(autouse=True)
def _listening(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="portal.request")


def test_line_names_the_route_and_nothing_personal(caplog, secretariat: User):
    client = Client()
    client.force_login(secretariat)

    client.get("/?q=sekretariat@pusdatin.example")

    line = lines_of(caplog)[0]
    assert line.pop("at").endswith("+00:00")
    assert line.pop("ms") >= 0
    assert line == {
        "level": "INFO",
        "logger": "portal.request",
        "request_id": "",
        "message": "request",
        "method": "GET",
        "route": "",
        "status": 200,
        "user_id": secretariat.pk,
    }


def test_kept_page_has_the_route_of_the_page_it_was_made_as(caplog):
    client = Client()
    client.get("/provinsi/")
    client.get("/provinsi/")

    assert [(line["route"], line["user_id"]) for line in lines_of(caplog)] == [
        ("provinsi/", None),
        ("provinsi/", None),
    ]


@pytest.mark.parametrize("given", ["", "pendek", "dengan spasi di dalam", "x" * 65])
def test_number_of_the_request_is_our_own(given: str):
    answered = Client().get("/robots.txt", headers={"X-Request-ID": given})["X-Request-ID"]

    assert (len(answered), answered == given) == (16, False)


def test_number_that_the_proxy_gave_is_kept():
    response = Client().get("/robots.txt", headers={"X-Request-ID": "abcd-1234-efgh"})

    assert response["X-Request-ID"] == "abcd-1234-efgh"


def test_every_answer_has_a_number_of_its_own_even_from_the_cache():
    client = Client()

    numbers = {client.get("/provinsi/")["X-Request-ID"] for _ in range(3)}

    assert len(numbers) == 3


def test_addresses_in_messages_and_tracebacks_are_blanked():
    try:
        raise ValueError("surel budi@dinas.example salah")
    except ValueError as error:
        failure = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "portal", logging.ERROR, __file__, 1, "kirim ke %s", ("ani@dinas.example",), failure
    )

    text = JsonFormatter().format(record)

    assert json.loads(text)["message"] == "kirim ke <surel>"
    assert "@dinas.example" not in text


def test_row_that_the_database_refused_is_blanked(secretariat: User):
    try:
        User.objects.create_user(secretariat.email, full_name="Kembar")
    except IntegrityError:
        record = logging.makeLogRecord({"exc_info": sys.exc_info(), "msg": "gagal"})

    line = json.loads(JsonFormatter().format(record))

    assert "duplicate key value" in line["traceback"]
    assert secretariat.email not in line["traceback"]
    assert "DETAIL: <data>" in line["traceback"]


def test_failure_is_logged_by_route_and_not_by_its_secret_address(caplog):
    def broken(execute, sql, params, many, context):
        raise ValueError("rusak")

    with connection.execute_wrapper(broken):
        Client(raise_request_exception=False).get("/tiket/RAHASIA123/")

    lines = [JsonFormatter().format(record) for record in caplog.records]
    failures = [json.loads(line)["message"] for line in lines if '"ERROR"' in line]
    assert failures == ["Internal Server Error: tiket/<str:code>/"]
    assert not any("RAHASIA123" in line for line in lines)


def test_the_development_server_writes_no_address(capsys):
    logging.getLogger("django.server").warning('"POST /provinsi/konfirmasi/RAHASIA/" 403')
    assert "RAHASIA" not in "".join(capsys.readouterr())
