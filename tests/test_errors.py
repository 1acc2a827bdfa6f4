"""What a reader sees when something fails: our own look, Indonesian words, no details."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory

from forum_portal import views
from forum_portal.lib.request_log import request_id


def _heading(html: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1]).strip()


@pytest.mark.django_db
def test_an_unknown_address_is_answered_with_ways_on(public_client):
    response = public_client.get("/tidak-ada/")
    assert (response.status_code, _heading(response.text)) == (404, "Halaman tidak ditemukan")
    assert 'href="/provinsi/"' in response.text


@pytest.mark.django_db
def test_a_closed_page_says_that_it_is_closed(operator_client):
    response = operator_client.get("/admin/")
    assert response.status_code == 403
    assert "sekretariat" in response.text


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_our_words(secretariat):
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretariat)
    response = client.post("/akun/keluar/")
    assert response.status_code == 403
    assert "CSRF" not in response.text
    assert 'lang="id"' in response.text


def test_a_host_that_is_not_ours_is_refused(public_client):
    response = public_client.get("/", headers={"host": "penyerang.example"})
    assert response.status_code == 400
    assert "penyerang" not in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"number": "1" * (2 * 1024 * 1024 + 1)}, id="text"),
        pytest.param({f"isian-{number}": "" for number in range(1001)}, id="fields"),
        pytest.param(
            {f"berkas-{number}": ContentFile(b"x", name="x.pdf") for number in range(101)},
            id="files",
        ),
    ],
)
def test_more_than_the_portal_takes_is_said_to_be_too_much(operator_client, sent):
    response = operator_client.post("/akun/keluar/", sent)
    assert (response.status_code, _heading(response.text)) == (413, "Kiriman terlalu besar")
    assert "Tidak ada yang disimpan." in response.text


def test_a_failure_names_the_request_and_nothing_else():
    token = request_id.set("abc123")
    try:
        response = views.server_error(RequestFactory().get("/?nip=199001012015011001"))
    finally:
        request_id.reset(token)
    assert response.status_code == 500
    assert "abc123" in response.text
    assert "199001012015011001" not in response.text


@pytest.mark.django_db
def test_a_failure_in_a_view_answers_with_our_page():
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(_broken):
        response = client.get("/provinsi/")
    assert (response.status_code, "rahasia" in response.text) == (500, False)
    assert response.headers["X-Request-ID"] in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "answer"),
    [
        pytest.param("08006", (503, "30"), id="connection lost"),
        pytest.param("57P01", (503, "30"), id="restarted"),
        pytest.param("53300", (503, "30"), id="full"),
        pytest.param("57014", (500, None), id="statement cancelled"),
        pytest.param("40P01", (500, None), id="deadlock"),
    ],
)
def test_while_the_database_is_away_readers_are_asked_to_come_back(code, answer):
    def fails(execute, sql, params, many, context):
        raising = f"DO $$ BEGIN RAISE EXCEPTION 'rahasia' USING ERRCODE = '{code}'; END $$"
        return execute(raising, None, False, context)

    assert _answered_when(fails) == answer


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_connection_that_cannot_be_made_asks_to_come_back(error):
    def fails(execute, sql, params, many, context):
        raise error("rahasia")

    assert _answered_when(fails) == (503, "30")


def _answered_when(fails):
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(fails):
        response = client.get("/provinsi/")
    assert "rahasia" not in response.text
    assert response.headers["X-Request-ID"] in response.text
    return response.status_code, response.headers.get("Retry-After")


def _broken(execute, sql, params, many, context):
    raise ValueError("rahasia")
