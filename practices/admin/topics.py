from django.contrib import admin

from accounts.panel import PanelAdmin
from practices.models import Topic


@admin.register(Topic)
class TopicAdmin(PanelAdmin):
    fields = ("name", "slug", "order")
    list_display = ("name", "slug", "order")
    search_fields = ("name",)
