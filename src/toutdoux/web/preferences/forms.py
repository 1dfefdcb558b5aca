"""What a person wants to be told, through what, and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.integrations.commands import Wanted
from toutdoux.integrations.logic.timing import PreferenceFacts
from toutdoux.integrations.logic.words import Way
from toutdoux.web.associations.forms import zones
from toutdoux.wording.messages import day_names, hour_words

MOMENTS = [
    ("at-once", _("At once when a vote opens; the rest in a digest, on Tuesdays and Fridays")),
    ("daily", _("Once a day, in a digest")),
    ("weekly", _("Once a week, in a digest")),
]
WAYS = {
    "mail": _("By mail"),
    "chat": _("In the chat"),
    "none": _("Not at all: the pages are enough"),
}


def hours() -> list[tuple[int, str]]:
    """Return the hours of a day, in words."""
    return [(hour, hour_words(hour)) for hour in range(24)]


def days() -> list[tuple[int, str]]:
    """Return the days of a week, in words."""
    return list(enumerate(day_names()))


def zone_choices() -> list[Any]:
    """Return the time zones, that of the association first."""
    return [("", _("That of the association")), *zones()]


class PreferencesForm(forms.Form):
    """The one form of preferences. The chat is offered where there is one, or where it was chosen before."""

    way = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    moment = forms.ChoiceField(label=_("When"), choices=MOMENTS, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(label=_("A digest leaves at"), choices=hours, coerce=int)
    weekday = forms.TypedChoiceField(label=_("A weekly one leaves on"), choices=days, coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=_("Nothing from"),
        choices=hours,
        coerce=int,
        help_text=_("The same hour twice: no quiet hours."),
    )
    quiet_to = forms.TypedChoiceField(label=_("to"), choices=hours, coerce=int)
    zone = forms.ChoiceField(label=_("Time zone of these hours"), choices=zone_choices, required=False)
    reminders = forms.BooleanField(
        label=_("One reminder before the end of a vote"),
        required=False,
        help_text=_("Only where a vote is missing that can still change the outcome; it says what silence will do."),
    )

    def __init__(self, *args: Any, ways: tuple[Way, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(str(way), WAYS[way]) for way in ways]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return what a valid form asks for."""
        return Wanted(**self.cleaned_data)


def initial(facts: PreferenceFacts, *, own_zone: bool) -> dict[str, Any]:
    """Return the form's values for what is wanted now."""
    return {
        "way": str(facts.way),
        "moment": str(facts.moment),
        "hour": facts.hour,
        "weekday": facts.weekday,
        "quiet_from": facts.quiet_from,
        "quiet_to": facts.quiet_to,
        "reminders": facts.reminders,
        "zone": facts.zone.key if own_zone else "",
    }
