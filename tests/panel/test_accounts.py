"""Accounts in the panel: invited, given a role, closed; letters and the trail read only."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from post_office.models import STATUS, Email

from accounts.models import AuditEvent, QueuedMail, User
from forum_portal.lib import mail
from forum_portal.lib.email_words import NOT_AN_ADDRESS
from provinces.models import Office, OfficeStaff
from tests.factories import make_user
from tests.panel.forms import errors_of, save

pytestmark = pytest.mark.django_db

INVITE = "/admin/undang-akun/"


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


def address_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def invitation(**fields: object) -> dict[str, object]:
    return {"full_name": "Cut Nyak", "email": "cut@dinas.example", "kind": "operator", **fields}


def test_operator_is_invited_with_an_office(
    secretary_client: Client,
    secretary: User,
    aceh: Office,
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        response = secretary_client.post(INVITE, invitation(office=aceh.pk))
    assert response.url == "/admin/accounts/user/"
    user = User.objects.get(email="cut@dinas.example")
    assert (user.full_name, user.is_staff, user.has_usable_password()) == ("Cut Nyak", False, False)
    assert list(user.offices.values_list("office", "role")) == [(aceh.pk, "operator")]
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "actor")) == [
        ("account.invited", secretary.pk),
        ("office.staff_assigned", secretary.pk),
    ]
    letter = Email.objects.get()
    assert letter.to == ["cut@dinas.example"]
    assert letter.message.strip() == (
        "Yth. Cut Nyak,\n\n"
        "Sekretariat membuatkan akun bagi Anda di portal Forum Komunikasi BTIKP "
        "se\u2011Indonesia.\n\n"
        "Dengan akun ini Anda bertindak atas nama:\n- UPTD Balai Tekkomdik Aceh\n\n"
        "Cara masuk:\n1. Buka http://127.0.0.1:8000/akun/masuk/\n"
        "2. Isi alamat surel cut@dinas.example\n"
        "3. Masukkan kode yang kami kirim ke alamat itu.\n\n"
        "Kata sandi tidak diperlukan. Bila menghendakinya, Anda dapat membuatnya setelah masuk.\n"
        "Bila Anda tidak mengharapkan undangan ini, abaikan surel ini atau beri tahu "
        "sekretariat.\n\n"
        "Salam hormat,\nSekretariat Forum Komunikasi BTIKP se\u2011Indonesia\n"
        "http://127.0.0.1:8000"
    )


@pytest.mark.parametrize("role", ["Sekretariat", "Notulis"])
def test_member_of_the_secretariat_is_invited_with_a_role(secretary_client: Client, role: str):
    secretary_client.post(INVITE, invitation(kind=role))
    user = User.objects.get(email="cut@dinas.example")
    assert (user.is_staff, list(user.groups.values_list("name", flat=True))) == (True, [role])


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"office": ["Pilih balai yang diwakili operator ini."]}),
        ({"email": "bukan surel"}, {
            "email": [NOT_AN_ADDRESS],
            "office": ["Pilih balai yang diwakili operator ini."],
        }),
    ],
)  # fmt: skip
def test_incomplete_invitation_keeps_what_was_typed(
    secretary_client: Client, fields: dict, errors: dict
):
    form = secretary_client.post(INVITE, invitation(**fields)).context["form"]
    assert form.errors == errors
    assert form["full_name"].value() == "Cut Nyak"
    assert not User.objects.filter(full_name="Cut Nyak").exists()


def test_used_address_is_refused_with_its_holder(secretary_client: Client, aceh: Office):
    make_user(email="cut@dinas.example", full_name="Cut Meutia", is_active=False)
    page = secretary_client.post(INVITE, invitation(email="CUT@dinas.example", office=aceh.pk))
    assert page.context["form"].errors == {
        "email": ["Alamat surel ini sudah dipakai akun Cut Meutia yang sedang dinonaktifkan."]
    }
    assert not OfficeStaff.objects.exists()


def test_adding_an_account_is_inviting_it(secretary_client: Client, note_taker_client: Client):
    assert secretary_client.get("/admin/accounts/user/add/").url == INVITE
    assert note_taker_client.get("/admin/accounts/user/add/").status_code == 302
    assert note_taker_client.post(INVITE, invitation(kind="Sekretariat")).status_code == 403
    assert not User.objects.filter(email="cut@dinas.example").exists()


def test_closed_account_has_no_way_in_until_it_is_opened(secretary_client: Client, operator: User):
    client = Client()
    client.force_login(operator)
    secretary_client.post(f"/admin/accounts/user/{operator.pk}/nonaktifkan/")
    operator.refresh_from_db()
    assert not operator.is_active
    assert client.get("/saya/").status_code == 302
    secretary_client.post(f"/admin/accounts/user/{operator.pk}/aktifkan/")
    operator.refresh_from_db()
    assert operator.is_active
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "account.deactivated",
        "account.reactivated",
    ]


def test_nobody_closes_or_demotes_themselves(secretary_client: Client, secretary: User):
    page = secretary_client.post(f"/admin/accounts/user/{secretary.pk}/nonaktifkan/")
    assert page.context["form"].non_field_errors() == [
        "Akun yang sedang Anda pakai tidak dapat Anda nonaktifkan sendiri."
    ]
    response = save(secretary_client, address_of(secretary), role="")
    assert errors_of(response) == ["Peran akun Anda sendiri diubah oleh rekan lain."]


def test_role_is_given_and_taken(secretary_client: Client, operator: User):
    save(secretary_client, address_of(operator), role="Notulis")
    operator.refresh_from_db()
    assert (operator.is_staff, operator.groups.get().name) == (True, "Notulis")
    save(secretary_client, address_of(operator), role="")
    operator.refresh_from_db()
    assert (operator.is_staff, operator.groups.count()) == (False, 0)


def test_first_accounts_are_beyond_the_role(secretary_client: Client, secretariat: User):
    assert secretary_client.get(address_of(secretariat)).status_code == 200
    fields = {"full_name": "Lain", "email": "lain@jahat.example"}
    assert secretary_client.post(address_of(secretariat), fields).status_code == 403
    for step in ("nonaktifkan", "undang-lagi"):
        address = f"/admin/accounts/user/{secretariat.pk}/{step}/"
        assert secretary_client.post(address).status_code == 403
    secretariat.refresh_from_db()
    assert secretariat.is_active


def test_accounts_are_not_deleted(secretary_client: Client, secretariat_client: Client):
    user = make_user()
    deletion = reverse("admin:accounts_user_delete", args=[user.pk])
    for client in (secretary_client, secretariat_client):
        assert client.post(deletion, {"post": "yes"}).status_code == 403


def test_new_address_ends_the_former_ones_way_in(secretary_client: Client, operator: User):
    EmailAddress.objects.create(user=operator, email=operator.email, verified=True, primary=True)
    former = operator.email
    save(secretary_client, address_of(operator), email="baru@dinas.example")
    Email.objects.all().delete()
    client = Client()
    client.post("/akun/masuk/kode/", {"email": former})
    client.post("/akun/masuk/kode/isi/", {"code": "AAAA-AAAA"})
    assert not EmailAddress.objects.filter(email=former).exists()


def test_letters_are_listed_without_their_text_and_tried_again(
    secretary_client: Client, secretary: User
):
    queued = mail.queue(to="a@dinas.example", subject="Kode masuk", text="RAHASIA BCDF-GHJK")
    Email.objects.filter(pk=queued.pk).update(status=STATUS.failed)
    address = reverse("admin:accounts_queuedmail_change", args=[queued.pk])
    pages = [secretary_client.get("/admin/accounts/queuedmail/"), secretary_client.get(address)]
    for page in pages:
        assert "Kode masuk" in page.text
        assert "RAHASIA" not in page.text
        assert "BCDF-GHJK" not in page.text
    secretary_client.post(f"/admin/accounts/queuedmail/{queued.pk}/coba-lagi/")
    assert QueuedMail.objects.get(pk=queued.pk).status == STATUS.queued
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.target) == ("mail.retried", secretary, "Kode masuk")


def test_trail_is_read_and_never_written(secretary_client: Client, secretary: User, aceh: Office):
    secretary_client.post(INVITE, invitation(office=aceh.pk))
    page = secretary_client.get("/admin/accounts/auditevent/", {"q": "account.invited"})
    (event,) = page.context["cl"].result_list
    address = reverse("admin:accounts_auditevent_change", args=[event.pk])
    assert "Akun diundang" in secretary_client.get(address).text
    assert secretary_client.post(address, {"action": "lain"}).status_code == 403
    assert secretary_client.get("/admin/accounts/auditevent/add/").status_code == 403
