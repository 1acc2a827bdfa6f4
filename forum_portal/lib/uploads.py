"""Files that people send: checked by content and size, written anew, kept apart."""

from uuid import uuid4

from django.db import models


def picture_path(instance: models.Model, filename: str) -> str:
    """A new address for a picture; nothing of the sender's file name is kept."""
    return f"{instance._meta.label_lower}/{uuid4().hex}.webp"


def paper_path(instance: models.Model, filename: str) -> str:
    """A new address for a PDF; nothing of the sender's file name is kept."""
    return f"{instance._meta.label_lower}/{uuid4().hex}.pdf"
