"""What is typed about reports. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.members.queries import MemberRow
from toutdoux.web.associations.forms import DayField


class TitleForm(forms.Form):
    """A section of the association's own."""

    title = forms.CharField(label=_("Title of a section of your own"), required=False)


class RenameForm(forms.Form):
    """What a section is called in this report."""

    title = forms.CharField(
        label=_("Its title"), required=False, help_text=_("Empty: the title that this section has at first.")
    )


class TextForm(forms.Form):
    """The text of a section, and the version it was begun from."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown: # for a title, - for a list. Figures come from the registers by themselves."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class CommentForm(forms.Form):
    """What somebody says beside a section."""

    text = forms.CharField(label=_("Say something beside it"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class WriterForm(forms.Form):
    """Who is asked to write a section, by name: the register may be long."""

    name = forms.CharField(
        label=_("To be written by"),
        required=False,
        help_text=_("The name of a member, as in the register. Empty: nobody is asked."),
    )

    def member(self, people: Sequence[MemberRow]) -> tuple[bool, Any]:
        """Return whether the name is understood, and the member it names (None: nobody)."""
        name = " ".join(self.cleaned_data["name"].split()).casefold()
        if not name:
            return True, None
        named = [row.id for row in people if row.name.casefold() == name and row.left_at is None]
        return len(named) == 1, named[0] if len(named) == 1 else None


class CloseForm(forms.Form):
    """The last day of a period."""

    last_day = DayField(label=_("Last day of the period"))


class AdoptForm(forms.Form):
    """What adopted an edition."""

    by = forms.CharField(
        label=_("What adopted it"),
        required=False,
        help_text=_("An action that passed (E12, P20-E12), or an assembly (AG3)."),
    )


class CharterForm(forms.Form):
    """A version of a founding text, and the one it was begun from."""

    text = forms.CharField(
        label=_("The whole text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Markdown: each article begins with a line such as “## Article 1. Name”."),
    )
    note = forms.CharField(
        label=_("What decided it"),
        required=False,
        help_text=_("The assembly or the action that voted this version, in a few words."),
    )
    in_force_on = DayField(label=_("In force from"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class LetterheadForm(forms.Form):
    """What stands on the first page of documents."""

    logo = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG, GIF or WebP, 2 MB at most. It is drawn anew, without anything else it carries."),
    )
    logo_words = forms.CharField(
        label=_("What it shows, in words"),
        required=False,
        help_text=_("For those who do not see it. Empty: the name of the association."),
    )
    remove = forms.BooleanField(label=_("Take the picture away"), required=False)
    colour = forms.CharField(label=_("Colour of lines"), required=False, help_text=_("#2C6A4B, for example."))
