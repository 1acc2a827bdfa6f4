"""What offices want on the agenda, and what they ask about it."""

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from provinces.models import Office


class AgendaProposalQuerySet(models.QuerySet["AgendaProposal"]):
    def open(self) -> Self:
        """Those of which nobody has decided, the oldest first."""
        return self.filter(decision="", withdrawn_at=None).order_by("proposed_at", "pk")

    def kept(self) -> Self:
        """Those that wait for a later rakor."""
        return self.filter(decision=AgendaProposal.Outcome.KEPT, withdrawn_at=None)


class AgendaProposal(models.Model):
    """A topic that an office proposes for a rakor, and what the secretariat decided."""

    class Outcome(models.TextChoices):
        ACCEPTED = "diterima", "Diterima"
        KEPT = "disimpan", "Disimpan untuk rakor berikutnya"
        DECLINED = "ditolak", "Tidak diterima"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="agenda_proposals"
    )
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.PROTECT, related_name="agenda_proposals"
    )
    title = models.CharField("usulan acara", max_length=250)
    reason = models.TextField("alasan", max_length=2000)
    minutes_wanted = models.PositiveSmallIntegerField(
        "perkiraan lama (menit)", null=True, blank=True
    )
    proposed_at = models.DateTimeField("diusulkan pada", editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diusulkan oleh",
        on_delete=models.PROTECT,
        related_name="agenda_proposals",
        editable=False,
    )
    withdrawn_at = models.DateTimeField("ditarik pada", null=True, blank=True, editable=False)
    decision = models.CharField("putusan", max_length=8, choices=Outcome.choices, blank=True)
    decision_note = models.CharField("alasan putusan", max_length=500, blank=True)
    decided_at = models.DateTimeField("diputuskan pada", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diputuskan oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_proposals_decided",
        editable=False,
    )
    item = models.ForeignKey(
        AgendaItem,
        verbose_name="menjadi mata acara",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
    )

    objects: ClassVar = AgendaProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "usulan acara"
        verbose_name_plural = "usulan acara"
        ordering = ("-proposed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=("diterima", "disimpan", "ditolak"), decided_at__isnull=False),
                name="agenda_proposal_decided_at",
            ),
            models.CheckConstraint(
                condition=~Q(decision="ditolak") | ~Q(decision_note=""),
                name="agenda_proposal_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(decision="diterima"),
                name="agenda_proposal_item_when_accepted",
            ),
        )

    def __str__(self) -> str:
        return self.title


class AgendaRemarkQuerySet(models.QuerySet["AgendaRemark"]):
    def shown(self) -> Self:
        return self.filter(hidden_at=None)


class AgendaRemark(models.Model):
    """A question about a released item, or an answer to one; hidden, never deleted."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="agenda_remarks"
    )
    # The number of the item in the releases: the draft may have dropped it since.
    item_number = models.BigIntegerField("mata acara")
    answers = models.ForeignKey(
        "self",
        verbose_name="menjawab",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
    )
    # In whose name it was written; none is the secretariat's.
    office = models.ForeignKey(
        Office,
        verbose_name="atas nama balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_remarks",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="penulis",
        on_delete=models.PROTECT,
        related_name="agenda_remarks",
    )
    text = models.TextField("isi", max_length=2000)
    written_at = models.DateTimeField("ditulis pada")
    hidden_at = models.DateTimeField("disembunyikan pada", null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="disembunyikan oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_remarks_hidden",
    )
    hide_reason = models.CharField("alasan", max_length=300, blank=True)

    objects: ClassVar = AgendaRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = "tanya jawab acara"
        verbose_name_plural = "tanya jawab acara"
        ordering = ("written_at", "pk")
        indexes = (
            # The thread of an item, in the order of writing.
            models.Index("meeting", "item_number", "written_at", name="agenda_remark_thread"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="agenda_remark_says_something"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hide_reason=""),
                name="agenda_remark_hidden_with_reason",
            ),
        )
        triggers = (
            # A thread has two levels: a question, and answers to it.
            pgtrigger.Trigger(
                name="thread",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("answers_id", "meeting_id", "item_number"),
                func="""
                    IF NEW.answers_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM meetings_agendaremark question
                        WHERE question.id = NEW.answers_id AND question.id <> NEW.id
                          AND question.answers_id IS NULL
                          AND question.meeting_id = NEW.meeting_id
                          AND question.item_number = NEW.item_number
                    ) OR EXISTS (
                        SELECT 1 FROM meetings_agendaremark answer
                        WHERE answer.answers_id = NEW.id
                          AND (answer.meeting_id <> NEW.meeting_id
                               OR answer.item_number <> NEW.item_number
                               OR NEW.answers_id IS NOT NULL)
                    ) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'agenda_remark_thread: answers a question about one item';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
