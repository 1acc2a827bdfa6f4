"""Who may sign in, and the trail of what was done."""

from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from post_office.models import Email

from accounts.audit_words import in_words


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A saved account; without a password it signs in by e-mailed code only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Called by `manage.py createsuperuser` for the first account of an installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. The e-mail address is the login; is_staff means the secretariat."""

    email = models.EmailField(
        "alamat surel",
        unique=True,
        error_messages={"unique": "Alamat surel ini sudah dipakai akun lain."},
    )
    full_name = models.CharField("nama lengkap", max_length=150)
    is_staff = models.BooleanField(
        "sekretariat", default=False, help_text="Boleh membuka panel sekretariat."
    )
    is_active = models.BooleanField(
        "aktif",
        default=True,
        help_text="Cabut tanda ini alih-alih menghapus akun: jejaknya tetap terbaca.",
    )
    is_sample = models.BooleanField("akun contoh", default=False, editable=False)
    created_at = models.DateTimeField("dibuat pada", db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = "akun"
        verbose_name_plural = "akun"
        ordering = ("full_name", "email")
        constraints = (
            # One spelling an address, so that unique means what it says.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
        )

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()


class AuditEvent(models.Model):
    """One thing that was done. PostgreSQL refuses to change or delete a row."""

    at = models.DateTimeField("waktu", db_index=True)
    actor = models.ForeignKey(
        User,
        verbose_name="pelaku",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_events",
        help_text="Kosong bila dilakukan oleh perintah pengelola server.",
    )
    action = models.CharField("tindakan", max_length=60)
    target_type = models.CharField("jenis objek", max_length=60)
    target_id = models.CharField("nomor objek", max_length=60)
    target = models.CharField("objek", max_length=300)
    details = models.JSONField("rincian", default=dict, blank=True)

    class Meta:
        verbose_name = "jejak audit"
        verbose_name_plural = "jejak audit"
        ordering = ("-at", "-pk")
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{in_words(self.action)}: {self.target}"


class QueuedMail(Email):
    """A letter in the queue, as the panel shows it: to whom, what about, whether it left."""

    class Meta:
        proxy = True
        verbose_name = "surel dalam antrean"
        verbose_name_plural = "antrean surel"
        default_permissions = ("view", "change")
