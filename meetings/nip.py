"""What looks wrong about a NIP; only its 18 digits are a rule.

YYYYMMDD of birth, YYYYMM of appointment, sex (1 or 2), three digits. The numbers of PPPK mean
something else in places, so a doubt is told to the sender and never refused.
"""

from datetime import date

from django.core.exceptions import ValidationError

YOUNGEST_AGE = 17
OLDEST_AGE = 75


def read_nip(typed: str) -> str:
    """18 digits without the spaces between them, or nothing. Raises ValidationError."""
    nip = "".join(typed.split())
    if nip and not (len(nip) == 18 and nip.isascii() and nip.isdigit()):
        raise ValidationError(
            f"NIP terdiri atas 18 angka; yang diisi {len(nip)} karakter.", code="nip"
        )
    return nip


def doubts(nip: str, today: date) -> list[str]:
    """The parts of `nip` to look at again, in words that do not repeat its digits."""
    found = []
    born = _day(nip[:8])
    if born is None or not OLDEST_AGE >= _years(born, today) >= YOUNGEST_AGE:
        found.append("delapan angka pertama (tanggal lahir)")
    appointed = _day(nip[8:14] + "01")
    if appointed is None or appointed > today or (born and appointed < born):
        found.append("angka ke-9 sampai ke-14 (bulan pengangkatan)")
    if nip[14] not in "12":
        found.append("angka ke-15")
    return found


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
