"""What became of a rakor's day, place and address: nothing that was announced is forgotten."""

import pgtrigger
from django.conf import settings
from django.db import models

from forum_portal.lib.dates import Zone
from meetings.models.meeting import Meeting


class MeetingMove(models.Model):
    """That a published rakor was moved: when and where it was to be before, and why."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="moves"
    )
    starts_on = models.DateField("semula mulai")
    ends_on = models.DateField("semula sampai", null=True, blank=True)
    starts_at = models.TimeField("semula pukul", null=True, blank=True)
    zone = models.CharField("zona semula", max_length=20, choices=Zone.choices)
    place = models.CharField("tempat semula", max_length=420, blank=True)
    reason = models.CharField("alasan", max_length=300)
    moved_at = models.DateTimeField("dipindahkan pada")
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dipindahkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="meetings_moved",
    )

    class Meta:
        verbose_name = "pemindahan rakor"
        verbose_name_plural = "pemindahan rakor"
        ordering = ("meeting", "-moved_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="move_with_reason",
                violation_error_message="Pemindahan memerlukan alasan.",
            ),
        )
        triggers = (pgtrigger.Protect(name="frozen", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.meeting}: semula {self.starts_on}"


class FormerMeetingSlug(models.Model):
    """An address that a published rakor had; it redirects for good."""

    slug = models.SlugField("alamat dahulu", max_length=80, unique=True)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="former_slugs"
    )

    class Meta:
        verbose_name = "alamat dahulu"
        verbose_name_plural = "alamat dahulu"
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug
