"""The words of the sample rakor: invented, about positions rather than people."""

from meetings.models import AgendaItem, AskedField

_K = AgendaItem.Kind

# (kind, minutes, title, presenters, place); each day runs without gaps from its first hour.
FIRST_DAY = (
    (_K.OTHER, 45, "Registrasi ulang peserta", "Panitia", "Lobi"),
    (_K.OPENING, 15, "Menyanyikan lagu Indonesia Raya dan doa", "", "Ruang Phinisi"),
    (_K.REPORT, 15, "Laporan ketua panitia", "Kepala BLPT", "Ruang Phinisi"),
    (
        _K.ADDRESS,
        15,
        "Sambutan tuan rumah",
        "Kepala Dinas Pendidikan Provinsi Sulawesi Selatan",
        "Ruang Phinisi",
    ),
    (_K.DIRECTION, 30, "Arahan dan pembukaan resmi", "Kepala Pusdatin", "Ruang Phinisi"),
    (_K.BREAK, 15, "Foto bersama dan rehat kopi", "", "Lobi"),
    (
        _K.PLENARY,
        60,
        "Pleno I: arah transformasi digital pendidikan",
        "Kepala Pusdatin",
        "Ruang Phinisi",
    ),
    (
        _K.PRESENTATION,
        30,
        "Layanan platform teknologi bagi satuan pendidikan",
        "Kepala BLPT",
        "Ruang Phinisi",
    ),
    (_K.DISCUSSION, 30, "Tanya jawab Pleno I", "Moderator dari Pusdatin", "Ruang Phinisi"),
    (_K.BREAK, 60, "Istirahat, salat, dan makan siang", "", "Restoran"),
    (
        _K.PRESENTATION,
        30,
        "Praktik baik: studio pembelajaran daerah",
        "Kepala Balai TIK tuan rumah",
        "Ruang Phinisi",
    ),
    (
        _K.PRESENTATION,
        30,
        "Praktik baik: pelatihan guru di daerah kepulauan",
        "Kepala UPTD BTKI Maluku",
        "Ruang Phinisi",
    ),
    (_K.DISCUSSION, 30, "Tanya jawab praktik baik", "Moderator dari BLPT", "Ruang Phinisi"),
    (_K.BREAK, 15, "Rehat kopi", "", "Lobi"),
)
# (title, place, chair, secretary, drafter), side by side after the first day's last item; within
# each: (kind, minutes, title).
COMMISSIONS = (
    (
        "Komisi A: program dan anggaran",
        "Ruang Losari",
        ("Kepala balai A", "Kepala balai B", "Kepala balai C"),
    ),
    (
        "Komisi B: konten dan platform",
        "Ruang Bantimurung",
        ("Kepala balai D", "Kepala balai E", "Kepala balai F"),
    ),
    (
        "Komisi C: sumber daya manusia dan kelembagaan",
        "Ruang Rotterdam",
        ("Kepala balai G", "Kepala balai H", "Kepala balai I"),
    ),
)
COMMISSION_ITEMS = (
    (_K.PRESENTATION, 20, "Paparan bahan komisi"),
    (_K.DISCUSSION, 50, "Pembahasan"),
    (_K.OTHER, 20, "Penyusunan rumusan komisi"),
)
SECOND_DAY = (
    (_K.OTHER, 30, "Pengisian daftar hadir hari kedua", "Panitia", "Lobi"),
    (
        _K.PLENARY,
        30,
        "Pleno II: laporan Komisi A",
        "Ketua dan sekretaris Komisi A",
        "Ruang Phinisi",
    ),
    (
        _K.PLENARY,
        30,
        "Pleno II: laporan Komisi B",
        "Ketua dan sekretaris Komisi B",
        "Ruang Phinisi",
    ),
    (
        _K.PLENARY,
        30,
        "Pleno II: laporan Komisi C",
        "Ketua dan sekretaris Komisi C",
        "Ruang Phinisi",
    ),
    (_K.BREAK, 15, "Rehat kopi", "", "Lobi"),
    (_K.DISCUSSION, 45, "Tanggapan atas laporan komisi", "Pimpinan sidang", "Ruang Phinisi"),
    (
        _K.OTHER,
        45,
        "Penetapan rumusan dan rencana tindak lanjut",
        "Tim perumus",
        "Ruang Phinisi",
    ),
    (_K.BREAK, 75, "Istirahat, salat, dan makan siang", "", "Restoran"),
    (
        _K.ELECTION,
        60,
        "Pemilihan Ketua Forum Komunikasi BTIKP se-Indonesia",
        "Pimpinan sidang",
        "Ruang Phinisi",
    ),
    (
        _K.OTHER,
        20,
        "Serah terima kepengurusan forum",
        "Ketua lama dan ketua terpilih",
        "Ruang Phinisi",
    ),
    (
        _K.OTHER,
        20,
        "Penetapan tuan rumah rakor berikutnya",
        "Pimpinan sidang",
        "Ruang Phinisi",
    ),
    (_K.CLOSING, 20, "Pembacaan rumusan dan penutupan", "Kepala Pusdatin", "Ruang Phinisi"),
)
# For the secretariat's eyes alone: (day, hour, minute, minutes, title).
INTERNAL = (
    (1, 7, 0, 45, "Rapat persiapan panitia dan pemeriksaan ruang"),
    (2, 16, 0, 60, "Rapat evaluasi panitia"),
)

