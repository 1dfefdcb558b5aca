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
        found = meant(typed, self.people)
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise ValidationError(_nobody_called(typed), code="invalid")
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


class PeopleField(forms.MultipleChoiceField):
    """Some of some people, ticked. Past ``MOST_LISTED`` their names are typed, with commas between them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)
        self.people: list[tuple[str, str]] = []

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer people (id, name)."""
        self.people = list(people)
        if len(self.people) > MOST_LISTED:
            self.widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
            self.help_text = self.help_text or _("Names, with commas between them.")
        self.choices = self.people

    def prepare_value(self, value: Any) -> Any:
        """Show the names of those who were chosen, where names are typed."""
        if len(self.people) <= MOST_LISTED or not isinstance(value, list | tuple):
            return value
        named = dict(self.people)
        return ", ".join(named.get(str(one), str(one)) for one in value)

    def to_python(self, value: Any) -> list[str]:
        """Return the ids of those who were ticked, or named."""
        if len(self.people) <= MOST_LISTED:
            return [str(one) for one in super().to_python(value)]
        found = []
        for typed in filter(None, (part.strip() for part in str(value or "").split(","))):
            those = meant(typed, self.people)
            if not those:
                raise ValidationError(_nobody_called(typed), code="invalid")
            if len(those) > 1:
                names = ", ".join(name for _key, name in those[:5])
                words = gettext("“%(name)s” may be several people: %(names)s. Write more of the name.")
                raise ValidationError(words % {"name": typed[:80], "names": names}, code="several")
            found.append(those[0][0])
        return list(dict.fromkeys(found))


def meant(typed: str, people: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return who may be meant by a name: the only one who is called so, else all whose name holds it."""
    sought = searchable(typed)
    found = [(key, name) for key, name in people if sought in searchable(name)]
    named = [(key, name) for key, name in found if searchable(name) == sought]
    return named if len(named) == 1 else found


def _nobody_called(typed: str) -> str:
    return gettext("Nobody is called “%(name)s” here.") % {"name": typed[:80]}
