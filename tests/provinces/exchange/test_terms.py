"""Terms from a file: appointed and corrected by the same actions as in the panel."""

from datetime import date

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent
from provinces.exchange.files import exported, rows_of
from provinces.exchange.run import FatesMoved, apply, fingerprint, rehearse
from provinces.exchange.terms import cells, for_export
from provinces.models import Office, Person, Post, Term
from tests.factories import NOW, make_post, make_term, make_user
from tests.provinces.exchange.files import carry_out, fates, reason, rows, told

pytestmark = pytest.mark.django_db

KEPALA = {"office": "aceh", "post": "kepala"}


@pytest.fixture
def post(aceh: Office) -> Post:
    return make_post(office=aceh)


@pytest.fixture
def term(post: Post) -> Term:
    return make_term(post, name="Kepala Lama", period=(date(2020, 1, 1), None), source="SK 1")


def periods(post: Post) -> list[tuple[str, str, str]]:
    told = [cells(term) for term in for_export(post.terms.order_by("period", "seen_on"))]
    return [(c["name"], c["from"] or c["seen"], c["until"]) for c in told]


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_was_exported_changes_nothing(file_format: str, post: Post, bali: Office):
    call_command("load_reference", verbosity=0)
    make_term(post, period=(None, date(2010, 1, 1)), from_precision="unknown")
    make_term(post, period=(date(2010, 1, 1), date(2011, 3, 1)), until_precision="month")
    make_term(post, period=(date(2012, 1, 1), date(2013, 1, 1)), from_precision="year",
              until_precision="unknown", decree_number="-", source="=SK", acting="plt",
              on_behalf_of=bali)  # fmt: skip
    make_term(post, period=None, seen_on=date(2014, 5, 1), seen_precision="month")
    terms = for_export(Term.objects.all())
    file = exported("term", map(cells, terms), file_format, by=make_user(), at=NOW)
    found = rehearse("term", rows_of("term", file.content)[0], by=make_user(), at=NOW)
    assert {(f.outcome, *f.details) for f in found} == {("tanpa perubahan",)}
    assert len(found) == Term.objects.count()


def test_a_successor_ends_the_former_term_and_says_so(term: Term):
    new = {**KEPALA, "name": "Dra. Nur Aini, M.Pd.", "from": "2026-05", "decree_number": "821/7"}
    (fate,) = carry_out("term", new)
    assert (fate.outcome, fate.details) == (
        "baru",
        [
            "Masa jabatan Kepala Lama sebagai Kepala UPTD Balai Tekkomdik Aceh berakhir Mei 2026.",
            "Dra. Nur Aini, M.Pd. menjabat Kepala UPTD Balai Tekkomdik Aceh sejak Mei 2026.",
            "Dra. Nur Aini, M.Pd. menjadi orang baru.",
            "Nomor SK: 821/7",
        ],
    )
    assert periods(term.post) == [
        ("Kepala Lama", "2020-01-01", "2026-05"),
        ("Dra. Nur Aini, M.Pd.", "2026-05", ""),
    ]
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["term.appointed", "term.imported"]


def test_rehearsal_leaves_nothing(term: Term):
    assert told("term", {**KEPALA, "name": "Baru", "from": "2026"})[0][1] == "baru"
    assert periods(term.post) == [("Kepala Lama", "2020-01-01", "")]
    assert (Person.objects.count(), AuditEvent.objects.count()) == (1, 0)


def test_a_term_is_corrected_field_by_field(term: Term, bali: Office):
    row = {"id": str(term.pk), "from": "2019", "until": "17/05/2024", "acting": "plt",
           "on_behalf_of": "bali", "source": "-", "decree_number": "821/1"}  # fmt: skip
    (fate,) = carry_out("term", row)
    assert fate.details == [
        "Kedudukan: Definitif → Plt.",
        "Mulai: 2020-01-01 → 2019",
        "Sampai: kosong → 2024-05-17",
        "Mewakili balai: kosong → bali",
        "Nomor SK: kosong → 821/1",
        "Sumber: SK 1 → kosong",
        "Sesudah itu jabatan kosong sejak 17 Mei 2024.",
    ]
    term.refresh_from_db()
    assert (term.period.lower, term.from_precision, term.acting, term.source) == (
        date(2019, 1, 1), "year", "plt", "",
    )  # fmt: skip


def test_a_sighting_becomes_a_term_and_a_term_reopens(term: Term):
    seen = make_term(make_post(slug="wakil"), period=None, seen_on=date(2024, 1, 1))
    Term.objects.filter(pk=term.pk).update(period=(date(2020, 1, 1), date(2022, 1, 1)))
    carry_out(
        "term",
        {"id": str(seen.pk), "from": "2023", "until": "", "seen": "-"},
        {"id": str(term.pk), "from": "", "until": "-", "seen": ""},
    )
    assert periods(seen.post) == [(seen.person.name, "2023", "")]
    assert periods(term.post) == [("Kepala Lama", "2020-01-01", "")]


