"""Pictures and emblem of an office: twelve places, no gaps, files that go with their row."""

import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from PIL import Image

from accounts.models import AuditEvent
from provinces.actions.profile import (
    ProfileRefused,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
    set_logo,
)
from provinces.models import Office, OfficePicture
from tests.factories import NOW, make_picture

pytestmark = pytest.mark.any_postgres


def upload() -> ContentFile:
    written = BytesIO()
    Image.new("RGB", (600, 400), (20, 90, 40)).save(written, "JPEG")
    return ContentFile(written.getvalue(), name="gedung.jpg")


def add(office: Office, alt: str = "Gedung balai") -> OfficePicture:
    return add_picture(office=office, file=upload(), alt=alt, by=None, at=NOW)


def places(office: Office) -> list[tuple[int, str]]:
    return list(office.pictures.values_list("place", "alt"))


def files(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*.webp"))


@pytest.fixture
def three(aceh) -> Office:
    for place, alt in enumerate("ABC", start=1):
        make_picture(aceh, place=place, alt=alt)
    return aceh


def test_picture_takes_the_first_free_place(aceh, tmp_path):
    make_picture(aceh, place=2)
    first, third = add(aceh, "  Gedung \n balai "), add(aceh)
    assert (first.place, first.alt, third.place) == (1, "Gedung balai", 3)
    assert (first.widths, first.width, first.height) == ([480, 600], 600, 400)
    assert len(files(tmp_path)) == 4
    event = AuditEvent.objects.first()
    assert (event.action, event.details) == (
        "office.picture_added", {"place": 3, "alt": "Gedung balai"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("alt", "reason"),
    [
        (" ", "Gambar memerlukan uraian: apa yang terlihat, dalam satu kalimat, bagi pembaca "
         "yang tidak melihatnya."),
        ("x" * 201, "Uraian gambar ini 201 huruf; batasnya 200 huruf."),
    ],
)  # fmt: skip
def test_picture_without_a_useful_description_is_refused(aceh, alt, reason):
    with pytest.raises(ProfileRefused) as refusal:
        add(aceh, alt)
    assert str(refusal.value) == reason


def test_thirteenth_picture_is_refused_by_the_action(aceh, tmp_path):
    for place in range(1, 13):
        make_picture(aceh, place=place)
    with pytest.raises(ProfileRefused) as refusal:
        add(aceh)
    assert str(refusal.value) == (
        "UPTD Balai Tekkomdik Aceh sudah memuat 12 gambar, sebanyak-banyaknya bagi satu balai. "
        "Hapus dahulu salah satunya."
    )
    assert files(tmp_path) == []


@pytest.mark.parametrize("place", [0, 13, 1])
def test_thirteenth_place_and_a_taken_one_are_refused_by_the_database(aceh, place):
    make_picture(aceh, place=1)
    _check_at_once()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(aceh, place=place)


def _check_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [("A", 3, "BCA"), ("C", 1, "CAB"), ("B", 2, "ABC"), ("B", 99, "ACB"), ("B", -4, "BAC")],
)
def test_moved_picture_leaves_no_gap(three, moved, place, order):
    picture = OfficePicture.objects.get(alt=moved)
    move_picture(picture=picture, place=place, by=None, at=NOW)
    _check_at_once()
    assert places(three) == list(enumerate(order, start=1))
    assert AuditEvent.objects.count() == (order != "ABC")


def test_removed_picture_closes_its_gap_and_takes_its_files_along(
    three, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        picture = add(three, "D")
        move_picture(picture=picture, place=2, by=None, at=NOW)
    assert len(files(tmp_path)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(picture=picture, by=None, at=NOW)
        # Whoever reads meanwhile still finds it.
        assert len(files(tmp_path)) == 2
    assert files(tmp_path) == []
    assert places(three) == [(1, "A"), (2, "B"), (3, "C")]


def test_picture_that_is_gone_is_neither_moved_nor_described(three):
    picture = OfficePicture.objects.get(alt="B")
    OfficePicture.objects.filter(pk=picture.pk).delete()
    for action, more in (
        (move_picture, {"place": 1}),
        (describe_picture, {"alt": "Baru"}),
        (remove_picture, {}),
    ):
        with pytest.raises(ProfileRefused, match="Gambar “B” sudah dihapus"):
            action(picture=picture, by=None, at=NOW, **more)


def test_described_picture_keeps_place_and_file(three):
    picture = OfficePicture.objects.get(alt="B")
    describe_picture(picture=picture, alt="Studio", by=None, at=NOW)
    describe_picture(picture=picture, alt="Studio", by=None, at=NOW)
    assert places(three) == [(1, "A"), (2, "Studio"), (3, "C")]
    assert AuditEvent.objects.count() == 1


def test_emblem_is_replaced_and_the_former_file_goes_after_the_commit(
    aceh, tmp_path, django_capture_on_commit_callbacks
):
    for expected in (1, 1):
        with django_capture_on_commit_callbacks(execute=True):
            set_logo(office=aceh, file=upload(), by=None, at=NOW)
        assert len(files(tmp_path)) == expected
    assert Office.objects.get().logo.name == aceh.logo.name
    with django_capture_on_commit_callbacks(execute=True):
        set_logo(office=aceh, file=None, by=None, at=NOW)
        set_logo(office=aceh, file=None, by=None, at=NOW)
    assert (files(tmp_path), Office.objects.get().logo.name) == ([], "")
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "office.logo_set", "office.logo_set", "office.logo_removed",
    ]  # fmt: skip


def test_refused_file_changes_nothing(aceh, tmp_path):
    page = ContentFile(b"<html>", name="gedung.jpg")
    with pytest.raises(ValidationError):
        set_logo(office=aceh, file=page, by=None, at=NOW)
    with pytest.raises(ValidationError):
        add_picture(office=aceh, file=page, alt="Gedung", by=None, at=NOW)
    assert (files(tmp_path), places(aceh), AuditEvent.objects.count()) == ([], [], 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_twelfth_picture_at_once_get_one_in(aceh, tmp_path):
    for place in range(1, 12):
        make_picture(aceh, place=place)
    office, barrier, outcomes = Office.objects.get(), threading.Barrier(2), []

    def act() -> None:
        barrier.wait()
        try:
            outcomes.append(add(office).place)
        except ProfileRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    _together(act, act)
    assert sorted(outcomes, key=str) == [12, "refused"]
    assert [place for place, _ in places(office)] == list(range(1, 13))
    assert len(files(tmp_path)) == 2


def _together(*acts: Callable[[], None]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
