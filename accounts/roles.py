"""What each role of the secretariat may do, as groups and Django permissions.

An account that is staff may open the panel; what it finds there is decided by its groups alone.
`manage.py sync_roles` writes this table into the database.
"""

SECRETARIAT = "Sekretariat"
NOTE_TAKER = "Notulis"

# Who keeps the data of persons may see their NIP, on a page or in an export.
SEES_NIP = "provinces.change_person"

_VIEW = ("view",)
_KEEP = ("view", "add", "change")
_ALL = ("view", "add", "change", "delete")

# role -> model -> what it may do with it. Publishing is adding a publication or a result.
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    SECRETARIAT: {
        "accounts.user": _KEEP,
        "accounts.auditevent": _VIEW,
        "provinces.province": _VIEW,
        "provinces.office": _KEEP,
        "provinces.officename": _ALL,
        "provinces.officealias": _ALL,
        "provinces.officestaff": _ALL,
        "provinces.membership": _KEEP,
        "provinces.officepicture": _ALL,
        "provinces.officeservice": _ALL,
        "provinces.officeprogramme": _ALL,
        "provinces.proposal": ("view", "change"),
        "provinces.proposedchange": ("view", "change"),
        "provinces.campaign": _KEEP,
        "provinces.confirmationrequest": ("view", "change"),
        "provinces.personmerge": ("view", "add", "change"),
        "provinces.person": _ALL,
        "provinces.post": _ALL,
        "provinces.term": _ALL,
        "practices.practice": ("view", "change"),
        "practices.edition": ("view", "add"),
        "practices.comment": ("view", "change"),
        "practices.topic": _ALL,
        "meetings.meeting": _ALL,
        "meetings.agendaitem": _ALL,
        "meetings.agendarelease": ("view", "add"),
        "meetings.agendaproposal": ("view", "change"),
        "meetings.agendaremark": ("view", "change"),
        "meetings.institution": _KEEP,
        "meetings.signatory": _ALL,
        "meetings.numberpattern": _ALL,
        "meetings.issuednumber": ("view", "add", "change"),
        "meetings.invitationletter": _KEEP,
        "meetings.invitation": _KEEP,
        "meetings.outboxmail": ("view", "change"),
        "meetings.meetingpicture": _ALL,
        "meetings.documentversion": ("view", "add"),
        "meetings.official": _ALL,
        "meetings.commitment": _ALL,
        "meetings.figure": _ALL,
        "meetings.document": _ALL,
        "meetings.registration": ("view", "change"),
        "meetings.askedfield": _ALL,
        "meetings.ticket": ("view", "add", "change"),
        "meetings.attendancesession": _ALL,
        "meetings.checkindevice": _KEEP,
        "meetings.scan": ("view", "add"),
        "meetings.scanruling": ("view", "add"),
        "meetings.excuse": _KEEP,
        "meetings.aftercare": _KEEP,
        "meetings.evaluationquestion": _ALL,
        "meetings.evaluationsheet": _VIEW,
        "meetings.certificate": _KEEP,
        "meetings.minutes": _ALL,
        "meetings.decision": _ALL,
        "meetings.actionitem": _ALL,
        "meetings.publication": ("view", "add"),
        "elections.election": _ALL,
        "elections.acclamation": _ALL,
        "elections.result": ("view", "add"),
        "accounts.queuedmail": ("view", "change"),
    },
    NOTE_TAKER: {
        "meetings.meeting": _VIEW,
        "meetings.agendaitem": _VIEW,
        "meetings.agendarelease": _VIEW,
        "meetings.agendaremark": _VIEW,
        "meetings.minutes": _KEEP,
        "meetings.decision": _ALL,
        "meetings.actionitem": _ALL,
        "meetings.publication": _VIEW,
    },
}


def codenames(role: str) -> set[tuple[str, str]]:
    """The permissions of `role` as (app label, codename) pairs."""
    return {
        (model.split(".")[0], f"{verb}_{model.split('.')[1]}")
        for model, verbs in ROLES[role].items()
        for verb in verbs
    }
