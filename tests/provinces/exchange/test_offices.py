"""Offices from a file: each row's fate is shown first, and is what happens."""

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent
from forum_portal.lib.spreadsheet import TableRefused
from provinces.exchange import run
from provinces.exchange.files import exported, rows_of
from provinces.exchange.offices import cells, for_export
from provinces.exchange.run import FatesMoved, apply, fingerprint, rehearse
from provinces.models import FormerSlug, Office, OfficeAlias, OfficeName
from tests.factories import NOW, make_province, make_user
from tests.provinces.exchange.files import carry_out, fates, reason, rows, told

pytestmark = pytest.mark.django_db


def office(aceh: Office, **cells: str) -> dict[str, str]:
    return {"id": str(aceh.pk), **cells}


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_was_exported_changes_nothing(file_format: str):
    call_command("load_reference", verbosity=0)
    Office.objects.filter(slug="aceh").update(
        phone="+6265121234", description="=Layanan\r\n\r\n- satu\r\n", short_name="-",
        name_since="2021-05-01", name_since_precision="month", opening_hours="Senin \n Jumat",
    )  # fmt: skip
    offices = for_export(Office.objects.all())
    file = exported("office", map(cells, offices), file_format, by=make_user(), at=NOW)
    found = rehearse("office", rows_of("office", file.content)[0], by=make_user(), at=NOW)
    assert [(f.outcome, f.details) for f in found] == [("tanpa perubahan", [])] * 22


def test_each_field_goes_through_its_action(aceh: Office):
    OfficeAlias.objects.create(office=aceh, name="BTKP")
    row = office(
        aceh, phone="(0651) 21234", city="Banda Aceh", aliases="BTKP | Tekkomdik",
        kind="Dinas (tanpa balai)", verification="Nama dari pers",
        verification_source="serambi.com 2024",
    )  # fmt: skip
    (fate,) = carry_out("office", row)
    assert fate.details == [
        "Bentuk: Balai → Dinas (tanpa balai)",
        "Nama lain: BTKP → BTKP | Tekkomdik",
        "Kota/kabupaten: kosong → Banda Aceh",
        "Telepon kantor: kosong → (0651) 21234",
        "Kepastian nama: Belum dikonfirmasi → Nama dari pers",
        "Sumber kepastian: kosong → serambi.com 2024",
    ]
    aceh.refresh_from_db()
    assert (aceh.phone, aceh.city, aceh.kind) == ("+6265121234", "Banda Aceh", "dinas")
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {
        "office.changed", "office.aliases_set", "office.verified", "office.imported",
    }  # fmt: skip


def test_rehearsal_leaves_nothing(aceh: Office):
    row = office(aceh, city="Banda Aceh")
    new = {"slug": "kedua", "province": aceh.province_id, "name": "Balai Kedua"}
    assert told("office", row, new) == [
        (2, "berubah", ["Kota/kabupaten: kosong → Banda Aceh"]),
        (3, "baru", ["Alamat halaman: kedua", "Kode provinsi: 11", "Provinsi: Aceh",
                     "Bentuk: Balai", "Nama resmi: Balai Kedua",
                     "Kepastian nama: Belum dikonfirmasi"]),
    ]  # fmt: skip
    assert Office.objects.get().city == ""
    assert not AuditEvent.objects.exists()


def test_an_empty_cell_leaves_and_a_stroke_clears(aceh: Office):
    Office.objects.filter(pk=aceh.pk).update(city="Banda Aceh", phone="+6265121234")
    (fate,) = carry_out("office", office(aceh, city="", phone="-", address="-"))
    assert fate.details == ["Telepon kantor: (0651) 21234 → kosong"]
    aceh.refresh_from_db()
    assert (aceh.city, aceh.phone, aceh.address) == ("Banda Aceh", "", "")


def test_a_name_with_its_day_is_a_renaming(aceh: Office):
    Office.objects.filter(pk=aceh.pk).update(name_since="2010-01-01")
    before = aceh.name
    carry_out("office", office(aceh, name="BTIKP Aceh", name_since="2024-05"))
    aceh.refresh_from_db()
    assert (aceh.name, str(aceh.name_since), aceh.name_since_precision) == (
        "BTIKP Aceh", "2024-05-01", "month",
    )  # fmt: skip
    assert OfficeName.objects.get().name == before


def test_a_name_alone_is_a_better_spelling(aceh: Office):
    carry_out("office", office(aceh, name="UPTD Balai Tekkomdik Provinsi Aceh", short_name="BTA"))
    aceh.refresh_from_db()
    assert (aceh.name, aceh.short_name) == ("UPTD Balai Tekkomdik Provinsi Aceh", "BTA")
    assert not OfficeName.objects.exists()


def test_a_new_office_comes_with_the_post_of_its_head(aceh: Office):
    new = {"slug": "kedua", "province": "11", "name": "Balai Kedua", "phone": "0651 21234",
           "name_since": "2020", "aliases": "B2"}  # fmt: skip
    assert carry_out("office", new)[0].outcome == "baru"
    made = Office.objects.get(slug="kedua")
    assert (made.phone, made.name_since_precision) == ("+6265121234", "year")
    assert list(made.posts.values_list("slug", flat=True)) == ["kepala"]
    assert list(made.aliases.values_list("name", flat=True)) == ["B2"]
    assert told("office", new)[0][1] == "tanpa perubahan"


