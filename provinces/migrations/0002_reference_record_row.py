"""A reference record remembers which row it loaded, so that renaming it does not lose it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provinces", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="referencerecord",
            name="row",
            field=models.CharField(default="", max_length=40, verbose_name="nomor baris"),
            preserve_default=False,
        ),
    ]
