"""What the trail calls an action, in words for its readers."""

NOUNS = {
    "account": "Akun",
    "campaign": "Konfirmasi data",
    "comment": "Komentar",
    "election": "Pemilihan",
    "mail": "Surel",
    "meeting": "Rakor",
    "minutes": "Notula",
    "office": "Balai",
    "membership": "Keanggotaan",
    "person": "Orang",
    "post": "Jabatan",
    "practice": "Praktik baik",
    "proposal": "Usulan perubahan",
    "topic": "Topik",
    "province": "Provinsi",
    "registration": "Pendaftaran",
    "term": "Masa jabatan",
    "user": "Data akun",
}
VERBS = {
    "added": "ditambahkan",
    "appointed": "dimulai",
    "approved": "disetujui",
    "cancelled": "dibatalkan",
    "changed": "diubah",
    "corrected": "dikoreksi",
    "created": "dibuat",
    "deactivated": "dinonaktifkan",
    "deleted": "dihapus",
    "ended": "diakhiri",
    "exported": "diunduh",
    "extended": "diperpanjang",
    "hidden": "disembunyikan",
    "invited": "diundang",
    "invited_again": "diundang lagi",
    "joined": "dimulai",
    "left": "diakhiri (keluar)",
    "merged": "digabungkan",
    "moved": "berpindah alamat",
    "name_corrected": "diperbaiki namanya",
    "paused": "dijeda",
    "published": "diterbitkan",
    "reactivated": "diaktifkan kembali",
    "renamed": "berganti nama",
    "retracted": "ditarik",
    "retried": "dikirim lagi",
    "removed": "dihapus",
    "returned": "dikembalikan",
    "role_set": "diberi peran",
    "split": "dipisahkan lagi",
    "staff_assigned": "diberi petugas",
    "submitted": "dikirim",
    "verified": "dinilai kepastian namanya",
    "withdrawn": "dibatalkan",
}


def in_words(action: str) -> str:
    """Such as "Notula diterbitkan" of "minutes.published"; an unknown part stays as it is."""
    noun, _, verb = action.partition(".")
    return f"{NOUNS.get(noun, noun)} {VERBS.get(verb, verb)}".strip()
