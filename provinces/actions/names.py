"""What is done to an office's name and address. Each locks the office first."""

import re
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import BoundPrecision, Precision, first_day, partial_date
from provinces.models import FormerSlug, Office, OfficeAlias, OfficeName

# Addresses below /provinsi/ that are no office's.
RESERVED_SLUGS = frozenset({"konfirmasi", "program-transformasi-digital"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# As the fields of Office.
_LONGEST = {"name": 200, "short_name": 60}


class NameRefused(Exception):
    """A name or address that cannot be; says why, in a sentence for the reader."""


@transaction.atomic
def rename_office(
    *,
    office: Office,
    name: str,
    since: date | None,
    by: User | None,
    at: datetime,
    precision: str = Precision.DAY,
    short_name: str = "",
    source: str = "",
) -> OfficeName | None:
    """The former name with its period; None where nothing is known of the time it was in force.

    since: the first day of the new name. Where nobody knows it, the former name stays findable:
    as one whose end is not known if its beginning is, else as another name of the office.
    Identity and address stay. Raises NameRefused.
    """
    office = _locked(office)
    name, short_name = _checked(name, "name"), _checked(short_name, "short_name")
    if name == office.name:
        raise NameRefused(
            f"Nama resmi balai ini sudah {office.name}. Ejaan dan singkatan diperbaiki dengan "
            "“Perbaiki ejaan nama”."
        )
    since = first_day(since, precision) if since else None
    if since:
        _refuse_collision(office, since, precision, at)
    former = _as_former(office, since, precision, source)
    before = (office.name, office.short_name)
    office.name, office.short_name = name, short_name
    office.name_since, office.name_since_precision = since, precision if since else Precision.DAY
    # The present name gives its time away before the former one takes it: a trigger looks.
    office.save(update_fields=["name", "short_name", "name_since", "name_since_precision"])
    if former:
        former.save()
    else:
        _keep_as_alias(office, *before)
    told = {"before": before[0], "after": name, "precision": precision, "source": source}
    told["since"] = since.isoformat() if since else ""
    audit.record("office.renamed", target=office, by=by, at=at, **told)
    return former


@transaction.atomic
def correct_name(
    *, office: Office, name: str, short_name: str, by: User | None, at: datetime
) -> Office:
    """The same name, spelt right: no former name comes of it. Raises NameRefused."""
    office = _locked(office)
    before = {"name": office.name, "short_name": office.short_name}
    office.name = _checked(name, "name")
    office.short_name = _checked(short_name, "short_name")
    if before == {"name": office.name, "short_name": office.short_name}:
        raise NameRefused("Nama dan singkatan ini sudah tercatat; tidak ada yang berubah.")
    office.save(update_fields=["name", "short_name"])
    audit.record(
        "office.name_corrected",
        target=office,
        by=by,
        at=at,
        before=before,
        after={"name": office.name, "short_name": office.short_name},
    )
    return office


@transaction.atomic
def move_address(*, office: Office, slug: str, by: User | None, at: datetime) -> Office:
    """The office at its new address, to which every former one leads from now on.

    An address that once was another office's stays that office's for good; the office's own
    old address may become its present one again. Raises NameRefused.
    """
    _lock_addresses()
    office = _locked(office)
    before, slug = office.slug, slug.strip()
    if slug == before:
        raise NameRefused(f"Alamat halaman balai ini sudah “{slug}”.")
    if obstacle := address_obstacle(slug, office):
        raise NameRefused(obstacle)
    FormerSlug.objects.filter(slug=slug).delete()
    FormerSlug.objects.create(slug=before, office=office)
    office.slug = slug
    office.save(update_fields=["slug"])
    audit.record("office.moved", target=office, by=by, at=at, before=before, after=slug)
    return office


def address_obstacle(slug: str, office: Office | None = None) -> str:
    """Why `slug` cannot be the address of `office` (None: of a new one); empty if it can."""
    if len(slug) > 50 or not _SLUG.fullmatch(slug):
        return (
            "Alamat halaman terdiri atas paling banyak 50 huruf kecil dan angka, dipisahkan "
            "tanda hubung, misalnya jawa-barat."
        )
    if slug in RESERVED_SLUGS:
        return f"Alamat “{slug}” dipakai portal sendiri; pilih yang lain."
    others = Office.objects.exclude(pk=office.pk) if office else Office.objects.all()
    if other := others.filter(slug=slug).first():
        return f"Alamat “{slug}” sudah dipakai {other.name}."
    former = FormerSlug.objects.filter(slug=slug).select_related("office").first()
    if former and former.office != office:
        return f"Alamat “{slug}” dahulu milik {former.office.name} dan masih menuju ke sana."
    return ""


def _locked(office: Office) -> Office:
    return Office.objects.select_for_update().get(pk=office.pk)


def _lock_addresses() -> None:
    """Two offices moving at once could each take what the other is just leaving."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE provinces_formerslug IN SHARE ROW EXCLUSIVE MODE")


def _checked(text: str, field: str) -> str:
    text = " ".join(text.split())
    if field == "name" and not text:
        raise NameRefused("Nama resmi tidak boleh kosong.")
    if len(text) > _LONGEST[field]:
        label = "Nama resmi" if field == "name" else "Singkatan"
        raise NameRefused(f"{label} paling panjang {_LONGEST[field]} huruf; ini {len(text)}.")
    return text


def _refuse_collision(office: Office, since: date, precision: str, at: datetime) -> None:
    day = partial_date(since, precision)
    if since > timezone.localdate(at):
        raise NameRefused(
            f"Nama baru belum berlaku: {day} belum tiba. Catat penggantian nama pada harinya."
        )
    if office.name_since and since <= office.name_since:
        began = partial_date(office.name_since, office.name_since_precision)
        raise NameRefused(
            f"{office.name} tercatat berlaku sejak {began}; nama penggantinya harus berlaku "
            f"sesudah itu, bukan sejak {day}."
        )
    # Up to its last day as well: the name in between would have had no time at all.
    later = office.former_names.filter(valid__endswith__gte=since).order_by("-valid").first()
    if later:
        raise NameRefused(
            f"{later.name} tercatat berlaku {later.when}; nama baru harus berlaku sesudah itu, "
            f"bukan sejak {day}."
        )


def _as_former(
    office: Office, since: date | None, precision: str, source: str
) -> OfficeName | None:
    """The present name as a former one, not saved yet; None where its time is not known at all."""
    lower, lower_precision = office.name_since, office.name_since_precision
    if since is None and lower is None:
        return None
    if lower is None:
        # It followed the former name before it, if there was one, nobody knows on which day.
        last = office.former_names.order_by("-valid").first()
        lower, lower_precision = last.valid.upper if last else None, BoundPrecision.UNKNOWN
    until, until_precision = since, precision
    if until is None and lower is not None:
        # The one day on which it is known to have been in force.
        until, until_precision = lower + timedelta(days=1), BoundPrecision.UNKNOWN
    return OfficeName(
        office=office,
        name=office.name,
        short_name=office.short_name,
        valid=DateRange(lower, until),
        from_precision=lower_precision,
        until_precision=until_precision,
        source=source,
    )


def _keep_as_alias(office: Office, *names: str) -> None:
    for name in filter(None, names):
        OfficeAlias.objects.get_or_create(office=office, name=name)