def test_history_is_told_from_the_oldest(post: Post):
    history = [
        {**KEPALA, "name": "Satu", "from": "2001", "until": "2010"},
        {**KEPALA, "name": "Dua", "from": "2010", "until": "2015-06-30?"},
        {**KEPALA, "name": "Tiga", "seen": "05/2017"},
        {**KEPALA, "name": "Satu", "from": "2018", "acting": "Plh."},
    ]
    assert [fate.outcome for fate in carry_out("term", *history)] == ["baru"] * 4
    assert sorted(periods(post)) == [
        ("Dua", "2010", "2015-06-30?"),
        ("Satu", "2001", "2010"),
        ("Satu", "2018", ""),
        ("Tiga", "2017-05", ""),
    ]
    assert Person.objects.filter(name="Satu").count() == 1
    assert [f.outcome for f in fates("term", *history)] == ["ditolak"] * 4


def test_a_person_is_found_by_name_or_number(post: Post):
    known = Person.objects.create(name="Budi Santoso")
    row = {**KEPALA, "name": "Budi  Santoso", "from": "2020"}
    assert "orang baru" not in " ".join(told("term", row)[0][2])
    Person.objects.create(name="Budi Santoso")
    assert reason("term", row) == (
        "Kolom ID orang: ada beberapa orang bernama Budi Santoso; isi nomornya."
    )
    carry_out("term", {**row, "person": str(known.pk)})
    assert Term.objects.get().person == known
    assert "bukan orang dengan nama itu" in reason(
        "term", {**row, "name": "Lain", "person": str(known.pk)}
    )


def test_another_person_is_not_a_better_spelling(term: Term):
    row = {"id": str(term.pk), "person": str(term.person_id), "name": "Kepala Lama, S.Pd."}
    assert reason("term", row).startswith("Kolom Nama: nama orang diperbaiki di halaman orangnya.")
    (fate,) = carry_out("term", {**row, "person": ""})
    assert fate.details == [
        "Nama: Kepala Lama → Kepala Lama, S.Pd.",
        "Kepala Lama, S.Pd. menjadi orang baru.",
    ]
    term.refresh_from_db()
    assert term.person.name == "Kepala Lama, S.Pd."


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"id": "0"}, "Kolom ID: tidak ada masa jabatan bernomor 0."),
        ({"office": "x", "post": "kepala"},
         "Kolom Kode jabatan: tidak ada jabatan dengan kode itu pada balai itu."),
        ({**KEPALA, "from": "2026"}, "Kolom Nama: wajib diisi."),
        ({**KEPALA, "name": "A"}, "Kolom Mulai: wajib diisi, kecuali hanya “Tercatat pada”."),
        ({**KEPALA, "name": "A", "until": "2026"},
         "Kolom Mulai: wajib diisi, kecuali hanya “Tercatat pada”."),
        ({**KEPALA, "name": "A", "from": "2026", "acting": "Pj."},
         "Kolom Kedudukan: “Pj.” tidak dikenal; pilihannya “Definitif”, “Plt.”, “Plh.”."),
        ({**KEPALA, "name": "A", "from": "2026", "on_behalf_of": "tidak-ada"},
         "Kolom Mewakili balai: tidak ada balai beralamat tidak-ada."),
        ({**KEPALA, "name": "A", "from": "2026", "until": "?"}, "Kolom Sampai: tulis hari terakhir "
         "yang diketahui dengan tanda tanya: 2025-06-30?"),
        ({**KEPALA, "name": "A", "from": "2026", "source": "x" * 301}, "Kolom Sumber: Pastikan "
         "nilai ini mengandung paling banyak 300 karakter (sekarang 301 karakter)."),
        ({**KEPALA, "name": "A" * 151, "from": "2026"}, "Kolom Nama: Pastikan nilai ini "
         "mengandung paling banyak 150 karakter (sekarang 151 karakter)."),
    ],
)  # fmt: skip
def test_a_refusal_names_the_column_and_the_rule(post: Post, record: dict, words: str):
    assert reason("term", record) == words


def test_a_refusal_of_an_action_names_the_colliding_term(term: Term):
    words = reason("term", {**KEPALA, "name": "A", "from": "2019", "until": "2021"})
    assert words.startswith("Kepala Lama sudah tercatat sebagai Kepala UPTD Balai Tekkomdik Aceh")
    moved = reason("term", {"id": str(term.pk), "post": "ketua", "office": "aceh"})
    assert moved.endswith("masa jabatan tidak berpindah jabatan; buat baris baru.")


def test_a_person_of_a_refused_row_is_not_kept(term: Term):
    found = carry_out(
        "term",
        {**KEPALA, "name": "Tidak Jadi", "from": "2019", "until": "2021"},
        {**KEPALA, "name": "Jadi", "from": "2026"},
    )
    assert [fate.outcome for fate in found] == ["ditolak", "baru"]
    assert set(Person.objects.values_list("name", flat=True)) == {"Kepala Lama", "Jadi"}


def test_a_change_since_the_rehearsal_is_told(term: Term):
    row = {**KEPALA, "name": "Baru", "from": "2026"}
    shown = fingerprint(fates("term", row))
    Term.objects.filter(pk=term.pk).update(period=(date(2020, 1, 1), date(2025, 1, 1)))
    with pytest.raises(FatesMoved):
        apply("term", rows("term", row), shown=shown, by=make_user(), at=NOW)
    assert periods(term.post) == [("Kepala Lama", "2020-01-01", "2025-01-01")]


def test_no_file_holds_a_nip(term: Term):
    Person.objects.update(nip="198001012005012001", note="rahasia")
    terms = for_export(Term.objects.all())
    content = exported("term", map(cells, terms), "csv", by=make_user(), at=NOW).content.decode()
    assert "Kepala Lama" in content
    assert "198001012005012001" not in content
    assert "rahasia" not in content
