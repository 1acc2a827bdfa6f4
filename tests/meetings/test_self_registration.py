"""Registering for oneself, step by step, and what attackers try on the way."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as project
from django.test import Client
from post_office.models import Email

from meetings.models import AskedField, Meeting, Registration, RegistrationCode
from meetings.privacy import PRIVACY_VERSION
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.self_registering import mailed_code

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

ANI = "ani@sekolah.example"
START, CODE, FORM = (f"/rakor/webinar/daftar/{step}" for step in ("", "kode/", "diri/"))
TYPED = {
    "full_name": "Ani  Lestari, S.Pd.",
    "position": "Guru",
    "unit": "SMA 1 Gayo",
    "mobile": "0812-3456-7890",
    "privacy": "on",
}


@pytest.fixture
def webinar(db) -> Meeting:
    return make_meeting(
        slug="webinar",
        title="Webinar Data",
        registered_by=Meeting.RegisteredBy.ANYBODY,
        seats_per_office=None,
        mode="daring",
    )


def ask(client: Client, email: str = ANI):
    return client.post(START, {"email": email})


def prove(client: Client, email: str = ANI):
    ask(client, email)
    return client.post(CODE, {"code": mailed_code(email)})


def text(response) -> str:
    main = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_somebody_registers_by_a_mailed_code(public_client, webinar):
    assert "Kami kirim kode ke alamat Anda" in text(public_client.get(START))
    assert ask(public_client, "Ani@Sekolah.example")["Location"] == CODE
    assert "ani@sekolah.example" in text(public_client.get(CODE))
    assert public_client.post(CODE, {"code": mailed_code(ANI)})["Location"] == FORM
    assert "Alamat surel: ani@sekolah.example" in text(public_client.get(FORM))
    response = public_client.post(FORM, TYPED)
    made = Registration.objects.get()
    assert response["Location"] == made.get_absolute_url()
    kept = {
        name: getattr(made, name)
        for name in ("full_name", "email", "position", "unit", "mobile", "mode", "role", "seat")
    }
    assert kept == {
        "full_name": "Ani Lestari, S.Pd.",
        "email": ANI,
        "position": "Guru",
        "unit": "SMA 1 Gayo",
        "mobile": "+6281234567890",
        "mode": "daring",
        "role": "peserta",
        "seat": "terdaftar",
    }
    assert (made.office, made.created_by, made.privacy_version) == (None, None, PRIVACY_VERSION)
    assert "Anda terdaftar." in text(public_client.get(made.get_absolute_url()))


def test_what_is_wrong_is_told_and_what_was_typed_stays(public_client, webinar):
    prove(public_client)
    response = public_client.post(FORM, {"full_name": "Ani", "mobile": "021-5725980"})
    told = text(response)
    for error in (
        "Isi jabatan.",
        "Isi instansi atau unit kerja.",
        "Ini nomor telepon tetap.",
        "Pendaftaran memerlukan persetujuan atas pemberitahuan privasi.",
    ):
        assert error in told
    assert 'value="Ani"' in response.content.decode()
    assert not Registration.objects.exists()


def test_a_hybrid_rakor_asks_how_one_attends(public_client, webinar):
    Meeting.objects.update(mode="hibrida")
    prove(public_client)
    assert "Pilih cara hadir." in text(public_client.post(FORM, TYPED))
    public_client.post(FORM, {**TYPED, "mode": "luring"})
    assert Registration.objects.get().mode == "luring"


def test_what_the_rakor_asks_beyond_is_asked_and_needs_its_consent(public_client, webinar):
    for kind in (AskedField.Kind.RANK, AskedField.Kind.DIET):
        webinar.asked_fields.create(
            kind=kind, purpose="Konsumsi.", delete_on=NOW.date() + timedelta(days=60)
        )
    prove(public_client)
    shown = text(public_client.get(FORM))
    why = "Untuk konsumsi. Dihapus 23 Januari 2027."
    assert f"Pangkat/golongan (opsional) Misalnya Penata, III/c. {why}" in shown
    assert shown.count(why) == 2
    assert "NIP" not in shown
    typed = {**TYPED, "rank": "III/c", "asked_makanan": "Vegetarian"}
    assert "hanya dicatat dengan persetujuan Anda" in text(public_client.post(FORM, typed))
    public_client.post(FORM, {**typed, "consent_makanan": "on"})
    made = Registration.objects.get()
    assert made.rank == "III/c"
    assert list(made.field_answers.values_list("value", flat=True)) == ["Vegetarian"]


def test_who_is_registered_comes_to_their_own_page(public_client, webinar):
    known = make_registration(webinar, None, email="Ani@Sekolah.example")
    assert prove(public_client)["Location"] == FORM
    assert public_client.get(FORM)["Location"] == known.get_absolute_url()
    assert public_client.post(FORM, TYPED)["Location"] == known.get_absolute_url()
    assert Registration.objects.count() == 1


def test_no_answer_tells_whether_an_address_is_registered(webinar):
    make_registration(webinar, None, email="ani@sekolah.example")
    seen = []
    for email in (ANI, "budi@sekolah.example"):
        client = Client()
        asked = ask(client, email)
        page = text(client.get(CODE)).replace(email, "X")
        wrong = text(client.post(CODE, {"code": "AAAA-AAAA"})).replace(email, "X")
        seen.append((asked.status_code, asked["Location"], page, wrong))
    assert seen[0] == seen[1]


def test_a_code_opens_in_the_browser_that_asked_for_it_alone(webinar):
    ask(Client())
    thief = Client()
    assert thief.get(CODE)["Location"] == START
    assert thief.post(CODE, {"code": mailed_code(ANI)})["Location"] == START
    assert thief.get(FORM)["Location"] == START
    # Nor with the code of another's address in a session of one's own.
    code = mailed_code(ANI)
    ask(thief, "maling@sekolah.example")
    assert "Kode tidak cocok." in text(thief.post(CODE, {"code": code}))
    assert thief.get(FORM)["Location"] == START


def test_a_code_of_one_rakor_is_not_asked_for_at_another(public_client, webinar):
    make_meeting(slug="lain", registered_by=Meeting.RegisteredBy.ANYBODY, seats_per_office=None)
    ask(public_client)
    assert public_client.get("/rakor/lain/daftar/kode/")["Location"] == "/rakor/lain/daftar/"


def test_a_used_code_is_not_used_again(webinar):
    client = Client()
    prove(client)
    code = mailed_code(ANI)
    client.post(START, {"forget": "1"})
    assert client.post(CODE, {"code": code})["Location"] == START
    assert client.get(FORM)["Location"] == START


def test_a_planted_session_gains_nothing(webinar):
    """Who knew the key of the session before the proof does not know the one after it."""
    victim, name = Client(), project.SESSION_COOKIE_NAME
    ask(victim)
    planted = victim.cookies[name].value
    victim.post(CODE, {"code": mailed_code(ANI)})
    assert victim.cookies[name].value != planted
    attacker = Client()
    attacker.cookies[name] = planted
    assert attacker.get(FORM)["Location"] == START


def test_a_proof_lasts_an_hour_and_what_was_typed_outlives_it(public_client, webinar):
    prove(public_client)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert public_client.get(FORM)["Location"] == START
        late = public_client.post(FORM, TYPED, follow=True)
        assert "Isian Anda disimpan" in text(late)
        prove(public_client)
        assert "SMA 1 Gayo" in public_client.get(FORM).content.decode()
        # Whoever proves another address does not read it.
        public_client.post(START, {"forget": "1"})
        prove(public_client, "budi@sekolah.example")
        assert "SMA 1 Gayo" not in public_client.get(FORM).content.decode()


def test_another_at_the_same_computer_does_not_read_what_was_typed(public_client, webinar):
    prove(public_client)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        public_client.post(FORM, TYPED)
        prove(public_client, "budi@sekolah.example")
        assert "SMA 1 Gayo" not in public_client.get(FORM).content.decode()


def test_the_address_that_was_proved_is_registered_whatever_is_sent(public_client, webinar):
    prove(public_client)
    public_client.post(FORM, {**TYPED, "email": "korban@sekolah.example", "role": "panitia"})
    made = Registration.objects.get()
    assert (made.email, made.role) == (ANI, "peserta")


def test_an_address_gets_five_codes_an_hour(webinar):
    for _ in range(5):
        assert ask(Client()).status_code == 302
    assert "Ke alamat ini sudah dikirim 5 kode" in text(ask(Client()))
    assert Email.objects.count() == 5


def test_one_computer_does_not_flood_many_addresses(webinar, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        "registration_code": "2/10m/ip",
    }
    statuses = [ask(Client(), f"a{number}@sekolah.example").status_code for number in range(3)]
    assert statuses == [302, 302, 429]
    assert RegistrationCode.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "told", "asks"),
    [
        ({"registration_opens_at": NOW + timedelta(days=1)}, "Pendaftaran belum dibuka", False),
        ({"registration_closes_at": NOW}, "Pendaftaran sudah ditutup", True),
        ({"cancelled_at": NOW, "cancel_reason": "Gempa."}, "Rakor ini dibatalkan Gempa.", False),
    ],
)
def test_when_it_is_not_open(public_client, webinar, fields, told, asks):
    Meeting.objects.update(**fields)
    page = text(public_client.get(START))
    assert told in page
    assert ("Kirim kode" in page) is asks
    ask(public_client)
    assert RegistrationCode.objects.exists() is asks


def test_after_closing_who_is_not_registered_is_told_so(public_client, webinar):
    Meeting.objects.update(registration_closes_at=NOW)
    prove(public_client)
    page = text(public_client.get(FORM))
    assert "Pendaftaran sudah ditutup" in page
    assert "Nama lengkap" not in page
    assert "Pendaftaran ditutup sejak" in text(public_client.post(FORM, TYPED))
    assert not Registration.objects.exists()


def test_a_full_rakor_puts_on_the_waiting_list(public_client, webinar):
    Meeting.objects.update(capacity=1)
    make_registration(webinar, None)
    prove(public_client)
    assert (
        "Kursi sudah habis Rakor ini menyediakan 1 kursi, sudah terpakai 1. Siapa yang mendaftar "
        "sekarang masuk daftar tunggu."
    ) in text(public_client.get(FORM))
    page = text(public_client.post(FORM, TYPED, follow=True))
    assert "Anda masuk daftar tunggu." in page
    assert "Urutan Anda: 1 dari 1" in page


def test_delegations_and_drafts_stay_behind_the_sign_in(public_client, operator_client):
    make_meeting(slug="webinar", published_at=None, registered_by="open", seats_per_office=None)
    make_meeting(slug="rakor")
    for slug in ("webinar", "rakor", "tidak-ada"):
        url = f"/rakor/{slug}/daftar/"
        assert public_client.get(url)["Location"] == f"/akun/masuk/?next={url}"
        for step in ("kode/", "diri/"):
            assert public_client.get(url + step).status_code == 404
    assert operator_client.get("/rakor/rakor/daftar/").status_code == 200


def test_an_operator_registers_alone_where_anybody_does(operator_client, webinar):
    page = operator_client.get(START)
    assert "Kirim kode" in text(page)
    assert 'value="operator.aceh@dinas.example"' in page.content.decode()


def test_to_open_the_pages_writes_nothing(public_client, webinar):
    for url in (START, CODE, FORM):
        response = public_client.get(url)
        assert project.SESSION_COOKIE_NAME not in response.cookies
    assert not RegistrationCode.objects.exists()


def test_the_form_takes_the_same_statements(public_client, webinar, django_assert_num_queries):
    prove(public_client)
    for number in range(3):
        with django_assert_num_queries(5):
            public_client.get(FORM)
        make_registration(webinar, None, full_name=f"Lain {number}")


def test_without_a_waiting_list_a_full_rakor_refuses(public_client, webinar):
    Meeting.objects.update(capacity=1, has_waiting_list=False)
    make_registration(webinar, None)
    assert "Rakor ini tanpa daftar tunggu" in text(public_client.get(START))
    prove(public_client)
    response = public_client.post(FORM, TYPED)
    assert "Rakor ini menyediakan 1 kursi, sudah terpakai 1." in text(response)
    assert "SMA 1 Gayo" in response.content.decode()
    assert Registration.objects.count() == 1


def test_a_number_that_is_taken_tells_nothing_of_whose_it_is(public_client, webinar, aceh):
    webinar.asked_fields.create(
        kind=AskedField.Kind.NIP, purpose="Sertifikat.", delete_on=NOW.date() + timedelta(days=60)
    )
    nip = "198503152010012002"
    make_registration(webinar, aceh, full_name="Dr. Ani Lestari", nip=nip)
    prove(public_client)
    told = text(public_client.post(FORM, {**TYPED, "nip": nip}))
    assert "NIP ini sudah terdaftar pada rakor ini." in told
    for hidden in ("Aceh", "Dr. Ani"):
        assert hidden not in told


def test_namesakes_both_come(public_client, webinar):
    make_registration(webinar, None, full_name="Ani Lestari, S.Pd.", name_key="ani lestari")
    prove(public_client)
    public_client.post(FORM, TYPED)
    assert Registration.objects.filter(name_key="ani lestari").count() == 2


def test_who_registers_again_and_again_has_to_wait(public_client, webinar, settings):
    rates = {**settings.ACCOUNT_RATE_LIMITS, "own_registration": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = rates
    prove(public_client)
    public_client.post(FORM, TYPED)
    Registration.objects.update(withdrawn_at=NOW, withdraw_reason="Berubah pikiran.")
    refused = public_client.post(FORM, TYPED)
    assert "terlalu sering" in text(refused)
    assert 'value="SMA 1 Gayo"' in refused.content.decode()
    assert Registration.objects.count() == 1
