"""What is typed about mandates. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.mandates.queries import KindRow
from toutdoux.members.queries import MemberRow
from toutdoux.rules.time import start_of_day
from toutdoux.web.associations.forms import DayField
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.people import PersonField
from toutdoux.wording.mandates import mandate_name

_CHOOSE = {"invalid_choice": _("Choose one of those offered."), "required": _("Choose one of those offered.")}


class ElectionForm(forms.Form):
    """A mandate given by an election."""

    mandate = forms.ChoiceField(label=_("Which mandate"), error_messages=_CHOOSE)
    member = PersonField(label=_("Who was elected"), error_messages=_CHOOSE)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def __init__(
        self, data: Any = None, *, kinds: Sequence[KindRow], people: Sequence[MemberRow], **options: Any
    ) -> None:
        super().__init__(data, **options)
        mandate, member = self.fields["mandate"], self.fields["member"]
        assert isinstance(mandate, forms.ChoiceField)
        assert isinstance(member, PersonField)
        mandate.choices = [(kind.code, mandate_name(kind.code, kind.name)) for kind in kinds]
        present = [(str(row.id), row.name) for row in people if row.left_at is None]
        member.offer(present, nobody=_("Choose a person"))

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when the mandate begins, and when its last day is over."""
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return start_of_day(day=first, zone=zone), start_of_day(day=last + timedelta(days=1), zone=zone)


class KindForm(forms.Form):
    """What a mandate asks for, and what its holders hand over."""

    name = forms.CharField(label=_("What it is called"), required=False, help_text=_("“Librarian”, “key keeper”."))
    duties = forms.CharField(
        label=_("What it asks for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Duties, in a few lines. A mandate gives no power to decide alone, and no heavier vote."),
    )
    checklist = forms.CharField(
        label=_("What the next person needs"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "One line for each thing to hand over; they become the boxes of the hand-over file. Nothing secret."
        ),
    )

    def lines(self) -> tuple[str, ...]:
        """Return the lines of the checklist."""
        return tuple(plain_text(self.cleaned_data["checklist"]).split("\n"))


class LineForm(forms.Form):
    """One more line of a hand-over file."""

    text = forms.CharField(label=_("One more thing to hand over"), required=False)
