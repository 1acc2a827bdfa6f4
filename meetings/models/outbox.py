"""Kotak keluar: letters of a rakor that a person reads before they leave."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from post_office.models import Email

from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from meetings.models.registration import Registration
from provinces.models import Office


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    def waiting(self) -> Self:
        """Neither sent, held nor dropped: a person has to look at them."""
        return self.filter(sent_at=None, held_at=None, dropped_at=None)


class OutboxMail(models.Model):
    """One letter to one address. Sent once: `email` is its place in the queue of the sender.

    attachments: names of what is made when it is sent, see meetings/outbox/attachments.py.
    """

    class Kind(models.TextChoices):
        INVITATION = "undangan", "Undangan"
        REMINDER = "pengingat", "Pengingat jawaban"
        WITHDRAWN = "ditarik", "Undangan ditarik"
        RELEASED = "rilis", "Susunan acara baru"
        MOVED = "pindah", "Rakor dipindahkan"
        CANCELLED = "batal", "Rakor dibatalkan"
        THANKS = "terima", "Ucapan terima kasih"

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="outbox"
    )
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    # What of that kind it tells of, such as "v2": nobody is told the same thing twice.
    occasion = models.CharField("tentang", max_length=40, blank=True)
    to = models.EmailField("kepada")
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.PROTECT, null=True, related_name="outbox"
    )
    invitation = models.ForeignKey(
        Invitation,
        verbose_name="undangan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outbox",
    )
    registration = models.ForeignKey(
        Registration,
        verbose_name="pendaftaran",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outbox",
    )
    subject = models.CharField("hal", max_length=250)
    text = models.TextField("isi")
    attachments = models.JSONField("lampiran", default=list, blank=True)
    made_at = models.DateTimeField("disiapkan pada")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="disiapkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="outbox_made",
    )
    # Raised by each edit: what is sent is what the person saw.
    revision = models.PositiveIntegerField(default=1, editable=False)
    held_at = models.DateTimeField("ditahan pada", null=True, blank=True)
    dropped_at = models.DateTimeField("dibuang pada", null=True, blank=True)
    drop_reason = models.CharField("alasan", max_length=300, blank=True)
    sent_at = models.DateTimeField("dikirim pada", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dikirim oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outbox_sent",
    )
    # The row stays as a record without address and text, see meetings/actions/retention.py.
    forgotten_at = models.DateTimeField("alamat dan isi dihapus pada", null=True, blank=True)
    # None again a month after it was delivered, when the queue forgets it.
    email = models.OneToOneField(
        Email,
        verbose_name="surel",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="outbox_mail",
    )

    objects: ClassVar = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = "surel di kotak keluar"
        verbose_name_plural = "kotak keluar"
        ordering = ("meeting", "kind", "office__province__code", "to", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "kind", "occasion", "to"),
                condition=Q(forgotten_at__isnull=True),
                name="outbox_once",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) & ~Q(to="")
                | Q(forgotten_at__isnull=False, to="", text="")
                & (Q(sent_at__isnull=False) | Q(dropped_at__isnull=False)),
                name="outbox_forgotten_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | Q(held_at__isnull=True, dropped_at__isnull=True),
                name="outbox_sent_or_kept_back",
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(sent_at__isnull=False),
                name="outbox_queued_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(drop_reason=""),
                name="outbox_dropped_with_reason",
            ),
        )
        indexes = (
            # The panel's first page counts what waits.
            models.Index(
                "meeting",
                name="outbox_waiting",
                condition=Q(sent_at=None, held_at=None, dropped_at=None),
            ),
        )

    def __str__(self) -> str:
        # Without the address: the trail keeps it.
        return self.subject

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is None and self.held_at is None and self.dropped_at is None
