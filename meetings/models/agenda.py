"""Susunan acara: the items of a rakor by day and time."""

from django.db import models
from django.db.models import F, Q

from meetings.models.meeting import Meeting


class AgendaItem(models.Model):
    """One item; without a day or time where only its subject is known."""

    class Kind(models.TextChoices):
        OPENING = "pembukaan", "Pembukaan"
        REPORT = "laporan", "Laporan"
        ADDRESS = "sambutan", "Sambutan"
        DIRECTION = "arahan", "Arahan"
        PRESENTATION = "paparan", "Paparan"
        DISCUSSION = "diskusi", "Diskusi"
        COMMISSION = "komisi", "Sidang komisi"
        PLENARY = "pleno", "Pleno"
        ELECTION = "pemilihan", "Pemilihan"
        BREAK = "istirahat", "Istirahat"
        CLOSING = "penutupan", "Penutupan"
        OTHER = "lain", "Acara"

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="agenda_items"
    )
    on = models.DateField("hari", null=True, blank=True)
    starts_at = models.TimeField("pukul", null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField("lama (menit)", null=True, blank=True)
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField("acara", max_length=250)
    presenters = models.CharField("pembicara", max_length=300, blank=True)
    place = models.CharField("ruang", max_length=100, blank=True)
    is_public = models.BooleanField("tampil untuk umum", default=True)
    order = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "mata acara"
        verbose_name_plural = "susunan acara"
        ordering = (
            F("on").asc(nulls_last=True),
            F("starts_at").asc(nulls_last=True),
            "order",
            "pk",
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(on__isnull=False),
                name="agenda_time_on_a_day",
                violation_error_message="Pukul memerlukan hari.",
            ),
        )

    def __str__(self) -> str:
        return self.title
