"""Items of a flat agenda become a tree of days; what the public read of it becomes version 1.

Papers become the first version of themselves. Backwards, days and people go into their columns
again; releases stay, as nothing reads them.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from django.db import migrations
from django.db.models import F
from django.utils import timezone

COMMENT = "Susunan acara yang sudah tayang sebelum ada rilis."


def carry_over(apps, schema_editor):
    _items(apps)
    _releases(apps)
    _papers(apps)


def carry_back(apps, schema_editor):
    AgendaItem = apps.get_model("meetings", "AgendaItem")
    AgendaPart = apps.get_model("meetings", "AgendaPart")
    names = defaultdict(list)
    for part in AgendaPart.objects.order_by("order", "pk"):
        names[part.item_id].append(part.name)
    for item in AgendaItem.objects.select_related("meeting"):
        if item.day is not None:
            item.on = item.meeting.starts_on + timedelta(days=item.day - 1)
        item.presenters = ", ".join(names[item.pk])[:300]
        item.save(update_fields=["on", "presenters"])
    # Else the next way forward would carry them over twice.
    AgendaPart.objects.all().delete()


def _items(apps):
    AgendaItem = apps.get_model("meetings", "AgendaItem")
    AgendaPart = apps.get_model("meetings", "AgendaPart")
    times = (F("on").asc(nulls_last=True), F("starts_at").asc(nulls_last=True), "order", "pk")
    rows = AgendaItem.objects.select_related("meeting").order_by("meeting_id", *times)
    for _, group in groupby(rows.iterator(), key=lambda item: (item.meeting_id, item.on)):
        for order, item in enumerate(group, 1):
            item.order = order
            if item.on is not None:
                days = (item.on - item.meeting.starts_on).days + 1
                item.day = max(-60, min(60, days))
            item.save(update_fields=["order", "day"])
            if item.presenters.strip():
                AgendaPart.objects.create(item=item, name=item.presenters.strip())


def _releases(apps):
    Meeting = apps.get_model("meetings", "Meeting")
    AgendaRelease = apps.get_model("meetings", "AgendaRelease")
    published = Meeting.objects.filter(published_at__isnull=False, agenda_items__isnull=False)
    for meeting in published.distinct().prefetch_related("agenda_items__parts"):
        # As AgendaItem.Meta orders them, which a migration's model does not.
        items = sorted(
            meeting.agenda_items.all(),
            key=lambda item: (item.day is None, item.day or 0, item.order, item.pk),
        )
        public = [item for item in items if item.is_public]
        names = (
            f"{item.title} {' '.join(part.name for part in item.parts.all())}" for item in public
        )
        meeting.current_release = AgendaRelease.objects.create(
            meeting=meeting,
            number=1,
            comment=COMMENT,
            public=_content(meeting, public),
            internal=_content(meeting, items),
            words="\n".join(name.strip() for name in names),
            released_at=timezone.now(),
        )
        meeting.save(update_fields=["current_release"])


def _content(meeting, items):
    """The shape of meetings/agenda/content.py, format 1, of items that contain no others."""
    days = []
    for day, group in groupby(items, key=lambda item: item.day):
        on = meeting.starts_on + timedelta(days=day - 1) if day is not None else None
        listed = [_item(item, on) for item in group]
        known = on if meeting.date_precision == "day" else None
        days.append({"day": day, "on": known and known.isoformat(), "items": listed})
    return {"format": 1, "zone": meeting.zone, "days": days}


def _item(item, on):
    starts = ends = None
    if on is not None and item.starts_at is not None:
        begins = datetime.combine(on, item.starts_at)
        starts = begins.isoformat(timespec="minutes")
        if item.duration_minutes:
            after = begins + timedelta(minutes=item.duration_minutes)
            ends = after.isoformat(timespec="minutes")
    return {
        "number": item.pk,
        "kind": item.kind,
        "title": item.title,
        "description": "",
        "starts": starts,
        "ends": ends,
        "minutes": item.duration_minutes,
        "is_fixed": starts is not None,
        "place": item.place,
        "is_parallel": False,
        "is_public": item.is_public,
        "parts": [
            {"role": part.role, "name": part.name, "position": part.position}
            for part in item.parts.all()
        ],
        "items": [],
    }


def _papers(apps):
    Document = apps.get_model("meetings", "Document")
    DocumentVersion = apps.get_model("meetings", "DocumentVersion")
    for document in Document.objects.exclude(file=""):
        try:
            with document.file.open() as file:
                digest = sha256(file.read()).hexdigest()
        except FileNotFoundError:
            digest = ""
        DocumentVersion.objects.create(
            document=document,
            number=1,
            file=document.file.name,
            size_bytes=document.size_bytes,
            sha256=digest,
            added_at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_plan_to_opening_day")]

    operations = [migrations.RunPython(carry_over, carry_back)]
