"""The mail that left or did not, in the panel: why, and when it may be sent again."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from forum_portal.lib import mail
from forum_portal.lib.mail_fate import HANDED_OVER, UNCERTAIN
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/queuedmail/"


def failed(line: str, reason: str = "Alasan", *, minutes_ago: int = 60) -> Email:
    email = mail.queue(to="ani@dinas.example", subject=f"Surat {line}", text="RAHASIA")
    Email.objects.filter(pk=email.pk).update(status=STATUS.failed, number_of_retries=12)
    log = Log.objects.create(email=email, status=STATUS.failed, exception_type=line, message=reason)
    at = timezone.now() - timedelta(minutes=minutes_ago)
    Log.objects.filter(pk=log.pk).update(date=at)
    return email


def subjects(client: Client, fate: str) -> list[str]:
    return [row.subject for row in client.get(LIST, {"keadaan": fate}).context["cl"].result_list]


def status_of(email: Email) -> int | None:
    return Email.objects.get(pk=email.pk).status


def test_failed_and_uncertain_are_listed_apart(secretary_client: Client):
    failed("SMTPRecipientsRefused")
    failed(UNCERTAIN)
    failed(HANDED_OVER)
    waiting = mail.queue(to="budi@dinas.example", subject="Menunggu", text="Isi")
    Log.objects.create(email=waiting, status=STATUS.failed, exception_type=UNCERTAIN, message="X")
    assert subjects(secretary_client, "gagal") == ["Surat SMTPRecipientsRefused"]
    assert subjects(secretary_client, "tidak-pasti") == ["Surat handed over", "Surat uncertain"]
    assert subjects(secretary_client, "menunggu") == ["Menunggu"]
    assert len(subjects(secretary_client, "")) == 4


def test_reason_of_the_server_is_read(secretary_client: Client):
    email = failed("SMTPRecipientsRefused", "Ditolak server: 550 Alamat tidak dikenal")
    page = secretary_client.get(f"{LIST}{email.pk}/change/")
    assert "Ditolak server: 550 Alamat tidak dikenal" in page.text
    assert "RAHASIA" not in page.text
    assert [step["path"] for step in page.context["steps"]] == ["../coba-lagi/"]


@time_machine.travel(NOW, tick=False)
def test_moments_name_the_zone_of_the_portal(secretary_client: Client):
    """When it was queued and when it failed, on its page and in the list."""
    email = failed("SMTPRecipientsRefused", minutes_ago=5)
    for address in (LIST, f"{LIST}{email.pk}/change/"):
        page = secretary_client.get(address).text
        found = set(re.findall(r"24 November 2026, [\d.]+(?: \w+)?", page))
        assert found
        assert [text for text in found if not text.endswith(" WIB")] == []


def test_failed_mail_is_queued_again_once(secretary_client: Client):
    email = failed("SMTPRecipientsRefused")
    address = f"{LIST}{email.pk}/coba-lagi/"
    assert secretary_client.get(address).status_code == 200
    assert status_of(email) == STATUS.failed
    secretary_client.post(address)
    Email.objects.update(status=STATUS.sent)
    # A page that stayed open does not send it a second time.
    secretary_client.post(address)
    assert status_of(email) == STATUS.sent


def test_uncertain_mail_is_sent_again_deliberately(secretary_client: Client):
    email = failed(UNCERTAIN)
    page = secretary_client.get(f"{LIST}{email.pk}/change/")
    assert [step["path"] for step in page.context["steps"]] == ["../kirim-ulang/"]
    secretary_client.post(f"{LIST}{email.pk}/coba-lagi/")
    assert status_of(email) == STATUS.failed
    asked = secretary_client.get(f"{LIST}{email.pk}/kirim-ulang/")
    assert "surel ini tiba dua kali" in asked.text
    secretary_client.post(f"{LIST}{email.pk}/kirim-ulang/")
    assert status_of(email) == STATUS.queued


def test_mail_whose_answer_is_awaited_is_not_sent_again(secretary_client: Client):
    email = failed(HANDED_OVER, minutes_ago=4)
    address = f"{LIST}{email.pk}/kirim-ulang/"
    (refusal,) = secretary_client.post(address).context["form"].non_field_errors()
    assert refusal.startswith("Surel ini baru saja diserahkan kepada server")
    assert status_of(email) == STATUS.failed
    Log.objects.update(date=timezone.now() - timedelta(minutes=5))
    secretary_client.post(address)
    assert status_of(email) == STATUS.queued


def test_note_taker_reads_no_mail(note_taker_client: Client):
    email = failed(UNCERTAIN)
    addresses = [LIST, f"{LIST}{email.pk}/change/", f"{LIST}{email.pk}/kirim-ulang/"]
    assert [note_taker_client.get(address).status_code for address in addresses] == [403] * 3


@pytest.mark.parametrize("address", [LIST, f"{LIST}?keadaan=tidak-pasti"])
def test_list_asks_as_often_for_three_as_for_one(
    secretary_client: Client, django_assert_num_queries, address
):
    failed(UNCERTAIN)
    secretary_client.get(address)
    with django_assert_num_queries(7):
        secretary_client.get(address)
    failed(UNCERTAIN)
    failed("SMTPDataError")
    with django_assert_num_queries(7):
        secretary_client.get(address)
