"""Forms about members."""

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.web.associations.forms import DayField


class MemberForm(forms.Form):
    """A person to enter in the register."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As the other members know them."),
        error_messages={"required": _("A name is needed.")},
    )
    email = forms.CharField(
        label=_("Email address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
        help_text=_("For the invitation. Without one, you copy its link and give it as you like."),
    )


class DayForm(forms.Form):
    """The day at which the register is looked at."""

    on = DayField(label=_("The register on"), required=False)
