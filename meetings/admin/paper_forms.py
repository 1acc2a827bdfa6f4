"""What the secretariat says of a paper or a photograph; a file that was sent stays sent."""

from typing import Any

from django import forms
from django.core.files.base import File

from forum_portal.lib.kept_file_forms import KEPT_HELP, KeptFile, KeptFileField
from forum_portal.lib.kept_uploads import keep
from forum_portal.lib.uploads import checked_pdf, checked_picture
from meetings.actions.documents import MAX_PAPER_BYTES, Filing
from meetings.actions.pictures import Words
from meetings.models import Document, DocumentVersion, Meeting, MeetingPicture

PDF_HELP = "PDF, paling besar 20 MB dan 200 halaman; ditulis ulang tanpa skrip dan lampiran."
PHOTO_HELP = "JPEG, PNG, atau WebP, paling besar 25 MB; data kamera dan lokasi dibuang."
ALT_HELP = "Apa yang terlihat, dalam satu kalimat, bagi pembaca yang tidak melihatnya."


class PdfFile(KeptFile):
    file = KeptFileField(
        label="Berkas PDF",
        help_text=PDF_HELP,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def check_file(self, file: File) -> File:
        return checked_pdf(file, MAX_PAPER_BYTES)


class FilingForm(forms.Form):
    """meeting: offers the items of its draft."""

    title = forms.CharField(label="Judul", max_length=200)
    slot = forms.ChoiceField(label="Jenis", choices=Document.Slot.choices)
    item_number = forms.TypedChoiceField(
        label="Mata acara", required=False, coerce=int, empty_value=None
    )
    visibility = forms.ChoiceField(
        label="Dapat dibaca oleh",
        choices=Document.Visibility.choices,
        initial=Document.Visibility.SECRETARIAT,
        help_text="Umum: siapa saja. Peserta: akun balai yang delegasinya terdaftar. "
        "Sekretariat: petugas panel saja.",
    )
    order = forms.IntegerField(
        label="Urutan", min_value=1, max_value=9999, initial=1, help_text="Di dalam jenisnya."
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = meeting.agenda_items.values_list("pk", "title")
        self.fields["item_number"].choices = [("", "Seluruh rakor"), *items]

    def filing(self) -> Filing:
        """The form is valid."""
        cleaned = self.cleaned_data
        return Filing(
            title=" ".join(cleaned["title"].split()),
            slot=cleaned["slot"],
            visibility=cleaned["visibility"],
            item_number=cleaned["item_number"],
            order=cleaned["order"],
        )


class AddPaperForm(PdfFile, FilingForm):
    field_order = ("file", "title", "slot", "item_number", "visibility", "order")


class VersionForm(PdfFile):
    note = forms.CharField(
        label="Yang berubah",
        max_length=DocumentVersion._meta.get_field("note").max_length,
        required=False,
        help_text="Dibaca di samping versinya, misalnya “Jadwal hari kedua diperbaiki”.",
    )
    field_order = ("file", "note")


class WordsForm(forms.Form):
    alt = forms.CharField(label="Uraian gambar", max_length=200, help_text=ALT_HELP)
    caption = forms.CharField(
        label="Keterangan",
        max_length=MeetingPicture._meta.get_field("caption").max_length,
        required=False,
        help_text="Tampil di bawah foto.",
    )
    visibility = forms.ChoiceField(
        label="Dapat dilihat oleh",
        choices=Document.Visibility.choices,
        initial=Document.Visibility.PUBLIC,
    )

    def words(self) -> Words:
        """The form is valid."""
        cleaned = self.cleaned_data
        return Words(cleaned["alt"], cleaned["caption"], cleaned["visibility"])


class AddPhotoForm(KeptFile, WordsForm):
    """One of several rows: one without a file and without words is not meant."""

    file = KeptFileField(
        label="Berkas foto",
        help_text=PHOTO_HELP,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    field_order = ("file", "alt", "caption", "visibility")

    def check_file(self, file: File) -> File:
        return checked_picture(file)

    def missing_file(self) -> str:
        return "Pilih berkas fotonya, atau kosongkan uraiannya."


class PhotoRows(forms.BaseFormSet):
    """Rows of which those left empty are passed over."""

    def sent(self) -> list[AddPhotoForm]:
        return [form for form in self.forms if form.has_changed()]

    def keep_files(self) -> None:
        """For a row that is right while another is not: the browser sends no file twice."""
        for form in self.sent():
            if form.is_valid():
                form.data = form.data.copy()
                form.data[form.add_prefix("kept_key")] = keep(form.cleaned_data["file"])
                form["file"].help_text = KEPT_HELP


PhotoFormSet = forms.formset_factory(AddPhotoForm, formset=PhotoRows, extra=4, max_num=8)
