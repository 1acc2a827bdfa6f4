"""What an office, or a reader, says should be otherwise; the secretariat decides of each field."""

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from forum_portal.lib.uploads import paper_path, picture_path
from provinces.models.office import Office


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Proposal(models.Model):
    """Values proposed together for one office; closed once each has been decided."""

    class Origin(models.TextChoices):
        # In the order of their weight, which is the alphabet's.
        OFFICE = "office", "Usulan balai"
        PUBLIC = "public", "Laporan umum"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.PROTECT, related_name="proposals"
    )
    origin = models.CharField("asal", max_length=6, choices=Origin.choices)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diusulkan oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
    )
    # Who wrote without an account: by the link of a campaign, or as a reader.
    sender_name = models.CharField("nama pengirim", max_length=150, blank=True)
    sender_email = models.EmailField("surel pengirim", blank=True)
    message = models.TextField("pesan", max_length=2000, blank=True)
    decree = models.FileField("berkas SK (PDF)", upload_to=paper_path, blank=True)
    created_at = models.DateTimeField("diusulkan pada", editable=False)
    closed_at = models.DateTimeField("selesai diputus pada", null=True, blank=True, editable=False)
    # True once its author took it back; undecided changes then stay undecided.
    is_withdrawn = models.BooleanField("ditarik", default=False, editable=False)

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "usulan perubahan"
        verbose_name_plural = "usulan perubahan"
        ordering = (F("created_at").desc(),)
        indexes = (
            # The queue of the panel and the office's own list.
            models.Index("created_at", name="proposal_open", condition=Q(closed_at=None)),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(is_withdrawn=True) | Q(closed_at__isnull=False),
                name="proposal_withdrawn_is_closed",
            ),
            models.CheckConstraint(
                # It served to answer; the answer is on its way.
                condition=Q(closed_at__isnull=True) | Q(sender_email=""),
                name="proposal_closed_without_address",
            ),
            models.CheckConstraint(
                # Whose it is decides who may read it.
                condition=Q(origin__in=("office", "public")),
                name="proposal_origin_known",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="closed_once_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("closed_at", "is_withdrawn"),
                condition=pgtrigger.Condition("NEW.closed_at IS NOT NULL AND NOT NEW.is_withdrawn"),
                func="""
                    IF EXISTS (SELECT 1 FROM provinces_proposedchange
                               WHERE proposal_id = NEW.id AND outcome = '') THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'proposal_closed_once_decided: a change is undecided';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_origin_display()} untuk {self.office}"


class ProposedChange(models.Model):
    """One field with the value it had when the change was proposed, and the value proposed.

    field, old, new: as provinces/proposals/fields.py reads and applies them.
    """

    class Outcome(models.TextChoices):
        APPLIED = "applied", "Diterapkan"
        DECLINED = "declined", "Ditolak"

    proposal = models.ForeignKey(
        Proposal, verbose_name="usulan", on_delete=models.CASCADE, related_name="changes"
    )
    field = models.CharField("isian", max_length=30)
    old = models.JSONField("nilai lama", null=True)
    new = models.JSONField("nilai baru", null=True)
    file = models.FileField("gambar", upload_to=picture_path, blank=True)
    outcome = models.CharField("putusan", max_length=8, choices=Outcome.choices, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)
    decided_at = models.DateTimeField("diputus pada", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diputus oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_changes",
        editable=False,
    )

    class Meta:
        verbose_name = "perubahan yang diusulkan"
        verbose_name_plural = "perubahan yang diusulkan"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "field"),
                condition=~Q(field="picture"),
                name="proposed_change_once_a_field",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="proposed_change_decided_at",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(reason=""),
                name="proposed_change_declined_with_reason",
                violation_error_message="Penolakan memerlukan alasan.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("", "applied", "declined")),
                name="proposed_change_outcome_known",
            ),
            models.CheckConstraint(
                # A picture that is to go has an old value alone.
                condition=Q(new__isnull=False) | Q(field="picture", old__isnull=False),
                name="proposed_change_says_what",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="decided_while_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("outcome", "proposal_id"),
                func="""
                    PERFORM 1 FROM provinces_proposal
                        WHERE id = NEW.proposal_id AND closed_at IS NOT NULL FOR SHARE;
                    IF FOUND THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'proposed_change_decided_while_open: it is closed';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.field
