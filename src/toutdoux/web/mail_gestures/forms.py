"""What is typed on the pages that mails lead to: the same words as on the pages of who is signed in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.decisions.logic.drafts import ActionDraft
from toutdoux.rules.rulebook import Kind
from toutdoux.web.decisions.forms import WordsField


class WordsForm(forms.Form):
    """The title and the text of an action."""

    title = WordsField(
        label=_("Title"),
        strip=True,
        help_text=_("In one line, what will be done: “Buy a second oven for the workshop”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = WordsField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10}))


class ProposeForm(WordsForm):
    """An action in its simplest form: a kind, a title, a text. The rest can be added on its page."""

    kind = forms.ChoiceField(
        label=_("Which kind is it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(Kind.ORDINARY, _("Ordinary")), (Kind.EXTRAORDINARY, _("Extraordinary"))],
        error_messages={"invalid_choice": _("Choose one of those offered.")},
    )
    field_order = ("kind", "title", "text")

    def draft(self) -> ActionDraft:
        """Return what was typed as a draft; the domain judges it."""
        typed: dict[str, Any] = self.cleaned_data
        return ActionDraft(kind=typed["kind"], title=typed["title"], text=typed["text"])
