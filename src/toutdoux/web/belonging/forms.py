"""The form of regular meetings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.procedures.logic.belonging import PLACE_MAX
from toutdoux.web.associations.forms import DayField


class MeetingsForm(forms.Form):
    """How meetings come back."""

    first_on = DayField(label=_("The first one is on"))
    begins = forms.TimeField(
        label=_("It begins at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Choose a time."), "invalid": _("Write a time such as 18:30.")},
    )
    weeks = forms.IntegerField(
        label=_("It comes back every how many weeks"),
        min_value=1,
        max_value=12,
        error_messages={
            "required": _("Between one and twelve weeks."),
            "invalid": _("Between one and twelve weeks."),
            "min_value": _("Between one and twelve weeks."),
            "max_value": _("Between one and twelve weeks."),
        },
    )
    place = forms.CharField(
        label=_("Where you meet"),
        max_length=PLACE_MAX,
        help_text=_("A place, or the address of a room online."),
        error_messages={"required": _("Say where.")},
    )
