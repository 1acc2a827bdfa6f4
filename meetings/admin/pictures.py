"""Foto: the photographs of a rakor in the panel, several at once, none without words."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings.actions.pictures import (
    PictureRefused,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
)
from meetings.admin.paper_forms import PhotoFormSet, WordsForm
from meetings.models import Meeting, MeetingPicture
from meetings.papers import picture_shown


class PhotosPage:
    """A form for each photograph and rows for new ones; `do` of a POST says what it wants."""

    def __init__(self, admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> None:
        self.admin, self.request, self.meeting = admin, request, meeting
        self.rows = PhotoFormSet(prefix="baru")
        # The one that was refused, by the key of its picture.
        self.refused: dict[int, WordsForm] = {}

    def answer(self) -> HttpResponse:
        work: dict[str, Callable[[], HttpResponse | None]] = {
            "add": self.add,
            "describe": self.describe,
            "up": partial(self.move, -1),
            "down": partial(self.move, 1),
            "remove": self.remove,
        }
        asked = work.get(self.request.POST.get("do", "")) if self.request.method == "POST" else None
        try:
            answer = asked() if asked else None
        except PictureRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        return answer or self.page()

    def add(self) -> HttpResponse | None:
        """Every row, or none while one of them is not right."""
        self.rows = PhotoFormSet(self.request.POST, self.request.FILES, prefix="baru")
        if not self.rows.is_valid():
            self.rows.keep_files()
            return None
        sent = self.rows.sent()
        with transaction.atomic():
            for form in sent:
                add_picture(
                    meeting=self.meeting,
                    file=form.cleaned_data["file"],
                    words=form.words(),
                    **self._by(),
                )
        return self._done(f"{len(sent)} foto ditambahkan." if sent else "Belum ada foto dipilih.")

    def describe(self) -> HttpResponse | None:
        picture = self._picture()
        form = WordsForm(self.request.POST, prefix=f"foto-{picture.pk}")
        if not form.is_valid():
            self.refused[picture.pk] = form
            return None
        describe_picture(picture=picture, words=form.words(), **self._by())
        return self._done("Uraian foto disimpan.")

    def move(self, by_places: int) -> HttpResponse:
        picture = self._picture()
        move_picture(picture=picture, by_places=by_places, **self._by())
        return self._done(f"Foto “{picture.alt}” dipindahkan.")

    def remove(self) -> HttpResponse:
        picture = self._picture()
        if "_confirm" in self.request.POST:
            remove_picture(picture=picture, **self._by())
            return self._done(f"Foto “{picture.alt}” dihapus.")
        return self.admin.page(
            self.request,
            self.meeting,
            "admin/meetings/picture_remove.html",
            title="Hapus foto",
            picture=picture,
            shown=picture_shown(picture, self._address),
        )

    def page(self) -> HttpResponse:
        pictures = list(self.meeting.pictures.all())
        return self.admin.page(
            self.request,
            self.meeting,
            "admin/meetings/pictures.html",
            title="Foto",
            pictures=[
                self._row(picture, place, len(pictures)) for place, picture in enumerate(pictures)
            ],
            rows=self.rows,
            public_url=reverse("meetings:gallery", args=[self.meeting.slug]),
        )

    def _row(self, picture: MeetingPicture, place: int, count: int) -> dict[str, Any]:
        said = {name: getattr(picture, name) for name in ("alt", "caption", "visibility")}
        form = WordsForm(initial=said, prefix=f"foto-{picture.pk}")
        return {
            "pk": picture.pk,
            "place": place + 1,
            "shown": picture_shown(picture, self._address),
            "form": self.refused.get(picture.pk, form),
            "is_first": place == 0,
            "is_last": place == count - 1,
        }

    def _picture(self) -> MeetingPicture:
        key = self.request.POST.get("picture", "")
        found = self.meeting.pictures.filter(pk=key).first() if key.isdecimal() else None
        if found is None:
            raise PictureRefused("Foto itu sudah dihapus.")
        return found

    def _address(self, stem: str, width: int) -> str:
        return reverse("meetings:picture", args=[self.meeting.slug, stem, width])

    def _by(self) -> dict[str, Any]:
        return {"by": self.request.user, "at": timezone.now()}

    def _done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.request.path)


def pictures(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return PhotosPage(admin, request, meeting).answer()


STEPS = (Step("foto", "pictures", "Foto", pictures, "meetings.change_meetingpicture"),)
