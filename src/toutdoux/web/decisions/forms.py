"""What is typed about an action: drafts, amendments, reasons. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import PeriodRow
from toutdoux.decisions.logic.drafts import ActionDraft
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import MemberRow
from toutdoux.rules.reading import RulebookFault
from toutdoux.rules.rulebook import Kind
from toutdoux.web.decisions.effects_chooser import Chooser
from toutdoux.web.decisions.effects_forms import EffectsForm
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.people import PeopleField
from toutdoux.web.refusing import Fields, tell

#: What is refused of a draft, and of a gesture, with the field it is about.
DRAFT_FIELDS: Fields = (
    (DecisionRefusal.TITLE_MISSING, "title"),
    (DecisionRefusal.KIND_UNKNOWN, "kind"),
    (DecisionRefusal.URL_MALFORMED, "discussion_url"),
    (DecisionRefusal.UNKNOWN_ACTION, "follows"),
    (AssociationRefusal.PERIOD_UNKNOWN, "period"),
    (DecisionRefusal.EFFECT_WITHOUT_MEMBER, "grants"),
    (DecisionRefusal.EFFECTS_NEED_A_COUNT, "grants"),
    (DecisionRefusal.NOTHING_BUT_EFFECTS, "effects_only"),
    (DecisionRefusal.EFFECT_RULES_INCOMPLETE, "toml"),
)
GESTURE_FIELDS: Fields = (
    (DecisionRefusal.REASON_MISSING, "reason"),
    (DecisionRefusal.TITLE_MISSING, "title"),
    (DecisionRefusal.EFFECT_WITHOUT_MEMBER, "grants"),
    (DecisionRefusal.TEXT_MISSING, "reason"),
    (DecisionRefusal.DAY_IN_THE_FUTURE, "on"),
    (DecisionRefusal.DAY_BEFORE_PUBLICATION, "on"),
    (DecisionRefusal.UNKNOWN_ACTION, "other"),
    (DecisionRefusal.LINK_TO_ITSELF, "other"),
    (DecisionRefusal.LINK_EXISTS, "other"),
    (DecisionRefusal.KIND_UNKNOWN, "sort"),
)


#: For values that no page of ours offers.
_CHOOSE = {"invalid_choice": _("Choose one of those offered.")}


class WordsField(forms.CharField):
    """A text kept as it was meant, line breaks included; its limits are the domain's, which tells them all at once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "strip": False} | options)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line breaks."""
        return super().to_python(plain_text(str(value)) if value else "") or ""


