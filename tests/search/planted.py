"""What the judged queries look for beside the reference data."""

from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from meetings.actions.minutes import publish_minutes
from meetings.models import AgendaItem, Decision, Meeting, Minutes
from practices.models import Topic
from provinces.models import Office, OfficeAlias, OfficeName, OfficeService, Person, Post, Term
from tests.factories import NOW, make_agenda_item, make_meeting, make_minutes, release
from tests.factories import make_published_practice as make_article

ARTICLES = (
    (
        "aceh",
        "Pelatihan guru membuat video pembelajaran",
        "Balai melatih guru sekolah dasar.",
        "Guru **merekam** pelajaran dengan telepon genggam. Rekaman disunting bersama.",
    ),
    (
        "jawa-barat",
        "Kelas digital tanpa internet",
        "Server kecil di sekolah pulau.",
        "Materi disalin ke peladen sekolah. Murid membacanya [di sini](https://contoh.example/a).",
    ),
    (
        "bali",
        "Studio siniar untuk murid",
        "Murid bersuara lewat siniar.",
        "Perencanaan naskah, perekaman, penyuntingan. Keputusan isi di tangan murid.",
    ),
    (
        "di-yogyakarta",
        "Rumah belajar keliling",
        "Mobil yang membawa perpustakaan.",
        "Literasi membaca tumbuh di desa. Kunjungan tiap pekan.",
    ),
)


def plant() -> None:
    """On top of the reference data: names, people, rakor, minutes and articles."""
    _offices()
    _people()
    _rakor()
    topic = Topic.objects.create(name="Pembelajaran", slug="pembelajaran")
    for days, (slug, title, summary, body) in enumerate(ARTICLES):
        make_article(
            Office.objects.get(slug=slug),
            title=title,
            summary=summary,
            body=body,
            topics=[topic],
            published_at=NOW - timedelta(days=days),
        )


def _offices() -> None:
    banten = Office.objects.get(slug="banten")
    OfficeName.objects.create(
        office=banten,
        name="UPT Sanggar Teknologi Pendidikan Banten",
        short_name="Sanggartek",
        valid=DateRange(date(2003, 1, 1), date(2011, 1, 1)),
    )
    OfficeAlias.objects.create(office=banten, name="Batekpend")
    OfficeService.objects.create(
        office=Office.objects.get(slug="jambi"),
        name="Peminjaman studio",
        description="Sekolah meminjam studio rekaman.",
    )
    Office.objects.filter(slug="gorontalo").update(
        description="Mengelola jaringan *serat optik* antarsekolah di Teluk Tomini."
    )


def _people() -> None:
    gorontalo = Post.objects.get(office__slug="gorontalo")
    Term.objects.create(
        post=gorontalo,
        person=Person.objects.create(name="Dr. Ir. Wahyuni Rahmawati, M.Kom."),
        period=DateRange(date(2021, 3, 1), None),
        decree_number="821.2/117/BKD/2021",
    )
    Term.objects.create(
        post=gorontalo,
        person=Person.objects.create(name="Drs. Hamzah Daud"),
        period=DateRange(date(2015, 1, 1), date(2021, 3, 1)),
        decree_number="821.2/88/BKD/2015",
    )
    Term.objects.create(
        post=Post.objects.create(title="Sekretaris", slug="sekretaris", order=3),
        person=Person.objects.create(name="Maria Goreti Lewar, S.Pd."),
        period=DateRange(date(2025, 1, 1), None),
        on_behalf_of=Office.objects.get(slug="maluku"),
    )


def _rakor() -> None:
    meeting = make_meeting(
        slug="rakor-2022-ternate",
        title="Rapat Koordinasi Kepulauan 2022",
        theme="Layanan untuk gugus pulau terluar",
        city="Ternate",
        starts_on=date(2022, 9, 5),
        ends_on=date(2022, 9, 7),
        date_precision="day",
        published_at=datetime(2022, 8, 1, tzinfo=NOW.tzinfo),
        registered_by=Meeting.RegisteredBy.NOBODY,
        description="Membahas **satelit** untuk sekolah.",
    )
    make_agenda_item(
        meeting, title="Paparan jaringan kabel laut", kind=AgendaItem.Kind.PRESENTATION
    )
    release(meeting)
    make_meeting(
        slug="rakor-2020-ambon",
        title="Rapat Koordinasi Pandemi 2020",
        city="Ambon",
        starts_on=date(2020, 4, 1),
        ends_on=None,
        registered_by=Meeting.RegisteredBy.NOBODY,
        cancelled_at=NOW,
        cancel_reason="Pandemi",
    )
    minutes: Minutes = make_minutes(
        meeting,
        invitation_number="1967/C4/DM.01.02/2022",
        discussion="Peserta menyoroti kesenjangan akses di daerah terluar.",
    )
    Decision.objects.create(minutes=minutes, text="Membentuk gugus tugas konektivitas.")
    publish_minutes(minutes=minutes, by=None, at=NOW)
