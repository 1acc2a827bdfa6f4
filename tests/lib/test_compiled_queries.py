"""SQL that is written once answers as the query itself would."""

import pytest

from forum_portal.lib.compiled_queries import compiled
from provinces.models import Office


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
def test_texts_by_keyword_share_one_sql(aceh, bali):
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
