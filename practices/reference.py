"""topics.csv: the topics that articles are filed under from the first day."""

from pathlib import Path

from practices.models import Topic
from provinces.reference import Load
from provinces.reference_files import read_csv

TOPIC_COLUMNS = ("slug", "name")


def load_topics(load: Load, directory: Path) -> None:
    """In the order of the file; the secretariat adds, renames and moves them in the panel."""
    for order, row in enumerate(read_csv(directory / "topics.csv", TOPIC_COLUMNS), 1):
        slug = row.text("slug", required=True)
        given = {"slug": slug, "name": row.text("name", required=True)}
        load.put(Topic, slug, given, row=row, find={"slug": slug}, once={"order": order})
