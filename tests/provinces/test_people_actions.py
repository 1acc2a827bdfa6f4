"""Two records of one person made one, with everything that points to them, and two again."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEvent, User
from elections.models import Acclamation, Election, Result
from meetings.models import Official
from provinces.actions.people import MergeRefused, merge_persons, undo_merge
from provinces.models import Office, Person, PersonMerge, ReferenceRecord, Term
from tests.factories import NOW, TODAY, make_meeting, make_post, make_term

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


@pytest.fixture
def budi(db: None) -> Person:
    return Person.objects.create(name="Drs. Budi Santoso, M.Si.")


@pytest.fixture
def double(db: None) -> Person:
    return Person.objects.create(
        name="BUDI SANTOSO", nip="198001012005012001", note="Pindah dari Aceh"
    )


def merge(keep: Person, merged: Person, by: User | None = None) -> PersonMerge:
    return merge_persons(keep=keep, merged=merged, reason="Orang yang sama", by=by, at=NOW)


def undo(merge: PersonMerge, by: User | None = None):
    return undo_merge(merge=merge, by=by, at=NOW)


def people() -> list[tuple[int, str, str, str]]:
    return list(Person.objects.order_by("pk").values_list("pk", "name", "nip", "note"))


def test_every_reference_follows_and_what_lacked_is_taken_over(
    budi: Person, double: Person, aceh: Office, secretariat: User
):
    own = make_term(make_post(office=aceh), person=budi)
    term = make_term(make_post(), person=double)
    part = Official.objects.create(
        meeting=make_meeting(), person=double, position="Kepala", part="Pembuka"
    )
    found = merge(budi, double, secretariat)
    assert people() == [(budi.pk, budi.name, "198001012005012001", "Pindah dari Aceh")]
    assert list(Term.objects.order_by("pk").values_list("pk", "person")) == [
        (own.pk, budi.pk),
        (term.pk, budi.pk),
    ]
    assert Official.objects.get(person=budi) == part
    assert found.moved == [
        {"model": "meetings.official", "field": "person", "pk": part.pk},
        {"model": "provinces.term", "field": "person", "pk": term.pk},
    ]
    assert found.kept_before == {"nip": "", "note": ""}


def test_trail_names_both_and_no_nip(budi: Person, double: Person, secretariat: User):
    number = double.pk
    undo(merge(budi, double, secretariat), secretariat)
    merged, split = AuditEvent.objects.order_by("pk")
    assert (merged.action, merged.actor, merged.target, merged.details) == (
        "person.merged",
        secretariat,
        budi.name,
        {"merged": "BUDI SANTOSO", "merged_pk": number, "moved": 0, "reason": "Orang yang sama"},
    )
    assert (split.action, split.details) == (
        "person.split",
        {"merged": "BUDI SANTOSO", "merged_pk": number, "left_behind": 0},
    )


def test_undoing_gives_both_records_back_as_they_were(budi: Person, double: Person, aceh: Office):
    own = make_term(make_post(office=aceh), person=budi)
    term = make_term(make_post(), person=double)
    before = people()
    split = undo(merge(budi, double))
    assert (people(), split.left_behind) == (before, [])
    assert list(Term.objects.order_by("pk").values_list("pk", "person")) == [
        (own.pk, budi.pk),
        (term.pk, before[1][0]),
    ]


def test_undoing_leaves_what_was_changed_since_and_says_so(budi: Person, double: Person):
    third = Person.objects.create(name="Orang Ketiga")
    corrected = make_term(make_post(), person=double)
    deleted = make_term(make_post(slug="wakil"), person=double)
    found = merge(budi, double)
    Term.objects.filter(pk=corrected.pk).update(person=third)
    Term.objects.filter(pk=deleted.pk).delete()
    Person.objects.filter(pk=budi.pk).update(note="Catatan baru")
    split = undo(found)
    corrected.refresh_from_db()
    assert corrected.person == third
    assert split.left_behind == [
        f"Isian catatan pada {budi} sudah diubah sejak digabung; dibiarkan.",
        f"Masa jabatan: {corrected} tidak lagi milik {budi}, atau sudah beku; dibiarkan.",
        "Masa jabatan: sudah dihapus; dibiarkan.",
    ]
    assert [(p[1], p[2], p[3]) for p in people() if p[0] != third.pk] == [
        (budi.name, "", "Catatan baru"),
        ("BUDI SANTOSO", "198001012005012001", "Pindah dari Aceh"),
    ]


def test_rows_that_came_after_the_merge_stay_with_the_kept_one(budi: Person, double: Person):
    found = merge(budi, double)
    later = make_term(make_post(), person=budi)
    assert undo(found).left_behind == []
    later.refresh_from_db()
    assert later.person == budi


def test_nip_that_somebody_else_has_by_now_is_not_given_twice(budi: Person, double: Person):
    found = merge(budi, double)
    Person.objects.filter(pk=budi.pk).update(nip="")
    other = Person.objects.create(name="Lain", nip="198001012005012001")
    assert undo(found).left_behind == [
        f"Isian NIP pada {budi} sudah diubah sejak digabung; dibiarkan.",
        "NIP BUDI SANTOSO kini tercatat pada orang lain; catatannya kembali tanpa NIP.",
    ]
    assert Person.objects.exclude(nip="").get() == other


def test_the_same_record_and_two_nips_are_refused(budi: Person, double: Person):
    with pytest.raises(MergeRefused, match="catatannya sendiri"):
        merge(budi, budi)
    Person.objects.filter(pk=budi.pk).update(nip="197001012005011009")
    with pytest.raises(MergeRefused) as refusal:
        merge(budi, double)
    assert "NIP yang berbeda" in str(refusal.value)
    assert "1980" not in str(refusal.value)
    assert not PersonMerge.objects.exists()


def test_a_record_that_is_gone_is_refused(budi: Person, double: Person):
    stale = Person.objects.get(pk=double.pk)
    found = merge(budi, double)
    with pytest.raises(MergeRefused, match="baru saja dihapus atau digabungkan"):
        merge(budi, stale)
    undo(found)
    with pytest.raises(MergeRefused, match="sudah dipisahkan lagi"):
        undo(found)


def test_merges_are_undone_from_the_last(budi: Person, double: Person):
    third = Person.objects.create(name="B. Santoso")
    term = make_term(make_post(), person=double)
    before = people()
    first = merge(third, double)
    second = merge(budi, third)
    with pytest.raises(MergeRefused, match="Pisahkan dahulu penggabungan sesudahnya"):
        undo(PersonMerge.objects.get(pk=first.pk))
    undo(second)
    undo(PersonMerge.objects.get(pk=first.pk))
    term.refresh_from_db()
    assert (people(), term.person.name) == (before, "BUDI SANTOSO")


def test_a_frozen_row_stops_the_whole_merge(budi: Person, double: Person):
    term = make_term(make_post(), person=double)
    part = Official.objects.create(meeting=make_meeting(), person=double, part="Pembuka")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION freeze() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'frozen'; END $$;"
            "CREATE TRIGGER frozen BEFORE UPDATE ON meetings_official "
            "FOR EACH ROW EXECUTE FUNCTION freeze()"
        )
    with pytest.raises(MergeRefused) as refusal:
        merge(budi, double)
    assert str(refusal.value).startswith(f"Pejabat dalam rakor: {part} tidak dapat ikut berpindah")
    term.refresh_from_db()
    assert (term.person, Person.objects.count()) == (double, 2)


def test_a_published_result_stays_and_its_term_follows(
    budi: Person, double: Person, aceh: Office, secretariat: User
):
    term = make_term(make_post(), person=double, on_behalf_of=aceh, period=(TODAY, None))
    election = Election.objects.create(slug="ketua", meeting=make_meeting(), post=term.post)
    Acclamation.objects.create(election=election, candidate=double, office=aceh)
    result = Result.objects.create(
        election=election, term=term, published_at=NOW, published_by=secretariat
    )
    undo(merge(budi, double))
    merge(budi, Person.objects.get(name="BUDI SANTOSO"))
    result.refresh_from_db()
    assert (result.term.person, result.election.acclamation.candidate) == (budi, budi)


def test_reference_data_find_the_kept_record_and_change_nothing(tmp_path):
    call_command("load_reference", verbosity=0)
    merged = Person.objects.filter(terms__isnull=False).order_by("pk").first()
    kept = Person.objects.create(name=merged.name)
    before = Person.objects.count()
    found = merge(kept, merged)
    terms = set(kept.terms.values_list("pk", flat=True))
    call_command("load_reference", verbosity=0)
    assert Person.objects.count() == before - 1
    assert set(kept.terms.values_list("pk", flat=True)) == terms
    undo(PersonMerge.objects.get(pk=found.pk))
    call_command("load_reference", verbosity=0)
    assert Person.objects.count() == before
    record = ReferenceRecord.objects.get(key=f"provinces.person:{kept.name}")
    assert record.row == str(found.merged["pk"])
    assert not kept.terms.exists()


def test_periods_of_both_stand_side_by_side(budi: Person, double: Person, aceh: Office):
    post = make_post(office=aceh)
    make_term(post, person=budi, period=(date(2020, 1, 1), date(2022, 1, 1)))
    make_term(post, person=double, period=(date(2022, 1, 1), None))
    merge(budi, double)
    assert [t.period.lower.year for t in budi.terms.order_by("period")] == [2020, 2022]
