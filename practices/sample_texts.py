"""The sample articles: invented for the demonstration, each says so in its title."""

from typing import NamedTuple


class SampleArticle(NamedTuple):
    """office: slug of the office it is ascribed to; topics: slugs; age: weeks since it appeared."""

    office: str
    title: str
    topics: tuple[str, ...]
    summary: str
    body: str
    age_weeks: int
    picture: str


_NOTE = "\n\n---\n\n*Artikel contoh untuk peragaan: tempat, angka, dan kejadiannya rekaan.*\n"

PUBLISHED = (
    SampleArticle(
        office="jawa-barat",
        title="Contoh: Bank soal bersama yang disusun guru dari 40 sekolah",
        topics=("bahan-ajar-digital", "pelatihan-guru"),
        summary=(
            "Soal ujian disusun sendiri-sendiri dan mutunya tidak merata. Empat puluh sekolah "
            "menyusunnya bersama dengan telaah sejawat; waktu penyusunan turun menjadi separuh."
        ),
        body="""## Masalah

Setiap sekolah menyusun soalnya sendiri. Guru menghabiskan **dua minggu** tiap semester, dan soal
yang baik tidak pernah sampai ke sekolah sebelah.

## Langkah

1. Kelompok kerja guru memilih tiga mata pelajaran untuk percobaan.
2. Tiap soal ditelaah dua guru dari sekolah lain sebelum masuk bank.
3. Balai menyiapkan format tukar yang dapat dibuka tanpa aplikasi khusus.
4. Setelah ujian, butir yang terlalu mudah atau terlalu sulit diperbaiki bersama.

## Hasil

- 1.200 butir soal dalam satu tahun, 900 di antaranya lolos telaah.
- Waktu penyusunan turun dari dua minggu menjadi satu minggu.
- Guru dari sekolah kecil ikut menelaah, bukan hanya memakai.

## Yang kami pelajari

> Telaah sejawat lebih berguna daripada pelatihan menulis soal, karena langsung memakai
soal sendiri.

Mulailah dari mata pelajaran yang gurunya sudah saling kenal. Format tukar yang sederhana lebih
penting daripada aplikasi yang lengkap."""
        + _NOTE,
        age_weeks=3,
        picture="Tiga bukit berlapis berwarna biru, gambar hias untuk artikel contoh",
    ),
    SampleArticle(
        office="maluku",
        title="Contoh: Kotak pelajaran luring untuk sekolah di pulau kecil",
        topics=("daerah-khusus", "jaringan-dan-perangkat"),
        summary=(
            "Sekolah di pulau kecil tidak terjangkau internet. Satu kotak kecil berisi bahan ajar "
            "dan jaringan lokal dibawa kapal tiap bulan, lalu diperbarui saat kembali."
        ),
        body="""## Masalah

Tujuh sekolah hanya tersambung beberapa jam sepekan, itu pun bergantung pada cuaca.

## Langkah

- Komputer papan tunggal dengan penyimpan 512 GB menjadi perpustakaan setempat.
- Murid membukanya dari gawai apa pun melalui jaringan lokal, tanpa internet.
- Kapal pengangkut buku membawa kotak pengganti; yang lama pulang untuk diperbarui.

## Hasil

Pemakaian rata-rata 60 murid sehari di tiap sekolah. Biaya satu kotak lebih murah daripada
langganan satelit dua bulan.

## Bila ingin mencoba

Siapkan **dua kotak untuk tiap sekolah** sejak awal, dan latih satu guru serta satu murid sebagai
penjaganya."""
        + _NOTE,
        age_weeks=9,
        picture="",
    ),
    SampleArticle(
        office="di-yogyakarta",
        title="Contoh: Siaran radio pelajaran yang dibuat bersama murid",
        topics=("radio-tv-dan-studio", "bahan-ajar-digital"),
        summary=(
            "Murid tidak hanya mendengar siaran pelajaran, tetapi menulis naskah, merekam, dan "
            "menyuntingnya. Pendengar bertambah karena tetangga mengenali suaranya."
        ),
        body="""## Masalah

Siaran pelajaran jarang didengar di luar jam sekolah.

## Langkah

1. Dua murid dan satu guru menulis naskah lima menit tiap pekan.
2. Studio balai dipinjamkan pada Sabtu pagi dengan pendamping.
3. Siaran diputar Minggu sore, lalu disimpan sebagai siniar.

## Hasil

Dalam satu semester terkumpul 36 naskah. Guru bahasa memakainya kembali sebagai bahan menyimak."""
        + _NOTE,
        age_weeks=17,
        picture="Lingkaran-lingkaran berwarna hijau dan biru, gambar hias untuk artikel contoh",
    ),
)

SUBMITTED = SampleArticle(
    office="aceh",
    title="Contoh: Jadwal pemeliharaan laboratorium yang diisi murid",
    topics=("jaringan-dan-perangkat",),
    summary=(
        "Kerusakan kecil menumpuk karena tidak dilaporkan. Kartu periksa mingguan yang diisi murid "
        "membuat perbaikan selesai sebelum ujian."
    ),
    body="""## Langkah

Setiap meja punya kartu. Murid yang piket mencentang tujuh hal dalam tiga menit, dan guru
mengirim rangkumannya ke balai tiap Jumat.

## Hasil

Komputer yang siap pakai naik dari 70 menjadi 94 persen."""
    + _NOTE,
    age_weeks=0,
    picture="",
)

COMMENT = (
    "Terima kasih, kami akan mencoba telaah sejawatnya pada dua mata pelajaran. Bagaimana cara "
    "membagi guru penelaah bila sekolahnya berjauhan?"
)
WAITING_COMMENT = "Apakah format tukarnya dapat dibagikan sebagai lampiran?"
