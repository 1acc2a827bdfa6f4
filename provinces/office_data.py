"""All public data that the portal holds of one office, in groups, to be looked over and confirmed.

The fingerprint stands in the form beside them: whoever confirms, confirms what they have read.
"""

import hashlib
import json
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString

from forum_portal.lib import pictures
from forum_portal.lib.dates import partial_date
from forum_portal.lib.markdown import to_html
from forum_portal.lib.phones import shown
from forum_portal.lib.pictures import Shown
from provinces.models import Membership, Office, OfficePicture, OfficeProgramme, Post, Term
from provinces.terms import holding_on

Item = dict[str, Any]


class Group(NamedTuple):
    """A heading with what stands under it; `nothing` is said where there is none of it.

    items: of _components/definitions.html; rows: of _components/row.html; logo: its address.
    """

    id: str
    title: str
    items: list[Item] = []
    rows: list[Item] = []
    prose: SafeString | str = ""
    logo: str = ""
    pictures: list[Shown] = []
    nothing: str = ""

    @property
    def has_dates(self) -> bool:
        return any(row.get("date") for row in self.rows)


class OfficeData(NamedTuple):
    """In two columns: what is entered, and what the office tells of itself."""

    entered: list[Group]
    told: list[Group]
    fingerprint: str


def data_of(office: Office, today: date) -> OfficeData:
    """As they are today. `office` with its province; seven statements."""
    description = Group(
        "uraian",
        "Uraian",
        prose=to_html(office.description) if office.description else "",
        nothing="Belum ada uraian.",
    )
    entered = [_names(office), _head(office, today), _contacts(office), _memberships(office)]
    told = [description, _services(office), _programmes(office), _pictures(office)]
    return OfficeData(entered, told, _fingerprint([*entered, *told], office.logo.name or ""))


def _names(office: Office) -> Group:
    since = ""
    if office.name_since:
        since = f"sejak {partial_date(office.name_since, office.name_since_precision)}"
    items = [
        {"label": "Nama resmi", "value": office.name, "note": since},
        {"label": "Singkatan", "value": office.short_name},
        {"label": "Nama lain", "value": ", ".join(alias.name for alias in office.aliases.all())},
        {"label": "Bentuk", "value": office.get_kind_display()},
        {"label": "Provinsi", "value": office.province.name},
        *(
            {"label": "Nama terdahulu", "value": former.name, "note": former.when}
            for former in office.former_names.all()
        ),
    ]
    return Group("nama", "Nama", items)


def _head(office: Office, today: date) -> Group:
    terms = Term.objects.filter(post__office=office, post__slug=Post.HEAD)
    holding = holding_on(today, terms.select_related("person"))
    heads = [("Kepala", holding.definitive or holding.sighting)]
    if holding.acting:
        heads.append((f"{holding.acting.get_acting_display()} Kepala", holding.acting))
        heads = [(label, term) for label, term in heads if term]
    return Group("kepala", "Kepala balai", [_holder(label, term) for label, term in heads])


def _holder(label: str, term: Term | None) -> Item:
    if term is None:
        return {"label": label, "value": ""}
    decree = f"SK {term.decree_number}" if term.decree_number else ""
    note = " · ".join(part for part in (term.when, decree) if part)
    return {"label": label, "value": term.person.name, "note": note}


def _contacts(office: Office) -> Group:
    items = [
        {"label": "Alamat kantor", "value": office.address},
        {"label": "Kota/kabupaten", "value": office.city},
        {"label": "Telepon kantor", "value": shown(office.phone)},
        {"label": "Surel kantor", "value": office.email},
        {"label": "Situs web", "value": office.website},
        {"label": "Instansi induk", "value": office.parent_agency},
        {"label": "Jam layanan", "value": "; ".join(office.opening_hours.split("\n"))},
    ]
    return Group("kontak", "Kontak dan jam layanan", items)


def _services(office: Office) -> Group:
    rows = [
        {
            "title": service.name,
            "note": " · ".join(part for part in (service.description, service.url) if part),
        }
        for service in office.services.all()
    ]
    return Group("layanan", "Layanan", rows=rows, nothing="Belum ada layanan yang tercatat.")


def _programmes(office: Office) -> Group:
    rows = [
        {
            "title": programme.title,
            "date": _years(programme),
            "note": programme.reached,
            "state": programme.get_state_display(),
        }
        for programme in office.programmes.all()
    ]
    nothing = "Belum ada program yang tercatat."
    return Group("program", "Program transformasi digital", rows=rows, nothing=nothing)


def _years(programme: OfficeProgramme) -> str:
    if programme.until_year and programme.until_year != programme.year:
        return f"{programme.year}\u2013{programme.until_year}"
    return str(programme.year)


def _pictures(office: Office) -> Group:
    own = list(office.pictures.all())
    items = [
        {"label": "Lambang", "value": "Ada" if office.logo else "Belum ada"},
        {"label": "Gambar", "value": f"{len(own)} gambar" if own else "Belum ada"},
    ]
    logo = reverse("provinces:logo", args=[office.slug]) if office.logo else ""
    shown_ones = [_shown(picture, office.slug) for picture in own]
    return Group("gambar", "Lambang dan gambar", items, logo=logo, pictures=shown_ones)


def _shown(picture: OfficePicture, slug: str) -> Shown:
    return pictures.shown(
        stem=picture.stem,
        widths=picture.widths,
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        address=lambda stem, width: reverse("provinces:picture", args=[slug, stem, width]),
    )


def _memberships(office: Office) -> Group:
    rows = list(office.memberships.all())
    items = [{"label": _membership_label(row), "value": row.when} for row in rows]
    nothing = "Balai ini belum pernah tercatat sebagai anggota forum."
    return Group("keanggotaan", "Keanggotaan forum", items, nothing=nothing)


def _membership_label(membership: Membership) -> str:
    end = membership.get_end_display()
    return f"Anggota, lalu {end.lower()}" if end else "Anggota"


def _fingerprint(groups: list[Group], logo: str) -> str:
    told = [
        (group.id, group.items, group.rows, str(group.prose), group.pictures) for group in groups
    ]
    text = json.dumps([told, logo], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
