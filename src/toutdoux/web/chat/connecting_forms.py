"""Forms of the connection to a Mattermost. What is secret is typed once and never shown again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.integrations.mattermost.connecting import Asked


class ConnectForm(forms.Form):
    """Where the voting channel is, and as whom we write there."""

    base_url = forms.CharField(
        label=_("Address of the Mattermost"),
        max_length=300,
        help_text=_("Such as https://chat.example.org"),
        error_messages={"required": _("The address is needed.")},
    )
    team_name = forms.CharField(
        label=_("Team"),
        max_length=64,
        help_text=_(
            "As in the address of its pages: in https://chat.example.org/fireflies/channels/votes it is fireflies."
        ),
        error_messages={"required": _("The team is needed.")},
    )
    channel_name = forms.CharField(
        label=_("Voting channel"),
        max_length=64,
        help_text=_("The last word of that address: votes."),
        error_messages={"required": _("The channel is needed.")},
    )
    token = forms.CharField(
        label=_("Token of the bot"),
        max_length=200,
        # A browser must not propose one's own password here.
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted, and never shown again."),
        error_messages={"required": _("The token is needed.")},
    )

    def asked(self) -> Asked:
        """Return what a valid form asks for."""
        return Asked(**self.cleaned_data)


class CommandForm(forms.Form):
    """The token of a slash command made by hand."""

    command_token = forms.CharField(
        label=_("Token of the command"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Mattermost shows it once the command is made. Only a digest of it is kept."),
        error_messages={"required": _("The token is needed.")},
    )
