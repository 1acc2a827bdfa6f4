"""The pictures and the emblem of an office in the panel: added, described, moved, removed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.panel import PanelAdmin
from forum_portal.lib.pictures import shown
from provinces.actions.pictures import (
    ProfileRefused,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
    set_logo,
)
from provinces.models import MOST_PICTURES, Office, OfficePicture
from provinces.showcase import logo_url

_FILE_HELP = "JPEG, PNG, atau WebP, paling besar 25 MB dan 50 juta piksel; tersimpan kecil."


def _file_field(label: str) -> forms.FileField:
    kinds = "image/jpeg,image/png,image/webp"
    widget = forms.FileInput(attrs={"accept": kinds})
    return forms.FileField(label=label, help_text=_FILE_HELP, widget=widget)


class AltForm(forms.Form):
    alt = forms.CharField(label="Uraian gambar", max_length=200)


class AddForm(forms.Form):
    file = _file_field("Berkas gambar")
    alt = forms.CharField(
        label="Uraian gambar",
        max_length=200,
        help_text="Apa yang terlihat, dalam satu kalimat, bagi pembaca yang tidak melihatnya.",
    )


class LogoForm(forms.Form):
    file = _file_field("Berkas lambang")


class PicturesPage:
    """One page with a form for each picture, one to add and one for the emblem.

    A POST says in `do` what it wants, and in `picture` of which. What is refused is shown beside
    its form with all that was typed; what is done leads back to the page.
    """

    def __init__(self, admin: PanelAdmin, request: HttpRequest, office: Office) -> None:
        self.admin, self.request, self.office = admin, request, office
        self.by: User = request.user  # type: ignore[assignment]
        self.add_form, self.logo_form = AddForm(prefix="baru"), LogoForm(prefix="lambang")
        # The one that was refused, by the key of its picture.
        self.alt_forms: dict[int, AltForm] = {}

    def answer(self) -> HttpResponse:
        work: dict[str, Callable[[], HttpResponse | None]] = {
            "add": self.add,
            "describe": self.describe,
            "first": lambda: self.move(to=1),
            "up": lambda: self.move(by=-1),
            "down": lambda: self.move(by=1),
            "remove": self.remove,
            "logo": self.replace_logo,
            "remove_logo": self.remove_logo,
        }
        asked = work.get(self.request.POST.get("do", "")) if self.request.method == "POST" else None
        try:
            answer = asked() if asked else None
        except ProfileRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        return answer or self.page()

    def add(self) -> HttpResponse | None:
        self.add_form = AddForm(self.request.POST, self.request.FILES, prefix="baru")
        return self._filed(
            self.add_form,
            lambda file: add_picture(
                office=self.office,
                file=file,
                alt=self.add_form.cleaned_data["alt"],
                by=self.by,
                at=timezone.now(),
            ),
            "Gambar ditambahkan.",
        )

    def replace_logo(self) -> HttpResponse | None:
        self.logo_form = LogoForm(self.request.POST, self.request.FILES, prefix="lambang")
        return self._filed(
            self.logo_form,
            lambda file: set_logo(office=self.office, file=file, by=self.by, at=timezone.now()),
            "Lambang disimpan.",
        )

    def describe(self) -> HttpResponse | None:
        picture = self._picture()
        form = AltForm(self.request.POST, prefix=f"gambar-{picture.pk}")
        self.alt_forms[picture.pk] = form
        if not form.is_valid():
            return None
        alt = form.cleaned_data["alt"]
        describe_picture(picture=picture, alt=alt, by=self.by, at=timezone.now())
        return self._done(f"Uraian gambar {picture.place} disimpan.")

    def move(self, *, to: int = 0, by: int = 0) -> HttpResponse:
        picture = self._picture()
        place = to or picture.place + by
        move_picture(picture=picture, place=place, by=self.by, at=timezone.now())
        return self._done(f"Gambar “{picture.alt}” dipindahkan.")

    def remove(self) -> HttpResponse:
        picture = self._picture()
        if "_confirm" in self.request.POST:
            remove_picture(picture=picture, by=self.by, at=timezone.now())
            return self._done(f"Gambar “{picture.alt}” dihapus.")
        return self._ask(
            f"Hapus gambar {picture.place}",
            f"Gambar “{picture.alt}” beserta berkasnya dihapus dan tidak dapat dikembalikan.",
            {"do": "remove", "picture": picture.pk},
        )

    def remove_logo(self) -> HttpResponse:
        if "_confirm" in self.request.POST:
            set_logo(office=self.office, file=None, by=self.by, at=timezone.now())
            return self._done("Lambang dihapus.")
        lead = "Lambang beserta berkasnya dihapus dan tidak dapat dikembalikan."
        return self._ask("Hapus lambang", lead, {"do": "remove_logo"})

    def page(self) -> HttpResponse:
        pictures = list(self.office.pictures.all())
        return self.admin.page(
            self.request,
            self.office,
            "admin/provinces/office/pictures.html",
            title=f"Gambar dan lambang {self.office}",
            rows=[self._row(picture, len(pictures)) for picture in pictures],
            logo_url=logo_url(self.office),
            add_form=self.add_form if len(pictures) < MOST_PICTURES else None,
            logo_form=self.logo_form,
            most=MOST_PICTURES,
        )

    def _row(self, picture: OfficePicture, count: int) -> dict[str, Any]:
        form = self.alt_forms.get(picture.pk)
        return {
            "picture": picture,
            "shown": shown(
                stem=picture.stem,
                widths=picture.widths,
                width=picture.width,
                height=picture.height,
                alt=picture.alt,
                address=lambda stem, width: reverse(
                    "provinces:picture", args=[self.office.slug, stem, width]
                ),
            ),
            "form": form or AltForm(initial={"alt": picture.alt}, prefix=f"gambar-{picture.pk}"),
            "is_first": picture.place == 1,
            "is_last": picture.place == count,
        }

    def _picture(self) -> OfficePicture:
        key = self.request.POST.get("picture", "")
        picture = self.office.pictures.filter(pk=key).first() if key.isdecimal() else None
        if picture is None:
            raise ProfileRefused("Gambar itu sudah dihapus.")
        return picture

    def _filed(
        self, form: forms.Form, act: Callable[[File], object], words: str
    ) -> HttpResponse | None:
        """None with the reason beside the input it is about."""
        if not form.is_valid():
            return None
        try:
            act(form.cleaned_data["file"])
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        except ProfileRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return self._done(words)
        return None

    def _ask(self, title: str, lead: str, hidden: dict[str, Any]) -> HttpResponse:
        return self.admin.page(
            self.request,
            self.office,
            "admin/provinces/office/picture_remove.html",
            title=title,
            lead=lead,
            hidden=hidden,
        )

    def _done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.request.path)
