"""Choosing a person in a form: from a list while it is short, by name in a large register, where a list is of no help."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from toutdoux.kernel.search import searchable

#: The longest list of people in which one still finds somebody.
MOST_LISTED = 60

Choices = Sequence[tuple[str, Any]]


class PersonField(forms.ChoiceField):
    """One of some people. Past ``MOST_LISTED`` a name is typed, or part of it; several who bear it are then listed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"error_messages": {"required": _("Choose a person.")}, **options})
        self.people: list[tuple[str, str]] = []
        self.nobody: Any = ""

    def offer(self, people: Iterable[tuple[str, str]], *, nobody: Any) -> None:
        """Offer people (id, name); ``nobody``: the words of the choice of none."""
        self.people, self.nobody = list(people), nobody
        if len(self.people) > MOST_LISTED:
            self.widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
            self.help_text = self.help_text or _("A name, or part of it.")
        else:
            self.choices = [("", nobody), *self.people]

    def prepare_value(self, value: Any) -> Any:
        """Show the name of whoever was chosen, where names are typed."""
        if isinstance(self.widget, forms.Select):
            return value
        return dict(self.people).get(str(value), value)

    def clean(self, value: Any) -> str:
        """Return the id of whom was chosen, or named; "" for nobody. Lists those who may be meant, if there are several."""
        if len(self.people) <= MOST_LISTED:
            return str(super().clean(value))
        typed = str(value or "").strip()
        if not typed:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return ""
        if typed in dict(self.people):
            return typed
        sought = searchable(typed)
        found = [(key, name) for key, name in self.people if sought in searchable(name)]
        named = [(key, name) for key, name in found if searchable(name) == sought]
        if len(named) == 1 or len(found) == 1:
            return (named or found)[0][0]
        if not found:
            raise ValidationError(gettext("Nobody is called “%(name)s” here.") % {"name": typed[:80]}, code="invalid")
        shown = found[:MOST_LISTED]
        self.widget = forms.Select()
        self.choices = [("", self.nobody), *shown]
        words = ngettext(
            "%(count)s person may be meant: choose in the list.",
            "%(count)s people may be meant: choose in the list.",
            len(found),
        )
        if len(found) > len(shown):
            words += " " + gettext("It shows the first %(most)s: more letters make it shorter.")
        raise ValidationError(words % {"count": len(found), "most": MOST_LISTED}, code="several")
