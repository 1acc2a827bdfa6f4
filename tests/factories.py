"""Plain functions that make what a test needs; every keyword overrides a field."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify

from accounts.models import User
from meetings.actions.agenda_release import release_agenda
from meetings.models import (
    AgendaItem,
    AgendaPart,
    AgendaRelease,
    AgendaRemark,
    AssignmentLetter,
    AttendanceSession,
    DelegateDraft,
    Document,
    DocumentVersion,
    Meeting,
    MeetingPicture,
    Minutes,
    Registration,
    Scan,
    Ticket,
)
from practices.actions.publishing import publish_practice
from practices.models import Comment, Practice, Topic
from provinces.models import (
    Membership,
    Office,
    OfficePicture,
    OfficeStaff,
    Person,
    Post,
    Province,
    Term,
)

_numbers = count(1)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def make_user(**fields: Any) -> User:
    number = next(_numbers)
    fields = {"email": f"akun{number}@dinas.example", "full_name": f"Akun {number}", **fields}
    return User.objects.create_user(**fields)


def make_province(**fields: Any) -> Province:
    number = next(_numbers)
    name = fields.get("name", f"Provinsi {number}")
    defaults = {
        # Letters, so that none is a code of a real province that a test names.
        "code": f"{_letter(number // 26)}{_letter(number)}",
        "iso": f"X{number % 10000}",
        "name": name,
        "slug": slugify(name),
        "zone": "Asia/Jakarta",
        "island_group": "jawa",
    }
    return Province.objects.create(**{**defaults, **fields})


def _letter(number: int) -> str:
    return chr(ord("A") + number % 26)


def make_office(**fields: Any) -> Office:
    """A member since nobody knows when, unless `membership`, a period, says otherwise."""
    province = fields.pop("province", None) or make_province()
    membership = fields.pop("membership", (None, None))
    defaults = {"name": f"Balai TIK {province.name}", "slug": province.slug}
    office = Office.objects.create(province=province, **{**defaults, **fields})
    Membership.objects.create(office=office, period=membership)
    return office


def make_picture(office: Office, **fields: Any) -> OfficePicture:
    """A picture without its files."""
    number = next(_numbers)
    defaults = {
        "place": 1,
        "stem": f"{number:032x}",
        "widths": [480, 960, 1600],
        "width": 1600,
        "height": 1200,
        "alt": f"Gambar {number}",
    }
    return OfficePicture.objects.create(office=office, **{**defaults, **fields})


def make_operator(office: Office, **fields: Any) -> User:
    user = make_user(**fields)
    OfficeStaff.objects.create(office=office, user=user)
    return user


def make_meeting(**fields: Any) -> Meeting:
    """A published rakor in three weeks from NOW, open for registration, 3 seats an office."""
    number = next(_numbers)
    defaults = {
        "slug": f"rakor-{number}",
        "title": f"Rapat Koordinasi {number}",
        "starts_on": TODAY + timedelta(days=21),
        "ends_on": TODAY + timedelta(days=22),
        "zone": "Asia/Makassar",
        "city": "Makassar",
        "mode": Meeting.Mode.ONSITE,
        "registered_by": Meeting.RegisteredBy.OFFICES,
        "registration_opens_at": NOW - timedelta(days=7),
        "registration_closes_at": NOW + timedelta(days=14),
        "seats_per_office": 3,
        "published_at": NOW - timedelta(days=7),
    }
    return Meeting.objects.create(**{**defaults, **fields})


def make_agenda_item(meeting: Meeting, *, presenter: str = "", **fields: Any) -> AgendaItem:
    """An item of the draft, on the first day unless it stands below another or has no day."""
    number = next(_numbers)
    defaults: dict[str, Any] = {"title": f"Acara {number}", "order": number % 30000}
    if "parent" not in fields:
        defaults["day"] = 1
    item = AgendaItem.objects.create(meeting=meeting, **{**defaults, **fields})
    if presenter:
        AgendaPart.objects.create(item=item, name=presenter)
    return item


def release(meeting: Meeting, *, comment: str = "", at: datetime = NOW) -> AgendaRelease:
    """The draft as it stands, read by the public from now on."""
    made = release_agenda(meeting=meeting, comment=comment, by=None, at=at)
    meeting.refresh_from_db()
    return made


def make_document(meeting: Meeting, *, content: bytes = b"%PDF-1.7 isi", **fields: Any) -> Document:
    """A public paper in its first version."""
    defaults = {"title": f"Naskah {next(_numbers)}", "visibility": Document.Visibility.PUBLIC}
    document = Document.objects.create(meeting=meeting, **{**defaults, **fields})
    make_version(document, content=content)
    return document


def make_version(
    document: Document, *, content: bytes = b"%PDF-1.7 isi", **fields: Any
) -> DocumentVersion:
    """The version that follows; its file goes where MEDIA_ROOT of the test is."""
    defaults = {
        "number": document.versions.count() + 1,
        "size_bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "added_at": NOW,
    }
    version = DocumentVersion(document=document, **{**defaults, **fields})
    version.file.save("x.pdf", ContentFile(content))
    return version


def make_meeting_picture(meeting: Meeting, **fields: Any) -> MeetingPicture:
    """A public photograph without its files."""
    number = next(_numbers)
    defaults = {
        "stem": f"{number:032x}",
        "widths": [480, 960, 1600],
        "width": 1600,
        "height": 1200,
        "alt": f"Foto {number}",
        "visibility": Document.Visibility.PUBLIC,
        "order": number,
        "added_at": NOW,
    }
    return MeetingPicture.objects.create(meeting=meeting, **{**defaults, **fields})


def make_registration(meeting: Meeting, office: Office | None, **fields: Any) -> Registration:
    number = next(_numbers)
    defaults = {
        "full_name": f"Peserta {number}",
        "name_key": f"peserta {number}",
        "role": Registration.Role.COMPANION,
        "position": "Pranata Komputer",
        "unit": office.name if office else "SMA Negeri 1",
        "mobile": "+6281200000000",
        "email": f"peserta{number}@dinas.example",
        "mode": Meeting.Mode.ONSITE,
        "privacy_version": "2026-11",
        "ticket_code": f"KODE{number:028d}",
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Registration.objects.create(meeting=meeting, office=office, **{**defaults, **fields})


def make_letter(
    meeting: Meeting, office: Office, *, content: bytes = b"%PDF-1.7 surat", **fields: Any
) -> AssignmentLetter:
    """A signed letter of assignment; its file goes where MEDIA_ROOT of the test is."""
    defaults = {"made_at": NOW, "changed_at": NOW, "size_bytes": len(content)}
    letter = AssignmentLetter(meeting=meeting, office=office, **{**defaults, **fields})
    letter.file.save("x.pdf", ContentFile(content), save=False)
    letter.save()
    return letter


def make_draft(meeting: Meeting, office: Office, **data: str) -> DelegateDraft:
    """A delegate of whom the name alone was typed, unless `data` says more."""
    typed = {"full_name": f"Draf {next(_numbers)}", **data}
    times = {"made_at": NOW, "changed_at": NOW, "changed_by": make_user()}
    return DelegateDraft.objects.create(meeting=meeting, office=office, data=typed, **times)


def make_ticket(registration: Registration, **fields: Any) -> Ticket:
    return Ticket.objects.create(registration=registration, **{"issued_at": NOW, **fields})


def make_session(meeting: Meeting, **fields: Any) -> AttendanceSession:
    """A session of the first day."""
    defaults = {"title": f"Sesi {next(_numbers)}", "held_on": meeting.starts_on}
    return AttendanceSession.objects.create(meeting=meeting, **{**defaults, **fields})


def make_scan(session: AttendanceSession, **fields: Any) -> Scan:
    """A ticket scanned on the way in at NOW; registration: whose."""
    defaults = {"method": Scan.Method.TICKET, "scanned_at": NOW, "received_at": NOW}
    return Scan.objects.create(meeting=session.meeting, session=session, **{**defaults, **fields})


def make_remark(meeting: Meeting, item_number: int, **fields: Any) -> AgendaRemark:
    """A question of the secretariat unless an office is given."""
    author = fields.pop("author", None) or make_user()
    defaults = {"text": f"Pertanyaan {next(_numbers)}?", "written_at": NOW}
    return AgendaRemark.objects.create(
        meeting=meeting, item_number=item_number, author=author, **{**defaults, **fields}
    )


def make_minutes(meeting: Meeting, **fields: Any) -> Minutes:
    defaults = {
        "chair": "Siti Aminah, M.Kom.",
        "note_taker": "Budi Santoso, S.T.",
        "discussion": "Rapat membahas program kerja.",
    }
    return Minutes.objects.create(meeting=meeting, **{**defaults, **fields})


def make_post(**fields: Any) -> Post:
    """A post of the forum unless an office is given."""
    defaults = {"title": "Ketua", "slug": Post.CHAIR}
    if fields.get("office"):
        defaults = {"title": "Kepala", "slug": Post.HEAD}
    return Post.objects.create(**{**defaults, **fields})


def make_term(post: Post, **fields: Any) -> Term:
    """A definitive term since 2025 unless told otherwise; `name` names a new person."""
    name = fields.pop("name", f"Pejabat {next(_numbers)}")
    person = fields.pop("person", None) or Person.objects.create(name=name)
    defaults = {"period": (date(2025, 1, 1), None)}
    return Term.objects.create(post=post, person=person, **{**defaults, **fields})


def make_topic(**fields: Any) -> Topic:
    number = next(_numbers)
    name = fields.get("name", f"Topik {number}")
    return Topic.objects.create(**{"name": name, "slug": slugify(name), "order": number, **fields})


def make_practice(office: Office, **fields: Any) -> Practice:
    """A draft that could be submitted: it has a topic and every text."""
    number = next(_numbers)
    topics = fields.pop("topics", None) or [make_topic()]
    title = fields.get("title", f"Praktik baik {number}")
    defaults = {
        "title": title,
        "slug": slugify(title),
        "summary": f"Ringkasan {number}.",
        "body": f"Isi praktik baik {number}.",
        "created_at": NOW,
        "edited_at": NOW,
    }
    practice = Practice.objects.create(office=office, **{**defaults, **fields})
    practice.topics.set(topics)
    return practice


def make_published_practice(
    office: Office, *, published_at: datetime = NOW, **fields: Any
) -> Practice:
    """A public article in its first edition; its working text says the same."""
    defaults = {"edited_at": published_at - timedelta(hours=1), "submitted_at": published_at}
    practice = make_practice(office, **{**defaults, **fields})
    read_at = practice.edited_at
    publish_practice(practice=practice, read_at=read_at, by=None, at=published_at)
    practice.refresh_from_db()
    return practice


def make_comment(practice: Practice, author: User, **fields: Any) -> Comment:
    """A comment that waits for the secretariat."""
    defaults = {"text": f"Komentar {next(_numbers)}", "created_at": NOW}
    return Comment.objects.create(practice=practice, author=author, **{**defaults, **fields})
