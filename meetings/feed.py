"""News of the rakor as an Atom feed."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from forum_portal.lib.xml_text import in_xml
from meetings.news import News, latest_news


class NewsFeed(Feed):
    """Announced, agenda released with its differences, moved, cancelled, minutes out."""

    feed_type = Atom1Feed
    title = "Kabar rakor Forum Komunikasi BTIKP se\u2011Indonesia"
    subtitle = "Rakor yang diumumkan, pindah, atau dibatalkan, susunan acara, dan notula."
    author_name = "Sekretariat Forum Komunikasi BTIKP se\u2011Indonesia"

    # Whole addresses of settings, not of the request: an entry's address is its lasting name.

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('meetings:list')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('meetings:feed')}"

    def items(self) -> list[News]:
        return latest_news()

    def item_guid(self, item: News) -> str:
        """A tag (RFC 4151): the same when the rakor's address and title are other ones."""
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{item.name}"

    def item_title(self, item: News) -> str:
        return in_xml(item.title)

    def item_description(self, item: News) -> str:
        """Atom1Feed calls a summary HTML."""
        return linebreaks(in_xml("\n".join(item.lines)), autoescape=True)

    def item_link(self, item: News) -> str:
        return item.url

    def item_pubdate(self, item: News) -> datetime:
        return item.at

    def item_updateddate(self, item: News) -> datetime:
        return item.at
