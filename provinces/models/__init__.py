from provinces.models.campaigns import Campaign, ConfirmationRequest
from provinces.models.membership import Membership, MembershipQuerySet
from provinces.models.merges import PersonMerge
from provinces.models.office import (
    FormerSlug,
    Office,
    OfficeAlias,
    OfficeName,
    OfficeQuerySet,
    Province,
)
from provinces.models.people import Person, Post, PostQuerySet, Term, TermQuerySet
from provinces.models.profile import (
    MOST_PICTURES,
    OfficePicture,
    OfficeProgramme,
    OfficeService,
)
from provinces.models.proposals import Proposal, ProposedChange
from provinces.models.reference import ReferenceRecord
from provinces.models.staff import OfficeStaff

__all__ = [
    "MOST_PICTURES",
    "Campaign",
    "ConfirmationRequest",
    "FormerSlug",
    "Membership",
    "MembershipQuerySet",
    "Office",
    "OfficeAlias",
    "OfficeName",
    "OfficePicture",
    "OfficeProgramme",
    "OfficeQuerySet",
    "OfficeService",
    "OfficeStaff",
    "Person",
    "PersonMerge",
    "Post",
    "PostQuerySet",
    "Proposal",
    "ProposedChange",
    "Province",
    "ReferenceRecord",
    "Term",
    "TermQuerySet",
]
