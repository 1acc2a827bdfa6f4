"""A step that is asked twice: what it would do is shown, and done on the second consent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from accounts.panel import PanelAdmin
from forum_portal.lib.kept_uploads import forget
from provinces.actions.terms import TermRefused
from provinces.forms.terms import RehearsedForm
from provinces.models import Post
from provinces.rehearsal import effects_on

CHANGED_SINCE = (
    "Isian atau keadaannya berubah sejak diperiksa. Inilah yang akan terjadi sekarang; setujui "
    "sekali lagi."
)
NOTHING = "Tidak ada yang akan berubah: isian ini sama dengan yang tercatat."


def ask_twice(
    admin: PanelAdmin,
    request: HttpRequest,
    obj: Any,
    *,
    post: Post,
    form: RehearsedForm,
    act: Callable[[dict[str, Any]], str],
    back: Callable[[], HttpResponse],
    button: str,
    **context: Any,
) -> HttpResponse:
    """Ask, say what will change, and `act` once the reader consents to exactly that.

    act: takes the cleaned form, raises TermRefused, returns the sentence that says what was
    done; rehearsed without the decree, which could not be undone. All that was typed stays.
    """
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            effects = effects_on(post, lambda: act({**cleaned, "decree": None}))
            effects += form.own_effects()
            consents = "_confirm" in request.POST and bool(effects)
            if consents and form.was_shown(effects):
                messages.success(request, act(cleaned))
                forget(cleaned.get("decree_kept") or "")
                return back()
            context |= _shown(form, effects, CHANGED_SINCE if consents else "")
        except TermRefused as refusal:
            form.add_error(None, str(refusal))
    context["button"] = button if context.get("effects") else "Periksa dahulu"
    return admin.page(request, obj, "admin/confirm.html", form=form, **context)


def _shown(form: RehearsedForm, effects: list[str], warning: str) -> dict[str, Any]:
    form.show(effects)
    if not effects:
        return {"warning": NOTHING}
    shown = {"effects": effects, "preview_button": "Periksa ulang"}
    return {**shown, "warning": warning} if warning else shown
