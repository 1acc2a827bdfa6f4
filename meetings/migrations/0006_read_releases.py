"""The search reads releases; flat columns and the vector of items are no longer used.

They stay in the database until the release after this one, for processes that still run the
code before it.
"""

from django.db import migrations, models

PLAIN = "translate(words, '/._@-', '     ')"
VECTOR = (
    f"setweight(to_tsvector('indonesian'::regconfig, {PLAIN}), 'C') || "
    f"setweight(to_tsvector('simple'::regconfig, {PLAIN}), 'D')"
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_carry_agendas_and_papers_over")]

    operations = [
        # Only now do items of a day have one: 0005.
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_at__isnull", True),
                    ("day__isnull", False),
                    ("parent__isnull", False),
                    _connector="OR",
                ),
                name="agenda_fixed_time_on_a_day",
                violation_error_message="Pukul memerlukan hari.",
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE meetings_agendarelease ADD COLUMN search tsvector "
            f"GENERATED ALWAYS AS ({VECTOR}) STORED;"
            "CREATE INDEX agendarelease_search ON meetings_agendarelease USING gin (search)",
            "ALTER TABLE meetings_agendarelease DROP COLUMN search",
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("agendaitem", "on"),
                migrations.RemoveField("agendaitem", "presenters"),
                migrations.RemoveField("document", "file"),
                migrations.RemoveField("document", "size_bytes"),
            ],
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE meetings_agendaitem ALTER COLUMN presenters SET DEFAULT '';"
                    "ALTER TABLE meetings_document ALTER COLUMN file SET DEFAULT '';"
                    "ALTER TABLE meetings_document ALTER COLUMN size_bytes SET DEFAULT 0",
                    "ALTER TABLE meetings_agendaitem ALTER COLUMN presenters DROP DEFAULT;"
                    "ALTER TABLE meetings_document ALTER COLUMN file DROP DEFAULT;"
                    "ALTER TABLE meetings_document ALTER COLUMN size_bytes DROP DEFAULT",
                ),
            ],
        ),
    ]
