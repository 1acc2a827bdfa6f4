from provinces.admin.campaigns import CampaignAdmin
from provinces.admin.offices import OfficeAdmin
from provinces.admin.people import PostAdmin, ProvinceAdmin, TermAdmin
from provinces.admin.persons import PersonAdmin, PersonMergeAdmin
from provinces.admin.proposals import ProposalAdmin

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
