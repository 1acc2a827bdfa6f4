from django.core.management.base import BaseCommand
from django.utils import timezone

from forum_portal.lib.expired import forget_expired
from forum_portal.lib.rounds import run_until_stopped
from meetings.actions.evaluation_mixing import mix_evaluations
from meetings.actions.seat_offers import settle_all

PAUSE_SECONDS = 30.0


class Command(BaseCommand):
    help = (
        "Mengakhiri tawaran kursi yang lewat dan menawarkan kursi bebas, sampai dihentikan. "
        "Menghapus pula isian sementara dan sesi masuk yang sudah lewat, dan mengacak lembar "
        "evaluasi yang baru diisi."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="satu putaran, lalu selesai")

    def handle(self, *args, once: bool, **options) -> None:
        if once:
            self.stdout.write(f"{_round()} rakor diperiksa.")
            return
        run_until_stopped(_round, PAUSE_SECONDS)


def _round() -> int:
    """What only the clock ends; how many rakor were looked at."""
    at = timezone.now()
    forget_expired(at=at)
    looked_at = settle_all(at=at)
    mix_evaluations()
    return looked_at
