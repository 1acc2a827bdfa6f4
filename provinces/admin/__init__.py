from provinces.admin.campaigns import CampaignAdmin
from provinces.admin.offices import OfficeAdmin
from provinces.admin.people import PostAdmin, ProvinceAdmin
from provinces.admin.persons import PersonAdmin, PersonMergeAdmin
from provinces.admin.proposals import ProposalAdmin
from provinces.admin.terms import TermAdmin

__all__ = [
    "CampaignAdmin",
    "OfficeAdmin",
    "PersonAdmin",
    "PersonMergeAdmin",
    "PostAdmin",
    "ProposalAdmin",
    "ProvinceAdmin",
    "TermAdmin",
]
