"""Steps of an office in the panel: rename, correct the spelling, move the address, membership.

Each that has consequences elsewhere is rehearsed first: done, read, and undone, so that the page
that asks says exactly what will happen.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.panel import PanelAdmin
from forum_portal.lib.dates import partial_date
from provinces.actions.membership import (
    MembershipRefused,
    join_forum,
    leave_forum,
    pause_membership,
)
from provinces.actions.names import NameRefused, correct_name, move_address, rename_office
from provinces.forms.naming import AddressForm, MembershipForm, RenameForm, SpellingForm
from provinces.models import Membership, Office

Cleaned = dict[str, Any]


def rename(admin: PanelAdmin, request: HttpRequest, office: Office) -> HttpResponse:
    return _rehearsed(
        admin,
        request,
        office,
        form=RenameForm(request.POST or None),
        act=lambda cleaned, **who: rename_office(office=office, **cleaned, **who),
        tell=partial(_told_of_name, office),
        done=lambda cleaned: f"Nama resmi balai sekarang {cleaned['name']}.",
        title=f"Ganti nama resmi {office}",
        lead="Nama yang sekarang menjadi nama terdahulu dengan masanya. Kepastian nama tidak ikut "
        "berubah: nilailah lagi sesudahnya.",
        facts=[*_name_now(office), _fact("Kepastian nama", office.get_verification_display())],
        button="Ganti nama",
    )


def correct(admin: PanelAdmin, request: HttpRequest, office: Office) -> HttpResponse:
    form = SpellingForm(
        request.POST or None, initial={"name": office.name, "short_name": office.short_name}
    )
    return _rehearsed(
        admin,
        request,
        office,
        form=form,
        act=lambda cleaned, **who: correct_name(office=office, **cleaned, **who),
        tell=lambda now: [f"Nama resmi tertulis {now.name}, tanpa nama terdahulu yang baru."],
        done=lambda cleaned: f"Nama resmi sekarang tertulis {cleaned['name']}.",
        title=f"Perbaiki ejaan nama {office}",
        facts=_name_now(office),
        lead="Untuk nama yang salah tulis atau kurang lengkap. Bila balai benar-benar berganti "
        "nama, pakailah “Ganti nama resmi”: nama lamanya lalu tetap tercatat dengan masanya.",
        button="Perbaiki",
    )


def move(admin: PanelAdmin, request: HttpRequest, office: Office) -> HttpResponse:
    return _rehearsed(
        admin,
        request,
        office,
        form=AddressForm(request.POST or None),
        act=lambda cleaned, **who: move_address(office=office, **cleaned, **who),
        tell=partial(_told_of_address, office),
        done=lambda cleaned: f"Halaman balai sekarang di /provinsi/{cleaned['slug']}/.",
        title=f"Pindahkan alamat halaman {office}",
        facts=[_fact("Alamat sekarang", office.get_absolute_url())],
        button="Pindahkan",
    )


def note_membership(admin: PanelAdmin, request: HttpRequest, office: Office) -> HttpResponse:
    return _rehearsed(
        admin,
        request,
        office,
        form=MembershipForm(request.POST or None),
        act=partial(_note_membership, office),
        tell=_told_of_membership,
        done=lambda cleaned: f"Keanggotaan {office} tercatat.",
        title=f"Catat keanggotaan {office}",
        facts=[
            _fact(each.get_end_display() or "Anggota", each.when)
            for each in office.memberships.all()
        ],
        button="Catat",
    )


def _rehearsed(
    admin: PanelAdmin,
    request: HttpRequest,
    office: Office,
    *,
    form: forms.Form,
    act: Callable[..., Any],
    tell: Callable[[Any], list[str]],
    done: Callable[[Cleaned], str],
    button: str,
    **context: Any,
) -> HttpResponse:
    """Ask, say what `act` would do, and do it on the second consent.

    act: takes the cleaned form, by= and at=; tell: sentences of what it returned.
    """
    if request.method == "POST" and form.is_valid():
        run = partial(act, form.cleaned_data, by=request.user, at=timezone.now())
        try:
            if "_confirm" in request.POST:
                run()
                messages.success(request, done(form.cleaned_data))
                return admin.back_to(office)
            context |= {"effects": _effects(run, tell), "preview_button": "Periksa ulang"}
        except (NameRefused, MembershipRefused) as refusal:
            form.add_error(None, str(refusal))
    context["button"] = button if context.get("effects") else "Periksa dahulu"
    return admin.page(request, office, "admin/confirm.html", form=form, **context)


@transaction.atomic
def _effects(run: Callable[[], Any], tell: Callable[[Any], list[str]]) -> list[str]:
    """What `run` would do, found out by doing it; nothing of it is kept."""
    told = tell(run())
    transaction.set_rollback(True)
    return told


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _name_now(office: Office) -> list[dict[str, str]]:
    since = office.name_since and partial_date(office.name_since, office.name_since_precision)
    return [
        _fact("Nama sekarang", office.name),
        _fact("Singkatan", office.short_name or "tidak ada"),
        _fact("Berlaku sejak", str(since or "tidak diketahui")),
    ]


def _told_of_name(office: Office, former: Any) -> list[str]:
    now = Office.objects.get(pk=office.pk)
    if former:
        before = f"{former.name} menjadi nama terdahulu, berlaku {former.when}."
    else:
        before = f"{office.name} menjadi nama lain, karena masa berlakunya tidak diketahui."
    since = now.name_since and partial_date(now.name_since, now.name_since_precision)
    return [
        before,
        f"Nama resmi menjadi {now.name}, {f'sejak {since}' if since else 'entah sejak kapan'}.",
        f"Alamat halaman tetap {office.get_absolute_url()}.",
        f"Kepastian nama tetap “{now.get_verification_display()}” sampai dinilai lagi.",
    ]


def _told_of_address(office: Office, now: Office) -> list[str]:
    return [
        f"Halaman balai pindah ke {now.get_absolute_url()}.",
        f"Alamat lama {reverse('provinces:detail', args=[office.slug])} dan semua halaman di "
        "bawahnya seterusnya mengarah ke sana.",
    ]


def _told_of_membership(membership: Membership) -> list[str]:
    name = membership.office.name
    if membership.end == Membership.End.LEFT:
        return [f"{name} keluar dari forum; anggota {membership.when}."]
    if membership.end == Membership.End.PAUSED:
        return [f"Keanggotaan {name} dijeda; anggota {membership.when}."]
    return [f"{name} menjadi anggota forum, {membership.when}."]


def _note_membership(office: Office, cleaned: Cleaned, *, by: User, at: datetime) -> Membership:
    given = {name: cleaned[name] for name in ("on", "precision", "source")}
    if cleaned["what"] == MembershipForm.JOIN:
        return join_forum(office=office, by=by, at=at, **given)
    act = pause_membership if cleaned["what"] == MembershipForm.PAUSE else leave_forum
    return act(office=office, reason=cleaned["reason"], by=by, at=at, **given)
