"""What the browser would send back from a page of the panel, with some fields changed."""

from typing import Any

from django.test import Client

FILES = {"picture", "file", "assignment_letter"}


def sent_back(client: Client, address: str) -> dict[str, Any]:
    """The values of every field of the form at `address`, unchanged."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    data: dict[str, Any] = {}
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for field in (field for form in forms for field in form):
        value = field.value()
        if field.name in ("valid", "period"):
            data[f"{field.html_name}_0"], data[f"{field.html_name}_1"] = [
                bound or "" for bound in value or (None, None)
            ]
        elif value is not None and value is not False and field.name not in FILES:
            data[field.html_name] = getattr(value, "pk", value)
    return data


def save(client: Client, address: str, **changes: Any):
    """Sends the form with `changes`; a double underscore stands for the hyphen of a row's name."""
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, {**sent_back(client, address), **changed})


def errors_of(response) -> list[str]:
    """Every error that the page shows, those of its rows included."""
    forms, found = [response.context["adminform"].form], []
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
        found += inline.formset.non_form_errors()
    return found + [e for form in forms for errors in form.errors.values() for e in errors]


def consented(client: Client, address: str, fields: dict[str, Any]):
    """The answer to a step that is asked twice: sent, shown, and consented to as it was shown."""
    shown = client.post(address, fields).context["form"]["shown"].value()
    return client.post(address, {**fields, "shown": shown, "_confirm": "1"})