def test_a_former_address_finds_its_office(aceh: Office):
    FormerSlug.objects.create(slug="nad", office=aceh)
    assert told("office", {"slug": "nad", "city": "Sigli"}) == [
        (2, "berubah", ["Kota/kabupaten: kosong → Sigli"])
    ]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"id": "999999"}, "Kolom ID: tidak ada balai bernomor 999999."),
        ({"id": "satu"}, "Kolom ID: “satu” bukan nomor."),
        ({"slug": "pindah"}, "Kolom Alamat halaman: alamat dipindahkan dari halaman balai."),
        ({"province": "51"}, "Kolom Kode provinsi: balai tidak berpindah provinsi."),
        ({"kind": "UPT"}, "Kolom Bentuk: “UPT” tidak dikenal; pilihannya “Balai”, “Dinas (tanpa "
         "balai)”."),
        ({"phone": "123"}, "Kolom Telepon kantor: Nomor ini tidak ada: periksa jumlah angka dan "
         "awalannya, misalnya (021) 5725980."),
        ({"email": "bukan"}, "Kolom Surel kantor: Masukkan alamat email yang valid."),
        ({"website": "javascript:alert(1)"}, "Kolom Situs web: Masukkan URL yang valid."),
        ({"name_since": "2020"}, "Kolom Nama berlaku sejak: berubah hanya bersama nama yang baru."),
        ({"name": "Baru", "name_since": "Mei"}, "Kolom Nama berlaku sejak: “Mei” bukan tanggal; "
         "tulis 2023, 2023-05, 2023-05-17, atau 17/05/2023."),
        ({"verification": "Nama dari pers"}, "“Nama dari pers” memerlukan sumber: siapa yang "
         "menyatakannya, atau mengapa namanya diragukan."),
    ],
)  # fmt: skip
def test_a_refusal_names_the_column_and_the_rule(aceh: Office, cells: dict, words: str):
    assert reason("office", office(aceh, **cells)) == words


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, "Kolom Alamat halaman: wajib diisi bila ID kosong."),
        ({"slug": "x"}, "Kolom Kode provinsi: wajib diisi untuk balai baru."),
        ({"slug": "x", "province": "99", "name": "X"},
         "Kolom Kode provinsi: tidak ada provinsi berkode 99."),
        ({"slug": "Balai X", "province": "11", "name": "X"}, "Alamat halaman terdiri atas paling "
         "banyak 50 huruf kecil dan angka, dipisahkan tanda hubung, misalnya jawa-barat."),
        ({"slug": "x", "province": "11", "name": "X" * 201}, "Kolom Nama resmi: Pastikan nilai "
         "ini mengandung paling banyak 200 karakter (sekarang 201 karakter)."),
    ],
)  # fmt: skip
def test_a_new_office_needs_what_makes_one(aceh: Office, cells: dict, words: str):
    assert reason("office", {"city": "Kota", **cells}) == words


def test_a_refused_row_leaves_nothing_and_the_others_stand(aceh: Office, bali: Office):
    found = carry_out(
        "office",
        office(aceh, city="Banda Aceh", kind="UPT"),
        office(bali, city="Denpasar"),
        office(bali, city="Singaraja"),
    )
    assert [fate.outcome for fate in found] == ["ditolak", "berubah", "ditolak"]
    assert found[2].details == ["Balai ini sudah disebut pada baris 3."]
    assert list(Office.objects.order_by("slug").values_list("city", flat=True)) == ["", "Denpasar"]


def test_a_change_since_the_rehearsal_is_told_and_nothing_applied(aceh: Office):
    row = office(aceh, city="Banda Aceh")
    shown = fingerprint(fates("office", row))
    Office.objects.filter(pk=aceh.pk).update(city="Sigli")
    with pytest.raises(FatesMoved) as moved:
        apply("office", rows("office", row), shown=shown, by=make_user(), at=NOW)
    assert [fate.details for fate in moved.value.fates] == [["Kota/kabupaten: Sigli → Banda Aceh"]]
    assert (Office.objects.get().city, AuditEvent.objects.count()) == ("Sigli", 0)


def test_columns_that_are_not_known_or_stand_twice_are_refused():
    for head, words in (("ID,Warna", "“Warna” tidak dikenal"), ("ID,id", "“id” ada dua kali")):
        with pytest.raises(TableRefused, match=words):
            rows_of("office", f"{head}\n1,2\n".encode())


def test_rows_that_ask_for_nothing_cost_no_statements_of_their_own(
    aceh: Office, bali: Office, django_assert_num_queries
):
    user = make_user()
    for offices in ([aceh], [aceh, bali]):
        named = for_export(Office.objects.filter(pk__in=[office.pk for office in offices]))
        file = rows("office", *map(cells, named))
        # Around the whole: its savepoint, the lock, three tables; each row only its savepoint.
        with django_assert_num_queries(7 + 2 * len(offices)):
            rehearse("office", file, by=user, at=NOW)


def test_more_changes_than_one_request_should_take_are_refused(aceh: Office, monkeypatch):
    monkeypatch.setattr(run, "MOST_CHANGES", 1)
    new = [{"slug": f"balai-{n}", "province": "11", "name": f"Balai {n}"} for n in range(2)]
    assert [fate.outcome for fate in fates("office", new[0], office(aceh))] == [
        "baru",
        "tanpa perubahan",
    ]
    with pytest.raises(run.TooManyChanges):
        fates("office", *new)
    assert Office.objects.get() == aceh


def test_other_provinces_stay_out_of_it(aceh: Office):
    make_province(code="98", name="Papua Selatan Baru")
    assert told("office", {"slug": "baru", "province": "98", "name": "Balai Baru"})[0][1] == "baru"
