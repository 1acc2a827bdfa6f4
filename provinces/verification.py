"""How sure an office's name is, in words and in a tone."""

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
