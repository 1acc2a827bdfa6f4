"""The latest articles as an Atom feed."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from forum_portal.lib.xml_text import in_xml
from practices.list_page import listed
from practices.models import Practice

MOST_ITEMS = 20


class PracticeFeed(Feed):
    """Title, summary and address of each; the text itself stays on its page."""

    feed_type = Atom1Feed
    title = "Praktik baik Forum Komunikasi BTIKP se\u2011Indonesia"
    subtitle = "Artikel tempat balai TIK pendidikan berbagi cara yang berhasil."

    # Whole addresses of settings, not of the request: an entry's address is its lasting name.

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('practices:list')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('practices:feed')}"

    def item_link(self, item: Practice) -> str:
        return f"{settings.SITE_URL}{item.get_absolute_url()}"

    def items(self) -> QuerySet[Practice]:
        return listed(Practice.objects.public()).latest_first()[:MOST_ITEMS]

    def item_title(self, item: Practice) -> str:
        return in_xml(item.current.title) if item.current else ""

    def item_description(self, item: Practice) -> str:
        return in_xml(item.current.summary) if item.current else ""

    def item_author_name(self, item: Practice) -> str:
        return in_xml(item.then_called or item.office.name)

    def item_pubdate(self, item: Practice) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Practice) -> datetime | None:
        return item.current.published_at if item.current else None

    def item_categories(self, item: Practice) -> list[str]:
        topics = item.current.topics.all() if item.current else ()
        return [in_xml(topic.name) for topic in topics]
