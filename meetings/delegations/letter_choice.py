"""Which letter the form of one more delegate begins with: the only one that may name them, if any.

An office mostly sends one surat tugas for all of its delegation. Never chosen beforehand is one
that was written here and is signed: its paper names those whom it names, and nobody else.
"""

from meetings.forms import DelegateForm
from meetings.models import AssignmentLetter

_UPLOADED = (
    "Dipilihkan karena hanya ini surat tugas yang diunggah balai. Pilih “Belum ada” bila orang "
    "ini tidak tercantum di dalamnya."
)
_UNSIGNED = (
    "Dipilihkan karena hanya ini surat tugas yang belum ditandatangani; orang ini ikut tercantum "
    "dalam naskahnya. Pilih “Belum ada” bila bukan untuk orang ini."
)


def may_name_another(letter: AssignmentLetter) -> bool:
    return not (letter.task and letter.file)


def choose_only_letter(form: DelegateForm) -> None:
    """The form begins with it, and says so beside it. Reads form.letters."""
    open_to_others = [letter for letter in form.letters if may_name_another(letter)]
    if len(open_to_others) != 1:
        return
    (letter,) = open_to_others
    form.show({"letter": str(letter.pk)})
    form.fields["letter"].help_text = _UPLOADED if letter.file else _UNSIGNED