# One line a paragraph: a line break that is typed is a line break that is shown.
DESCRIPTION = (
    "Rakor ini mempertemukan balai TIK pendidikan se-Indonesia dengan Pusdatin dan BLPT untuk:\n\n"
    "- menyelaraskan program transformasi digital pendidikan tahun depan;\n"
    "- berbagi praktik baik antarbalai;\n"
    "- menetapkan rencana tindak lanjut bersama.\n\n"
    "Setiap balai mengirim kepala atau perwakilannya, paling banyak tiga orang. Biaya perjalanan "
    "ditanggung instansi masing-masing. Peserta luring membawa surat tugas asli.\n"
)

EARLIER_AGENDA = (
    (_K.OPENING, 15, "Pembukaan", "Kepala BLPT", ""),
    (_K.PRESENTATION, 45, "Kemajuan rencana tindak lanjut tiap balai", "Perwakilan balai", ""),
    (_K.DISCUSSION, 45, "Kendala jaringan dan perangkat di daerah", "Moderator dari BLPT", ""),
    (_K.PLENARY, 30, "Persiapan rakor di Makassar", "Kepala Pusdatin", ""),
    (_K.CLOSING, 15, "Kesimpulan dan penutupan", "Kepala BLPT", ""),
)

ASKED = (
    (AskedField.Kind.DIET, "Menyiapkan makanan selama rakor"),
    (AskedField.Kind.SHIRT, "Menyiapkan kaus peserta"),
)

WEBINAR_AGENDA = (
    (_K.OPENING, 10, "Pembukaan", "Kepala BLPT", ""),
    (_K.PRESENTATION, 40, "Membuat bahan ajar yang ringan", "Perwakilan balai", ""),
    (_K.DISCUSSION, 40, "Tanya jawab", "Moderator dari BLPT", ""),
)

MINUTES = {
    "chair": "Nama Pimpinan Rapat (contoh)",
    "chair_position": "Kepala BLPT",
    "secretary": "Nama Sekretaris Rapat (contoh)",
    "note_taker": "Nama Notulis (contoh)",
    "note_taker_position": "Staf Sekretariat Forum",
    "invitation_number": "012/CONTOH/DM.01.02/2026",
    "attendance": "Hadir 18 balai, 3 balai diwakilkan, 1 balai berhalangan.",
    "opening": (
        "Pimpinan rapat membuka rapat dan menyampaikan bahwa rapat ini memeriksa kemajuan rencana "
        "tindak lanjut sebelum rakor luring di Makassar."
    ),
    "discussion": (
        "### Kemajuan tiap balai\n\n"
        "Sebelas balai telah menyelesaikan pelatihan guru gelombang pertama. Tujuh balai masih "
        "menunggu penetapan peserta dari dinas pendidikan.\n\n"
        "### Kendala di daerah\n\n"
        "- Sambungan internet di daerah kepulauan belum stabil untuk siaran langsung.\n"
        "- Perangkat studio di empat balai perlu diperbarui.\n\n"
        "Rapat sepakat bahwa materi pelatihan disediakan juga untuk dipakai tanpa jaringan.\n\n"
        "### Persiapan rakor\n\n"
        "Tuan rumah melaporkan kesiapan tempat dan jadwal. Pendaftaran delegasi dilakukan oleh "
        "petugas tiap balai melalui portal ini."
    ),
    "closing": "Rapat ditutup pukul 11.30 WIB dengan ucapan terima kasih kepada semua peserta.",
}
DECISIONS = (
    "Materi pelatihan guru disediakan dalam bentuk yang dapat dipakai tanpa jaringan.",
    "Pendaftaran delegasi rakor dilakukan melalui portal, paling banyak tiga orang tiap balai.",
    "Setiap balai menyampaikan laporan kemajuan tertulis sebelum rakor dimulai.",
)
# (task, responsible, days after the meeting)
ACTION_ITEMS = (
    ("Menyusun paket materi tanpa jaringan", "BLPT bersama UPTD BTKI Maluku", 30),
    ("Mengumpulkan laporan kemajuan tertulis dari semua balai", "Sekretariat Forum", 45),
    ("Mendata kebutuhan pembaruan perangkat studio", "Balai yang bersangkutan", 45),
    ("Menyiapkan bahan Sidang Komisi A sampai C", "Pusdatin", 50),
    ("Melaporkan kesiapan akhir tempat rakor", "UPT PTIKP Sulawesi Selatan", 55),
)
