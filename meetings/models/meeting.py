"""A rakor: when, where, what about, who may register until when."""

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse

from forum_portal.lib.dates import Precision, Zone, date_span
from provinces.models import Office, Province

if TYPE_CHECKING:
    from accounts.models import User


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Published meetings; staff see drafts too."""
        return self if user.is_staff else self.filter(published_at__isnull=False)

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def latest_first(self) -> Self:
        return self.order_by("-starts_on", "-pk")

    def locked(self, pk: int) -> "Meeting":
        """As it is now, held until the transaction ends. Not its key: facts that name the rakor
        go on arriving from its doors, which hold the sessions first.
        """
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def with_host_name(self) -> Self:
        """For Meeting.take_host(). Without a join, whose row would be locked as well."""
        host = Province.objects.filter(pk=models.OuterRef("host_province")).order_by()
        return self.annotate(host_name=models.Subquery(host.values("name")))

    def with_row_version(self) -> Self:
        """Each with `row_version`: read again with the same one, no column has changed."""
        version = "concat(meetings_meeting.xmin, ' ', meetings_meeting.ctid)"
        column = RawSQL(version, [], output_field=models.CharField())  # noqa: S611
        return self.annotate(row_version=column)


class Meeting(models.Model):
    """A coordination meeting; its states are timestamps, derived in meetings/states.py."""

    class Mode(models.TextChoices):
        ONSITE = "luring", "Luring"
        ONLINE = "daring", "Daring"
        HYBRID = "hibrida", "Luring dan daring"

    class RegisteredBy(models.TextChoices):
        OFFICES = "offices", "Balai mendaftarkan delegasinya"
        ANYBODY = "open", "Siapa pun mendaftarkan diri"
        NOBODY = "none", "Tanpa pendaftaran di portal"

    class WaitingOrder(models.TextChoices):
        FIRST_COME = "urut", "Sesuai urutan mendaftar"
        BELOW_QUOTA = "kuota", "Balai di bawah kuotanya didahulukan"

    slug = models.SlugField("alamat halaman", max_length=80, unique=True)
    title = models.CharField("judul", max_length=200)
    theme = models.CharField("tema", max_length=300, blank=True)
    description = models.TextField("uraian", blank=True, help_text="Boleh memakai Markdown.")

    starts_on = models.DateField("mulai tanggal")
    ends_on = models.DateField("sampai tanggal", null=True, blank=True)
    # The day after which the meeting is over, whatever the precision: has an index's reader.
    last_on = models.GeneratedField(
        expression=models.functions.Coalesce("ends_on", "starts_on"),
        output_field=models.DateField(),
        db_persist=True,
    )
    date_precision = models.CharField(
        "ketelitian tanggal", max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    date_note = models.CharField("catatan tanggal", max_length=200, blank=True)
    starts_at = models.TimeField("pukul mulai", null=True, blank=True)
    zone = models.CharField("zona waktu", max_length=20, choices=Zone.choices, default=Zone.WIB)

    city = models.CharField("kota/kabupaten", max_length=100, blank=True)
    venue = models.CharField("tempat", max_length=200, blank=True)
    host_province = models.ForeignKey(
        Province,
        verbose_name="provinsi tuan rumah",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_meetings",
    )
    host_office = models.ForeignKey(
        Office,
        verbose_name="balai tuan rumah",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_meetings",
    )
    mode = models.CharField("cara hadir", max_length=10, choices=Mode.choices, blank=True)
    # For those who take part, never on a public page, in a feed or in the search.
    conference_url = models.URLField("tautan konferensi", max_length=500, blank=True)
    organisers = models.TextField("penyelenggara", blank=True, help_text="Satu per baris.")
    issuer = models.ForeignKey(
        "meetings.Institution",
        verbose_name="penerbit surat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        help_text="Kop, nomor, dan penanda tangan surat undangan.",
    )
    costs_note = models.CharField(
        "pembiayaan", max_length=300, blank=True, help_text="Siapa menanggung biaya apa."
    )

    registered_by = models.CharField(
        "pendaftaran",
        max_length=10,
        choices=RegisteredBy.choices,
        default=RegisteredBy.NOBODY,
    )
    registration_opens_at = models.DateTimeField("pendaftaran dibuka", null=True, blank=True)
    registration_closes_at = models.DateTimeField("pendaftaran ditutup", null=True, blank=True)
    capacity = models.PositiveIntegerField("kursi seluruhnya", null=True, blank=True)
    seats_per_office = models.PositiveSmallIntegerField("kursi per balai", null=True, blank=True)
    # What each limit means, and which seats it counts: meetings/seats.py.
    onsite_capacity = models.PositiveIntegerField("kursi luring", null=True, blank=True)
    online_capacity = models.PositiveIntegerField("kursi daring", null=True, blank=True)
    quota_until = models.DateTimeField(
        "kuota balai berlaku sampai",
        null=True,
        blank=True,
        help_text="Sesudahnya kursi yang tersisa juga untuk peserta di atas kuota balainya. "
        "Kosong: kuota berlaku terus.",
    )
    has_waiting_list = models.BooleanField("ada daftar tunggu", default=True)
    waiting_order = models.CharField(
        "urutan daftar tunggu",
        max_length=5,
        choices=WaitingOrder.choices,
        default=WaitingOrder.FIRST_COME,
    )
    offer_hours = models.PositiveSmallIntegerField(
        "tawaran kursi berlaku (jam)",
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
    )
    quorum_percent = models.PositiveSmallIntegerField(
        "kuorum (% balai terdaftar)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Papan kehadiran menunjukkan apakah tercapai. Kosong: tanpa kuorum.",
    )

    # What else has a day, beside registration: meetings/convening/timeline.py tells them as
    # "7 hari sebelum mulai", and a rakor that moves takes them along.
    announce_on = models.DateField("diumumkan", null=True, blank=True)
    proposals_by = models.DateField("usulan acara paling lambat", null=True, blank=True)
    invite_on = models.DateField("undangan dikirim", null=True, blank=True)
    answer_by = models.DateField("undangan dijawab paling lambat", null=True, blank=True)
    materials_by = models.DateField("bahan paling lambat", null=True, blank=True)
    minutes_due_on = models.DateField("notula paling lambat", null=True, blank=True)

    provinces_reported = models.PositiveSmallIntegerField(
        "provinsi hadir menurut sumber", null=True, blank=True
    )
    attendance_note = models.CharField("catatan kehadiran", max_length=300, blank=True)
    source = models.CharField("sumber", max_length=300, blank=True)
    is_sample = models.BooleanField("contoh", default=False, editable=False)

    published_at = models.DateTimeField("terbit pada", null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField("dibatalkan pada", null=True, blank=True, editable=False)
    cancel_reason = models.CharField("alasan pembatalan", max_length=300, blank=True)
    closed_at = models.DateTimeField("ditutup pada", null=True, blank=True, editable=False)
    # What the public reads of the agenda; None before its first release.
    current_release = models.OneToOneField(
        "meetings.AgendaRelease",
        verbose_name="susunan acara terbaru",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    # SEQUENCE of the calendar files: raised by each release, move and cancellation.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "rakor"
        verbose_name_plural = "rakor"
        ordering = ("-starts_on", "-pk")
        indexes = (
            # The lists: published meetings by date.
            models.Index(
                "starts_on", name="meeting_by_date", condition=Q(published_at__isnull=False)
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="meeting_ends_after_start",
                violation_error_message="Rakor tidak dapat berakhir sebelum dimulai.",
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__gt=F("registration_opens_at"))
                | Q(registration_closes_at__isnull=True)
                | Q(registration_opens_at__isnull=True),
                name="meeting_registration_window",
                violation_error_message="Pendaftaran harus ditutup sesudah dibuka.",
            ),
            models.CheckConstraint(
                condition=Q(registered_by="none")
                | Q(registration_opens_at__isnull=False, registration_closes_at__isnull=False)
                & (Q(registered_by="open") | Q(seats_per_office__isnull=False)),
                name="meeting_registration_complete",
                violation_error_message=(
                    "Pendaftaran memerlukan waktu buka dan waktu tutup; pendaftaran oleh balai "
                    "juga kursi per balai."
                ),
            ),
            models.CheckConstraint(condition=Q(offer_hours__gte=1), name="meeting_offer_lasts"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(published_at__isnull=False),
                name="meeting_closed_after_publication",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""),
                name="meeting_cancelled_with_reason",
                violation_error_message="Pembatalan memerlukan alasan.",
            ),
        )
        triggers = (
            # A former address of another rakor redirects for good.
            pgtrigger.Trigger(
                name="address_free",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),
                func="""
                    IF EXISTS (SELECT 1 FROM meetings_formermeetingslug former
                               WHERE former.slug = NEW.slug AND former.meeting_id <> NEW.id) THEN
                        RAISE EXCEPTION USING ERRCODE = 'unique_violation',
                            MESSAGE = 'meeting_address_free: another rakor had this address';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="own_release",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("current_release_id"),
                condition=pgtrigger.Condition("NEW.current_release_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM meetings_agendarelease release
                                   WHERE release.id = NEW.current_release_id
                                     AND release.meeting_id = NEW.id) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'meeting_own_release: the release of another rakor';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.slug])

    def take_host(self) -> Self:
        """With the host that with_host_name() read: of the province, name and code are known."""
        name = vars(self).pop("host_name")
        if self.host_province_id:
            columns, values = ("code", "name"), (self.host_province_id, name)
            self.host_province = Province.from_db(self._state.db, columns, values)
        return self

    @property
    def dates(self) -> str:
        """The days, as far as they are known: "30 Oktober\u20132 November 2024", "2023"."""
        return date_span(self.starts_on, self.ends_on, self.date_precision)

    @property
    def organiser_list(self) -> list[str]:
        return [line.strip() for line in self.organisers.splitlines() if line.strip()]
