"""What is typed about elections. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.assemblies.elections.logic.preparing import MOST_SEATS, ElectionDraft
from toutdoux.mandates.queries import KindRow
from toutdoux.rules.rulebook import ElectionMethod, ElectionRules, TieRule
from toutdoux.rules.time import start_of_day
from toutdoux.web.associations.forms import DayField
from toutdoux.wording.elections import method_name, method_rule, tie_rule_name
from toutdoux.wording.mandates import mandate_name

_CHOOSE = {"invalid_choice": _("Choose one of those offered."), "required": _("Choose one of those offered.")}
_ONE_LIST, _ONE_BY_ONE = "list", "people"


class PrepareForm(forms.Form):
    """What an item of the agenda elects."""

    how = forms.ChoiceField(label=_("Who stands"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    mandate = forms.ChoiceField(
        label=_("Which mandate"),
        required=False,
        error_messages=_CHOOSE,
        help_text=_("For an election one by one; on a single list, each person says for which mandate they stand."),
    )
    seats = forms.IntegerField(
        label=_("How many seats"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        help_text=_("How many people are to be elected one by one for it."),
    )
    method = forms.ChoiceField(
        label=_("How the association elects people one by one"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Asked once: it becomes part of the rulebook, and only an action changes it."),
    )
    tie = forms.ChoiceField(
        label=_("What settles a tie"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Asked once, too."),
    )
    first_day = DayField(label=_("First day of the mandates"))
    last_day = DayField(label=_("Last day of the mandates"))
    handing_over = forms.BooleanField(
        label=_("Whoever holds these mandates hands them over on that first day"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, kinds: Sequence[KindRow], rules: ElectionRules, **options: Any) -> None:
        super().__init__(data, **options)
        methods = [one for one in ElectionMethod if one is not ElectionMethod.LIST]
        people = _("People stand one by one, for one mandate")
        self._offer(
            "how",
            [(_ONE_BY_ONE, people), (_ONE_LIST, _("One list stands, for several mandates: for, against or blank"))],
        )
        self._offer(
            "mandate",
            [("", _("Choose a mandate")), *((kind.code, mandate_name(kind.code, kind.name)) for kind in kinds)],
        )
        self._offer("method", [(one.value, f"{_first(method_name(one))}. {method_rule(one)}") for one in methods])
        self._offer("tie", [(one.value, _first(tie_rule_name(one))) for one in TieRule])
        # What is chosen once is not asked again.
        if rules.method is not None:
            del self.fields["method"]
        if rules.tie is not None:
            del self.fields["tie"]

    def draft(self, zone: ZoneInfo) -> ElectionDraft:
        """Return what was typed."""
        values = self.cleaned_data
        starts_at, ends_at = self._span(zone)
        return ElectionDraft(
            one_list=values["how"] == _ONE_LIST,
            code=values["mandate"],
            seats=values["seats"] or 1,
            starts_at=starts_at,
            ends_at=ends_at,
            handing_over=values["handing_over"],
        )

    def answers(self) -> dict[str, str]:
        """Return what the rulebook leaves open and was chosen here."""
        return {f"elections.{key}": self.cleaned_data.get(key, "") for key in ("method", "tie")}

    def _span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return start_of_day(day=first, zone=zone), start_of_day(day=last + timedelta(days=1), zone=zone)

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


def _first(words: str) -> str:
    """Begin with a capital letter."""
    return words[:1].upper() + words[1:]
