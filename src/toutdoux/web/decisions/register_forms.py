"""What a reader asks of the register, as a sentence whose words are choices: it works without scripts, by its address."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from toutdoux.decisions.queries import RegisterFilter
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind

#: What is asked of the leads when one is looked for.
WANTED = "wanted"

#: A choice in a sentence, and the mark that follows it.
_CHOICE = re.compile(r"\{(\w+)\}([,.]?)")

_KINDS = [
    ("", pgettext_lazy("actions, in a filter", "of both kinds")),
    (str(Kind.EXTRAORDINARY), pgettext_lazy("actions, in a filter", "extraordinary")),
    (str(Kind.ORDINARY), pgettext_lazy("actions, in a filter", "ordinary")),
]
_LABELS = [
    ("", pgettext_lazy("actions, in a filter", "whatever became of them")),
    (str(Label.OPEN), pgettext_lazy("actions, in a filter", "open")),
    (str(Label.WAITING), pgettext_lazy("actions, in a filter", "waiting")),
    (str(Label.IN_PROGRESS), pgettext_lazy("actions, in a filter", "in progress")),
    (str(Label.DONE), pgettext_lazy("actions, in a filter", "done")),
    (str(Label.ACCEPTED), pgettext_lazy("actions, in a filter", "accepted")),
    (str(Label.REJECTED), pgettext_lazy("actions, in a filter", "rejected")),
    (str(Label.ABANDONED), pgettext_lazy("actions, in a filter", "abandoned")),
]
_SORTS = [
    ("newest", pgettext_lazy("actions, in a filter", "the newest first")),
    ("oldest", pgettext_lazy("actions, in a filter", "the oldest first")),
    ("number", pgettext_lazy("actions, in a filter", "by number")),
    ("title", pgettext_lazy("actions, in a filter", "by title")),
]


class RegisterForm(forms.Form):
    """Kind, period, label, lead, words and order. What is not understood is not asked for: an address never fails."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_KINDS)
    period = forms.ChoiceField(label=_("Period"), required=False)
    label = forms.ChoiceField(label=_("State"), required=False, choices=_LABELS)
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    text = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "size": 14, "placeholder": _("anything")}),
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=_SORTS)

    def __init__(
        self, data: Mapping[str, Any], *, periods: Sequence[str], people: Mapping[UUID, str] | None = None
    ) -> None:
        """Offer the codes of ``periods`` and the names of ``people``; without people, neither leads nor words are asked."""
        super().__init__(data, auto_id="filter-%s")
        every = pgettext_lazy("actions, in a filter", "every period")
        self._choose("period", [("", every), *((code, code) for code in periods)])
        self.public = people is None
        named = sorted((people or {}).items(), key=lambda item: (item[1].casefold(), str(item[0])))
        self._choose(
            "lead",
            [
                ("", pgettext_lazy("who leads, in a filter", "anyone")),
                (WANTED, pgettext_lazy("who leads, in a filter", "someone still wanted")),
                *((str(member_id), name) for member_id, name in named),
            ],
        )
        if people is None:
            del self.fields["lead"], self.fields["text"]

    def asked(self) -> RegisterFilter:
        """Return the filter; fields that make no sense are left out of it."""
        self.is_valid()
        lead = self._said("lead")
        return RegisterFilter(
            kind=self._said("kind"),
            period=self._said("period"),
            label=self._said("label"),
            text=self._said("text"),
            lead=UUID(lead) if lead and lead != WANTED else None,
            wanted=lead == WANTED,
            sort=self._said("sort") or "newest",
            page=_page(self.data.get("page", "")),
        )

    def sentence(self) -> SafeString:
        """Return the filter as a sentence, each choice with the label that a screen reader hears."""
        self.is_valid()
        words = (
            gettext("Actions {kind} of {period}, {label}, {sort}.")
            if self.public
            else gettext("Actions {kind} of {period}, {label}, led by {lead}, about {text}, {sort}.")
        )
        # A comma stays on the line of the choice before it.
        parts = _CHOICE.split(words)
        pieces = [format_html("{}", parts[0])]
        for name, mark, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            pieces.append(format_html('<span class="nowrap">{}{}</span>{}', self._spoken(name), mark, after))
        return format_html_join("", "{}", ((piece,) for piece in pieces))

    def summary(self) -> str:
        """Return what is asked in few words, for the table's caption: "extraordinary · P26 · accepted"."""
        asked = self.asked()
        chosen = {name: self._said(name) for name in self.fields if name != "sort"}
        words = [str(dict(self._choices(name))[value]) for name, value in chosen.items() if value and name != "text"]
        return " · ".join([*words, *([gettext("“%(words)s”") % {"words": asked.text}] if asked.text else [])])

    def _said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    def _spoken(self, name: str) -> SafeString:
        """Return a choice with its label. Written by hand: Django renders a template for every option of every page."""
        field = self[name]
        shown: object = field
        if name != "text":
            chosen = self._said(name)
            options = (
                (value, mark_safe(" selected") if value == chosen else "", words)
                for value, words in self._choices(name)
            )
            shown = format_html(
                '<select name="{}" id="{}">{}</select>',
                name,
                field.auto_id,
                format_html_join("", '<option value="{}"{}>{}</option>', options),
            )
        return format_html('<label class="hidden-words" for="{}">{}</label>{}', field.auto_id, field.label, shown)

    def _choose(self, name: str, choices: list[tuple[str, str | Promise]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _choices(self, name: str) -> Any:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field.choices


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
