"""What is asked to connect a room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MatrixForm(forms.Form):
    """A server, a bot's token, a room."""

    url = forms.CharField(
        label=_("Address of the bot’s server"),
        max_length=300,
        help_text=_("Such as https://matrix.example.org. Element shows it in its settings, under Help & About."),
        error_messages={"required": _("An address is needed.")},
    )
    token = forms.CharField(
        label=_("Access token of the bot"),
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept sealed, and shown to nobody again."),
        error_messages={"required": _("A token is needed.")},
    )
    room = forms.CharField(
        label=_("Room of the council"),
        max_length=300,
        help_text=_(
            "Its address (#council:example.org), its internal identifier, or a link to it. Invite the bot there first."
        ),
        error_messages={"required": _("A room is needed.")},
    )
