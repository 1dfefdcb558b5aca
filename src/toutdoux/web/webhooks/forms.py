"""Where events are sent, and which."""

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.integrations.webhook.logic.events import OFFERED
from toutdoux.wording.webhooks import event_word


def kinds() -> list[tuple[str, str]]:
    """Return the events on offer, in words."""
    return [(kind, event_word(kind)) for kind in OFFERED]


class HookForm(forms.Form):
    """One webhook. What the address must be is judged by the command."""

    url = forms.CharField(
        label=_("The address that will be told"),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("It begins with https:// and belongs to the program that listens."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=kinds,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event of the list.")},
    )
