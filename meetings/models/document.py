"""The papers of a rakor, and who may read each."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from forum_portal.lib.uploads import paper_path
from meetings.models.meeting import Meeting

if TYPE_CHECKING:
    from accounts.models import User


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Public papers for all; participants' papers for signed-in accounts; all for staff."""
        if user.is_staff:
            return self
        levels = [Document.Visibility.PUBLIC]
        if user.is_authenticated:
            levels.append(Document.Visibility.PARTICIPANTS)
        return self.filter(visibility__in=levels)


class Document(models.Model):
    """A paper of a meeting, handed out by a view that asks who is reading."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Umum"
        PARTICIPANTS = "participants", "Petugas balai yang masuk"
        SECRETARIAT = "secretariat", "Sekretariat"

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="documents"
    )
    title = models.CharField("judul", max_length=200)
    file = models.FileField("berkas PDF", upload_to=paper_path)
    size_bytes = models.PositiveIntegerField("ukuran", default=0, editable=False)
    visibility = models.CharField(
        "dapat dibaca oleh",
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.SECRETARIAT,
    )
    order = models.PositiveSmallIntegerField("urutan", default=1)

    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title
