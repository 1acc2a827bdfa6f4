"""What an office types of its article: texts, topics, pictures with their words, PDF files."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from forum_portal.lib.uploads import checked_pdf
from practices.actions.refusals import PracticeRefused
from practices.actions.writing import Draft, DraftAttachment, DraftPicture
from practices.files import attachment_url, picture_shown
from practices.models import MOST_PICTURES, Practice, Topic

# Inputs for further pictures; saved, they make room for as many again.
NEW_PICTURES = 2

_LOST = (
    "Berkas tidak tersimpan karena ada isian yang perlu diperbaiki. Pilih kembali berkasnya "
    "sebelum menyimpan."
)


class LaterTextField(forms.CharField):
    """Required of an article, not of a draft: submitting asks for it (writing.missing_parts)."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class LaterTopicsField(forms.ModelMultipleChoiceField):
    """The same for topics."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) if value else self.queryset.none()


class PracticeForm(forms.Form):
    """The working text of `practice`, or of a new one."""

    title = forms.CharField(
        label="Judul",
        max_length=150,
        help_text="Singkat dan jelas, misalnya “Bank soal bersama yang dipakai 40 SMA”.",
        error_messages={"required": "Isi judul, agar naskahnya dapat ditemukan kembali."},
    )
    topics = LaterTopicsField(
        label="Topik",
        queryset=Topic.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Satu sampai tiga topik yang paling tepat.",
    )
    summary = LaterTextField(
        label="Ringkasan",
        max_length=500,
        help_text="Dua atau tiga kalimat: masalahnya, caranya, hasilnya. Tampil dalam daftar.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = LaterTextField(
        label="Isi",
        max_length=40_000,
        help_text=(
            "Boleh memakai Markdown: ## Subjudul, **tebal**, - daftar, [tautan](https://…). "
            "Baris kosong memisahkan paragraf."
        ),
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    read_at = forms.CharField(widget=forms.HiddenInput, required=False)
    new_paper = forms.FileField(
        label="Tambah lampiran",
        required=False,
        help_text="PDF, paling besar 5 MB.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    new_paper_title = forms.CharField(
        label="Judul lampiran", required=False, max_length=150, help_text="Dibaca pada tautannya."
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, practice: Practice | None = None
    ) -> None:
        self._pictures = list(practice.pictures.all()) if practice else []
        self._papers = list(practice.attachments.all()) if practice else []
        self._practice = practice
        if data is not None:
            data = data.copy()
            # What somebody else added since this page was opened stays as it is.
            for name, value in self._saved_rows():
                data.setdefault(name, value)
        super().__init__(data, files, initial=_initial(practice) if practice else None)
        self._add_rows()

    def _saved_rows(self) -> Iterator[tuple[str, Any]]:
        for picture in self._pictures:
            yield f"alt_{picture.pk}", picture.alt
            yield f"place_{picture.pk}", picture.place
        for paper in self._papers:
            yield f"title_{paper.pk}", paper.title

    def _add_rows(self) -> None:
        """Inputs for each picture and PDF that there is, and for new pictures."""
        for picture in self._pictures:
            self.fields[f"alt_{picture.pk}"] = _alt(
                f"Uraian gambar {picture.place}", picture.alt, is_required=True
            )
            self.fields[f"place_{picture.pk}"] = forms.IntegerField(
                label="Urutan", min_value=1, max_value=MOST_PICTURES, initial=picture.place
            )
            self.fields[f"drop_{picture.pk}"] = _drop("Hapus gambar ini")
        for number in range(1, NEW_PICTURES + 1):
            self.fields[f"new_picture_{number}"] = forms.FileField(
                label=f"Gambar baru {number}",
                required=False,
                help_text="JPEG, PNG, atau WebP, paling besar 25 MB.",
                widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            )
            self.fields[f"new_alt_{number}"] = _alt(
                f"Uraian gambar baru {number}", "", is_required=False
            )
        for paper in self._papers:
            self.fields[f"title_{paper.pk}"] = forms.CharField(
                label="Judul lampiran",
                max_length=150,
                initial=paper.title,
                error_messages={"required": "Isi judul lampiran."},
            )
            self.fields[f"drop_paper_{paper.pk}"] = _drop("Hapus lampiran ini")

    def picture_rows(self) -> list[dict[str, Any]]:
        """Each picture with its inputs: shown, alt, place, drop."""
        slug = self._practice.slug if self._practice else ""
        names = ("stem", "widths", "width", "height", "alt")
        return [
            {
                "shown": picture_shown(slug, {name: getattr(picture, name) for name in names}),
                "alt": self[f"alt_{picture.pk}"],
                "place": self[f"place_{picture.pk}"],
                "drop": self[f"drop_{picture.pk}"],
            }
            for picture in self._pictures
        ]

    def new_picture_rows(self) -> list[dict[str, Any]]:
        """As many as there is room for."""
        room = min(NEW_PICTURES, MOST_PICTURES - len(self._pictures))
        return [
            {"file": self[f"new_picture_{number}"], "alt": self[f"new_alt_{number}"]}
            for number in range(1, room + 1)
        ]

    def paper_rows(self) -> list[dict[str, Any]]:
        """Each PDF with its inputs: url, title, drop."""
        slug = self._practice.slug if self._practice else ""
        return [
            {
                "url": attachment_url(slug, paper.key),
                "title": self[f"title_{paper.pk}"],
                "drop": self[f"drop_paper_{paper.pk}"],
            }
            for paper in self._papers
        ]

    def clean_read_at(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["read_at"])
        except ValueError:
            return None

    def clean_new_paper(self) -> Any:
        paper = self.cleaned_data["new_paper"]
        return checked_pdf(paper) if paper else None

    def clean(self) -> None:
        cleaned = self.cleaned_data
        for number in range(1, NEW_PICTURES + 1):
            if cleaned.get(f"new_picture_{number}") and not cleaned.get(f"new_alt_{number}"):
                self.add_error(
                    f"new_alt_{number}",
                    ValidationError("Isi uraian gambar: apa yang terlihat di dalamnya."),
                )
        if cleaned.get("new_paper") and not cleaned.get("new_paper_title"):
            self.add_error("new_paper_title", ValidationError("Isi judul lampiran."))
        if self.errors:
            self.say_files_are_lost()

    def show(self, refused: PracticeRefused) -> None:
        """The refusal beside the input it is about; chosen files have to be chosen again."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        self.say_files_are_lost()

    def say_files_are_lost(self) -> None:
        """A browser keeps what was typed but sends no chosen file twice: tell it at the field."""
        for name in self.files:
            if name in self.fields and not self.has_error(name):
                self.add_error(name, _LOST)

    def knows(self, saved: Practice) -> None:
        """From now on the form answers `saved`: a further save overwrites it knowingly."""
        self.data["read_at"] = saved.edited_at.isoformat()

    def draft(self) -> Draft:
        """The clean values; the form is valid."""
        cleaned = self.cleaned_data
        return Draft(
            title=cleaned["title"],
            summary=_newlines(cleaned["summary"]),
            body=_newlines(cleaned["body"]),
            topics=tuple(cleaned["topics"]),
            pictures=tuple(self._draft_pictures()),
            attachments=tuple(self._draft_papers()),
        )

    def _draft_pictures(self) -> Iterator[DraftPicture]:
        cleaned = self.cleaned_data
        kept = [each for each in self._pictures if not cleaned[f"drop_{each.pk}"]]
        for picture in sorted(kept, key=lambda each: (cleaned[f"place_{each.pk}"], each.place)):
            yield DraftPicture(alt=cleaned[f"alt_{picture.pk}"], pk=picture.pk)
        for number in range(1, NEW_PICTURES + 1):
            if file := cleaned[f"new_picture_{number}"]:
                alt, source = cleaned[f"new_alt_{number}"], f"new_picture_{number}"
                yield DraftPicture(alt=alt, file=file, source=source)

    def _draft_papers(self) -> Iterator[DraftAttachment]:
        cleaned = self.cleaned_data
        for paper in self._papers:
            if not cleaned[f"drop_paper_{paper.pk}"]:
                yield DraftAttachment(title=cleaned[f"title_{paper.pk}"], pk=paper.pk)
        if cleaned["new_paper"]:
            yield DraftAttachment(title=cleaned["new_paper_title"], file=cleaned["new_paper"])


class ReasonForm(forms.Form):
    """Why an article is withdrawn."""

    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Dibaca petugas balai Anda dan sekretariat.",
        error_messages={"required": "Isi alasannya."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _initial(practice: Practice) -> dict[str, Any]:
    return {
        "title": practice.title,
        "summary": practice.summary,
        "body": practice.body,
        "topics": list(practice.topics.values_list("pk", flat=True)),
        "read_at": practice.edited_at.isoformat(),
    }


def _alt(label: str, initial: str, *, is_required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        required=is_required,
        initial=initial,
        help_text="Dibacakan bagi pembaca yang tidak melihat gambarnya.",
        error_messages={"required": "Isi uraian gambar: apa yang terlihat di dalamnya."},
    )


def _drop(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _newlines(text: str) -> str:
    """As the database had them: a browser sends each line's end as two characters."""
    return text.replace("\r\n", "\n")
