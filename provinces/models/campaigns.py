"""The secretariat asks every office whether its data are right; each answers by its own link."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.urls import reverse

from provinces.models.office import Office
from provinces.models.proposals import Proposal


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self) -> Self:
        return self.filter(started_at__isnull=False, closed_at=None)


class Campaign(models.Model):
    """One round of asking, usually before a rakor."""

    title = models.CharField("judul", max_length=150)
    message = models.TextField(
        "pengantar", max_length=2000, blank=True, help_text="Dibaca balai di atas datanya."
    )
    due_on = models.DateField("dijawab paling lambat")
    started_at = models.DateTimeField("dikirim pada", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("ditutup pada", null=True, blank=True, editable=False)

    objects: ClassVar = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "konfirmasi data"
        verbose_name_plural = "konfirmasi data"
        ordering = (F("started_at").desc(nulls_first=True), "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(started_at__isnull=False),
                name="campaign_closed_after_start",
            ),
            models.UniqueConstraint(
                # All that run are equal in it.
                IsNull(F("closed_at"), True),
                condition=Q(started_at__isnull=False, closed_at=None),
                name="campaign_one_running",
                violation_error_message="Konfirmasi data yang lain masih berjalan.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.closed_at is None


class ConfirmationRequestQuerySet(models.QuerySet["ConfirmationRequest"]):
    def unanswered(self) -> Self:
        return self.filter(answered_at=None)

    def to_remind(self, before: datetime) -> Self:
        """Unanswered, with an address, and no letter since `before`."""
        quiet = Q(sent_at__lte=before) & (Q(reminded_at=None) | Q(reminded_at__lte=before))
        return self.unanswered().filter(quiet).exclude(sent_to=[])

    def running(self) -> Self:
        return self.filter(campaign__in=Campaign.objects.running())

    def overdue(self, today: date) -> Self:
        """Unanswered after the day by which a running campaign asked for an answer."""
        return self.running().unanswered().filter(campaign__due_on__lt=today)

    def due_within(self, days: int, today: date) -> Self:
        """Unanswered, and to be answered today or on one of the next `days`."""
        span = (today, today + timedelta(days=days))
        return self.running().unanswered().filter(campaign__due_on__range=span)


class ConfirmationRequest(models.Model):
    """What one office was asked in a campaign, and what it answered."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "Data benar"
        PROPOSED = "proposed", "Mengusulkan perubahan"

    campaign = models.ForeignKey(
        Campaign, verbose_name="konfirmasi", on_delete=models.CASCADE, related_name="requests"
    )
    office = models.ForeignKey(
        Office,
        verbose_name="balai",
        on_delete=models.PROTECT,
        related_name="confirmation_requests",
    )
    # The secret of the mailed link: whoever holds it answers for the office.
    token = models.CharField("kode tautan", max_length=43, unique=True, editable=False)
    # Addresses it went to; none where the portal knows no address of the office.
    sent_to = models.JSONField("dikirim kepada", default=list, editable=False)
    sent_at = models.DateTimeField("dikirim pada", null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField("diingatkan pada", null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField("pengingat", default=0, editable=False)
    answered_at = models.DateTimeField("dijawab pada", null=True, blank=True, editable=False)
    answer = models.CharField("jawaban", max_length=9, choices=Answer.choices, blank=True)
    # Who answered: for the secretariat alone, never on a page.
    answered_by = models.CharField("dijawab oleh", max_length=150, blank=True)
    answered_as = models.CharField("jabatan penjawab", max_length=100, blank=True)
    # Office.confirmed_on before the answer "benar": put back if another answer replaces it.
    confirmed_before = models.DateField(
        "konfirmasi sebelumnya", null=True, blank=True, editable=False
    )
    proposal = models.OneToOneField(
        Proposal,
        verbose_name="usulan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmation_request",
    )

    objects: ClassVar = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan konfirmasi"
        verbose_name_plural = "permintaan konfirmasi"
        ordering = ("campaign", "office__province__code", "office__slug")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "office"), name="confirmation_once_an_office"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="confirmation_answered_at",
            ),
            models.CheckConstraint(
                condition=~Q(answer="proposed") | Q(proposal__isnull=False),
                name="confirmation_proposed_something",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=("", "confirmed", "proposed")),
                name="confirmation_answer_known",
            ),
            models.CheckConstraint(condition=~Q(token=""), name="confirmation_has_link"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="answered_while_running",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("answered_at", "answer"),
                func="""
                    PERFORM 1 FROM provinces_campaign
                        WHERE id = NEW.campaign_id AND started_at IS NOT NULL
                          AND closed_at IS NULL FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'confirmation_while_running: the campaign does not run';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="proposal_is_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("proposal_id", "office_id"),
                condition=pgtrigger.Condition("NEW.proposal_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM provinces_proposal
                                   WHERE id = NEW.proposal_id AND office_id = NEW.office_id) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'confirmation_proposal_is_own: of another office';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.office} ({self.campaign})"

    def get_absolute_url(self) -> str:
        return reverse("provinces:confirm", args=[self.token])
