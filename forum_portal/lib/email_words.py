"""Words about addresses of e-mail, where Django's own translation says "email"."""

NOT_AN_ADDRESS = "Isi alamat surel yang lengkap, misalnya nama@contoh.go.id."
EMAIL_ERRORS = {"invalid": NOT_AN_ADDRESS}
