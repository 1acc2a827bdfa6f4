"""A delegation from a filled table, through the pages: shown first, then done as one thing."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import AskedField, DelegateDraft, Meeting, Registration
from tests.factories import NOW, TODAY, make_meeting, make_registration
from tests.meetings.tables import HEADER, row, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/unggah/"


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", mode="hibrida", seats_per_office=2)


def upload(client, content: bytes):
    return client.post(URL, {"file": SimpleUploadedFile("delegasi.xlsx", content)})


def confirm(client, response, do: str = "register"):
    sent = {"key": response.context["key"], "do": do}
    return client.post(f"{URL}?balai=aceh", sent, follow=True)


def read(response) -> list[tuple[int, str, str, list[str]]]:
    return [
        (one.number, one.name, one.standing.value, one.notes) for one in response.context["rows"]
    ]


def flashes(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def names(rows) -> list[str]:
    return [str(one) for one in rows]


def test_of_a_long_table_the_first_are_named_and_the_others_counted(operator_client, rakor, aceh):
    people = ("Ani", "Budi", "Citra", "Dedi", "Eka", "Fajar", "Gita", "Hadi", "Intan")
    response = upload(operator_client, xlsx(*(row(name) for name in people)))
    assert flashes(confirm(operator_client, response)) == [
        "2 orang terdaftar dan menerima tiket lewat surel: Ani, Budi",
        "7 orang masuk daftar tunggu karena belum ada kursi: Citra, Dedi, Eka, Fajar, Gita, "
        "dan 2 orang lain",
    ]


def test_every_row_is_told_where_it_stands_and_nothing_is_written(operator_client, rakor, aceh):
    make_registration(rakor, aceh, full_name="Dedi", name_key="dedi", email="dedi@dinas.example")
    response = upload(
        operator_client,
        xlsx(
            row("Ani"),
            row("Budi", Jabatan="", Alamat="budi@", Setuju=""),
            row("Ani Lain", Alamat="ANI@dinas.example"),
            row("Dedi"),
            row("Eka"),
        ),
    )
    assert read(response) == [
        (2, "Ani", "siap", []),
        (3, "Budi", "kurang", [
            "Belum diisi: Jabatan, persetujuan atas pemberitahuan privasi.",
            "Alamat surel: Isi alamat surel yang lengkap, misalnya nama@contoh.go.id.",
        ]),
        (4, "Ani Lain", "ganda", ["Nama, surel, atau NIP-nya sama dengan baris 2."]),
        (5, "Dedi", "terdaftar", [
            "Alamat surel ini sudah terdaftar pada rakor ini (atas nama Dedi)."
        ]),
        (6, "Eka", "tunggu", ["Kuota UPTD Balai Tekkomdik Aceh 2 kursi, sudah terpakai 2."]),
    ]  # fmt: skip
    html = response.content.decode()
    assert "Daftarkan 2 orang, simpan 2 draf" in html
    assert "Simpan semua sebagai draf" in html
    assert (Registration.objects.count(), DelegateDraft.objects.count()) == (1, 0)


def test_confirmed_registers_the_ready_and_keeps_the_others(operator_client, rakor, aceh):
    content = xlsx(row("Ani"), row("Budi", Jabatan=""), row("Cici"), row("Dedi"))
    response = confirm(operator_client, upload(operator_client, content))
    assert response.redirect_chain == [("/rakor/rakor-makassar/daftar/?balai=aceh", 302)]
    made = Registration.objects.order_by("created_at", "waiting_since", "full_name")
    assert sorted((one.full_name, one.seat, one.office.slug) for one in made) == [
        ("Ani", "terdaftar", "aceh"),
        ("Cici", "terdaftar", "aceh"),
        ("Dedi", "menunggu", "aceh"),
    ]
    draft = DelegateDraft.objects.get()
    assert (str(draft), draft.data["mode"], draft.data["unit"]) == (
        "Budi", "luring", "UPTD Balai Tekkomdik Aceh",
    )  # fmt: skip
    assert flashes(response)[-1] == "1 baris disimpan sebagai draf, untuk dilengkapi di sini."
    # The same file again finds all of them.
    again = upload(operator_client, content)
    assert [standing for _, _, standing, _ in read(again)] == [
        "terdaftar", "kurang", "terdaftar", "terdaftar",
    ]  # fmt: skip


def test_all_may_stay_drafts_and_are_complete(operator_client, rakor, aceh):
    response = upload(operator_client, xlsx(row("Ani"), row("Budi")))
    confirm(operator_client, response, "draft")
    assert (names(DelegateDraft.objects.all()), Registration.objects.count()) == (
        ["Ani", "Budi"],
        0,
    )
    page = operator_client.get("/rakor/rakor-makassar/daftar/").content.decode()
    assert "Daftarkan semua draf yang lengkap" in page


@pytest.mark.parametrize("do", ["register", "draft"])
def test_table_that_is_sent_again_makes_no_second_draft(operator_client, rakor, aceh, do):
    lacking = row("Budi", Jabatan="")
    confirm(operator_client, upload(operator_client, xlsx(row("Ani"), lacking)), do)
    more = xlsx(row("Ani"), lacking, row("Cici", Jabatan=""), row("Dedi", Jabatan="Staf"))
    again = upload(operator_client, more)
    assert read(again)[1] == (
        3, "Budi", "kurang", ["Belum diisi: Jabatan.", "Sudah tersimpan sebagai draf."],
    )  # fmt: skip
    confirm(operator_client, again, do)
    drafts = {"register": ["Budi", "Cici"], "draft": ["Ani", "Budi", "Cici", "Dedi"]}
    assert sorted(names(DelegateDraft.objects.all())) == drafts[do]


def test_refused_at_the_last_moment_changes_nothing_and_says_why(operator_client, rakor, aceh):
    response = upload(operator_client, xlsx(row("Ani"), row("Budi", Jabatan="")))
    Meeting.objects.update(registration_closes_at=NOW)
    response = confirm(operator_client, response)
    assert response.context["refusal"] == (
        "Pendaftaran ditutup sejak 24 November 2026, 11.00 WITA."
    )
    assert [one.name for one in response.context["rows"]] == ["Ani", "Budi"]
    assert (Registration.objects.count(), DelegateDraft.objects.count()) == (0, 0)


def test_without_a_waiting_list_who_has_no_seat_stays_a_draft(operator_client, rakor, aceh):
    Meeting.objects.update(has_waiting_list=False, seats_per_office=1)
    response = upload(operator_client, xlsx(row("Ani"), row("Budi")))
    assert [standing for _, _, standing, _ in read(response)] == ["siap", "penuh"]
    confirm(operator_client, response)
    assert (names(Registration.objects.all()), names(DelegateDraft.objects.all())) == (
        ["Ani"], ["Budi"],
    )  # fmt: skip


def test_file_that_is_gone_is_asked_for_again(operator_client, rakor, aceh):
    sent = {"key": "0" * 32, "do": "register"}
    response = operator_client.post(f"{URL}?balai=aceh", sent, follow=True)
    assert flashes(response) == ["Berkas tidak lagi tersimpan; unggah sekali lagi."]


def test_logistics_need_their_consent_in_the_table_too(operator_client, rakor, aceh):
    AskedField.objects.create(
        meeting=rakor, kind="makanan", purpose="Menyiapkan", delete_on=TODAY.replace(year=2027)
    )
    header = ("Kebutuhan makanan", "Yang bersangkutan setuju kebutuhan makanan ini dicatat")
    table = xlsx(
        [*row("Ani"), "Alergi udang", "Ya"],
        [*row("Budi"), "Alergi udang", ""],
        header=(*HEADER, *header),
    )
    response = upload(operator_client, table)
    assert [standing for _, _, standing, _ in read(response)] == ["siap", "kurang"]
    confirm(operator_client, response)
    answers = Registration.objects.get().field_answers.values_list("value", flat=True)
    assert list(answers) == ["Alergi udang"]


def bomb() -> bytes:
    """20 MB of zeros in a few kilobytes."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(20 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(bomb(), "Isi XLSX ini terlalu besar setelah dibuka.", id="bomb"),
        pytest.param(b"MZ\x00", "Ini bukan tabel. Kirim berkas .xlsx atau .csv.", id="program"),
        pytest.param(
            b"x" * (2 * 1024 * 1024 + 1),
            "Berkas ini berukuran 2,0 MB; batasnya 2,0 MB.",
            id="large",
        ),
        pytest.param(b"", "Berkas yang dikirimkan kosong.", id="empty"),
    ],
)
def test_what_is_no_table_is_refused_at_its_field(operator_client, rakor, aceh, content, reason):
    errors = upload(operator_client, content).context["form"].errors["file"]
    assert [error.replace("\xa0", " ") for error in errors] == [reason]
    assert DelegateDraft.objects.count() == 0


def test_template_is_for_this_rakor(operator_client, rakor, aceh):
    response = operator_client.get(f"{URL}templat.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="delegasi-rakor-makassar.xlsx"'
    assert response.content.startswith(b"PK")
    assert f"{URL}templat.xlsx?balai=aceh" in operator_client.get(URL).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_preview_takes_the_same_statements(
    operator_client, rakor, aceh, django_assert_num_queries, count
):
    content = xlsx(*[row(f"Orang{number}") for number in range(count)])
    upload(operator_client, content)
    with django_assert_num_queries(13):
        upload(operator_client, content)


def test_only_the_office_itself(other_operator_client, public_client, rakor, aceh):
    for address in (f"{URL}?balai=aceh", f"{URL}templat.xlsx?balai=aceh"):
        assert other_operator_client.get(address).status_code == 403
        assert public_client.get(address).status_code == 302
    sent = {"key": "0" * 32, "do": "register"}
    assert other_operator_client.post(f"{URL}?balai=aceh", sent).status_code == 403
