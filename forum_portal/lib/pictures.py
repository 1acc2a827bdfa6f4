"""Pictures in several sizes: small WebP files that a page chooses from by the reader's screen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SizedPicture(models.Model):
    """A picture whose files are `<stem>-<width>.webp`, one for each of `widths`.

    The files never change: a new picture has a new stem.
    """

    stem = models.CharField("kode berkas", max_length=32, unique=True, editable=False)
    widths = ArrayField(models.PositiveSmallIntegerField(), editable=False)
    # Of the largest file, so that a page reserves the picture's place.
    width = models.PositiveSmallIntegerField("lebar", editable=False)
    height = models.PositiveSmallIntegerField("tinggi", editable=False)
    alt = models.CharField(
        "uraian gambar",
        max_length=200,
        help_text="Dibacakan bagi pembaca yang tidak melihat gambarnya.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.alt
