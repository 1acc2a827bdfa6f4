"""The secret address of a person's own calendar."""

from django.conf import settings
from django.db import models


class CalendarAddress(models.Model):
    """One an account; made anew, the former address answers no more."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="akun",
        on_delete=models.CASCADE,
        related_name="calendar_address",
    )
    token = models.CharField("kode", max_length=43, unique=True, editable=False)
    made_at = models.DateTimeField("dibuat pada", editable=False)

    class Meta:
        verbose_name = "alamat kalender"
        verbose_name_plural = "alamat kalender"
        constraints = (
            models.CheckConstraint(condition=~models.Q(token=""), name="calendar_address_secret"),
        )

    def __str__(self) -> str:
        return f"Kalender {self.user}"
