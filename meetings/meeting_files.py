"""The files that belong to a rakor: papers in all their versions, photographs in all sizes."""

from forum_portal.lib.pictures import file_name
from meetings.models import DocumentVersion, Meeting


def file_names(meeting: Meeting) -> list[str]:
    """As the storage knows them. Two queries."""
    versions = DocumentVersion.objects.filter(document__meeting=meeting)
    photographs = [
        file_name(stem, width)
        for stem, widths in meeting.pictures.values_list("stem", "widths")
        for width in widths
    ]
    return [*versions.values_list("file", flat=True), *photographs]
