"""What /cari/ looks in: vectors that PostgreSQL keeps with their rows, and trigrams of names.

The columns are not fields of the models: no page selects them, and nobody can forget to fill
them (docs/decisions/0016).
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# Of numbers and addresses PostgreSQL would make single words ("btkp-diy.or.id").
PLAIN = "translate({}, '/._@-', '     ')"

VECTORS = {
    "office": (
        "A:simple:name || ' ' || short_name",
        "B:simple:city || ' ' || address",
        "C:indonesian:name || ' ' || description || ' ' || parent_agency",
        "D:simple:description || ' ' || parent_agency",
    ),
    "officename": ("A:simple:name || ' ' || short_name", "C:indonesian:name"),
    "officealias": ("A:simple:name", "C:indonesian:name"),
    "officeservice": ("C:indonesian:name || ' ' || description", "D:simple:name"),
    "officeprogramme": ("C:indonesian:title || ' ' || reached", "D:simple:title"),
    "person": ("A:simple:name",),
    "post": ("A:simple:title || CASE WHEN office_id IS NULL THEN ' forum' ELSE ' balai' END",),
}
TRIGRAMS = {
    "office": "name || ' ' || short_name || ' ' || city || ' ' || address",
    "officename": "name || ' ' || short_name",
    "officealias": "name",
    "person": "name",
}


def vector(parts):
    return " || ".join(
        f"setweight(to_tsvector('{config}'::regconfig, {PLAIN.format(text)}), '{weight}')"
        for weight, config, text in (part.split(":", 2) for part in parts)
    )


def vector_column(table, parts):
    return migrations.RunSQL(
        f"ALTER TABLE provinces_{table} ADD COLUMN search tsvector "
        f"GENERATED ALWAYS AS ({vector(parts)}) STORED;"
        f"CREATE INDEX {table}_search ON provinces_{table} USING gin (search)",
        f"ALTER TABLE provinces_{table} DROP COLUMN search",
    )


def trigram_index(table, text):
    return migrations.RunSQL(
        f"CREATE INDEX {table}_trigrams ON provinces_{table} USING gin (({text}) gin_trgm_ops)",
        f"DROP INDEX {table}_trigrams",
    )


class Migration(migrations.Migration):
    dependencies = [("provinces", "0006_campaign_answers")]

    operations = [
        TrigramExtension(),
        *(vector_column(table, parts) for table, parts in VECTORS.items()),
        *(trigram_index(table, text) for table, text in TRIGRAMS.items()),
        migrations.RunSQL(
            "CREATE INDEX term_decree_number ON provinces_term "
            "(lower(replace(decree_number, ' ', '')) text_pattern_ops) WHERE decree_number <> ''",
            "DROP INDEX term_decree_number",
        ),
    ]
