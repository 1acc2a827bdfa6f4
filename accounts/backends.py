"""Django's and allauth's own ways to sign in; who has signed in is read by a written query."""

from typing import Any

from allauth.account import auth_backends
from django.contrib.auth import backends
from django.db.models import QuerySet

from accounts.models import User
from forum_portal.lib.compiled_queries import compiled_models


class _ReadsAccount(backends.ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        """Asked by every request with a session."""
        users = _account(pk=user_id)
        return users[0] if users and self.user_can_authenticate(users[0]) else None


class ModelBackend(_ReadsAccount):
    pass


class AuthenticationBackend(_ReadsAccount, auth_backends.AuthenticationBackend):
    pass


@compiled_models
def _account(*, pk: Any) -> QuerySet:
    return User.objects.filter(pk=pk).order_by()
