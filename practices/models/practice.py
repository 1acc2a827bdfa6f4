"""Praktik baik: the working text that an office writes; the public reads its editions."""

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from forum_portal.lib.pictures import SizedPicture
from forum_portal.lib.uploads import paper_path
from practices.models.topic import Topic
from provinces.models import Office

if TYPE_CHECKING:
    from accounts.models import User

MOST_PICTURES = 12
MOST_ATTACHMENTS = 10
# Who reads what offices submit.
REVIEWS = "practices.view_practice"

_PUBLIC = Q(current__isnull=False, withdrawn_at=None)


class PracticeQuerySet(models.QuerySet["Practice"]):
    def public(self) -> Self:
        """Published and not withdrawn: what anyone may read, in its current edition."""
        return self.filter(_PUBLIC)

    def written_by_office_of(self, user: "User") -> Self:
        return self.filter(office__in=Office.objects.operated_by(user))

    def drafts_for(self, user: "User | AnonymousUser") -> Self:
        """Whose working text `user` may read: the office's staff, and who publishes it."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff and user.has_perm(REVIEWS):
            return self
        return self.written_by_office_of(user)

    def submitted(self) -> Self:
        """Those that wait for the secretariat, the longest wait first."""
        return self.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")

    def latest_first(self) -> Self:
        return self.order_by(F("published_at").desc(), "-pk")


class Practice(models.Model):
    """An article of an office; its states are timestamps, derived in practices/states.py.

    title, summary, body, topics, pictures and attachments are the working text. Readers get
    `current`, which does not change when these do.
    """

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.PROTECT, related_name="practices"
    )
    # From the first title; it stays when the title changes, as addresses do.
    slug = models.SlugField("alamat halaman", max_length=80, unique=True, editable=False)
    title = models.CharField("judul", max_length=150)
    summary = models.TextField("ringkasan", max_length=500, blank=True)
    body = models.TextField("isi", max_length=40_000, blank=True)
    topics = models.ManyToManyField(
        Topic, verbose_name="topik", blank=True, related_name="practices"
    )

    created_at = models.DateTimeField("dibuat pada", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dibuat oleh",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="practices_begun",
    )
    # Of the working text; the one who saves compares it with the one that was read.
    edited_at = models.DateTimeField("disunting pada", editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="disunting oleh",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="practices_edited",
    )
    submitted_at = models.DateTimeField("dikirim pada", null=True, blank=True, editable=False)
    returned_at = models.DateTimeField("dikembalikan pada", null=True, blank=True, editable=False)
    return_reason = models.TextField("yang perlu diperbaiki", max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True, blank=True, editable=False)
    withdraw_reason = models.CharField("alasan penarikan", max_length=300, blank=True)
    # When it first appeared: a later edition does not bring it back to the top of the list.
    published_at = models.DateTimeField("terbit pada", null=True, blank=True, editable=False)
    current = models.OneToOneField(
        "practices.Edition",
        verbose_name="terbitan sekarang",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    is_sample = models.BooleanField("contoh", default=False, editable=False)

    objects: ClassVar = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = "praktik baik"
        verbose_name_plural = "praktik baik"
        ordering = ("-edited_at", "-pk")
        indexes = (
            # The list and the feed, and the articles of one office.
            models.Index(
                F("published_at").desc(), F("id").desc(), name="practice_public", condition=_PUBLIC
            ),
            models.Index(
                F("office"), F("published_at").desc(), name="practice_of_office", condition=_PUBLIC
            ),
            models.Index(
                "submitted_at", name="practice_queue", condition=Q(submitted_at__isnull=False)
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(returned_at=None, return_reason="")
                | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
                name="practice_returned_with_reason",
                violation_error_message="Pengembalian memerlukan alasan.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="practice_withdrawn_with_reason",
                violation_error_message="Penarikan memerlukan alasan.",
            ),
            models.CheckConstraint(
                condition=Q(current=None, published_at=None)
                | Q(current__isnull=False, published_at__isnull=False),
                name="practice_published_as_an_edition",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="current_is_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("current_id"),
                condition=pgtrigger.Condition("NEW.current_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM practices_edition
                                   WHERE id = NEW.current_id AND practice_id = NEW.id) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'practice_current_is_own: an edition of another article';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practices:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.current_id is not None and self.withdrawn_at is None


class PracticePicture(SizedPicture):
    """One of up to twelve pictures of the working text.

    Its files outlive it: an edition may show them.
    """

    practice = models.ForeignKey(
        Practice, verbose_name="praktik baik", on_delete=models.CASCADE, related_name="pictures"
    )
    place = models.PositiveSmallIntegerField(
        "urutan", validators=[MinValueValidator(1), MaxValueValidator(MOST_PICTURES)]
    )

    class Meta:
        verbose_name = "gambar"
        verbose_name_plural = "gambar"
        ordering = ("practice", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("practice", "place"),
                name="practice_picture_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Urutan ini sudah dipakai gambar lain.",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_PICTURES),
                name="practice_picture_at_most_twelve",
                violation_error_message=f"Satu artikel memuat paling banyak {MOST_PICTURES} "
                "gambar.",
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="practice_picture_described",
                violation_error_message="Gambar memerlukan uraian gambar.",
            ),
        )


class PracticeAttachment(models.Model):
    """A PDF beside the working text; its file outlives it, as a picture's do."""

    practice = models.ForeignKey(
        Practice, verbose_name="praktik baik", on_delete=models.CASCADE, related_name="attachments"
    )
    # The end of its address, the same in the working text and in the editions.
    key = models.CharField("kode", max_length=32, unique=True, editable=False)
    title = models.CharField("judul lampiran", max_length=150)
    file = models.FileField("berkas PDF", upload_to=paper_path)
    size_bytes = models.PositiveIntegerField("ukuran", editable=False)

    class Meta:
        verbose_name = "lampiran"
        verbose_name_plural = "lampiran"
        ordering = ("practice", "pk")

    def __str__(self) -> str:
        return self.title
