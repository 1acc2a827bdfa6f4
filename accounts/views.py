"""One page to sign in: a code by e-mail first, the password as the other way."""

from typing import Any

from allauth.account import views

from accounts.forms import RequestCodeForm, SignInForm


class SignIn(views.LoginView):
    """The page, and what its password form sends."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        password_form = context["form"]
        return context | _two_forms(RequestCodeForm(), password_form)


class RequestCode(views.RequestLoginCodeView):
    """What the page's code form sends."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | _two_forms(context["form"], SignInForm(request=self.request))


def _two_forms(code_form: RequestCodeForm, password_form: SignInForm) -> dict[str, Any]:
    # A wrong password leaves its form open, with the address typed for both ways.
    if password_form.is_bound:
        code_form.initial["email"] = password_form.data.get("login", "")
    if code_form.is_bound:
        password_form.initial["login"] = code_form.data.get("email", "")
    return {
        "code_form": code_form,
        "password_form": password_form,
        "is_password_open": password_form.is_bound,
    }
