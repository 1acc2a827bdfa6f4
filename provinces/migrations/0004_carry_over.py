"""Offices become members, their pictures rows, and names without an end other names."""

from uuid import uuid4

from django.core.files.images import get_image_dimensions
from django.core.files.storage import default_storage
from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange


def carry_over(apps, schema_editor):
    models = {name: apps.get_model("provinces", name) for name in
              ("Office", "Membership", "OfficePicture", "OfficeName", "OfficeAlias")}  # fmt: skip
    offices = list(models["Office"].objects.all())
    models["Membership"].objects.bulk_create(
        models["Membership"](
            office=office, period=DateRange(None, None), from_precision="unknown"
        )
        for office in offices
    )
    for office in offices:
        if office.picture and default_storage.exists(office.picture.name):
            _keep_picture(models["OfficePicture"], office)
    for name in models["OfficeName"].objects.filter(valid__endswith=None):
        models["OfficeAlias"].objects.get_or_create(office=name.office, name=name.name)
        name.delete()


def _keep_picture(picture_model, office):
    stem = uuid4().hex
    with default_storage.open(office.picture.name) as file:
        width, height = get_image_dimensions(file)
        file.seek(0)
        default_storage.save(f"pictures/{stem}-{width}.webp", file)
    picture_model.objects.create(
        office=office, place=1, stem=stem, widths=[width], width=width, height=height,
        alt=office.picture_alt,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("provinces", "0003_office_profile_and_time")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
