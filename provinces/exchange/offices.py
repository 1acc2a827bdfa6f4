"""Offices as rows of a file: what is written, and what a row asks for."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from forum_portal.lib.phones import shown as shown_phone
from provinces.actions.names import NameRefused, correct_name, rename_office
from provinces.actions.offices import OfficeRefused, create_office, set_kind
from provinces.actions.profile import PROFILE_FIELDS, ProfileRefused, set_aliases, update_profile
from provinces.actions.verification import VerificationRefused, set_verification
from provinces.exchange.cells import (
    BETWEEN,
    CLEAR,
    choice_text,
    day_text,
    listed,
    parse_choice,
    parse_exact,
    parse_key,
)
from provinces.exchange.rows import (
    Cells,
    Column,
    Fate,
    Outcome,
    RowRefused,
    SourceRow,
    differences,
    read,
    refuse,
)
from provinces.models import FormerSlug, Office, Province

COLUMNS = (
    Column("id", "ID", "Nomor balai di portal; kosong untuk balai baru."),
    Column("slug", "Alamat halaman", "Bagian akhir alamat, misalnya jawa-barat. Tanpa ID, balai "
           "dicari dengan alamat ini; yang belum ada menjadi balai baru."),
    Column("province", "Kode provinsi", "Kode Kemendagri, dua angka. Tidak dapat diubah."),
    Column("province_name", "Provinsi", "Untuk dibaca.", is_read=False),
    Column("kind", "Bentuk", "Balai, atau Dinas (tanpa balai)."),
    Column("name", "Nama resmi", "Nama lain bersama “Nama berlaku sejak” yang baru berarti ganti "
           "nama, dan nama lama menjadi nama terdahulu; tanpa itu, perbaikan ejaan."),
    Column("short_name", "Singkatan", "Misalnya BTIKP Jabar."),
    Column("name_since", "Nama berlaku sejak", "Tanggal."),
    Column("aliases", "Nama lain", "Dipisahkan garis tegak (|); daftar ini menggantikan yang ada."),
    Column("parent_agency", "Instansi induk", ""),
    Column("city", "Kota/kabupaten", ""),
    Column("address", "Alamat kantor", ""),
    Column("phone", "Telepon kantor", "Ditulis dengan cara apa pun."),
    Column("email", "Surel kantor", ""),
    Column("website", "Situs web", "Dengan https://."),
    Column("description", "Uraian", "Boleh memakai Markdown."),
    Column("opening_hours", "Jam layanan", "Satu per baris."),
    Column("verification", "Kepastian nama", "Beserta “Sumber kepastian”."),
    Column("verification_source", "Sumber kepastian", ""),
    Column("confirmed_on", "Dikonfirmasi balai pada", "Untuk dibaca.", is_read=False),
)  # fmt: skip
_REFUSALS = (NameRefused, OfficeRefused, ProfileRefused, VerificationRefused)


def for_export(offices: QuerySet[Office]) -> QuerySet[Office]:
    return offices.select_related("province").prefetch_related("aliases")


def cells(office: Office) -> Cells:
    """As the file shows the office; without a query once loaded by `for_export`."""
    told = {
        "id": str(office.pk),
        "slug": office.slug,
        "province": office.province_id,
        "province_name": office.province.name,
        "kind": choice_text(office.kind, Office.Kind.choices),
        "name": office.name,
        "short_name": office.short_name,
        "name_since": day_text(office.name_since, office.name_since_precision),
        "aliases": BETWEEN.join(alias.name for alias in office.aliases.all()),
        "verification": choice_text(office.verification, Office.Verification.choices),
        "verification_source": office.verification_source,
        "confirmed_on": office.confirmed_on.isoformat() if office.confirmed_on else "",
        **{name: getattr(office, name) for name in PROFILE_FIELDS},
    }
    told["phone"] = shown_phone(office.phone)
    return {key: value.replace("\r\n", "\n").strip() for key, value in told.items()}


class OfficeImport:
    """Rows one after the other; each in the caller's savepoint."""

    columns = COLUMNS

    def __init__(self, rows: list[SourceRow], *, by: User, at: datetime) -> None:
        self.by, self.at = by, at
        everybody = for_export(Office.objects.all())
        self._by_pk = {office.pk: office for office in everybody}
        self._by_slug = {office.slug: office for office in self._by_pk.values()}
        for former in FormerSlug.objects.all():
            self._by_slug.setdefault(former.slug, self._by_pk[former.office_id])
        self._seen: dict[int, int] = {}

    def apply(self, row: SourceRow) -> Fate:
        office = self._found(row)
        if office is None:
            return self._add(row)
        first = self._seen.setdefault(office.pk, row.number)
        if first != row.number:
            raise RowRefused(f"Balai ini sudah disebut pada baris {first}.")
        before = cells(office)
        wanted = row.wanted(before)
        # A former address still leads to its office; another one would be a move.
        slug = wanted.pop("slug", office.slug)
        if self._by_slug.get(slug) != office:
            raise refuse(COLUMNS, "slug", "alamat dipindahkan dari halaman balai.")
        if not wanted:
            return Fate(row.number, office.name, Outcome.SAME)
        self._change(office, before, wanted)
        after = cells(for_export(Office.objects.filter(pk=office.pk)).get())
        changes = differences(COLUMNS, before, after)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Fate(row.number, office.name, outcome, changes)

    def _found(self, row: SourceRow) -> Office | None:
        if row.get("id"):
            key = read(COLUMNS, "id", parse_key, row.get("id"))
            if key not in self._by_pk:
                raise refuse(COLUMNS, "id", f"tidak ada balai bernomor {key}.")
            return self._by_pk[key]
        if not row.get("slug"):
            raise refuse(COLUMNS, "slug", "wajib diisi bila ID kosong.")
        return self._by_slug.get(row.get("slug"))

    def _add(self, row: SourceRow) -> Fate:
        filled = row.filled()
        if missing := [key for key in ("province", "name") if key not in filled]:
            raise refuse(COLUMNS, missing[0], "wajib diisi untuk balai baru.")
        province = Province.objects.filter(pk=filled["province"]).first()
        if province is None:
            raise refuse(COLUMNS, "province", f"tidak ada provinsi berkode {filled['province']}.")
        kind = filled.pop("kind", Office.Kind.BALAI)
        since, precision = read(COLUMNS, "name_since", parse_exact, filled.pop("name_since", CLEAR))
        office = self._doing(
            create_office, province=province, slug=filled["slug"], name=filled["name"],
            kind=read(COLUMNS, "kind", _kind, kind), short_name=filled.get("short_name", ""),
            name_since=since, precision=precision,
        )  # fmt: skip
        blank = cells(office)
        self._change(office, blank, row.wanted(blank))
        after = cells(for_export(Office.objects.filter(pk=office.pk)).get())
        empty = dict.fromkeys(after, "")
        details = [
            words.replace(": kosong → ", ": ") for words in differences(COLUMNS, empty, after)
        ]
        # Only now: a refusal above leaves no such office.
        self._by_slug[office.slug] = office
        self._seen[office.pk] = row.number
        return Fate(row.number, office.name, Outcome.NEW, details)

    def _change(self, office: Office, before: Cells, wanted: Cells) -> None:
        new = {key: "" if cell == CLEAR else cell for key, cell in wanted.items()}
        if "province" in new:
            raise refuse(COLUMNS, "province", "balai tidak berpindah provinsi.")
        if {"name", "short_name", "name_since"} & new.keys():
            self._rename(office, {**before, **new}, new)
        if profile := {name: new[name] for name in PROFILE_FIELDS if name in new}:
            self._doing(update_profile, office=office, values=profile)
        if "aliases" in new:
            self._doing(set_aliases, office=office, names=listed(new["aliases"]))
        if "kind" in new:
            kind = read(COLUMNS, "kind", _kind, new["kind"])
            self._doing(set_kind, office=office, kind=kind)
        if {"verification", "verification_source"} & new.keys():
            merged = {**before, **new}
            judged = read(COLUMNS, "verification", _verification, merged["verification"])
            self._doing(
                set_verification, office=office, verification=judged,
                source=merged["verification_source"],
            )  # fmt: skip

    def _rename(self, office: Office, merged: Cells, new: Cells) -> None:
        name, short_name = merged["name"], merged["short_name"]
        if "name_since" not in new:
            self._doing(correct_name, office=office, name=name, short_name=short_name)
            return
        if "name" not in new:
            raise refuse(COLUMNS, "name_since", "berubah hanya bersama nama yang baru.")
        since, precision = read(COLUMNS, "name_since", parse_exact, new["name_since"] or CLEAR)
        self._doing(
            rename_office, office=office, name=name, short_name=short_name,
            since=since, precision=precision,
        )  # fmt: skip

    def _doing(self, action: Any, **what: Any) -> Any:
        try:
            return action(**what, by=self.by, at=self.at)
        except _REFUSALS as refusal:
            raise RowRefused(str(refusal)) from None
        except ValidationError as refusal:
            raise RowRefused(*_by_column(refusal)) from None


def _by_column(refusal: ValidationError) -> list[str]:
    labels = {column.key: column.label for column in COLUMNS}
    return [
        f"Kolom {labels[name]}: {message}" if name in labels else message
        for name, messages in refusal.message_dict.items()
        for message in messages
    ]


def _kind(text: str) -> str:
    return parse_choice(text, Office.Kind.choices)


def _verification(text: str) -> str:
    return parse_choice(text, Office.Verification.choices)
