"""Names and place of an office in a vector of their own, short enough to be read for many rows."""

from django.db import migrations

HEADING = """
    setweight(to_tsvector('simple', translate(name || ' ' || short_name,
                                              '/._@-', '     ')), 'A')
    || setweight(to_tsvector('simple', translate(city || ' ' || address, '/._@-', '     ')), 'B')
"""


class Migration(migrations.Migration):
    dependencies = [("provinces", "0007_search")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE provinces_office ADD COLUMN heading tsvector "
            f"GENERATED ALWAYS AS ({HEADING}) STORED;"
            "CREATE INDEX office_heading ON provinces_office USING gin (heading)",
            "ALTER TABLE provinces_office DROP COLUMN heading",
        ),
    ]
