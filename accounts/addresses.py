"""The addresses of e-mail that an account has proved to be its own."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.models import User


def proved_addresses(user: User) -> QuerySet:
    """In small letters, for `__in`. To have typed an address into an account proves nothing."""
    return EmailAddress.objects.filter(user=user, verified=True).values_list(Lower("email"))
