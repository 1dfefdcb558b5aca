"""Forms of the inactivity procedure."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.procedures.logic.inactivity import WORDS_MAX
from toutdoux.procedures.logic.participation import Window
from toutdoux.rules.time import start_of_day
from toutdoux.web.associations.forms import DayField


class WindowForm(forms.Form):
    """Over which days votes are looked at, both included."""

    first = DayField(label=_("Votes from"))
    last = DayField(label=_("to"))

    def window(self, *, zone: ZoneInfo, now: Any) -> Window:
        """Return the stretch of time that a valid form asks for; today ends now."""
        ends_at = start_of_day(day=self.cleaned_data["last"] + timedelta(days=1), zone=zone)
        today = now.astimezone(zone).date()
        return Window(
            starts_at=start_of_day(day=self.cleaned_data["first"], zone=zone),
            ends_at=now if self.cleaned_data["last"] == today else ends_at,
        )


class AnswerForm(forms.Form):
    """What one wishes to say beside one's answer."""

    words = forms.CharField(
        label=_("A word to those who ask"),
        required=False,
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whatever you like, or nothing. Only those who run this procedure read it."),
    )


class WhyForm(forms.Form):
    """Why someone is taken off the list."""

    why = forms.CharField(required=False, max_length=500)
