"""What was loaded from data/, so that a later load can tell an edit from an old value."""

from django.db import models


class ReferenceRecord(models.Model):
    """The values that the last load gave one record; a field that differs now was edited."""

    key = models.CharField("kunci", max_length=120, primary_key=True)
    # The primary key of the row, which finds it however a person has renamed it.
    row = models.CharField("nomor baris", max_length=40)
    values = models.JSONField("nilai")
    loaded_at = models.DateTimeField("dimuat pada")

    class Meta:
        verbose_name = "catatan data acuan"
        verbose_name_plural = "catatan data acuan"

    def __str__(self) -> str:
        return self.key
