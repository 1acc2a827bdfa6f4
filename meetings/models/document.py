"""The papers of a rakor, and who may read each."""

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from forum_portal.lib.pictures import SizedPicture
from forum_portal.lib.uploads import paper_path
from meetings.models.meeting import Meeting
from meetings.models.registration import Registration

if TYPE_CHECKING:
    from accounts.models import User


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Public papers for all; participants' papers for those who take part; all for staff.

        A withdrawn paper is staff's alone.
        """
        if user.is_staff:
            return self
        return self.filter(_readable_by(user), withdrawn_at=None)

    def readable(self, *, is_staff: bool, takes_part: bool) -> Self:
        """The papers of one rakor for a kind of reader, those withdrawn left out."""
        current = self.filter(withdrawn_at=None)
        return current if is_staff else current.filter(_readable_where(takes_part))

    def with_latest(self) -> Self:
        """With `number` and `size` of the latest version; a paper without one is left out."""
        versions = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
        return self.annotate(
            number=Subquery(versions.values("number")[:1]),
            size=Subquery(versions.values("size_bytes")[:1]),
        ).filter(number__isnull=False)


class MeetingPictureQuerySet(models.QuerySet["MeetingPicture"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """As papers are."""
        return self if user.is_staff else self.filter(_readable_by(user))

    def readable(self, *, is_staff: bool, takes_part: bool) -> Self:
        """As papers are."""
        return self if is_staff else self.filter(_readable_where(takes_part))


def _readable_where(takes_part: bool) -> Q:
    """takes_part: in the one rakor that is asked for."""
    choices = Document.Visibility
    return Q(visibility__in=[choices.PUBLIC, *([choices.PARTICIPANTS] if takes_part else [])])


def _readable_by(user: "User | AnonymousUser") -> Q:
    readable = Q(visibility=Document.Visibility.PUBLIC)
    if user.is_authenticated:
        attended = Registration.objects.taking_part(user).values("meeting")
        readable |= Q(visibility=Document.Visibility.PARTICIPANTS, meeting__in=attended)
    return readable


class Document(models.Model):
    """A paper of a meeting, handed out by a view that asks who is reading."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Umum"
        PARTICIPANTS = "participants", "Peserta"
        SECRETARIAT = "secretariat", "Sekretariat"

    class Slot(models.TextChoices):
        INVITATION = "undangan", "Undangan"
        RULES = "tata-tertib", "Tata tertib"
        SLIDES = "bahan", "Bahan paparan"
        REPORT = "laporan", "Laporan"
        RECORD = "dokumentasi", "Dokumentasi"
        OTHER = "lain", "Dokumen lain"

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="documents"
    )
    slot = models.CharField("jenis", max_length=11, choices=Slot.choices, default=Slot.OTHER)
    # The number of an item in the draft and in the releases; None: of the whole rakor.
    item_number = models.BigIntegerField("mata acara", null=True, blank=True)
    title = models.CharField("judul", max_length=200)
    visibility = models.CharField(
        "dapat dibaca oleh",
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.SECRETARIAT,
    )
    order = models.PositiveSmallIntegerField("urutan", default=1)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True, blank=True, editable=False)

    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One file of a document; the one with the highest number is the document."""

    document = models.ForeignKey(
        Document, verbose_name="dokumen", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField("versi")
    file = models.FileField("berkas PDF", upload_to=paper_path)
    size_bytes = models.PositiveIntegerField("ukuran")
    sha256 = models.CharField("sidik jari", max_length=64)
    note = models.CharField("yang berubah", max_length=300, blank=True)
    added_at = models.DateTimeField("diunggah pada")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diunggah oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="document_versions",
    )

    class Meta:
        verbose_name = "versi dokumen"
        verbose_name_plural = "versi dokumen"
        ordering = ("document", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "number"), name="document_version_number_unique"
            ),
        )
        triggers = (pgtrigger.Protect(name="frozen", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.document} (versi {self.number})"


class MeetingPicture(SizedPicture):
    """A photograph of a meeting, with a text for those who do not see it."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="pictures"
    )
    caption = models.CharField("keterangan", max_length=300, blank=True)
    visibility = models.CharField(
        "dapat dilihat oleh",
        max_length=12,
        choices=Document.Visibility.choices,
        default=Document.Visibility.SECRETARIAT,
    )
    order = models.PositiveSmallIntegerField("urutan", default=1)
    added_at = models.DateTimeField("diunggah pada", editable=False)

    objects: ClassVar = MeetingPictureQuerySet.as_manager()

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "foto"
        ordering = ("meeting", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(alt=""),
                name="meeting_picture_described",
                violation_error_message="Foto memerlukan uraian gambar.",
            ),
        )
