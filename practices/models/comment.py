"""What members say about an article, once the secretariat has let it through."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from practices.models.practice import Practice
from provinces.models import Office


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> Self:
        """Those that everybody reads."""
        return self.filter(approved_at__isnull=False, hidden_at=None)

    def waiting(self) -> Self:
        """Those of which nobody has decided, the oldest first."""
        return self.filter(approved_at=None, hidden_at=None).order_by("created_at", "pk")


class Comment(models.Model):
    """A comment of a member; it shows once approved, and no longer once hidden."""

    practice = models.ForeignKey(
        Practice, verbose_name="praktik baik", on_delete=models.PROTECT, related_name="comments"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="penulis",
        on_delete=models.PROTECT,
        related_name="practice_comments",
    )
    # In whose name it was written; none is the secretariat's.
    office = models.ForeignKey(
        Office,
        verbose_name="atas nama balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="practice_comments",
    )
    text = models.TextField("komentar", max_length=2000)
    created_at = models.DateTimeField("ditulis pada")
    approved_at = models.DateTimeField("disetujui pada", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="disetujui oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments_approved",
    )
    hidden_at = models.DateTimeField("disembunyikan pada", null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="disembunyikan oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments_hidden",
    )
    hide_reason = models.CharField("alasan disembunyikan", max_length=300, blank=True)

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "komentar"
        verbose_name_plural = "komentar"
        ordering = ("created_at", "pk")
        indexes = (
            # The queue of the panel; those under an article are found by its foreign key.
            models.Index(
                "created_at",
                name="comment_queue",
                condition=Q(approved_at=None, hidden_at=None),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(hidden_at=None, hide_reason="")
                | (Q(hidden_at__isnull=False) & ~Q(hide_reason="")),
                name="comment_hidden_with_reason",
                violation_error_message="Menyembunyikan komentar memerlukan alasan.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_not_empty"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=False) | Q(approved_by=None),
                name="comment_approved_at",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=False) | Q(hidden_by=None),
                name="comment_hidden_at",
            ),
        )

    def __str__(self) -> str:
        return f"Komentar atas {self.practice}"
