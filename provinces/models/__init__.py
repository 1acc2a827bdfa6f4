from provinces.models.office import (
    Office,
    OfficeAlias,
    OfficeName,
    OfficeQuerySet,
    OfficeStaff,
    Province,
)
from provinces.models.people import Person, Post, PostQuerySet, Term, TermQuerySet
from provinces.models.reference import ReferenceRecord

__all__ = [
    "Office",
    "OfficeAlias",
    "OfficeName",
    "OfficeQuerySet",
    "OfficeStaff",
    "Person",
    "Post",
    "PostQuerySet",
    "Province",
    "ReferenceRecord",
    "Term",
    "TermQuerySet",
]
