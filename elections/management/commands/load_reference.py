from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.reference import load_reference
from provinces.reference_files import ReferenceDataError


class Command(BaseCommand):
    help = "Memuat data acuan dari data/ tanpa menimpa suntingan."

    def handle(self, *args: object, **options: object) -> None:
        try:
            summary = load_reference(directory=settings.BASE_DIR / "data", at=timezone.now())
        except ReferenceDataError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("\n".join(summary.lines()))
