from provinces.admin.offices import OfficeAdmin
from provinces.admin.people import PersonAdmin, PostAdmin, ProvinceAdmin, TermAdmin

__all__ = ["OfficeAdmin", "PersonAdmin", "PostAdmin", "ProvinceAdmin", "TermAdmin"]
