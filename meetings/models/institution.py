"""Who issues papers: letterhead, signatories, and the register of their numbers."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from meetings.models.meeting import Meeting


class Institution(models.Model):
    """A letterhead: the forum has none of its own, the convenor or the host lends theirs."""

    name = models.CharField("nama", max_length=200, unique=True)
    short_name = models.CharField("nama pendek", max_length=60, unique=True)
    parents = models.TextField(
        "instansi induk", blank=True, help_text="Di atas nama pada kop surat; satu per baris."
    )
    address = models.TextField("alamat", blank=True, help_text="Satu baris kop surat per baris.")
    city = models.CharField("tempat surat", max_length=100)
    unit_code = models.CharField("kode unit", max_length=20, blank=True)
    is_sample = models.BooleanField("contoh", default=False, editable=False)

    class Meta:
        verbose_name = "penerbit surat"
        verbose_name_plural = "penerbit surat"
        ordering = ("short_name",)

    def __str__(self) -> str:
        return self.short_name


class Signatory(models.Model):
    """Who signs for an institution. The NIP stands on signed papers, never on a page."""

    institution = models.ForeignKey(
        Institution, verbose_name="penerbit", on_delete=models.CASCADE, related_name="signatories"
    )
    name = models.CharField("nama dengan gelar", max_length=150)
    position = models.CharField("jabatan", max_length=200)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri atas 18 angka.")],
    )
    is_active = models.BooleanField("dapat dipilih", default=True)

    class Meta:
        verbose_name = "penanda tangan"
        verbose_name_plural = "penanda tangan"
        ordering = ("institution", "name")

    def __str__(self) -> str:
        return f"{self.name} ({self.position})"


class NumberKind(models.TextChoices):
    """The registers of an institution; each counts for itself, anew each year."""

    INVITATION = "undangan", "Surat undangan"
    ASSIGNMENT = "tugas", "Surat tugas"
    DECISION = "keputusan", "Keputusan"
    REPORT = "berita-acara", "Berita acara"
    OTHER = "lain", "Surat lain"


class NumberPattern(models.Model):
    """How numbers of one kind are written: {urut}/{unit}/{klasifikasi}/{tahun}."""

    institution = models.ForeignKey(
        Institution, verbose_name="penerbit", on_delete=models.CASCADE, related_name="patterns"
    )
    kind = models.CharField("jenis", max_length=12, choices=NumberKind.choices)
    pattern = models.CharField(
        "pola nomor",
        max_length=100,
        default="{urut}/{unit}/{klasifikasi}/{tahun}",
        help_text="Bagian yang dikenal: {urut}, {unit}, {klasifikasi}, {bulan}, {tahun}.",
    )
    classification = models.CharField("kode klasifikasi", max_length=30, blank=True)

    class Meta:
        verbose_name = "pola nomor"
        verbose_name_plural = "pola nomor"
        ordering = ("institution", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "kind"),
                name="number_pattern_once",
                violation_error_message="Penerbit ini sudah punya pola untuk jenis itu.",
            ),
            models.CheckConstraint(
                condition=Q(pattern__contains="{urut}"),
                name="number_pattern_has_serial",
                violation_error_message="Pola nomor harus memuat {urut}.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.pattern}"


class IssuedNumber(models.Model):
    """An entry of a register: numbers follow each other without a gap, voided ones stay."""

    institution = models.ForeignKey(
        Institution, verbose_name="penerbit", on_delete=models.PROTECT, related_name="numbers"
    )
    kind = models.CharField("jenis", max_length=12, choices=NumberKind.choices)
    year = models.PositiveSmallIntegerField(
        "tahun", validators=[MinValueValidator(2000), MaxValueValidator(2999)]
    )
    serial = models.PositiveIntegerField("nomor urut")
    text = models.CharField("nomor", max_length=150)
    subject = models.CharField("perihal", max_length=300)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="rakor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_numbers",
    )
    issued_at = models.DateTimeField("diterbitkan pada")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diterbitkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="numbers_issued",
    )
    voided_at = models.DateTimeField("dibatalkan pada", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dibatalkan oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="numbers_voided",
    )
    void_reason = models.CharField("alasan pembatalan", max_length=300, blank=True)

    class Meta:
        verbose_name = "nomor surat"
        verbose_name_plural = "nomor surat"
        ordering = ("-year", "institution", "kind", "-serial")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "kind", "year", "serial"), name="number_once"
            ),
            # Whatever the register: two papers of one institution never bear the same number.
            models.UniqueConstraint(fields=("institution", "text"), name="number_text_once"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="number_from_one"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="number_voided_with_reason",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="gapless",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.serial <> 1 + COALESCE((
                        SELECT max(serial) FROM meetings_issuednumber
                        WHERE institution_id = NEW.institution_id
                          AND kind = NEW.kind AND year = NEW.year), 0) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'number_gapless: not the number that follows';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="only_voided",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR
                       (NEW.institution_id, NEW.kind, NEW.year, NEW.serial, NEW.text, NEW.subject,
                        NEW.issued_at, NEW.meeting_id, NEW.issued_by_id) IS DISTINCT FROM
                       (OLD.institution_id, OLD.kind, OLD.year, OLD.serial, OLD.text, OLD.subject,
                        OLD.issued_at, OLD.meeting_id, OLD.issued_by_id) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'number_only_voided: an issued number is only voided, once';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.text
