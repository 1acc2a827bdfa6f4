"""What /cari/ looks in: vectors that PostgreSQL keeps with each edition (docs/decisions/0016).

Of editions alone: no working text is in any index that a search could ask.
"""

from django.db import migrations

PLAIN = "translate({}, '/._@-', '     ')"
HEADING = ("A:simple:title", "C:indonesian:title")
SEARCH = (
    *HEADING,
    "B:simple:summary",
    "C:indonesian:summary || ' ' || body",
    "D:simple:'praktik baik ' || body",
)


def vector(parts):
    return " || ".join(
        f"setweight(to_tsvector('{config}'::regconfig, {PLAIN.format(text)}), '{weight}')"
        for weight, config, text in (part.split(":", 2) for part in parts)
    )


def vector_column(column, parts):
    return migrations.RunSQL(
        f"ALTER TABLE practices_edition ADD COLUMN {column} tsvector "
        f"GENERATED ALWAYS AS ({vector(parts)}) STORED;"
        f"CREATE INDEX edition_{column} ON practices_edition USING gin ({column})",
        f"ALTER TABLE practices_edition DROP COLUMN {column}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0001_initial"),
        ("provinces", "0007_search"),
    ]

    operations = [
        # The short one orders the hits of a common word without fetching whole articles.
        vector_column("heading", HEADING),
        vector_column("search", SEARCH),
        migrations.RunSQL(
            "CREATE INDEX edition_trigrams ON practices_edition USING gin (title gin_trgm_ops)",
            "DROP INDEX edition_trigrams",
        ),
    ]
