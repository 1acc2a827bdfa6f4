"""What 0004 has moved is dropped here at once: no release has read the old columns."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provinces", "0004_carry_over")]

    operations = [
        migrations.RemoveConstraint(
            model_name='office',
            name='office_picture_described',
        ),
        migrations.RemoveField(
            model_name='office',
            name='picture',
        ),
        migrations.RemoveField(
            model_name='office',
            name='picture_alt',
        ),
        migrations.AddConstraint(
            model_name='officename',
            constraint=models.CheckConstraint(condition=models.Q(('valid__endswith__isnull', False)), name='office_name_has_ended', violation_error_message='Nama terdahulu memerlukan tanggal penggantian.'),
        ),
    ]
