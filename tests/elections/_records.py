"""An election by acclamation with everything recorded, for the tests of this folder."""

from datetime import UTC, date, datetime
from typing import Any

from elections.models import Acclamation, Election
from meetings.models import Meeting
from provinces.models import Person, Post
from tests.factories import make_meeting

# 15.30 WITA on the second day of the rakor, and a moment some days after it.
ACCLAIMED_AT = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def make_held_meeting(**fields: Any) -> Meeting:
    defaults = {
        "slug": "rakor-uji",
        "title": "Rapat Koordinasi Uji",
        "starts_on": date(2026, 11, 18),
        "ends_on": date(2026, 11, 19),
        "registered_by": Meeting.RegisteredBy.NOBODY,
    }
    return make_meeting(**{**defaults, **fields})


def make_election(post: Post, meeting: Meeting | None = None, **fields: Any) -> Election:
    """Of 2 offices of which 2 were present; keywords are fields of either record."""
    election_fields = {"slug": f"{post.slug}-2026", "quorum_offices": 2, "source": "Notula rakor"}
    acclamation_fields = {
        "position": "Kepala UPTD Balai Tekkomdik Aceh",
        "offices_present": 2,
        "proposed_by": "Balai TIK Pendidikan Provinsi Bali",
        "witnesses": "Rina Marlina, S.E.\nBudi Santoso, S.T.",
        "acclaimed_at": ACCLAIMED_AT,
        "term_until": date(2029, 1, 1),
        "until_precision": "year",
    }
    for name, value in fields.items():
        target = election_fields if hasattr(Election, name) else acclamation_fields
        target[name] = value
    election = Election.objects.create(
        meeting=meeting or make_held_meeting(), post=post, **election_fields
    )
    acclamation_fields.setdefault("candidate", None)
    if acclamation_fields["candidate"] is None:
        acclamation_fields["candidate"] = Person.objects.create(name="Siti Aminah, M.Kom.")
    Acclamation.objects.create(election=election, **acclamation_fields)
    return election
