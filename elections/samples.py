"""Sample data for a portal without real ones: accounts, rakor, delegates, minutes."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.roles import SECRETARIAT
from meetings.aftermath.samples import follow_up_samples
from meetings.attendance.samples import attend_samples
from meetings.checkin.samples import add_sample_device
from meetings.models import Meeting
from meetings.reviewing.samples import review_samples
from meetings.samples import make_earlier, make_upcoming, register_samples
from meetings.self_registration.samples import make_webinar
from practices.models import Practice
from practices.samples import make_articles
from provinces.models import Office, OfficeStaff

DOMAIN = "contoh.example"
SECRETARIAT_EMAIL = f"sekretariat@{DOMAIN}"
# How many offices have registered delegates already; the others are for trying it out.
REGISTERED_OFFICES = 7
HOST_PROVINCE = "73"


class SamplesRefused(Exception):
    """Sample data do not belong into this database; says why."""


@transaction.atomic
def load_samples(*, password: str, at: datetime) -> list[str]:
    """What was done, in sentences. A second time adds what is missing and sets the password.

    Raises SamplesRefused: real accounts, or no reference data to build on.
    """
    _check_database()
    done = []
    secretariat, operators = _accounts(password)
    done.append(f"{len(operators) + 1} akun contoh dapat dipakai.")
    if not Meeting.objects.filter(is_sample=True).exists():
        host = Office.objects.get(province_id=HOST_PROVINCE).province
        upcoming = make_upcoming(host=host, by=secretariat, at=at)
        earlier = make_earlier(by=secretariat, at=at)
        attend_samples(earlier, operators, by=secretariat)
        follow_up_samples(earlier, by=secretariat)
        registered = dict(list(operators.items())[:REGISTERED_OFFICES])
        register_samples(upcoming, registered, at=at)
        review_samples(upcoming, by=secretariat, at=at)
        add_sample_device(upcoming, by=secretariat, at=at - timedelta(days=1))
        webinar = make_webinar(by=secretariat, at=at)
        done.append(
            f"Rakor contoh: {upcoming.title}, {upcoming.dates}; {webinar.title}; {earlier.title}."
        )
    if not Practice.objects.filter(is_sample=True).exists():
        articles = make_articles(operators=operators, by=secretariat, at=at)
        done.append(f"Praktik baik contoh: {len(articles)} terbit, 1 menunggu sekretariat.")
    return done


def operator_email(office: Office) -> str:
    return f"operator.{office.slug}@{DOMAIN}"


def _check_database() -> None:
    real = User.objects.filter(is_sample=False).count()
    if real:
        raise SamplesRefused(
            f"Basis data ini berisi {real} akun sungguhan. Data contoh hanya dimuat ke basis data "
            "tanpa akun sungguhan."
        )
    if not Office.objects.filter(province_id=HOST_PROVINCE).exists():
        raise SamplesRefused("Data acuan belum ada. Jalankan load_reference lebih dahulu.")


def _accounts(password: str) -> tuple[User, dict[Office, User]]:
    """The secretariat's account and each office's operator, all with the same password."""
    # Hashed once: the hash is slow by design, and the accounts are samples.
    hashed = make_password(password)
    secretariat = _account(SECRETARIAT_EMAIL, "Petugas Sekretariat (contoh)", hashed)
    if not secretariat.is_staff:
        secretariat.is_staff = True
        secretariat.save(update_fields=["is_staff"])
    group, _ = Group.objects.get_or_create(name=SECRETARIAT)
    secretariat.groups.add(group)
    operators = {}
    for office in Office.objects.select_related("province"):
        name = f"Operator {office.province.name} (contoh)"
        operators[office] = _account(operator_email(office), name, hashed)
        OfficeStaff.objects.get_or_create(office=office, user=operators[office])
    return secretariat, operators


def _account(email: str, full_name: str, hashed: str) -> User:
    user, _ = User.objects.update_or_create(
        email=email,
        defaults={"password": hashed},
        create_defaults={"password": hashed, "full_name": full_name, "is_sample": True},
    )
    return user
