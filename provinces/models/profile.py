"""What an office tells of itself beyond its contacts: pictures, services, programmes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from forum_portal.lib.pictures import SizedPicture
from provinces.models.office import Office

MOST_PICTURES = 12


class OfficePicture(SizedPicture):
    """One of up to twelve pictures of the office; the first stands at the head of its page."""

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="pictures"
    )
    place = models.PositiveSmallIntegerField(
        "urutan", validators=[MinValueValidator(1), MaxValueValidator(MOST_PICTURES)]
    )

    class Meta:
        verbose_name = "gambar balai"
        verbose_name_plural = "gambar balai"
        ordering = ("office", "place")
        constraints = (
            # Twelve places, each for one picture: so a thirteenth has none, whoever adds it.
            models.UniqueConstraint(
                fields=("office", "place"),
                name="office_picture_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Urutan ini sudah dipakai gambar lain.",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_PICTURES),
                name="office_picture_at_most_twelve",
                violation_error_message=f"Satu balai memuat paling banyak {MOST_PICTURES} gambar.",
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="office_picture_described",
                violation_error_message="Gambar memerlukan uraian gambar.",
            ),
        )


class OfficeService(models.Model):
    """What the office does for schools and the public."""

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="services"
    )
    name = models.CharField("layanan", max_length=150)
    description = models.CharField("keterangan", max_length=500, blank=True)
    url = models.URLField("tautan", blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "layanan"
        verbose_name_plural = "layanan"
        ordering = ("office", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "name"),
                name="office_service_once",
                violation_error_message="Layanan ini sudah tercatat untuk balai ini.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class OfficeProgramme(models.Model):
    """A programme of digital transformation: what the forum's members promised in 2023."""

    class State(models.TextChoices):
        PLANNED = "planned", "Direncanakan"
        RUNNING = "running", "Berjalan"
        DONE = "done", "Selesai"
        STOPPED = "stopped", "Dihentikan"

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="programmes"
    )
    title = models.CharField("program", max_length=200)
    year = models.PositiveSmallIntegerField("tahun")
    until_year = models.PositiveSmallIntegerField("sampai tahun", null=True, blank=True)
    state = models.CharField("keadaan", max_length=7, choices=State.choices)
    reached = models.TextField(
        "capaian", max_length=1000, blank=True, help_text="Apa yang sudah tercapai, dengan angka."
    )
    source = models.CharField("sumber", max_length=300, blank=True)

    class Meta:
        verbose_name = "program transformasi digital"
        verbose_name_plural = "program transformasi digital"
        ordering = ("office", "-year", "title")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "title", "year"),
                name="office_programme_once",
                violation_error_message="Program ini sudah tercatat untuk tahun itu.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1945, year__lte=2200),
                name="office_programme_year",
                violation_error_message="Tahun harus antara 1945 dan 2200.",
            ),
            models.CheckConstraint(
                condition=Q(until_year__isnull=True)
                | Q(until_year__gte=F("year"), until_year__lte=2200),
                name="office_programme_years_in_order",
                violation_error_message="Tahun akhir tidak boleh sebelum tahun awal.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"
