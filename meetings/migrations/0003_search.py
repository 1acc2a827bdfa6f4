"""What /cari/ looks in: vectors that PostgreSQL keeps with their rows (docs/decisions/0016)."""

from django.db import migrations

PLAIN = "translate({}, '/._@-', '     ')"

VECTORS = {
    "meeting": (
        "A:simple:title || ' rakor'",
        "B:simple:theme || ' ' || city || ' ' || venue || ' ' || extract(year FROM starts_on)::text",
        "C:indonesian:title || ' ' || theme || ' ' || description || ' ' || organisers",
        "D:simple:description || ' ' || organisers",
    ),
    "agendaitem": ("C:indonesian:title", "D:simple:title"),
    "commitment": ("C:indonesian:text", "D:simple:text"),
    "official": ("A:simple:position", "B:simple:part"),
}
# Of what was published: neither who attended nor who wrote it down.
TITLE = "coalesce(content #>> '{meeting,title}', '')"
HEADING = (
    f"A:simple:{TITLE} || ' notula'",
    f"C:indonesian:{TITLE}",
)
TEXTS = " || ' ' || ".join(
    f"coalesce(content ->> '{key}', '')" for key in ("agenda", "opening", "discussion", "closing")
)
BODY = (
    *HEADING,
    "B:simple:coalesce(content #>> '{meeting,theme}', '') || ' ' || "
    "coalesce(content #>> '{meeting,place}', '') || ' ' || "
    "coalesce(left(content #>> '{meeting,starts_on}', 4), '')",
    f"C:indonesian:{TEXTS}",
    f"D:simple:{TEXTS}",
)
# Arrays of objects: the words of their values, not of their keys.
LISTS = " || ".join(
    f"setweight(to_tsvector('{config}'::regconfig, coalesce(content -> '{key}', '[]')), '{weight}')"
    for key in ("decisions", "action_items")
    for weight, config in (("C", "indonesian"), ("D", "simple"))
)


def vector(parts):
    return " || ".join(
        f"setweight(to_tsvector('{config}'::regconfig, {PLAIN.format(text)}), '{weight}')"
        for weight, config, text in (part.split(":", 2) for part in parts)
    )


def vector_column(table, expression, column="search"):
    return migrations.RunSQL(
        f"ALTER TABLE meetings_{table} ADD COLUMN {column} tsvector "
        f"GENERATED ALWAYS AS ({expression}) STORED;"
        f"CREATE INDEX {table}_{column} ON meetings_{table} USING gin ({column})",
        f"ALTER TABLE meetings_{table} DROP COLUMN {column}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_registration_rank"),
        ("provinces", "0007_search"),
    ]

    operations = [
        *(vector_column(table, vector(parts)) for table, parts in VECTORS.items()),
        vector_column("publication", vector(HEADING), "heading"),
        vector_column("publication", f"{vector(BODY)} || {LISTS}"),
        migrations.RunSQL(
            "CREATE INDEX meeting_trigrams ON meetings_meeting USING gin "
            "((title || ' ' || theme || ' ' || city || ' ' || venue) gin_trgm_ops);"
            "CREATE INDEX publication_trigrams ON meetings_publication USING gin "
            "((coalesce(content #>> '{meeting,title}', '')) gin_trgm_ops);"
            "CREATE INDEX publication_invitation ON meetings_publication "
            "(lower(replace(coalesce(content ->> 'invitation_number', ''), ' ', '')) "
            "text_pattern_ops)",
            "DROP INDEX meeting_trigrams; DROP INDEX publication_trigrams;"
            "DROP INDEX publication_invitation",
        ),
    ]
