from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.actions.registration_codes import forget_codes
from meetings.actions.retention import forget_letters, forget_undelivered


class Command(BaseCommand):
    help = (
        "Menghapus alamat dan isi surel rakor yang sudah selesai 90 hari; catatan jenis, balai, "
        "dan waktunya tinggal. Juga kode pendaftaran yang sudah lewat sehari, dan surel lain yang "
        "90 hari tidak terkirim. Jalankan setiap hari; aman diulang."
    )

    def handle(self, *args, **options) -> None:
        forgotten = forget_letters(at=timezone.now())
        self.stdout.write(
            f"{forgotten.letters} surel dari {forgotten.meetings} rakor dihapus isinya."
        )
        codes = forget_codes(at=timezone.now())
        self.stdout.write(f"{codes} kode pendaftaran yang sudah lewat dihapus.")
        undelivered = forget_undelivered(at=timezone.now())
        self.stdout.write(f"{undelivered} surel yang tidak terkirim dihapus.")
