from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.actions.forgetting import forget_personal_data


class Command(BaseCommand):
    help = (
        "Menghapus jawaban isian tambahan pada tanggalnya; kontak peserta, alasan pembatalan, "
        "draf, dan berkas surat tugas satu tahun sesudah rakor. Jalankan setiap hari; aman diulang."
    )

    def handle(self, *args, **options) -> None:
        forgotten = forget_personal_data(at=timezone.now())
        self.stdout.write(
            f"Dihapus: jawaban {forgotten.questions} isian tambahan, kontak {forgotten.meetings} "
            "rakor."
        )
