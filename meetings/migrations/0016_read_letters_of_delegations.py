"""The column of a delegate's own letter is no longer read.

It stays in the database until the release after this one, for processes that still run the
code before it.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0015_carry_delegations_over")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("registration", "assignment_letter")],
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE meetings_registration "
                    "ALTER COLUMN assignment_letter SET DEFAULT ''",
                    "ALTER TABLE meetings_registration ALTER COLUMN assignment_letter DROP DEFAULT",
                ),
            ],
        ),
    ]
