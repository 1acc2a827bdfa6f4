"""The groups hold what accounts/roles.py says, neither more nor less."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.actions import sync_roles
from accounts.roles import NOTE_TAKER, ROLES, SECRETARIAT, codenames

pytestmark = pytest.mark.django_db


def held(role: str) -> set[tuple[str, str]]:
    permissions = Group.objects.get(name=role).permissions.select_related("content_type")
    return {(p.content_type.app_label, p.codename) for p in permissions}


@pytest.mark.parametrize("role", ROLES)
def test_sync_gives_each_role_its_permissions(role: str):
    sync_roles()
    assert held(role) == codenames(role)


def test_sync_takes_away_what_the_table_does_not_name():
    sync_roles()
    extra = Permission.objects.get(codename="delete_user")
    Group.objects.get(name=NOTE_TAKER).permissions.add(extra)
    assert sync_roles() == ["Notulis: 0 izin ditambah, 1 dicabut"]
    assert held(NOTE_TAKER) == codenames(NOTE_TAKER)


def test_second_sync_changes_nothing(capsys: pytest.CaptureFixture[str]):
    call_command("sync_roles")
    capsys.readouterr()
    call_command("sync_roles")
    assert capsys.readouterr().out == "Peran sudah sesuai.\n"


def test_note_taker_holds_minutes_alone():
    assert {model for model, verbs in ROLES[NOTE_TAKER].items() if verbs != ("view",)} == {
        "meetings.minutes",
        "meetings.decision",
        "meetings.actionitem",
    }


def test_nobody_deletes_accounts_or_the_trail():
    assert ("accounts", "delete_user") not in codenames(SECRETARIAT)
    assert {verb for _, verb in codenames(SECRETARIAT) if verb.endswith("auditevent")} == {
        "view_auditevent"
    }
