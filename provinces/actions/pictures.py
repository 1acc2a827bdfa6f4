"""The pictures and the emblem of an office.

Each locks the office first, so places are counted by one at a time; the database refuses a
thirteenth picture, or two in one place, whoever writes them.
"""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.pictures import delete_sizes, store_sizes
from forum_portal.lib.stored_files import delete_on_commit, stays_if_committed
from forum_portal.lib.uploads import checked_picture
from provinces.models import MOST_PICTURES, Office, OfficePicture

LOGO_SIDE = 640
_LONGEST_ALT = OfficePicture._meta.get_field("alt").max_length or 0


class ProfileRefused(Exception):
    """A profile that cannot be; says why, in a sentence for the reader."""


@transaction.atomic
def add_picture(
    *, office: Office, file: File, alt: str, by: User | None, at: datetime
) -> OfficePicture:
    """The picture in the first free place.

    Raises ProfileRefused without a place or a description, ValidationError of uploads.
    """
    alt = _described(alt)
    present = lock_office(office)
    taken = set(present.pictures.values_list("place", flat=True))
    free = [place for place in range(1, MOST_PICTURES + 1) if place not in taken]
    if not free:
        raise ProfileRefused(
            f"{present} sudah memuat {len(taken)} gambar, sebanyak-banyaknya bagi satu balai. "
            "Hapus dahulu salah satunya."
        )
    picture = OfficePicture.objects.create(
        office=present, place=free[0], alt=alt, **store_sizes(file)
    )
    audit.record("office.picture_added", target=office, by=by, at=at, place=picture.place, alt=alt)
    return picture


@transaction.atomic
def remove_picture(*, picture: OfficePicture, by: User | None, at: datetime) -> None:
    """Those after it move up; its files go, too. Raises ProfileRefused."""
    present = _present(picture)
    office = present.office
    later = office.pictures.filter(place__gt=present.place)
    place = present.place
    present.delete()
    _place(list(later), first=place)
    delete_sizes(picture)
    audit.record(
        "office.picture_removed", target=office, by=by, at=at, place=place, alt=picture.alt
    )


@transaction.atomic
def move_picture(*, picture: OfficePicture, place: int, by: User | None, at: datetime) -> None:
    """To `place`, the others closing up; a place beyond the last is the last.

    Raises ProfileRefused.
    """
    present = _present(picture)
    others = list(present.office.pictures.exclude(pk=present.pk))
    place = min(max(1, place), len(others) + 1)
    if place == present.place:
        return
    before = present.place
    _place([*others[: place - 1], present, *others[place - 1 :]], first=1)
    audit.record(
        "office.picture_moved",
        target=present.office,
        by=by,
        at=at,
        alt=present.alt,
        from_place=before,
        place=place,
    )


@transaction.atomic
def describe_picture(*, picture: OfficePicture, alt: str, by: User | None, at: datetime) -> None:
    """Raises ProfileRefused."""
    alt, present = _described(alt), _present(picture)
    if alt == present.alt:
        return
    before, present.alt = present.alt, alt
    present.save(update_fields=["alt"])
    audit.record(
        "office.picture_described",
        target=present.office,
        by=by,
        at=at,
        place=present.place,
        before=before,
        alt=alt,
    )


@transaction.atomic
def set_logo(*, office: Office, file: File | None, by: User | None, at: datetime) -> None:
    """The emblem of the office; None takes it away. Raises ValidationError of uploads."""
    present = lock_office(office)
    before = present.logo.name
    if file is not None:
        present.logo.save("lambang.webp", checked_picture(file, side=LOGO_SIDE), save=False)
        stays_if_committed(str(present.logo.name))
    elif before:
        present.logo = ""
    else:
        return
    present.save(update_fields=["logo"])
    office.logo = present.logo.name
    if before:
        delete_on_commit([before])
    verb = "logo_removed" if file is None else "logo_set"
    audit.record(f"office.{verb}", target=office, by=by, at=at)


def lock_office(office: Office) -> Office:
    """The office as it stands now; whoever else changes its profile waits."""
    return Office.objects.select_for_update().get(pk=office.pk)


def _present(picture: OfficePicture) -> OfficePicture:
    """The picture as it stands once its office is locked."""
    office = lock_office(picture.office)
    present = office.pictures.filter(pk=picture.pk).first()
    if present is None:
        raise ProfileRefused(f"Gambar “{picture.alt}” sudah dihapus.")
    present.office = office
    return present


def _place(pictures: list[OfficePicture], *, first: int) -> None:
    for place, picture in enumerate(pictures, start=first):
        picture.place = place
    OfficePicture.objects.bulk_update(pictures, ["place"])


def _described(alt: str) -> str:
    alt = " ".join(alt.split())
    if not alt:
        raise ProfileRefused(
            "Gambar memerlukan uraian: apa yang terlihat, dalam satu kalimat, bagi pembaca yang "
            "tidak melihatnya."
        )
    if len(alt) > _LONGEST_ALT:
        raise ProfileRefused(f"Uraian gambar ini {len(alt)} huruf; batasnya {_LONGEST_ALT} huruf.")
    return alt
