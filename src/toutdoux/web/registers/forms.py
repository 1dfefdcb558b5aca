"""What is typed about entries: each kind's form is made from its sheet. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from toutdoux.associations.queries import PeriodRow
from toutdoux.procedures.registering import states_by_hand
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.logic.shape import Common, Field, Sheet, Sort
from toutdoux.registers.logic.typed import read_amount, read_minutes, write_amount, write_minutes
from toutdoux.registers.queries import EntryRow
from toutdoux.web.associations.forms import DayField
from toutdoux.wording.entries import choice_word, field_help, field_label, in_a_sentence, kind_plural, state_word

_CHOOSE = {"invalid_choice": _("Choose one of those offered."), "required": _("Choose one of those offered.")}


class AmountField(forms.CharField):
    """An amount as people write it; its value is in cents."""

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        text = super().to_python(value)
        if not text:
            return None
        cents = read_amount(text)
        if cents is None:
            raise ValidationError(_("This is not an amount such as 54,28."))
        return cents

    def prepare_value(self, value: Any) -> Any:
        """Show cents as they are typed."""
        return write_amount(value) if isinstance(value, int) else value


class LengthField(forms.CharField):
    """A length of time as people write it; its value is in minutes."""

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        text = super().to_python(value)
        if not text:
            return None
        minutes = read_minutes(text)
        if minutes is None:
            raise ValidationError(_("This is not a length of time such as 45 min or 2 h 30."))
        return minutes

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as they are typed."""
        return write_minutes(value) if isinstance(value, int) else value


