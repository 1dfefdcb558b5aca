"""Forms about members."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.members.commands import NewPerson
from toutdoux.members.logic.profiles import LONGEST, LONGEST_WORDS, Profile
from toutdoux.members.logic.table import FIELDS, Origin
from toutdoux.members.queries import Who, members
from toutdoux.rules.rulebook import Admission
from toutdoux.web.associations.forms import DayField
from toutdoux.web.people import PersonField


class MemberForm(forms.Form):
    """A person, or an organisation, to enter in the register."""

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
    organisation = forms.BooleanField(
        label=_("This is an organisation"),
        required=False,
        help_text=_("It has one vote, which the people who represent it cast for it."),
    )

    @property
    def person(self) -> NewPerson:
        """Return who is to be entered."""
        return NewPerson(**self.cleaned_data)


class RegisterForm(forms.Form):
    """Which part of the register is looked at, and on which day."""

    q = forms.CharField(label=_("A name"), max_length=120, required=False)
    who = forms.ChoiceField(
        label=_("Among"),
        required=False,
        choices=[
            (str(Who.ALL), _("everyone")),
            (str(Who.COUNCIL), _("those who vote")),
            (str(Who.OTHERS), _("those who do not vote")),
            (str(Who.LEFT), _("those who have left")),
        ],
    )
    on = DayField(label=_("The register on"), required=False)


class ProfileForm(forms.Form):
    """What the other members see of someone."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST["name"], error_messages={"required": _("A name is needed.")}
    )
    aliases = forms.CharField(
        label=_("Other names"),
        max_length=LONGEST["aliases"],
        required=False,
        help_text=_("In the chat, or from before; the search finds them too."),
    )
    pronoun = forms.CharField(
        label=_("Pronoun"),
        max_length=LONGEST["pronoun"],
        required=False,
        help_text=_("How to speak of me, in my own words."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST["title"],
        required=False,
        help_text=_("To be addressed with one, or to say what I do here."),
    )
    email = forms.CharField(
        label=_("Email address"), max_length=LONGEST["email"], required=False, widget=forms.EmailInput
    )
    contact = forms.CharField(
        label=_("How to reach me"),
        max_length=LONGEST["contact"],
        required=False,
        help_text=_("Another way than mail, and at which hours."),
    )

    @property
    def profile(self) -> Profile:
        """Return what was written."""
        return Profile(**self.cleaned_data)


class LeaveForm(forms.Form):
    """From when to when someone is away."""

    first_day = DayField(label=_("First day away"))
    last_day = DayField(label=_("Last day away"), required=False, help_text=_("Left empty, it lasts until ended here."))


class RepresentativeForm(forms.Form):
    """A member who is to cast the vote of an organisation."""

    person = PersonField(label=_("Who represents it"), error_messages={"required": _("Choose a member.")})

    def __init__(self, *args: Any, association_id: UUID, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        present = [
            (str(row.id), row.name)
            for row in members(association_id=association_id, at=now)
            if row.left_at is None and row.kind == "person"
        ]
        field.offer(present, nobody=_("Choose a member"))


class WelcomeForm(forms.Form):
    """Whether people may ask to join, and what they read before."""

    open = forms.BooleanField(label=_("People may ask to join on a public page"), required=False)
    words = forms.CharField(
        label=_("What they read there"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who the association is, and what it expects. Markdown works."),
    )
    admission = forms.ChoiceField(
        label=_("Who lets them in"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Asked once: it becomes part of the rulebook, which a decision can change."),
        choices=[
            (str(Admission.MEMBER), _("Any member who votes")),
            (str(Admission.ACTION), _("An extraordinary action")),
        ],
    )


class AskForm(forms.Form):
    """Someone asks to join."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST["name"], error_messages={"required": _("A name is needed.")}
    )
    email = forms.CharField(
        label=_("Email address"),
        max_length=LONGEST["email"],
        widget=forms.EmailInput,
        help_text=_("For the answer. Only the members see it."),
        error_messages={"required": _("An email address is needed, to answer you.")},
    )
    words = forms.CharField(
        label=_("A few words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who you are, what brings you."),
    )


class TableForm(forms.Form):
    """A table of members from elsewhere."""

    table = forms.FileField(
        label=_("The table"),
        help_text=_("CSV, ODS or XLSX. Nothing is written before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.ods,.xlsx,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file of the table.")},
    )
    origin = forms.ChoiceField(
        label=_("Where it comes from"),
        initial=str(Origin.TOUTDOUX),
        widget=forms.RadioSelect,
        choices=[
            (str(Origin.TOUTDOUX), _("Toutdoux, or a table with our columns")),
            (str(Origin.PAHEKO), "Paheko"),
            (str(Origin.GALETTE), "Galette"),
        ],
        error_messages={"required": _("Say where the table comes from.")},
    )


class MappingForm(forms.Form):
    """Which column of a table fills which field."""

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("none of them")), *((column, column) for column in columns)]
        labels = {
            "name": _("Name"),
            "organisation": _("Name of an organisation"),
            "email": _("Email address"),
            "aliases": _("Other names"),
            "pronoun": _("Pronoun"),
            "title": _("Title"),
            "contact": _("How to reach them"),
            "joined_on": _("Joined on"),
            "left_on": _("Left on"),
            "active": _("Is still a member (yes or no)"),
        }
        for field in FIELDS:
            self.fields[field] = forms.ChoiceField(label=labels[field], choices=choices, required=False)

    @property
    def mapping(self) -> dict[str, tuple[str, ...]]:
        """Return the column of each field that has one."""
        return {field: (column,) for field, column in self.cleaned_data.items() if column}
