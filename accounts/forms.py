"""The forms of sign-in: allauth's, in the portal's words and without labels inside the fields."""

from allauth.account import forms as allauth_forms
from django import forms

from forum_portal.lib.email_words import EMAIL_ERRORS

EMAIL_LABEL = "Alamat surel"
# The validators of AUTH_PASSWORD_VALIDATORS in one sentence; Django's own take four.
STRENGTH_HINT = (
    "Sedikitnya 8 karakter, tidak hanya angka, bukan kata sandi yang umum, "
    "dan tidak mirip dengan nama atau alamat surel Anda."
)


class _Worded:
    """Takes the placeholders away and gives the fields the words in `labels`."""

    labels: dict[str, str] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if isinstance(field, forms.EmailField):
                field.error_messages.update(EMAIL_ERRORS)
            if name == "password1":
                field.help_text = STRENGTH_HINT


class SignInForm(_Worded, allauth_forms.LoginForm):
    labels = {"login": EMAIL_LABEL, "password": "Kata sandi"}


class RequestCodeForm(_Worded, allauth_forms.RequestLoginCodeForm):
    labels = {"email": EMAIL_LABEL}


class ConfirmCodeForm(_Worded, allauth_forms.ConfirmLoginCodeForm):
    labels = {"code": "Kode"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.help_text = "Delapan huruf, misalnya BCDF-GHJK. Tanda hubung boleh dilewati."
        field.widget.attrs.update(autocapitalize="characters", spellcheck="false", maxlength="20")


class ChangePasswordForm(_Worded, allauth_forms.ChangePasswordForm):
    labels = {
        "oldpassword": "Kata sandi sekarang",
        "password1": "Kata sandi baru",
        "password2": "Ulangi kata sandi baru",
    }


class SetPasswordForm(_Worded, allauth_forms.SetPasswordForm):
    labels = {"password1": "Kata sandi", "password2": "Ulangi kata sandi"}


class ResetPasswordForm(_Worded, allauth_forms.ResetPasswordForm):
    labels = {"email": EMAIL_LABEL}


class ResetPasswordKeyForm(_Worded, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": "Kata sandi baru", "password2": "Ulangi kata sandi baru"}


class ReauthenticateForm(_Worded, allauth_forms.ReauthenticateForm):
    labels = {"password": "Kata sandi"}
