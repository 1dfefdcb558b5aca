"""Forms of what is kept, and how long."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.procedures.logic.retention import LONGEST, OF_THE_INSTALLATION, SHORTEST, Kept
from toutdoux.wording.privacy import kept_words


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of data whose period an association chooses, in words."""
    return [(str(kind), kept_words(kind)) for kind in Kept if kind not in OF_THE_INSTALLATION]


class RetentionForm(forms.Form):
    """How long one kind of data is kept."""

    kind = forms.ChoiceField(label=_("Kind of data"), choices=kinds)
    days = forms.IntegerField(
        label=_("Kept for, in days"),
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "required": _("Between thirty days and ten years can be chosen."),
            "invalid": _("Between thirty days and ten years can be chosen."),
            "min_value": _("Between thirty days and ten years can be chosen."),
            "max_value": _("Between thirty days and ten years can be chosen."),
        },
    )

    def chosen(self) -> dict[str, Any]:
        """Return what a valid form asks for."""
        return dict(self.cleaned_data)
