"""Who leads a delegation, and where the answer to the invitation says otherwise."""

import pytest

from meetings.delegations.leading import differs, leader_of
from meetings.models import Invitation, Registration


def delegate(name: str, role: str, **fields) -> Registration:
    return Registration(full_name=name, name_key=name.lower(), role=role, position="Kasi", **fields)


HEAD, DEPUTY = delegate("Ani", "kepala"), delegate("Budi", "perwakilan")
COMPANION = delegate("Citra", "pendamping")
WAITING_HEAD = delegate("Dewi", "kepala", seat="menunggu")


@pytest.mark.parametrize(
    ("delegates", "words", "note"),
    [
        ([], "Belum ditentukan", "Daftarkan kepala balai, atau perwakilannya."),
        ([COMPANION], "Belum ditentukan", "Daftarkan kepala balai, atau perwakilannya."),
        ([DEPUTY, COMPANION], "Diwakili Budi, Kasi", ""),
        ([DEPUTY, HEAD], "Kepala hadir sendiri: Ani", ""),
        ([WAITING_HEAD], "Kepala hadir sendiri: Dewi", "Masih dalam daftar tunggu."),
        ([WAITING_HEAD, HEAD], "Kepala hadir sendiri: Ani", ""),
    ],
)
def test_leader_follows_from_who_is_registered(delegates, words, note):
    leader = leader_of(delegates)
    assert (leader.words, leader.note) == (words, note)


@pytest.mark.parametrize(
    ("answer", "representative", "leading", "expected"),
    [
        ("", "", HEAD, ""),
        ("hadir", "", COMPANION, ""),
        ("hadir", "", HEAD, ""),
        (
            "hadir", "", DEPUTY,
            "Undangan dijawab kepala hadir sendiri, tetapi yang terdaftar perwakilan, Budi.",
        ),
        ("diwakilkan", "Drs. Budi, M.Pd.", DEPUTY, ""),
        (
            "diwakilkan", "Eka", DEPUTY,
            "Undangan dijawab diwakilkan oleh Eka, tetapi yang terdaftar perwakilan, Budi.",
        ),
        (
            "diwakilkan", "Budi", HEAD,
            "Undangan dijawab diwakilkan oleh Budi, tetapi yang terdaftar kepala balai sendiri.",
        ),
        (
            "tidak", "", HEAD,
            "Undangan dijawab tidak hadir, tetapi yang terdaftar kepala balai sendiri.",
        ),
    ],
)  # fmt: skip
def test_difference_is_told(answer, representative, leading, expected):
    invitation = Invitation(answer=answer, representative=representative)
    assert differs(invitation, leader_of([leading])) == expected
