"""The letters about accounts; allauth's own are in templates/account/email/."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from forum_portal.lib import mail


def send_invitation(user: User) -> None:
    """Queue the letter that tells `user` that the account exists and how to sign in."""
    context = {
        "user": user,
        "sign_in_url": settings.SITE_URL + reverse("account_login"),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    text = render_to_string("accounts/emails/invitation.txt", context)
    mail.queue(to=user.email, subject=f"Undangan akun {settings.SITE_NAME}", text=text)
