from django.core.management.base import BaseCommand
from django.utils import timezone

from provinces.actions.campaigns import remind_before_due


class Command(BaseCommand):
    help = (
        "Mengingatkan balai yang belum menjawab konfirmasi data, sekali, tiga hari sebelum "
        "tenggat. Jalankan setiap hari; aman diulang."
    )

    def handle(self, *args, **options) -> None:
        sent = remind_before_due(at=timezone.now())
        self.stdout.write(f"{sent.offices} balai diingatkan, {sent.letters} surel mengantre.")
