"""Forms about accounts. What may be refused is refused by the commands; here is what is asked, and how."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Address and password."""

    email = forms.CharField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Your email address is needed.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Your password is needed.")},
    )


class LinkForm(forms.Form):
    """The address a link is to be sent to."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Your email address is needed."),
            "invalid": _("This is not an email address, such as name@example.org."),
        },
    )


class NewAccountForm(forms.Form):
    """Whoever joins by an invitation, and has no account yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=_("Email address"),
        max_length=254,
        help_text=_("To sign in. The other members see the one in the register, not this one."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Your email address is needed.")},
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 10 characters. A few words in a row make a good one."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("A password is needed.")},
    )


class ProfileForm(forms.Form):
    """What an account says of a person."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Suggested when you found or join an association. Your name in a register is not changed by it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("That of each association")), ("fr", "Français"), ("en", "English")],
    )


class PasswordForm(forms.Form):
    """A new password, with the current one unless it is known to be forgotten."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Your current password is needed.")},
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. A few words in a row make a good one."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("A password is needed.")},
    )

    def __init__(self, *args: Any, ask_current: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_current:
            del self.fields["current"]


class CodeForm(forms.Form):
    """A code of an application, or, at the second step, one on paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages={"required": _("The code is needed.")},
    )


class PasskeyForm(forms.Form):
    """What a passkey is to be called. What the browser made of it stands in ``answer``."""

    name = forms.CharField(
        label=_("Its name"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again: my phone, the key on my ring."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    answer = forms.CharField(
        max_length=20_000,
        widget=forms.HiddenInput,
        error_messages={"required": _("The browser made no passkey. Without scripts it cannot.")},
    )


class AddressForm(forms.Form):
    """Another address to sign in with."""

    email = forms.EmailField(
        label=_("Another address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("The address is needed."),
            "invalid": _("This is not an email address, such as name@example.org."),
        },
    )


class ConfirmForm(forms.Form):
    """The password, asked again."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Your password is needed.")},
    )


class OutsideAccountForm(forms.Form):
    """Whoever joins by an invitation with an identity from elsewhere, and has no account yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=_("Email address"),
        max_length=254,
        help_text=_("To sign in. The other members see the one in the register, not this one."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Your email address is needed.")},
    )
