"""Susunan acara: the draft as a tree of items, and its frozen releases."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from meetings.models.meeting import Meeting
from provinces.models import Person


class AgendaItem(models.Model):
    """One item of the draft, which staff alone read; the public reads releases.

    Items of the first level stand on a day, counted from the first day of the rakor, so that
    they move with it; without a day where only the subject is known. Items below another follow
    each other within it, or run side by side where it says so (commissions).
    """

    class Kind(models.TextChoices):
        OPENING = "pembukaan", "Pembukaan"
        REPORT = "laporan", "Laporan"
        ADDRESS = "sambutan", "Sambutan"
        DIRECTION = "arahan", "Arahan"
        PRESENTATION = "paparan", "Paparan"
        DISCUSSION = "diskusi", "Diskusi"
        COMMISSION = "komisi", "Sidang komisi"
        PLENARY = "pleno", "Pleno"
        ELECTION = "pemilihan", "Pemilihan"
        BREAK = "istirahat", "Istirahat"
        CLOSING = "penutupan", "Penutupan"
        OTHER = "lain", "Acara"

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="agenda_items"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="bagian dari",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
    )
    # 1 is the first day of the rakor, 0 the day before it.
    day = models.SmallIntegerField("hari ke", null=True, blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=1)
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField("acara", max_length=250)
    description = models.TextField(
        "keterangan", max_length=2000, blank=True, help_text="Boleh memakai Markdown."
    )
    # Fixed; without it an item begins when the one before it ends.
    starts_at = models.TimeField("pukul tetap", null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField("lama (menit)", null=True, blank=True)
    place = models.CharField("ruang", max_length=100, blank=True)
    is_parallel = models.BooleanField("isinya berjalan bersamaan", default=False)
    is_public = models.BooleanField("tampil untuk umum", default=True)
    follows_up = models.ForeignKey(
        "meetings.ActionItem",
        verbose_name="menindaklanjuti",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    # Raised by each change, so that a later save sees what it would overwrite.
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "mata acara"
        verbose_name_plural = "susunan acara"
        ordering = (F("day").asc(nulls_last=True), "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(day__isnull=True),
                name="agenda_day_on_first_level",
                violation_error_message="Hari mengikuti mata acara yang memuatnya.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(day__isnull=False)
                | Q(parent__isnull=False),
                name="agenda_fixed_time_on_a_day",
                violation_error_message="Pukul memerlukan hari.",
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(day__range=(-60, 60)),
                name="agenda_day_near",
                violation_error_message="Hari paling jauh 60 hari dari mulainya rakor.",
            ),
        )
        triggers = (
            # Below an item of the same rakor and three levels at most, which rules out circles.
            pgtrigger.Trigger(
                name="tree",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "meeting_id"),
                condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL"),
                declare=[("above", "int"), ("below", "int")],
                func="""
                    SELECT 1 + (parent.parent_id IS NOT NULL)::int
                             + (top.parent_id IS NOT NULL)::int
                        INTO above FROM meetings_agendaitem parent
                        LEFT JOIN meetings_agendaitem top ON top.id = parent.parent_id
                        WHERE parent.id = NEW.parent_id AND parent.id <> NEW.id
                          AND parent.meeting_id = NEW.meeting_id;
                    SELECT (count(child.id) > 0)::int + (count(grandchild.id) > 0)::int
                        INTO below FROM meetings_agendaitem child
                        LEFT JOIN meetings_agendaitem grandchild ON grandchild.parent_id = child.id
                        WHERE child.parent_id = NEW.id;
                    IF above IS NULL OR above + 1 + below > 3 THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'agenda_tree: three levels of one meeting';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title


class AgendaPart(models.Model):
    """Who has which part in an item of the draft."""

    class Role(models.TextChoices):
        PRESENTER = "pembicara", "Pembicara"
        MODERATOR = "moderator", "Moderator"
        CHAIR = "ketua", "Ketua"
        SECRETARY = "sekretaris", "Sekretaris"
        DRAFTER = "perumus", "Perumus"

    item = models.ForeignKey(
        AgendaItem, verbose_name="mata acara", on_delete=models.CASCADE, related_name="parts"
    )
    role = models.CharField("peran", max_length=10, choices=Role.choices, default=Role.PRESENTER)
    person = models.ForeignKey(
        Person,
        verbose_name="orang",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_parts",
    )
    name = models.CharField(
        "nama", max_length=300, help_text="Dengan gelar; boleh pula sebuah jabatan atau lembaga."
    )
    # Empty: that of the person's terms on the day of the item (meetings/agenda/content.py).
    position = models.CharField("jabatan", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "peran dalam acara"
        verbose_name_plural = "peran dalam acara"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class AgendaRelease(models.Model):
    """Version n of an agenda, as it was released: never changed.

    Both contents have the shape of meetings/agenda/content.py. `public` leaves out what is
    internal; readers other than staff get that one alone.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="agenda_releases"
    )
    number = models.PositiveSmallIntegerField("versi")
    comment = models.CharField("catatan rilis", max_length=500, blank=True)
    public = models.JSONField("susunan acara umum")
    internal = models.JSONField("susunan acara lengkap")
    # What the search finds: titles and people of the public items, a line each.
    words = models.TextField("kata-kata umum", blank=True)
    released_at = models.DateTimeField("dirilis pada")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dirilis oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="agenda_releases_made",
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = "rilis susunan acara"
        verbose_name_plural = "rilis susunan acara"
        ordering = ("meeting", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "number"), name="agenda_release_number_unique"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="agenda_release_from_one"),
        )
        triggers = (
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.meeting} (susunan acara v{self.number})"
