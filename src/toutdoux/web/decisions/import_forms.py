"""An old table on its way in: the file, then the same rows once more, signed, for the reader to agree to."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from toutdoux.rules.rulebook import Kind

LONGEST_CODE = 12


class TableForm(forms.Form):
    """A file, the period it is of, and the kind of its actions."""

    table = forms.FileField(
        label=_("The table"),
        help_text=_("A CSV file in UTF-8, as spreadsheets export it. Nothing is written before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file of the table.")},
    )
    period = forms.CharField(
        label=_("Period"),
        max_length=LONGEST_CODE,
        help_text=_("Its code, such as P20. One that is not known yet is opened."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": LONGEST_CODE}),
        error_messages={"required": _("Say which period the table is of.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind of its actions"),
        choices=[(str(Kind.EXTRAORDINARY), _("Extraordinary actions")), (str(Kind.ORDINARY), _("Ordinary actions"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say which kind of actions the table has."),
            "invalid_choice": _("Say which kind of actions the table has."),
        },
    )

    def __init__(self, *args: Any, periods: Sequence[str] = (), **kwargs: Any) -> None:
        """Name the known ``periods`` beside the field, the current one first."""
        super().__init__(*args, **kwargs)
        if periods:
            self.fields["period"].widget.attrs["list"] = "periods"
        self.periods = periods

    def clean_period(self) -> str:
        """Return the code without spaces around, in capitals, as periods are named."""
        code: str = re.sub(r"\s+", "", self.cleaned_data["period"]).upper()
        return code

    @property
    def file(self) -> "File[bytes]":
        """Return the file of a valid form."""
        found: File[bytes] = self.cleaned_data["table"]
        return found
