"""Who acts for an office."""

from django.conf import settings
from django.db import models

from provinces.models.office import Office


class OfficeStaff(models.Model):
    """A user acts for an office: registers its delegation, keeps its data."""

    class Role(models.TextChoices):
        HEAD = "head", "Kepala"
        OPERATOR = "operator", "Operator"

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="staff"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="akun",
        on_delete=models.CASCADE,
        related_name="offices",
    )
    role = models.CharField("peran", max_length=10, choices=Role.choices, default=Role.OPERATOR)

    class Meta:
        verbose_name = "petugas balai"
        verbose_name_plural = "petugas balai"
        ordering = ("office", "user")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "user"),
                name="office_staff_unique",
                violation_error_message="Akun ini sudah menjadi petugas balai ini.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.office})"
