"""What tests of letters need: an institution that may issue them, a rakor that may invite."""

from typing import Any

from meetings.models import Institution, NumberPattern, Signatory


def make_institution(*, kinds: tuple[str, ...] = ("undangan",), **fields: Any) -> Institution:
    """BLPT with one signatory, and a pattern for each of `kinds`."""
    short_name = fields.get("short_name", "BLPT")
    defaults = {
        "name": f"Nama lengkap {short_name}",
        "short_name": short_name,
        "parents": "Kementerian Pendidikan Dasar dan Menengah",
        "address": "Jalan Contoh 1\nJakarta 10000",
        "city": "Jakarta",
        "unit_code": "BL",
    }
    institution = Institution.objects.create(**{**defaults, **fields})
    Signatory.objects.create(
        institution=institution,
        name="Dr. Wening Lestari, M.Pd.",
        position=f"Kepala {short_name}",
        nip="197001011995122001",
    )
    for kind in kinds:
        NumberPattern.objects.create(institution=institution, kind=kind, classification="DM.01")
    return institution
