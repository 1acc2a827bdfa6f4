from django.core.management.base import BaseCommand
from django.utils import timezone

from forum_portal.lib.rounds import run_until_stopped
from meetings.actions.seat_offers import settle_all

PAUSE_SECONDS = 30.0


class Command(BaseCommand):
    help = "Mengakhiri tawaran kursi yang lewat dan menawarkan kursi bebas, sampai dihentikan."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="satu putaran, lalu selesai")

    def handle(self, *args, once: bool, **options) -> None:
        if once:
            self.stdout.write(f"{settle_all(at=timezone.now())} rakor diperiksa.")
            return
        run_until_stopped(lambda: settle_all(at=timezone.now()), PAUSE_SECONDS)
