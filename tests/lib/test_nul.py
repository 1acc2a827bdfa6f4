"""Addresses with a NUL, which PostgreSQL refuses to look for."""

import pytest
from django.test import Client

from tests.factories import make_meeting


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/tiket/%00/", "/rakor/?keadaan=%00", "/%00/"])
def test_address_with_nul_is_a_bad_request(public_client: Client, address: str):
    assert public_client.get(address).status_code == 400


def test_office_with_nul_is_a_bad_request(operator_client: Client):
    address = f"{make_meeting().get_absolute_url()}daftar/?balai=%00"
    assert operator_client.get(address).status_code == 400


def test_filter_with_nul_is_a_bad_request(secretariat_client: Client):
    assert secretariat_client.get("/admin/meetings/meeting/?mode=%00").status_code == 400
