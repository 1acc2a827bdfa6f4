"""What is done to accounts: roles, invitations, closing and opening again."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from post_office.models import STATUS, Email

from accounts import emails
from accounts.audit import record
from accounts.models import AuditEvent, QueuedMail, User
from accounts.roles import ROLES, codenames
from forum_portal.lib.mail_fate import Fate, fate_of, is_being_handed_over, with_log


class AccountExists(Exception):
    """The e-mail address belongs to an account already."""


class OwnAccount(Exception):
    """Nobody closes the account they act with."""


class MailNotRetried(Exception):
    """The letter is not put back into the queue; says why, in a sentence for the reader."""


@transaction.atomic
def sync_roles() -> list[str]:
    """Make the groups hold exactly the permissions of accounts/roles.py; what changed, in words."""
    changes = []
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        wanted = _permissions(role)
        held = set(group.permissions.all())
        if wanted != held:
            group.permissions.set(wanted)
            changes.append(
                f"{role}: {len(wanted - held)} izin ditambah, {len(held - wanted)} dicabut"
            )
    return changes


@transaction.atomic
def invite(*, email: str, full_name: str, role: str, by: User | None, at: datetime) -> User:
    """A new account of the secretariat, and a letter that tells its holder how to sign in.

    role: a key of accounts.roles.ROLES. Raises AccountExists. For the operator of an office see
    provinces.staffing.
    """
    user = open_account(email=email, full_name=full_name, role=role, by=by, at=at)
    emails.send_invitation(user)
    return user


@transaction.atomic
def open_account(
    *, email: str, full_name: str, role: str | None, by: User | None, at: datetime
) -> User:
    """A new account without password; its letter is sent once it is known what it may do.

    role: None leaves an account that acts for offices only. Raises AccountExists.
    """
    existing = User.objects.filter(email__iexact=email).first()
    if existing:
        state = "" if existing.is_active else " yang sedang dinonaktifkan"
        raise AccountExists(f"Alamat surel ini sudah dipakai akun {existing.full_name}{state}.")
    user = User.objects.create_user(email, full_name=full_name, is_staff=role is not None)
    if role:
        user.groups.add(Group.objects.get(name=role))
    record("account.invited", target=user, by=by, at=at, role=role or "operator")
    return user


@transaction.atomic
def resend_invitation(*, user: User, by: User, at: datetime) -> None:
    record("account.invited_again", target=user, by=by, at=at)
    emails.send_invitation(user)


@transaction.atomic
def deactivate(*, user: User, by: User, at: datetime) -> None:
    """Nobody signs in with it any more, and open sessions end with their next page."""
    if user == by:
        raise OwnAccount("Akun yang sedang Anda pakai tidak dapat Anda nonaktifkan sendiri.")
    _set_active(user, False)
    record("account.deactivated", target=user, by=by, at=at)


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime) -> None:
    _set_active(user, True)
    record("account.reactivated", target=user, by=by, at=at)


@transaction.atomic
def set_role(*, user: User, role: str | None, by: User, at: datetime) -> None:
    """Give a role of the secretariat, change it, or take it away (None)."""
    user.is_staff = role is not None
    user.save(update_fields=["is_staff"])
    user.groups.set(Group.objects.filter(name=role) if role else [])
    record("account.role_set", target=user, by=by, at=at, role=role)


@transaction.atomic
def forget_former_address(*, user: User) -> None:
    """After a change of e-mail: codes and links go to the new address alone.

    allauth remembers each address that an account proved to hold and would go on accepting it.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()


@transaction.atomic
def retry_mail(*, mail: Email, may_arrive_twice: bool = False, by: User, at: datetime) -> None:
    """Puts a letter that failed back into the queue.

    may_arrive_twice: the person knows that its fate is uncertain. Raises MailNotRetried.
    """
    # First the lock: what the log says is read only once nobody writes it any more.
    Email.objects.select_for_update().get(pk=mail.pk)
    known = with_log(QueuedMail.objects.all()).get(pk=mail.pk)
    _refuse_retry(known, may_arrive_twice, at)
    known.status = STATUS.queued
    known.number_of_retries = 0
    known.scheduled_time = None
    known.save(update_fields=["status", "number_of_retries", "scheduled_time", "last_updated"])
    AuditEvent.objects.create(
        at=at,
        actor=by,
        action="mail.retried",
        target_type=known._meta.label_lower,
        target_id=str(known.pk),
        # Not str(known): that is the receiver's address.
        target=known.subject[:300],
    )


def role_of(user: User) -> str | None:
    """The role of an account with prefetched groups; None when it has none."""
    return next((group.name for group in user.groups.all() if group.name in ROLES), None)


def _refuse_retry(mail: QueuedMail, may_arrive_twice: bool, at: datetime) -> None:
    fate = fate_of(mail.status, mail.log_line)
    if fate not in (Fate.FAILED, Fate.UNCERTAIN):
        raise MailNotRetried(
            f"Surel ini tidak perlu dikirim lagi: keadaannya sekarang {fate.label}."
        )
    if is_being_handed_over(mail.log_line, mail.logged_at, at):
        raise MailNotRetried(
            "Surel ini baru saja diserahkan kepada server, dan jawabannya masih ditunggu. Bila "
            "tetap tidak pasti, kirim lagi sesudah lima menit."
        )
    if fate == Fate.UNCERTAIN and not may_arrive_twice:
        raise MailNotRetried("Surel ini mungkin sudah sampai: mengirimnya lagi perlu disengaja.")


def _set_active(user: User, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])


def _permissions(role: str) -> set[Permission]:
    wanted = codenames(role)
    found = {
        permission
        for permission in Permission.objects.select_related("content_type")
        if (permission.content_type.app_label, permission.codename) in wanted
    }
    if len(found) != len(wanted):
        raise LookupError(f"accounts/roles.py names permissions of {role} that do not exist")
    return found
