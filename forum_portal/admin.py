"""The site of the panel: Django's admin under the forum's name and sign-in."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class PanelConfig(AdminConfig):
    default_site = "forum_portal.admin.PanelSite"


class PanelSite(AdminSite):
    site_header = "Panel Sekretariat"
    site_title = "Panel Sekretariat"
    index_title = "Yang menunggu hari ini"