class MomentField(forms.DateTimeField):
    """A day and a time, by the clock of the association."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
            error_messages={"invalid": _("This is not a day and a time such as 2026-03-17 18:00.")},
            **options,
        )


class EntryForm(forms.Form):
    """An entry of one kind."""

    def __init__(
        self,
        data: Any = None,
        *,
        sheet: Sheet,
        periods: Sequence[PeriodRow],
        about: Sequence[EntryRow] = (),
        levels: Sequence[str] = (),
        new: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.sheet = sheet
        self._add("title", forms.CharField(required=False, max_length=1000))
        if Common.ABOUT in sheet.common:
            needed = Common.ABOUT in sheet.required
            choices: list[tuple[str, Any]] = [
                ("", _("Choose what it is about") if needed else _("Nothing in particular"))
            ]
            choices += [(str(row.id), row.title) for row in about]
            self._add("about", forms.ChoiceField(choices=choices, required=needed, error_messages=_CHOOSE))
        self._add("day", DayField(required=False))
        if Common.LAST_DAY in sheet.common:
            self._add("last_day", DayField(required=False))
        if Common.TIMES in sheet.common:
            self._add("starts_at", MomentField(required=False))
            self._add("ends_at", MomentField(required=False))
        if Common.AMOUNT in sheet.common:
            self._add("amount", AmountField(required=False))
        for one in sheet.fields:
            named = levels if one.name == "level" and sheet.kind == "support" else ()
            self._add(one.name, _chosen(named, self.initial.get("level", "")) if named else _field(one))
        if new and sheet.states:
            states = [(state, state_word(sheet.kind, state)) for state in states_by_hand(kind=sheet.kind)]
            self._add("state", forms.ChoiceField(choices=states, required=False, error_messages=_CHOOSE))
        if Common.ACTION in sheet.common:
            self._add("action", forms.CharField(required=False, max_length=40))
        if Common.PEOPLE in sheet.common:
            self._add("people", forms.CharField(required=False, max_length=4000))
        self._add("note", forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3})))
        if len(periods) > 1:
            codes: list[tuple[str, Any]] = [("", _("The one its day falls into"))]
            codes += [(row.code, row.code) for row in periods]
            self._add("period", forms.ChoiceField(choices=codes, required=False, error_messages=_CHOOSE))
        if new:
            self.fields["key"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())
        else:
            self.fields["revision"] = forms.IntegerField(min_value=1, max_value=100_000, widget=forms.HiddenInput())

    def needed(self) -> frozenset[str]:
        """Return the names of the fields that may not stay empty."""
        common = {str(one) for one in self.sheet.required}
        if Common.TIMES in self.sheet.required:
            common = common - {str(Common.TIMES)} | {"starts_at"}
        return frozenset({"title", "day", *common, *(one.name for one in self.sheet.fields if one.required)})

    def draft(self, *, action_id: UUID | None) -> EntryDraft:
        """Return what was typed in a valid form; the action it names has been found by then."""
        typed = self.cleaned_data
        return EntryDraft(
            title=typed["title"],
            day=typed["day"],
            last_day=typed.get("last_day"),
            starts_at=typed.get("starts_at"),
            ends_at=typed.get("ends_at"),
            amount=typed.get("amount"),
            action_id=action_id,
            about_id=UUID(typed["about"]) if typed.get("about") else None,
            people=tuple(typed.get("people", "").split(",")),
            period=typed.get("period", ""),
            state=typed.get("state", ""),
            note=typed["note"],
            values={one.name: typed[one.name] for one in self.sheet.fields},
        )

    def _add(self, name: str, field: forms.Field) -> None:
        field.label = field_label(self.sheet.kind, name)
        field.help_text = field.help_text or field_help(self.sheet.kind, name)
        self.fields[name] = field


class SearchForm(forms.Form):
    """What is looked for in a register."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("What sort"), required=False)
    state = forms.ChoiceField(label=_("Where it stands"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        sheets: Sequence[Sheet],
        states: Sequence[tuple[str, str]],
        periods: Sequence[PeriodRow],
    ) -> None:
        super().__init__(data)
        self.offered(
            kind=[("", _("everything")), *((sheet.kind, in_a_sentence(kind_plural(sheet.kind))) for sheet in sheets)],
            state=[("", _("wherever it stands")), *states],
            period=[("", _("all periods")), *((row.code, row.code) for row in periods)],
        )

    def offered(self, **choices: Sequence[tuple[str, Any]]) -> None:
        """Say what can be chosen; where there is nothing to choose, nothing is asked."""
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(offered)
            if len(offered) <= 2 and name != "period":
                del self.fields[name]

    def value(self, name: str) -> str:
        """Return what was chosen; nothing for what is not offered."""
        if not self.is_bound or not self.fields.get(name):
            return ""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class MoveForm(forms.Form):
    """From which day an entry stands elsewhere."""

    state = forms.ChoiceField(label=_("It is now"), error_messages=_CHOOSE)
    day = DayField(label=_("Since"))

    def __init__(self, data: Any = None, *, sheet: Sheet, now: str, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        states = states_by_hand(kind=sheet.kind)
        field.choices = [(state, state_word(sheet.kind, state)) for state in states if state != now]


class TieForm(forms.Form):
    """On what an entry stands, and since when."""

    other_id = forms.TypedChoiceField(label=_("The machine"), coerce=UUID, error_messages=_CHOOSE)
    day = DayField(label=_("Since"))

    def __init__(self, data: Any = None, *, offered: Sequence[EntryRow], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["other_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((str(row.id), row.title) for row in offered)]


class UntieForm(forms.Form):
    """From which day an entry stands on another no longer."""

    day = DayField(label=_("No longer since"))


class WithdrawForm(forms.Form):
    """Why an entry is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), required=False, max_length=1000)


class FileForm(forms.Form):
    """A file to keep with an entry."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("PDF, PNG, JPEG, WebP, ODT or ODS, at most 5 MB."),
        error_messages={"required": _("Choose a file.")},
    )


def initial(row: EntryRow, *, reference: str) -> dict[str, Any]:
    """Return what an entry says, as its form shows it."""
    days = {name: date.fromisoformat(value) for name, value in row.values.items() if _is_day(value)}
    return {
        **row.values,
        **days,
        "title": row.title,
        "day": row.day,
        "last_day": row.last_day,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "amount": row.amount,
        "action": reference,
        "about": str(row.about_id or ""),
        "people": ", ".join(name for _id, name in row.people),
        "period": row.period,
        "note": row.note,
        "revision": row.revision,
    }


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _chosen(levels: Sequence[str], before: str) -> forms.Field:
    """Offer the levels that the association named, and the one that was written before."""
    named = list(dict.fromkeys([*levels, *([before] if before else [])]))
    choices: list[tuple[str, Any]] = [("", _("Choose")), *((level, level) for level in named)]
    return forms.ChoiceField(choices=choices, required=False, error_messages=_CHOOSE)


def _field(one: Field) -> forms.Field:
    match one.sort:
        case Sort.WORDS:
            return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
        case Sort.COUNT:
            return forms.IntegerField(
                required=False, widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"})
            )
        case Sort.AMOUNT:
            return AmountField(required=False)
        case Sort.MINUTES:
            return LengthField(required=False)
        case Sort.DAY:
            return DayField(required=False)
        case Sort.CHOICE:
            choices = [("", _("Choose")), *((word, choice_word(one.name, word)) for word in one.choices)]
            return forms.ChoiceField(choices=choices, required=False, error_messages=_CHOOSE)
        case Sort.YES:
            return forms.BooleanField(required=False)
        case Sort.LINK:
            return forms.CharField(required=False, max_length=2000, widget=forms.URLInput())
        case Sort.LINE:
            return forms.CharField(required=False, max_length=2000)
