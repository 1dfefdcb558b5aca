"""What is typed around minutes. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.assemblies.queries import ItemRow
from toutdoux.web.associations.forms import DayField


class PadForm(forms.Form):
    """The text of a shared pad."""

    text = forms.CharField(
        label=_("The text of the pad"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "A heading that is the title of an item (“## The accounts”) opens that item; “Name: …” is attributed to the person; "
            "an empty line begins another paragraph."
        ),
        error_messages={"required": _("Paste the text here.")},
    )


class TaskForm(forms.Form):
    """What somebody takes on."""

    what = forms.CharField(
        label=_("What is to be done"), max_length=300, error_messages={"required": _("Say what is to be done.")}
    )
    owner = forms.CharField(label=_("Who takes it on"), required=False, max_length=120)
    due_on = DayField(label=_("By when"), required=False)
    item = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, data: Any = None, *, agenda: Sequence[ItemRow], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("No item in particular")), *((str(row.id), row.title) for row in agenda)]

    def item_id(self) -> UUID | None:
        """Return the item the task is about."""
        chosen = self.cleaned_data["item"]
        return UUID(chosen) if chosen else None


class CorrectionForm(forms.Form):
    """A correction of minutes that are frozen."""

    text = forms.CharField(
        label=_("The correction"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It stands after the minutes, with its date and your name; they stay as they are."),
        error_messages={"required": _("Write the correction.")},
    )
