"""By what the list of delegates is filtered, beside rakor, role, way of attending and office."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from meetings import awaiting
from meetings.models import Registration


class Activity(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("aktif", "Tidak dibatalkan"), ("batal", "Dibatalkan")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(withdrawn_at__isnull=self.value() == "aktif")


class Seat(admin.SimpleListFilter):
    title = "kursi"
    parameter_name = "kursi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Registration.Seat.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in Registration.Seat.values:
            return queryset.filter(withdrawn_at=None, seat=self.value())
        return queryset


class Reviewed(admin.SimpleListFilter):
    title = "verifikasi"
    parameter_name = "verifikasi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        review = Registration.Review
        return [
            ("belum", "Belum diperiksa (rakor mendatang)"),
            ("perbaikan", review.TO_MEND.label),
            ("lewat", "Lewat batas perbaikan"),
            ("diterima", review.ACCEPTED.label),
            ("ditolak", review.DECLINED.label),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        at, value = timezone.now(), self.value()
        waiting = {"belum": awaiting.unreviewed, "lewat": awaiting.mending_overdue}
        if value in waiting:
            return queryset.filter(pk__in=waiting[value](at).values("pk"))
        return queryset.filter(review=value) if value in Registration.Review.values else queryset


class Letter(admin.SimpleListFilter):
    title = "surat tugas"
    parameter_name = "surat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("belum", "Belum dikirim (rakor mendatang)"), ("ada", "Sudah dikirim")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "belum":
            waiting = awaiting.without_letter(timezone.now())
            return queryset.filter(pk__in=waiting.values("pk"))
        if self.value() == "ada":
            return queryset.exclude(letter=None).exclude(letter__file="")
        return queryset
