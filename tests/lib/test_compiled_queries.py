"""SQL that is written once answers as the query itself would."""

import copy
import pickle
from datetime import timedelta

import pytest
from django.db.models import Count

from forum_portal.lib.compiled_queries import compiled, compiled_models
from meetings.models import AssignmentLetter, Certificate, Meeting
from provinces.models import Office
from tests.factories import make_letter, make_meeting, make_registration


@pytest.mark.django_db
def test_rows_are_read_anew_while_the_sql_is_written_once(aceh, bali):
    written = []

    @compiled
    def names(island_group: str):
        written.append(island_group)
        offices = Office.objects.filter(province__island_group=island_group)
        return offices.values_list("name")

    assert names("sumatera") == (("UPTD Balai Tekkomdik Aceh",),)
    Office.objects.filter(pk=aceh.pk).update(name="UPTD Tikomdik 100% Aceh")

    assert names("sumatera") == (("UPTD Tikomdik 100% Aceh",),)
    assert names("bali-nusa-tenggara") == ((bali.name,),)
    assert names("papua") == ()
    assert written == ["sumatera", "bali-nusa-tenggara", "papua"]


@pytest.mark.django_db
def test_what_is_given_by_keyword_shares_one_sql(aceh, bali):
    written = []

    @compiled
    def names(island_group: str, slug: str):
        written.append(slug)
        offices = Office.objects.filter(province__island_group=island_group, slug=slug)
        return offices.values_list("name")

    assert names("sumatera", slug="aceh") == ((aceh.name,),)
    assert names("sumatera", slug="bali") == ()
    assert names("sumatera", slug="' OR '1'='1") == ()
    assert len(written) == 1


@pytest.mark.django_db
def test_keys_and_moments_are_given_by_keyword():
    @compiled
    def slugs(*, pk, closes):
        return Meeting.objects.filter(pk=pk, registration_closes_at=closes).values_list("slug")

    first, second = make_meeting(), make_meeting()
    closes = first.registration_closes_at

    assert slugs(pk=first.pk, closes=closes) == ((first.slug,),)
    assert slugs(pk=second.pk, closes=closes) == ((second.slug,),)
    assert slugs(pk=second.pk, closes=closes + timedelta(seconds=1)) == ()


@pytest.mark.django_db
def test_models_are_those_of_the_query():
    @compiled_models
    def locked(pk: int):
        return Meeting.objects.filter(pk=pk).select_for_update(no_key=True)

    meeting = make_meeting(organisers="Pusdatin\nBLPT", capacity=50)
    (found,) = locked(meeting.pk)
    expected = Meeting.objects.get(pk=meeting.pk)
    assert found == expected
    assert {name: value for name, value in vars(found).items() if name != "_state"} == {
        name: value for name, value in vars(expected).items() if name != "_state"
    }
    found.capacity = 60
    found.save(update_fields=["capacity"])
    assert [each.capacity for each in locked(meeting.pk)] == [60]
    assert locked(0) == []


@pytest.mark.django_db
def test_models_are_as_whole_as_those_that_django_reads(aceh, operator):
    @compiled_models
    def letters():
        return AssignmentLetter.objects.all()

    letter = make_letter(make_meeting(), aceh)
    (found,) = letters()
    assert (found._state.adding, found._state.db) == (False, letter._state.db)
    for copied in (pickle.loads(pickle.dumps(found)), copy.copy(found)):
        assert (copied, copied.file.name) == (letter, letter.file.name)
    assert (found.file.name, bool(found.file)) == (letter.file.name, bool(letter.file))
    assert found.office == aceh
    found.refresh_from_db()
    found.full_clean()
    assert found.get_deferred_fields() == set()


@pytest.mark.django_db
def test_models_bring_what_is_annotated():
    @compiled_models
    def counted(*, pk):
        return Meeting.objects.filter(pk=pk).annotate(people=Count("registrations"))

    meeting = make_meeting()
    make_registration(meeting, None)
    (found,) = counted(pk=meeting.pk)
    assert (found, found.title, found.people) == (meeting, meeting.title, 1)


@pytest.mark.django_db
def test_model_with_a_converted_column_is_refused():
    @compiled_models
    def certificates():
        return Certificate.objects.all()

    with pytest.raises(TypeError, match="content"):
        certificates()
