"""What is on record of a rakor: who had a part, what was promised, which figures were named."""

from django.db import models

from meetings.models.meeting import Meeting
from provinces.models import Office, Person


class Official(models.Model):
    """Who had a part in a meeting, with the position held at that time."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="officials"
    )
    person = models.ForeignKey(
        Person,
        verbose_name="orang",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_parts",
        help_text="Kosong bila sumber tidak menyebut namanya.",
    )
    office = models.ForeignKey(
        Office,
        verbose_name="mewakili balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_parts",
    )
    position = models.CharField("jabatan waktu itu", max_length=200)
    part = models.CharField("peran", max_length=100)
    order = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "pejabat dalam rakor"
        verbose_name_plural = "pejabat dalam rakor"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.person or self.position} ({self.part})"


class Commitment(models.Model):
    """What the forum promised at a meeting, as reported."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="commitments"
    )
    text = models.CharField("komitmen", max_length=500)
    order = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "komitmen"
        verbose_name_plural = "komitmen"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class Figure(models.Model):
    """A figure that was reported at a meeting."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="figures"
    )
    name = models.CharField("nama", max_length=200)
    value = models.CharField("nilai", max_length=50)
    predicate = models.CharField("predikat", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "angka"
        verbose_name_plural = "angka"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
