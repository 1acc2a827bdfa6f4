"""How sure an office's name is, and whether the office itself has said so lately."""

from datetime import date

from provinces.models import Office

_TONES = {
    Office.Verification.OFFICIAL: "green",
    Office.Verification.PRESS: "blue",
    Office.Verification.PRESS_UNSURE: "amber",
    Office.Verification.UNVERIFIED: "neutral",
}

_EXPLANATIONS = {
    Office.Verification.OFFICIAL: "Pusdatin telah mengonfirmasi nama dan data balai ini.",
    Office.Verification.PRESS: (
        "Nama ini dimuat media seperti tertulis di sini; Pusdatin belum mengonfirmasinya."
    ),
    Office.Verification.PRESS_UNSURE: (
        "Balai ini ada, tetapi nama persisnya belum pasti; Pusdatin belum mengonfirmasinya."
    ),
    Office.Verification.UNVERIFIED: (
        "Nama ini nama umum yang dipakai sampai Pusdatin mengonfirmasi nama resminya."
    ),
}


def tone_of(verification: str) -> str:
    return _TONES[Office.Verification(verification)]


def explanation_of(verification: str) -> str:
    return _EXPLANATIONS[Office.Verification(verification)]


def is_stale(confirmed_on: date | None, today: date) -> bool:
    """True if the office has not confirmed its data for twelve months, or never.

    Twelve months to the day count: who confirmed on 24 November is asked again from the next
    24 November on, who did on 29 February from 1 March.
    """
    if confirmed_on is None:
        return True
    return (today.year - 1, today.month, today.day) >= (
        confirmed_on.year,
        confirmed_on.month,
        confirmed_on.day,
    )
