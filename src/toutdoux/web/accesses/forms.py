"""What is typed about accesses. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.accesses.logic.ledger import Level, Sort
from toutdoux.members.queries import MemberRow
from toutdoux.web.associations.forms import DayField
from toutdoux.web.people import PersonField
from toutdoux.wording.accesses import level_word, sort_word

_CHOOSE = {"invalid_choice": _("Choose one of those offered."), "required": _("Choose one of those offered.")}


class DayForm(forms.Form):
    """The day at which the accesses are looked at."""

    on = DayField(label=_("The accesses on"), required=False)


class ResourceForm(forms.Form):
    """Something that can be entered."""

    name = forms.CharField(
        label=_("What people call it"), required=False, help_text=_("A machine, a mailbox, a channel, a cupboard key.")
    )
    sort = forms.ChoiceField(label=_("What it is"), error_messages=_CHOOSE)
    level = forms.ChoiceField(label=_("How far it goes"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    owner = PersonField(
        label=_("Who looks after it"),
        required=False,
        error_messages=_CHOOSE,
        help_text=_("Whom to ask about it. Nobody in particular: the association as a whole."),
    )
    review_months = forms.IntegerField(
        label=_("Ask every so many months whether each access is still needed"),
        error_messages={"required": _("A number of months is needed."), "invalid": _("A number of months is needed.")},
        widget=forms.NumberInput(attrs={"min": 1, "max": 36}),
        max_value=1000,
        min_value=-1000,
    )
    note = forms.CharField(
        label=_("What whoever gets an access should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Never a password, a private key or a token: nothing secret is kept here, and what looks like it is refused."
        ),
    )

    def __init__(self, data: Any = None, *, people: Sequence[MemberRow], **options: Any) -> None:
        super().__init__(data, **options)
        _choices(self, "sort", [(sort.value, sort_word(sort)) for sort in Sort])
        _choices(self, "level", [(level.value, level_word(level)) for level in Level])
        present = [(str(row.id), row.name) for row in people if row.left_at is None]
        _people(self, "owner", present, _("Nobody in particular"))

    def values(self) -> dict[str, Any]:
        """Return what was typed as the command takes it."""
        typed = dict(self.cleaned_data)
        owner = typed.pop("owner")
        return {**typed, "owner_id": UUID(owner) if owner else None}


class DeclareForm(forms.Form):
    """An access that someone has already."""

    member = PersonField(label=_("Who has it"), error_messages=_CHOOSE)
    purpose = forms.CharField(label=_("What for"), required=False, help_text=_("Never a password."))

    def __init__(self, data: Any = None, *, people: Sequence[MemberRow], **options: Any) -> None:
        super().__init__(data, **options)
        present = [(str(row.id), row.name) for row in people if row.left_at is None]
        _people(self, "member", present, _("Choose a person"))


def _people(form: forms.Form, name: str, people: Sequence[tuple[str, str]], nobody: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, PersonField)
    field.offer(people, nobody=nobody)


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
