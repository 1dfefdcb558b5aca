"""What is typed about money as a whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.web.associations.forms import DayField
from toutdoux.web.registers.forms import AmountField


class MoneySettingsForm(forms.Form):
    """What is said once about money; the limit of payments only while the rulebook leaves it open."""

    accounts = forms.CharField(
        label=_("Where the real accounts are kept"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("This register is no accounting program: say which one is, and who keeps it."),
    )
    limit = forms.CharField(
        label=_("Above how many euros does a payment need a decision?"),
        required=False,
        max_length=12,
        help_text=_("A whole number; 0: every payment does. Once chosen, it is part of the rulebook (art. 19)."),
    )
    levels = forms.CharField(
        label=_("Levels of support memberships, one a line"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("By the names your association gives them."),
    )
    siren = forms.CharField(
        label=_("SIREN"),
        required=False,
        max_length=20,
        help_text=_("Nine figures; the file of accounting entries bears it."),
    )
    chart = forms.CharField(
        label=_("Which account each heading goes to, one a line"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Such as: Servers = 613500 Locations mobilières. What is not said goes to an account for sundries."
        ),
    )

    def __init__(self, data: Any = None, *, limit_open: bool, **options: Any) -> None:
        super().__init__(data, **options)
        if not limit_open:
            del self.fields["limit"]


class AllowedForm(forms.Form):
    """What an action that passed allows to be spent."""

    action = forms.CharField(
        label=_("The action"),
        max_length=40,
        help_text=_("Its reference, such as E12 or P26-E12. It was voted and passed."),
        error_messages={"required": _("Name the action.")},
    )
    purpose = forms.CharField(label=_("What may be bought or paid"), required=False, max_length=1000)
    amount = AmountField(
        label=_("Up to which amount"),
        help_text=_("In euros, such as 54,28."),
        error_messages={"required": _("An amount is needed, such as 54,28.")},
    )
    heading = forms.CharField(label=_("Heading of the budget"), required=False, max_length=300)
    day = DayField(label=_("Since"))
