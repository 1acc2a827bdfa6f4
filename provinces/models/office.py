"""The provinces, and the offices that are the forum's members."""

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse

from forum_portal.lib.dates import BoundPrecision, Zone, period_in_words
from forum_portal.lib.uploads import picture_path

if TYPE_CHECKING:
    from accounts.models import User


class IslandGroup(models.TextChoices):
    """The Kemendagri code's first digit names the group (2 is the Riau islands: Sumatera)."""

    SUMATERA = "sumatera", "Sumatera"
    JAWA = "jawa", "Jawa"
    BALI_NUSRA = "bali-nusa-tenggara", "Bali dan Nusa Tenggara"
    KALIMANTAN = "kalimantan", "Kalimantan"
    SULAWESI = "sulawesi", "Sulawesi"
    MALUKU = "maluku", "Maluku"
    PAPUA = "papua", "Papua"


class Province(models.Model):
    code = models.CharField("kode Kemendagri", max_length=2, primary_key=True)
    iso = models.CharField("kode ISO 3166-2", max_length=5, unique=True)
    name = models.CharField("nama", max_length=60, unique=True)
    slug = models.SlugField("alamat", unique=True)
    zone = models.CharField("zona waktu", max_length=20, choices=Zone.choices)
    island_group = models.CharField("gugus pulau", max_length=20, choices=IslandGroup.choices)

    class Meta:
        verbose_name = "provinsi"
        verbose_name_plural = "provinsi"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class OfficeQuerySet(models.QuerySet["Office"]):
    def with_other_names(self) -> Self:
        """Each with `other_names` and `past_names`, lists of names, in the same query."""
        aliases = OfficeAlias.objects.filter(office=OuterRef("pk")).order_by("pk")
        past = OfficeName.objects.filter(office=OuterRef("pk")).order_by("-valid")
        return self.annotate(
            other_names=ArraySubquery(aliases.values("name")),
            past_names=ArraySubquery(past.values("name")),
        )

    def operated_by(self, user: "User") -> Self:
        """The offices that `user` may act for."""
        return self.filter(staff__user=user)


