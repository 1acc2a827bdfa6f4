"""The cast: who reads and acts in the tests, and the database that they find empty."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from provinces.models import Office
from tests.factories import NOW, make_office, make_operator, make_province, make_user
from tests.rows import delete_rows

# The same examples in every run, however long each takes: what fails once fails always.
hypothesis_settings.register_profile(
    "portal",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("portal")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """With script/test, each worker's database is a copy of one that is migrated already."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("MIGRATED_DATABASE")


@pytest.fixture(scope="session", autouse=True)
def _quickly_emptied_database() -> None:
    TransactionTestCase._fixture_teardown = lambda test: delete_rows()


@pytest.fixture(scope="session", autouse=True)
def _quick_settings() -> Iterator[None]:
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Each client loads the middleware anew, and would look through all static files.
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(autouse=True)
def _no_cached_pages() -> None:
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def standing_clock() -> Iterator[None]:
    """It is NOW for as long as the test runs; a module asks for it by `usefixtures`."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def aceh(db: None) -> Office:
    province = make_province(
        code="11", iso="ID-AC", name="Aceh", slug="aceh", island_group="sumatera"
    )
    return make_office(province=province, name="UPTD Balai Tekkomdik Aceh", slug="aceh")


@pytest.fixture
def bali(db: None) -> Office:
    province = make_province(
        code="51",
        iso="ID-BA",
        name="Bali",
        slug="bali",
        zone="Asia/Makassar",
        island_group="bali-nusa-tenggara",
    )
    return make_office(province=province, name="Balai TIK Pendidikan Provinsi Bali", slug="bali")


@pytest.fixture
def operator(aceh: Office) -> User:
    """Acts for Aceh's office."""
    return make_operator(aceh, email="operator.aceh@dinas.example", full_name="Operator Aceh")


@pytest.fixture
def other_operator(bali: Office) -> User:
    """Acts for Bali's office."""
    return make_operator(bali, email="operator.bali@dinas.example", full_name="Operator Bali")


@pytest.fixture
def secretariat(db: None) -> User:
    """Staff with all rights over the portal's data."""
    return make_user(
        email="sekretariat@pusdatin.example",
        full_name="Petugas Sekretariat",
        is_staff=True,
        is_superuser=True,
    )


@pytest.fixture
def public_client() -> Client:
    return Client()


@pytest.fixture
def operator_client(operator: User) -> Client:
    return _signed_in(operator)


@pytest.fixture
def other_operator_client(other_operator: User) -> Client:
    return _signed_in(other_operator)


@pytest.fixture
def secretariat_client(secretariat: User) -> Client:
    return _signed_in(secretariat)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
