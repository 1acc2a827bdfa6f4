"""provinces.csv, offices.csv and heads.csv: the provinces, the offices, who was seen as head."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from forum_portal.lib.dates import BoundPrecision
from provinces.models import Membership, Office, OfficeAlias, Person, Post, Province, Term
from provinces.models.office import IslandGroup
from provinces.reference import Load
from provinces.reference_files import Row, read_csv

PROVINCE_COLUMNS = ("code", "iso", "name", "time_zone")
OFFICE_COLUMNS = (
    "province_code",
    "official_name",
    "aliases",
    "city",
    "parent_agency",
    "address",
    "website",
    "verification",
    "source",
)
HEAD_COLUMNS = ("province_code", "full_name", "seen_on", "source")

# The first digit of a Kemendagri code; 1 and 2 are both Sumatera (21 is Kepulauan Riau).
_ISLAND_GROUPS = {
    "1": IslandGroup.SUMATERA,
    "2": IslandGroup.SUMATERA,
    "3": IslandGroup.JAWA,
    "5": IslandGroup.BALI_NUSRA,
    "6": IslandGroup.KALIMANTAN,
    "7": IslandGroup.SULAWESI,
    "8": IslandGroup.MALUKU,
    "9": IslandGroup.PAPUA,
}


@dataclass
class Members:
    """What was loaded, for the records that refer to it; None stands for a deleted row.

    offices_by_name: by any name in the file, however the office is called by now.
    """

    load: Load
    provinces: dict[str, Province | None] = field(default_factory=dict)
    offices: dict[str, Office | None] = field(default_factory=dict)
    offices_by_name: dict[str, Office | None] = field(default_factory=dict)
    head_posts: dict[str, Post | None] = field(default_factory=dict)
    _people: dict[str, Person | None] = field(default_factory=dict)

    def person(self, name: str, row: Row) -> Person | None:
        """The one person of that name: within the files, a name means one person."""
        if name not in self._people:
            self._people[name] = self.load.put(Person, name, {"name": name}, row=row)
        return self._people[name]

    def province(self, row: Row, column: str = "province_code") -> Province | None:
        code = row.text(column, required=True)
        if code not in self.provinces:
            raise row.fault(column, code, "tidak ada dalam data/provinces.csv")
        return self.provinces[code]


def load_members(load: Load, directory: Path) -> Members:
    members = Members(load)
    for row in read_csv(directory / "provinces.csv", PROVINCE_COLUMNS):
        _load_province(members, row)
    for row in read_csv(directory / "offices.csv", OFFICE_COLUMNS):
        _load_office(members, row)
    _load_heads(members, read_csv(directory / "heads.csv", HEAD_COLUMNS))
    return members


def island_group_of(code: str) -> IslandGroup | None:
    """By Kemendagri code; None for a code that no island group has."""
    return _ISLAND_GROUPS.get(code[:1])


def _load_province(members: Members, row: Row) -> None:
    code, name = row.text("code", required=True), row.text("name", required=True)
    if island_group_of(code) is None:
        raise row.fault("code", code, "bukan kode Kemendagri")
    members.provinces[code] = members.load.put(
        Province,
        code,
        {
            "code": code,
            "iso": row.text("iso"),
            "name": name,
            "slug": slugify(name),
            "zone": row.text("time_zone"),
            "island_group": island_group_of(code),
        },
        row=row,
        find={"code": code},
        columns={"zone": "time_zone", "slug": "name"},
    )


def _load_office(members: Members, row: Row) -> None:
    province, code = members.province(row), row.text("province_code")
    aliases = [alias for alias in row.text("aliases").split("|") if alias]
    name = row.text("official_name", required=True)
    office = None
    if province:
        office = _put_office(members, province, name, row)
    members.offices[code] = office
    members.offices_by_name |= dict.fromkeys([name, *aliases], office)
    if office:
        _load_aliases_and_post(members, office, aliases, row)


def _put_office(members: Members, province: Province, name: str, row: Row) -> Office | None:
    return members.load.put(
        Office,
        province.code,
        {
            "province": province,
            "slug": province.slug,
            "name": name,
            "city": row.text("city"),
            "parent_agency": row.text("parent_agency"),
            "address": row.text("address"),
            "website": row.text("website"),
            "verification": row.text("verification"),
            "verification_source": row.text("source"),
        },
        row=row,
        find={"slug": province.slug},
        columns={"name": "official_name", "verification_source": "source"},
    )


def _load_aliases_and_post(members: Members, office: Office, aliases: list[str], row: Row) -> None:
    code = office.province_id
    for alias in aliases:
        given = {"office": office, "name": alias}
        members.load.put(
            OfficeAlias, f"{code}:{alias}", given, row=row, columns={"name": "aliases"}
        )
    members.load.put(
        Membership,
        code,
        {"office": office},
        row=row,
        find={"office": office},
        # The files name the first members; no source tells when each of them joined.
        once={"period": DateRange(None, None), "from_precision": BoundPrecision.UNKNOWN},
    )
    members.head_posts[code] = members.load.put(
        Post,
        f"{code}:{Post.HEAD}",
        {"office": office, "slug": Post.HEAD, "title": "Kepala"},
        row=row,
        find={"office": office, "slug": Post.HEAD},
    )


def _load_heads(members: Members, rows: list[Row]) -> None:
    """One term for each person and office, known from its latest sighting; all sources named."""
    sightings: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        who = (row.text("province_code"), row.text("full_name", required=True))
        if who[0] not in members.offices:
            raise row.fault("province_code", who[0], "tidak ada dalam data/offices.csv")
        sightings.setdefault(who, []).append(row)
    for (code, name), seen in sightings.items():
        if post := members.head_posts.get(code):
            _load_head(members, post, f"{code}:{name}", name, seen)


def _load_head(members: Members, post: Post, key: str, name: str, seen: list[Row]) -> None:
    seen = sorted(seen, key=lambda row: row.day("seen_on"))
    latest = seen[-1]
    seen_on, precision = latest.day("seen_on")
    person = members.person(name, latest)
    sources = dict.fromkeys(row.text("source") for row in seen if row.text("source"))
    members.load.put(
        Term,
        key,
        {
            "post": post,
            "person": person,
            "seen_on": seen_on,
            "seen_precision": precision,
            "source": "; ".join(sources),
        },
        row=latest,
        find={"post": post, "person": person},
        columns={"seen_precision": "seen_on"},
    )
