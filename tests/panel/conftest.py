"""The people of the panel, each with the permissions of the role and no more."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.actions import sync_roles
from accounts.models import User
from accounts.roles import NOTE_TAKER, SECRETARIAT
from tests.factories import make_user


@pytest.fixture
def secretary(db: None) -> User:
    return _member(SECRETARIAT, email="ratna@pusdatin.example", full_name="Ratna Dewi")


@pytest.fixture
def note_taker(db: None) -> User:
    return _member(NOTE_TAKER, email="budi@pusdatin.example", full_name="Budi Santoso")


@pytest.fixture
def secretary_client(secretary: User) -> Client:
    return _signed_in(secretary)


@pytest.fixture
def note_taker_client(note_taker: User) -> Client:
    return _signed_in(note_taker)


def _member(role: str, **fields: str) -> User:
    sync_roles()
    user = make_user(is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
