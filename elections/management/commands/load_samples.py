import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import sync_roles
from elections.samples import DOMAIN, SECRETARIAT_EMAIL, SamplesRefused, load_samples

# Read by script/server, which prints it at every start.
FILE_NAME = "sample-accounts.txt"


class Command(BaseCommand):
    help = "Memuat data contoh; ditolak pada basis data yang berisi akun sungguhan."

    def handle(self, *args, **options) -> None:
        # Anew each time: the portal may listen to more than this machine, and a password that
        # stands in a public repository would open every such installation.
        password = secrets.token_urlsafe(9)
        sync_roles()
        try:
            done = load_samples(password=password, at=timezone.now())
        except SamplesRefused as refused:
            raise CommandError(str(refused)) from None
        text = accounts_text(password)
        path = settings.PORTAL_VAR / FILE_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        self.stdout.write("\n".join([*done, text]))


def accounts_text(password: str) -> str:
    return (
        f"Akun contoh, semuanya dengan kata sandi {password}\n"
        f"  sekretariat   : {SECRETARIAT_EMAIL}\n"
        f"  operator balai: operator.<balai>@{DOMAIN}, misalnya operator.aceh@{DOMAIN}\n"
    )
