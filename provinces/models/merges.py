"""Two records of one person made one, in a way that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from provinces.models.people import Person


class PersonMerge(models.Model):
    """What was merged into `kept`: the record as it was and each row that followed."""

    kept = models.ForeignKey(
        Person, verbose_name="orang", on_delete=models.PROTECT, related_name="merges"
    )
    # {"pk", "name", "nip", "note"}, and what the kept record lacked and got.
    merged = models.JSONField("catatan yang digabungkan")
    kept_before = models.JSONField("catatan sebelum digabung")
    # A list of {"model", "field", "pk"}, such as provinces.term, person, 7.
    moved = models.JSONField("yang ikut berpindah", default=list)
    reason = models.CharField("alasan", max_length=300)
    at = models.DateTimeField("digabungkan pada", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="digabungkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="person_merges",
        editable=False,
    )
    undone_at = models.DateTimeField("dipisahkan lagi pada", null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dipisahkan lagi oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person_merges_undone",
        editable=False,
    )

    class Meta:
        verbose_name = "penggabungan orang"
        verbose_name_plural = "penggabungan orang"
        ordering = (F("at").desc(), "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="person_merge_with_reason"),
        )

    def __str__(self) -> str:
        return f"{self.merged.get('name', '')} menjadi {self.kept}"
