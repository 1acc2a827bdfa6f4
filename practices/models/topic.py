"""What articles are about."""

from django.db import models
from django.urls import reverse


class Topic(models.Model):
    """A subject by which readers look for articles; the secretariat keeps the list."""

    name = models.CharField(
        "nama topik",
        max_length=80,
        unique=True,
        error_messages={"unique": "Topik ini sudah ada."},
    )
    slug = models.SlugField(
        "alamat", max_length=80, unique=True, help_text="Misalnya pelatihan-guru."
    )
    order = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "topik"
        verbose_name_plural = "topik"
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('practices:list')}?topik={self.slug}"
