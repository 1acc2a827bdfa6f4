"""Files told a cancelled rakor as version 1 before versions were counted: never less than that."""

from django.db import migrations


def raise_sequence(apps, schema_editor):
    Meeting = apps.get_model("meetings", "Meeting")
    cancelled = Meeting.objects.filter(cancelled_at__isnull=False, calendar_sequence=0)
    cancelled.update(calendar_sequence=1)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_addresses_stay_free")]

    operations = [migrations.RunPython(raise_sequence, migrations.RunPython.noop, elidable=True)]
