"""How the forum chose who leads it."""

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from elections.timing import is_during, local_day
from forum_portal.lib.dates import Precision, moment
from meetings.models import Meeting, Publication
from provinces.models import Office, Person, Post, Term
from provinces.names import then_called_on

if TYPE_CHECKING:
    from accounts.models import User


class ElectionQuerySet(models.QuerySet["Election"]):
    def published(self) -> Self:
        return self.filter(result__isnull=False, meeting__published_at__isnull=False)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Published results; staff see elections that are being recorded, too."""
        return self if user.is_staff else self.published()

    def whole(self) -> Self:
        """With all that an election's page shows, in one query; `office_then` is what the office
        of the acclaimed was called at the rakor, where that is not its present name.
        """
        minutes = Publication.objects.public().filter(minutes__meeting=OuterRef("meeting"))
        return self.select_related(
            "meeting", "post", "acclamation__candidate", "acclamation__office", "result__term"
        ).annotate(
            has_minutes=Exists(minutes),
            office_then=then_called_on("meeting__starts_on", office="acclamation__office"),
        )


class Election(models.Model):
    """The election of a post of the forum at a rakor, and the rules it was held under."""

    class Method(models.TextChoices):
        ACCLAMATION = "acclamation", "Aklamasi"

    slug = models.SlugField("alamat halaman", max_length=80, unique=True)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="elections"
    )
    post = models.ForeignKey(
        Post,
        verbose_name="jabatan",
        on_delete=models.PROTECT,
        related_name="elections",
        limit_choices_to={"office": None},
    )
    method = models.CharField(
        "cara", max_length=12, choices=Method.choices, default=Method.ACCLAMATION
    )
    quorum_offices = models.PositiveSmallIntegerField(
        "kuorum (jumlah balai)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Paling sedikit balai yang harus hadir menurut tata tertib rakor ini.",
    )
    source = models.CharField("sumber", max_length=300, blank=True)

    # In a queryset of whole() elections: the minutes of the rakor are published.
    has_minutes: bool

    objects: ClassVar = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = "pemilihan"
        verbose_name_plural = "pemilihan"
        ordering = ("-meeting__starts_on", "post__order")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "post"),
                name="election_once_a_meeting",
                violation_error_message="Pemilihan jabatan ini pada rakor ini sudah tercatat.",
            ),
            models.CheckConstraint(
                condition=Q(quorum_offices=None) | Q(quorum_offices__gte=1),
                name="election_quorum_positive",
                violation_error_message="Kuorum paling sedikit satu balai.",
            ),
        )

    def __str__(self) -> str:
        return f"Pemilihan {self.post.title}, {self.meeting.title}"

    def get_absolute_url(self) -> str:
        return reverse("elections:detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        _refuse_published(self)

    @property
    def is_published(self) -> bool:
        return hasattr(self, "result")


class Acclamation(models.Model):
    """Who was acclaimed, on whose proposal, before whom; unknown parts stay empty."""

    election = models.OneToOneField(
        Election, verbose_name="pemilihan", on_delete=models.CASCADE, related_name="acclamation"
    )
    candidate = models.ForeignKey(
        Person, verbose_name="calon", on_delete=models.PROTECT, related_name="acclamations"
    )
    office = models.ForeignKey(
        Office,
        verbose_name="mewakili balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acclamations",
    )
    position = models.CharField("jabatan calon waktu itu", max_length=200, blank=True)
    offices_present = models.PositiveSmallIntegerField(
        "balai hadir",
        null=True,
        blank=True,
        help_text="Jumlah balai yang hadir atau diwakili pada saat aklamasi, bukan jumlah orang.",
    )
    proposed_by = models.CharField("pengusul", max_length=200, blank=True)
    witnesses = models.TextField("saksi", blank=True, help_text="Satu per baris.")
    acclaimed_at = models.DateTimeField(
        "saat aklamasi",
        null=True,
        blank=True,
        help_text="Menurut zona waktu rakor.",
    )
    term_until = models.DateField(
        "masa bakti sampai",
        null=True,
        blank=True,
        help_text="Hari pertama yang tidak lagi termasuk masa bakti. Kosong bila tidak ditetapkan.",
    )
    until_precision = models.CharField(
        "ketelitian akhir", max_length=5, choices=Precision.choices, default=Precision.DAY
    )

    class Meta:
        verbose_name = "aklamasi"
        verbose_name_plural = "aklamasi"

    def __str__(self) -> str:
        return f"Aklamasi {self.candidate}"

    def clean(self) -> None:
        """Each error beside its field, also while the election itself is being added."""
        super().clean()
        is_known = self.election_id or "election" in self._state.fields_cache
        if not is_known or not self.election.meeting_id:
            return
        _refuse_published(self.election)
        meeting, errors = self.election.meeting, {}
        if self.acclaimed_at and not is_during(meeting, self.acclaimed_at):
            errors["acclaimed_at"] = (
                f"{moment(self.acclaimed_at, meeting.zone)} di luar hari rakor: {meeting.dates}."
            )
        if self.acclaimed_at and self.term_until:
            day = local_day(self.acclaimed_at, meeting)
            if self.term_until <= day:
                errors["term_until"] = "Masa bakti harus berakhir sesudah hari aklamasi."
        if errors:
            raise ValidationError(errors)

    @property
    def witness_list(self) -> list[str]:
        return [line.strip() for line in self.witnesses.splitlines() if line.strip()]


class Result(models.Model):
    """The published outcome; it opened `term` and is never published twice."""

    election = models.OneToOneField(
        Election, verbose_name="pemilihan", on_delete=models.PROTECT, related_name="result"
    )
    term = models.OneToOneField(
        Term, verbose_name="masa jabatan", on_delete=models.PROTECT, related_name="election_result"
    )
    published_at = models.DateTimeField("terbit pada")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diterbitkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="election_results",
        help_text="Kosong bila dimuat dari data acuan.",
    )

    class Meta:
        verbose_name = "hasil pemilihan"
        verbose_name_plural = "hasil pemilihan"
        ordering = (F("published_at").desc(),)
        triggers = (
            # What came with the reference data may be withdrawn when its source proves wrong.
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Hasil {self.election}"


def _refuse_published(election: Election) -> None:
    """A record behind a result that somebody published stays as it was.

    What came with the reference data is what the press said; the secretariat may complete it.
    """
    result = Result.objects.filter(election=election).first() if election.pk else None
    if result and result.published_by_id:
        raise ValidationError(
            f"Hasil pemilihan ini sudah terbit pada "
            f"{moment(result.published_at, election.meeting.zone)}; catatannya tidak diubah lagi."
        )
