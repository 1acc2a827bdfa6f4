from provinces.admin.offices import OfficeAdmin
from provinces.admin.people import PostAdmin, ProvinceAdmin, TermAdmin
from provinces.admin.persons import PersonAdmin, PersonMergeAdmin

__all__ = [
    "OfficeAdmin",
    "PersonAdmin",
    "PersonMergeAdmin",
    "PostAdmin",
    "ProvinceAdmin",
    "TermAdmin",
]
