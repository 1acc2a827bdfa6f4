"""What a rakor asks beyond what is needed, as a form asks it and reads it.

Each field says what it is for and until when it is kept. Needs of diet and access are of health
or belief: they are taken only with a consent of their own, which no page ticks by itself.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from forum_portal.lib.compiled_queries import compiled_models
from forum_portal.lib.dates import Precision, partial_date
from meetings.models import AskedField, Meeting, Registration

Kind = AskedField.Kind

SHIRT_SIZES = ("S", "M", "L", "XL", "XXL", "XXXL")
_EXAMPLES = {
    Kind.ARRIVAL: "Misalnya Senin, 14 Desember, 13.00 WITA, dengan pesawat.",
    Kind.ROOM: "Misalnya bersedia sekamar dengan Ani Lestari, atau kamar sendiri.",
    Kind.DIET: "Misalnya vegetarian, atau alergi udang.",
    Kind.ACCESS: "Misalnya kursi roda, atau juru bahasa isyarat.",
}
_LONGEST = 300  # of FieldAnswer.value


def asked_of(meeting: Meeting) -> list[AskedField]:
    """What is asked now: what was deleted on its day is not asked again.

    One statement; none if `meeting` was read with `asks`, and that is false.
    """
    if not vars(meeting).get("asks", True):
        return []
    asked = _asked(meeting=meeting.pk)
    for one in asked:
        one.meeting = meeting
    return asked


@compiled_models
def _asked(*, meeting: Any) -> QuerySet:
    return AskedField.objects.filter(meeting=meeting, purged_at=None).order_by("pk")


def why_asked(asked: AskedField) -> str:
    """Such as "Untuk surat perjalanan dinas. Dihapus 31 Januari 2027."."""
    purpose = asked.purpose.rstrip(".")
    return (
        f"Untuk {purpose[0].lower()}{purpose[1:]}. "
        f"Dihapus {partial_date(asked.delete_on, Precision.DAY)}."
    )


def logistics_fields(asked: Iterable[AskedField]) -> dict[str, forms.Field]:
    """By their names in the form, those with a column of their own left out."""
    found: dict[str, forms.Field] = {}
    for one in asked:
        if one.kind in AskedField.OWN_COLUMN:
            continue
        found[answer_name(one.kind)] = _field(one)
        if one.kind in AskedField.OPT_IN:
            found[consent_name(one.kind)] = forms.BooleanField(
                label=f"Yang bersangkutan setuju {str(one).lower()} ini dicatat.",
                required=False,
            )
    return found


def answers_in(cleaned: Mapping[str, Any], asked: Iterable[AskedField]) -> dict[str, str]:
    """By kind; "" where nothing was answered, or its consent was not given."""
    return {
        one.kind: cleaned.get(answer_name(one.kind), "") if _is_given(cleaned, one) else ""
        for one in asked
        if one.kind not in AskedField.OWN_COLUMN
    }


def without_consent(cleaned: Mapping[str, Any], asked: Iterable[AskedField]) -> list[AskedField]:
    """Those that were answered while the consent is missing."""
    return [
        one for one in asked if cleaned.get(answer_name(one.kind)) and not _is_given(cleaned, one)
    ]


def answered_by(registration: Registration) -> dict[str, Any]:
    """What the form shows of earlier answers. One statement."""
    given = registration.field_answers.filter(field__purged_at=None).select_related("field")
    shown: dict[str, Any] = {}
    for answer in given:
        shown[answer_name(answer.field.kind)] = answer.value
        if answer.field.kind in AskedField.OPT_IN:
            # The consent under which it was stored; taking it back forgets the answer.
            shown[consent_name(answer.field.kind)] = True
    return shown


def answer_name(kind: str) -> str:
    return f"asked_{kind}"


def consent_name(kind: str) -> str:
    return f"consent_{kind}"


def _is_given(cleaned: Mapping[str, Any], asked: AskedField) -> bool:
    return asked.kind not in AskedField.OPT_IN or bool(cleaned.get(consent_name(asked.kind)))


def _field(asked: AskedField) -> forms.Field:
    hint = " ".join(
        part for part in (_EXAMPLES.get(Kind(asked.kind), ""), why_asked(asked)) if part
    )
    shared: dict[str, Any] = {"label": str(asked), "required": asked.is_required, "help_text": hint}
    if asked.kind == Kind.SHIRT:
        sizes = [("", "Belum dipilih"), *((size, size) for size in SHIRT_SIZES)]
        return forms.ChoiceField(choices=sizes, **shared)
    return forms.CharField(
        max_length=_LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"}), **shared
    )