class Office(models.Model):
    """A provincial office of education ICT: keeps identity and address through renamings."""

    class Kind(models.TextChoices):
        BALAI = "balai", "Balai"
        DINAS = "dinas", "Dinas (tanpa balai)"

    class Verification(models.TextChoices):
        """How sure the name is; shown on the page with its source."""

        OFFICIAL = "official", "Dikonfirmasi Pusdatin"
        PRESS = "press", "Nama dari pers"
        PRESS_UNSURE = "press-name-unsure", "Nama belum pasti"
        UNVERIFIED = "unverified", "Belum dikonfirmasi"

    province = models.ForeignKey(
        Province, verbose_name="provinsi", on_delete=models.PROTECT, related_name="offices"
    )
    slug = models.SlugField(
        "alamat halaman", unique=True, help_text="Bagian akhir alamat, misalnya jawa-barat."
    )
    kind = models.CharField("bentuk", max_length=10, choices=Kind.choices, default=Kind.BALAI)
    name = models.CharField("nama resmi", max_length=200)
    short_name = models.CharField(
        "singkatan", max_length=60, blank=True, help_text="Misalnya BTIKP Jabar."
    )
    name_since = models.DateField("nama berlaku sejak", null=True, blank=True)
    name_since_precision = models.CharField(
        "ketelitian nama",
        max_length=7,
        choices=BoundPrecision.choices,
        default=BoundPrecision.DAY,
    )
    parent_agency = models.CharField("instansi induk", max_length=200, blank=True)
    city = models.CharField("kota/kabupaten", max_length=100, blank=True)
    address = models.CharField("alamat kantor", max_length=300, blank=True)
    phone = models.CharField("telepon kantor", max_length=20, blank=True)
    email = models.EmailField("surel kantor", blank=True)
    website = models.URLField("situs web", blank=True)
    description = models.TextField(
        "uraian", blank=True, help_text="Boleh memakai Markdown: **tebal**, daftar, tautan."
    )
    opening_hours = models.TextField(
        "jam layanan", blank=True, help_text="Satu per baris, misalnya “Senin–Kamis 08.00–16.00”."
    )
    logo = models.ImageField("lambang", upload_to=picture_path, blank=True)
    verification = models.CharField(
        "verifikasi",
        max_length=20,
        choices=Verification.choices,
        default=Verification.UNVERIFIED,
    )
    verification_source = models.CharField("sumber verifikasi", max_length=300, blank=True)
    confirmed_on = models.DateField("dikonfirmasi balai pada", null=True, blank=True)

    objects: ClassVar = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "balai"
        verbose_name_plural = "balai"
        ordering = ("province__code", "slug")
        constraints = (
            models.CheckConstraint(
                condition=~Q(name_since_precision="unknown"),
                name="office_name_since_known",
                violation_error_message="Kosongkan tanggalnya bila tidak diketahui.",
            ),
            models.CheckConstraint(
                # /provinsi/konfirmasi/ leads to the links of a campaign, the other to a register.
                condition=~Q(slug__in=("konfirmasi", "program-transformasi-digital")),
                name="office_slug_not_reserved",
                violation_error_message="Alamat ini dipakai portal sendiri.",
            ),
        )
        triggers = (
            # The present name stands here, former ones in their own table: no constraint of one
            # table could keep their periods apart.
            pgtrigger.Trigger(
                name="present_name_after_former",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("name_since"),
                func="""
                    IF EXISTS (SELECT 1 FROM provinces_officename
                               WHERE office_id = NEW.id AND upper(valid) > NEW.name_since) THEN
                        RAISE EXCEPTION USING ERRCODE = 'exclusion_violation',
                            MESSAGE = 'office_name_no_overlap: a former name is still in force';
                    END IF;
                    RETURN NULL;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("provinces:detail", args=[self.slug])


class OfficeName(models.Model):
    """An official name that the office had before; the present one is Office.name."""

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField("nama", max_length=200)
    short_name = models.CharField("singkatan", max_length=60, blank=True)
    valid = DateRangeField("berlaku", help_text="Tanggal mulai dan tanggal penggantian.")
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
    source = models.CharField("sumber", max_length=300, blank=True)

    class Meta:
        verbose_name = "nama terdahulu"
        verbose_name_plural = "nama terdahulu"
        ordering = ("-valid",)
        constraints = (
            ExclusionConstraint(
                name="office_name_no_overlap",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Masa berlaku nama ini bertumpang tindih dengan nama lain.",
            ),
            models.CheckConstraint(
                condition=Q(valid__endswith__isnull=False),
                name="office_name_has_ended",
                violation_error_message="Nama terdahulu memerlukan tanggal penggantian.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="former_name_before_present",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("since", "date")],
                # The lock makes a renaming at the same moment wait, or be waited for. Before the
                # row is written: after it, each could wait for the other's row.
                func="""
                    SELECT name_since INTO since FROM provinces_office
                        WHERE id = NEW.office_id FOR SHARE;
                    IF upper(NEW.valid) > since THEN
                        RAISE EXCEPTION USING ERRCODE = 'exclusion_violation',
                            MESSAGE = 'office_name_no_overlap: the present name is in force';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def when(self) -> str:
        return period_in_words(
            self.valid.lower, self.valid.upper, self.from_precision, self.until_precision
        )


class FormerSlug(models.Model):
    """An address that the office had before; it leads to the present one for good."""

    slug = models.SlugField("alamat lama", primary_key=True)
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="former_slugs"
    )

    class Meta:
        verbose_name = "alamat lama"
        verbose_name_plural = "alamat lama"

    def __str__(self) -> str:
        return self.slug


class OfficeAlias(models.Model):
    """Another name by which people look for the office."""

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="aliases"
    )
    name = models.CharField("nama lain", max_length=200)

    class Meta:
        verbose_name = "nama lain"
        verbose_name_plural = "nama lain"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("office", "name"),
                name="office_alias_unique",
                violation_error_message="Nama lain ini sudah tercatat untuk balai ini.",
            ),
        )

    def __str__(self) -> str:
        return self.name
