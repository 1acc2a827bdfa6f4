import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from provinces.permissions import may_act_for, office_for, offices_of


def test_operator_acts_for_the_own_office_alone(operator, aceh, bali):
    assert list(offices_of(operator)) == [aceh]
    assert (may_act_for(operator, aceh), may_act_for(operator, bali)) == (True, False)
    assert (office_for(operator), office_for(operator, "aceh")) == (aceh, aceh)
    with pytest.raises(PermissionDenied):
        office_for(operator, "bali")


def test_secretariat_acts_for_no_office(secretariat, aceh):
    assert list(offices_of(secretariat)) == []
    with pytest.raises(PermissionDenied):
        office_for(secretariat)


def test_anonymous_reader_acts_for_no_office(aceh):
    assert list(offices_of(AnonymousUser())) == []
    assert may_act_for(AnonymousUser(), aceh) is False