class TextForm(EffectsForm):
    """The words of an action: what voters read."""

    title = WordsField(
        label=_("Title"),
        strip=True,
        help_text=_("In one line, what will be done: “Buy a second oven for the workshop”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = WordsField(
        label=_("Text"),
        help_text=_(
            "Why, how, when, how much: what the others need to make up their mind. Leave a blank line between "
            "paragraphs; write - before the items of a list, **bold**, and addresses as they are."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class DraftForm(TextForm):
    """An action as its author writes it."""

    kind = forms.ChoiceField(
        label=_("Which kind is it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(Kind.ORDINARY, _("Ordinary")), (Kind.EXTRAORDINARY, _("Extraordinary"))],
        error_messages=_CHOOSE,
    )
    effects_only = forms.BooleanField(
        label=_("There is nothing else to carry out"),
        required=False,
        help_text=_("The action is then done at the instant it passes."),
    )
    lead_wanted = forms.BooleanField(
        label=_("Someone else is wanted to lead it"),
        required=False,
        help_text=_("You propose it; whoever feels like it takes it up."),
    )
    co_lead_wanted = forms.BooleanField(label=_("Someone is wanted to lead it along with me"), required=False)
    co_leads = PeopleField(label=_("Who leads it along with me"), required=False, error_messages=_CHOOSE)
    follows = WordsField(
        label=_("It follows from"),
        strip=True,
        help_text=_("The reference of an earlier action, such as E12."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    discussion_url = WordsField(
        label=_("Where it is talked about"),
        strip=True,
        help_text=_("The address of the discussion, if there is one."),
        widget=forms.URLInput,
    )
    period = forms.ChoiceField(label=_("Period in which it is numbered"), required=False, error_messages=_CHOOSE)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[MemberRow],
        me: UUID,
        periods: Sequence[PeriodRow],
        chooser: Chooser,
        **options: Any,
    ) -> None:
        super().__init__(data, chooser=chooser, **options)
        others = [(str(row.id), row.name) for row in people if row.id != me and row.left_at is None]
        co_leads = self.fields["co_leads"]
        assert isinstance(co_leads, PeopleField)
        co_leads.offer(others)
        _choices(self, "period", [("", _("The current one")), *((row.code, row.code) for row in periods)])

    def draft(self) -> ActionDraft:
        """Return what was typed as a draft; the domain judges it."""
        typed = self.cleaned_data
        return ActionDraft(
            kind=typed["kind"],
            title=typed["title"],
            text=typed["text"],
            period=typed["period"] or None,
            effects=self.effects(),
            effects_only=typed["effects_only"],
            lead_wanted=typed["lead_wanted"],
            co_lead_wanted=typed["co_lead_wanted"],
            co_leads=tuple(UUID(member) for member in typed["co_leads"]),
            discussion_url=typed["discussion_url"],
            follows=typed["follows"],
        )


class ReasonForm(forms.Form):
    """A reason, a note, a footnote: words that are kept with the action."""

    reason = WordsField(label=_("Your reason"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self, data: Any = None, *, label: str, help_text: str = "", optional: bool = False, **options: Any
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["reason"]
        field.label, field.help_text = label, help_text
        self.optional = optional


class WithdrawForm(ReasonForm):
    """Why an action is withdrawn, and whether it is opened anew: the way to change its kind."""

    anew = forms.BooleanField(
        label=_("Open it anew, linked to this one"),
        required=False,
        help_text=_("A draft is made from its text: this is how an action changes kind."),
    )
    kind = forms.ChoiceField(
        label=_("Opened anew as"),
        required=False,
        choices=[(Kind.ORDINARY, _("an ordinary action")), (Kind.EXTRAORDINARY, _("an extraordinary action"))],
        error_messages=_CHOOSE,
    )


class DoneForm(ReasonForm):
    """When it was carried out, and how."""

    on = forms.DateField(
        label=_("Day on which it was done"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day: 2026-03-17.")},
    )
    field_order = ("on", "reason")

    def day(self) -> date | None:
        """Return the day given, if one was."""
        found = self.cleaned_data.get("on")
        return found if isinstance(found, date) else None


class SeekForm(forms.Form):
    """Whom those who lead look for."""

    lead = forms.BooleanField(
        label=_("Someone else is wanted to lead it"),
        required=False,
        help_text=_("Whoever takes it up becomes its lead; you stay along."),
    )
    co_lead = forms.BooleanField(label=_("Someone is wanted to lead it along"), required=False)


class LinkForm(forms.Form):
    """A link to another action."""

    sort = forms.ChoiceField(
        label=_("How they stand to one another"),
        required=False,
        choices=[
            ("follows", _("It follows from the other")),
            ("replaces", _("It replaces the other")),
            ("relates", _("See also")),
        ],
        widget=forms.RadioSelect,
        initial="relates",
        error_messages=_CHOOSE,
    )
    other = WordsField(
        label=_("The other action"),
        strip=True,
        help_text=_("Its reference, such as E12."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def draft_initial(draft: ActionDraft) -> dict[str, Any]:
    """Return a draft as the form shows it."""
    return {
        "kind": draft.kind,
        "title": draft.title,
        "text": draft.text,
        "period": draft.period or "",
        "effects_only": draft.effects_only,
        "lead_wanted": draft.lead_wanted,
        "co_lead_wanted": draft.co_lead_wanted,
        "co_leads": [str(member_id) for member_id in draft.co_leads],
        "discussion_url": draft.discussion_url,
        "follows": draft.follows,
    }


def tell_all(form: forms.Form, refused: Refused, *, fields: Fields) -> None:
    """Say each refusal beside its field; what is too long names its field itself."""
    for refusal in refused.refusals:
        found = [*fields, (DecisionRefusal.TOO_LONG, str(refusal.data.get("field", "")))]
        if isinstance(refusal.code, RulebookFault):
            found.append((refusal.code, "toml"))
        tell(form, [refusal], fields=[(code, name) for code, name in found if name in form.fields])


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
