"""Persons, the posts there are, and who held which post when."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from forum_portal.lib.dates import (
    BoundPrecision,
    Precision,
    date_span,
    partial_date,
    period_in_words,
)
from forum_portal.lib.uploads import paper_path
from provinces.models.office import Office


class Person(models.Model):
    """A person in public office; the NIP is for staff only and on no page."""

    name = models.CharField("nama", max_length=150, help_text="Lengkap dengan gelar.")
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri atas 18 angka.")],
        help_text="Tidak pernah ditampilkan di halaman publik.",
    )
    note = models.CharField("catatan", max_length=300, blank=True)

    class Meta:
        verbose_name = "orang"
        verbose_name_plural = "orang"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("nip",),
                condition=~Q(nip=""),
                name="person_nip_unique",
                violation_error_message="NIP ini sudah tercatat pada orang lain.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def of_forum(self) -> Self:
        return self.filter(office=None)


class Post(models.Model):
    """A post exists without a holder: head of an office, or a post of the forum."""

    office = models.ForeignKey(
        Office,
        verbose_name="balai",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="posts",
        help_text="Kosong untuk jabatan forum.",
    )
    title = models.CharField("nama jabatan", max_length=100)
    slug = models.SlugField("kode", max_length=60)
    order = models.PositiveSmallIntegerField("urutan", default=1)

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "slug"),
                name="post_unique",
                nulls_distinct=False,
                violation_error_message="Jabatan ini sudah ada.",
            ),
        )

    HEAD = "kepala"
    CHAIR = "ketua"

    def __str__(self) -> str:
        return f"{self.title} {self.office.name if self.office else 'Forum'}"


class TermQuerySet(models.QuerySet["Term"]):
    def definitive(self) -> Self:
        return self.filter(acting="")

    def on(self, day: date) -> Self:
        """Terms whose period holds `day`; sightings without a period are not among them."""
        return self.filter(period__contains=day)

    def latest_first(self) -> Self:
        return self.order_by(F("period__startswith").desc(nulls_last=True), "-seen_on", "-pk")


class Term(models.Model):
    """A person in a post, on behalf of an office, from and until.

    period: half-open, the day of the hand-over belongs to the successor. A bound known to the
    year or month is the first day of it, so "2023-2025" ends where "2025-2027" begins; one that
    is not known is the edge of what is known (BoundPrecision). No period at all: only seen in
    the post (seen_on), when it began and ended is not known.
    """

    class Acting(models.TextChoices):
        PLT = "plt", "Plt."
        PLH = "plh", "Plh."

    post = models.ForeignKey(
        Post, verbose_name="jabatan", on_delete=models.PROTECT, related_name="terms"
    )
    person = models.ForeignKey(
        Person, verbose_name="orang", on_delete=models.PROTECT, related_name="terms"
    )
    on_behalf_of = models.ForeignKey(
        Office,
        verbose_name="mewakili balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forum_terms",
    )
    acting = models.CharField(
        "pelaksana",
        max_length=3,
        choices=Acting.choices,
        blank=True,
        help_text="Kosong untuk pejabat definitif.",
    )
    period = DateRangeField("masa jabatan", null=True, blank=True)
    from_precision = models.CharField(
        "ketelitian mulai",
        max_length=7,
        choices=BoundPrecision.choices,
        default=BoundPrecision.DAY,
    )
    until_precision = models.CharField(
        "ketelitian akhir",
        max_length=7,
        choices=BoundPrecision.choices,
        default=BoundPrecision.DAY,
    )
    seen_on = models.DateField(
        "tercatat menjabat pada",
        null=True,
        blank=True,
        help_text="Bila awal masa jabatan tidak diketahui: kapan sumber menyebutnya.",
    )
    seen_precision = models.CharField(
        "ketelitian catatan", max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    decree_number = models.CharField("nomor SK", max_length=100, blank=True)
    # Never public: decrees carry personal data of others.
    decree = models.FileField("berkas SK (PDF)", upload_to=paper_path, blank=True)
    source = models.CharField("sumber", max_length=300, blank=True)

    objects: ClassVar = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "masa jabatan"
        verbose_name_plural = "masa jabatan"
        ordering = ("post", F("period__startswith").desc(nulls_last=True), "-seen_on")
        constraints = (
            ExclusionConstraint(
                name="term_one_definitive_holder",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(acting=""),
                violation_error_message=(
                    "Sudah ada pejabat definitif lain untuk jabatan ini pada masa itu."
                ),
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=False) | Q(seen_on__isnull=False),
                name="term_when_known",
                violation_error_message=(
                    "Isi masa jabatan, atau kapan orang ini tercatat menjabat."
                ),
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=True) | Q(period__isempty=False),
                name="term_not_empty",
                violation_error_message="Akhir masa jabatan harus sesudah awalnya.",
            ),
            models.CheckConstraint(
                condition=~Q(until_precision="unknown") | Q(period__endswith__isnull=False),
                name="term_unknown_end_is_past",
                violation_error_message=(
                    "Akhir yang tidak diketahui memerlukan hari terakhir yang diketahui."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.post} ({self.when})"

    @property
    def when(self) -> str:
        """What is known of the time, in words: "2023\u20132025", "sejak Mei 2024",
        "setidaknya sejak 3 Mei 2024" where only the edge of what is known is known.
        """
        if self.period is None:
            seen = self.seen_on and partial_date(self.seen_on, self.seen_precision)
            return f"tercatat {seen}" if seen else "masa jabatan tidak diketahui"
        words = period_in_words(
            self.period.lower, self.period.upper, self.from_precision, self.until_precision
        )
        return words or _edges(self.period.lower, self.period.upper)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Not while `acting` was refused itself: Django 5.2 would ask a condition that needs it."""
        if "acting" not in (exclude or ()):
            super().validate_constraints(exclude)

    def has_ended(self, today: date) -> bool:
        return bool(self.period and self.period.upper and self.period.upper <= today)


def _edges(first: date | None, until: date | None) -> str:
    """Of a period whose beginning and end are not known: the days of which a source tells."""
    last = until and until - timedelta(days=1)
    if first and last:
        return f"setidaknya {date_span(first, last)}"
    if first:
        return f"setidaknya sejak {partial_date(first, Precision.DAY)}"
    if last:
        return f"setidaknya sampai {partial_date(last, Precision.DAY)}"
    return "masa jabatan tidak diketahui"
