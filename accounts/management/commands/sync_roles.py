from django.core.management.base import BaseCommand

from accounts.actions import sync_roles


class Command(BaseCommand):
    help = "Menulis peran dan izin dari accounts/roles.py ke basis data; aman diulang."

    def handle(self, *args, **options) -> None:
        for change in sync_roles() or ["Peran sudah sesuai."]:
            self.stdout.write(change)
