"""Django's admin under the forum's name; the site itself is in forum_portal/panel.py.

Apart from it because this module is loaded before the models are.
"""

from django.contrib.admin.apps import AdminConfig


class PanelConfig(AdminConfig):
    default_site = "forum_portal.panel.PanelSite"
