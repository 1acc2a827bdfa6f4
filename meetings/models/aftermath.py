"""After a rakor: what it asks of those who were there, and for whom there are certificates."""

from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from meetings.models.institution import Signatory
from meetings.models.meeting import Meeting
from meetings.models.registration import Registration


class Aftercare(models.Model):
    """How long the evaluation is open, and who gets a certificate signed by whom."""

    meeting = models.OneToOneField(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="aftercare"
    )
    evaluation_opens_at = models.DateTimeField("evaluasi dibuka", null=True, blank=True)
    evaluation_closes_at = models.DateTimeField("evaluasi ditutup", null=True, blank=True)
    sessions_percent = models.PositiveSmallIntegerField(
        "sertifikat bagi yang hadir paling sedikit (% sesi)",
        default=75,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    signatory = models.ForeignKey(
        Signatory,
        verbose_name="penanda tangan sertifikat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
    )
    dated_on = models.DateField("tanggal sertifikat", null=True, blank=True)

    class Meta:
        verbose_name = "sesudah rakor"
        verbose_name_plural = "sesudah rakor"
        constraints = (
            models.CheckConstraint(
                condition=Q(evaluation_opens_at__isnull=True, evaluation_closes_at__isnull=True)
                | Q(evaluation_closes_at__gt=F("evaluation_opens_at")),
                name="aftercare_evaluation_window",
                violation_error_message="Evaluasi ditutup sesudah dibuka.",
            ),
        )

    def __str__(self) -> str:
        return f"Sesudah {self.meeting}"


class EvaluationQuestion(models.Model):
    class Kind(models.TextChoices):
        SCALE = "skala", "Skala 1\u20135"
        CHOICE = "pilihan", "Pilihan"
        TEXT = "uraian", "Uraian"

    meeting = models.ForeignKey(
        Meeting,
        verbose_name="rakor",
        on_delete=models.CASCADE,
        related_name="evaluation_questions",
    )
    order = models.PositiveSmallIntegerField("urutan", default=1)
    kind = models.CharField("jenis", max_length=7, choices=Kind.choices, default=Kind.SCALE)
    text = models.CharField("pertanyaan", max_length=300)
    choices = models.TextField("pilihan", blank=True, help_text="Satu pilihan per baris.")
    is_required = models.BooleanField("wajib dijawab", default=False)

    class Meta:
        verbose_name = "pertanyaan evaluasi"
        verbose_name_plural = "pertanyaan evaluasi"
        ordering = ("meeting", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="pilihan") | ~Q(choices=""),
                name="evaluation_question_has_choices",
                violation_error_message="Pertanyaan pilihan memerlukan pilihannya.",
            ),
        )

    def __str__(self) -> str:
        return self.text


class EvaluationSheet(models.Model):
    """One person's answers, of nobody knows whom: no registration, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="evaluation_sheets"
    )
    # {"<question pk>": value}; what a question asked stands beside it when it is answered.
    answers = models.JSONField("jawaban")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = "lembar evaluasi"
        verbose_name_plural = "lembar evaluasi"
        ordering = ("meeting", "id")

    def __str__(self) -> str:
        return "Lembar evaluasi"


class EvaluationTurn(models.Model):
    """Who has answered, without when: the other half, kept apart from the answers."""

    registration = models.OneToOneField(
        Registration,
        verbose_name="pendaftaran",
        on_delete=models.PROTECT,
        related_name="evaluation_turn",
    )

    class Meta:
        verbose_name = "yang sudah mengisi evaluasi"
        verbose_name_plural = "yang sudah mengisi evaluasi"

    def __str__(self) -> str:
        return f"Evaluasi {self.registration_id}"
