"""Forms about an association: founding it, its settings, its periods, trying other rules."""

from datetime import date, timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.members.commands import NewPerson
from toutdoux.rules.shipped import DEFAULT, SHIPPED, shipped
from toutdoux.web.associations.founders import MOST, Line, LineFault, read_lines
from toutdoux.wording.words import localised

_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_NEAR = ("Europe/Paris", "Europe/Brussels", "Europe/Zurich", "America/Montreal", "Indian/Reunion", "UTC")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

LANGUAGES = [("fr", "Français"), ("en", "English")]
ADDRESS = [
    ("vous", _("“vous”: « vous pouvez encore changer d’avis »")),
    ("tu", _("“tu”: « tu peux encore changer d’avis »")),
]
INCLUSIVE = [
    ("median", _("With a middle dot: « meneur·se »")),
    ("doublet", _("In two words: « meneuse ou meneur », which screen readers read better")),
]


@cache
def zones() -> list[Any]:
    """Return every time zone people live in, the likely ones first, the others by region."""
    known = available_timezones()
    by_region = [
        (region, [(zone, zone.split("/", 1)[1].replace("_", " ")) for zone in sorted(known) if _in(zone, region)])
        for region in _REGIONS
    ]
    return [*((zone, zone.replace("_", " ")) for zone in _NEAR if zone in known), *by_region]


def _in(zone: str, region: str) -> bool:
    return zone.startswith(f"{region}/") and zone not in _NEAR


class DayField(forms.DateField):
    """A day, typed or chosen, in the centuries that calendars are computed for."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        message = _("This is not a day such as 2026-03-17.")
        super().__init__(
            validators=[MinValueValidator(FIRST_DAY, message), MaxValueValidator(LAST_DAY, message)],
            error_messages={"invalid": message, "required": _("A day is needed.")},
            **kwargs,
        )


class PeriodForm(forms.Form):
    """A period: its code, its first and its last day."""

    code = forms.CharField(
        label=_("Its code"),
        max_length=12,
        help_text=_("Short: references such as P26-E1 begin with it."),
        error_messages={"required": _("The period needs a code.")},
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def clean_code(self) -> str:
        """Keep codes in capitals, as references write them."""
        return str(self.cleaned_data["code"]).strip().upper()

    def period(self) -> PeriodFacts:
        """Return the period of a valid form; the day after the last one ends it."""
        values = self.cleaned_data
        return PeriodFacts(
            code=values["code"], starts_on=values["first_day"], ends_on=values["last_day"] + timedelta(days=1)
        )


def proposed_period(today: date) -> dict[str, Any]:
    """Propose the half-year ``today`` lies in: P26 from January to June, A26 from July to December."""
    if today.month <= 6:
        return {
            "code": f"P{today:%y}",
            "first_day": date(today.year, 1, 1),
            "last_day": date(today.year, 6, 30),
        }
    return {"code": f"A{today:%y}", "first_day": date(today.year, 7, 1), "last_day": date(today.year, 12, 31)}


class FoundingForm(PeriodForm):
    """Everything an association begins with. Whoever is signed in is not asked for an account."""

    name = forms.CharField(
        label=_("Name of the association"),
        max_length=120,
        error_messages={"required": _("The association needs a name.")},
    )
    slug = forms.CharField(
        label=_("Its address here"),
        max_length=40,
        required=False,
        help_text=_("Small letters, figures and hyphens. Leave it empty to have it made from the name."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        initial="Europe/Paris",
        help_text=_("Deadlines end by the clock of this place."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    address_form = forms.ChoiceField(
        label=_("In French, the pages say"), choices=ADDRESS, initial="vous", widget=forms.RadioSelect
    )
    inclusive_form = forms.ChoiceField(
        label=_("In French, gendered words are written"),
        choices=INCLUSIVE,
        initial="median",
        widget=forms.RadioSelect,
    )
    rulebook = forms.ChoiceField(
        label=_("How you decide"),
        initial=DEFAULT,
        widget=forms.RadioSelect,
        help_text=_("For now they stay as you choose them here. What each one says exactly can be read below."),
    )
    waiting = forms.IntegerField(
        label=_("How long a new member waits before voting"),
        min_value=0,
        max_value=3650,
        help_text=_(
            "Founders vote at once, and an action may give the right to someone earlier. Only you know the right "
            "length: often one to three months. Zero means at once."
        ),
        error_messages={
            "required": _("Choose how long a new member waits before voting; zero days means at once."),
            "invalid": _("A whole number is needed."),
        },
    )
    waiting_unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=[
            ("", _("Choose")),
            ("days", pgettext_lazy("unit of a waiting period", "days")),
            ("weeks", pgettext_lazy("unit of a waiting period", "weeks")),
            ("months", pgettext_lazy("unit of a waiting period", "months")),
        ],
        error_messages={"required": _("Say whether these are days, weeks or months.")},
    )
    founder_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As the other members know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Your name is needed.")},
    )
    founder_email = forms.CharField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("To sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Your email address is needed.")},
    )
    founder_password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 10 characters. A few words in a row make a good one."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("A password is needed.")},
    )
    others = forms.CharField(
        label=_("The other founders"),
        required=False,
        max_length=40_000,
        help_text=_(
            "One person a line: a name, and an email address if you like. They vote at once too; each gets an "
            "invitation that you will be able to copy."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": "Jo Delmas\nSamia Roche <samia@example.org>"}),
    )

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = self.fields["rulebook"]
        assert isinstance(rules, forms.ChoiceField)
        rules.choices = [(name, _summary(name)) for name in SHIPPED]
        if signed_in:
            del self.fields["founder_email"], self.fields["founder_password"]

    def clean(self) -> dict[str, Any]:
        """Propose the address where none was typed, and show it when the form comes back."""
        values = super().clean() or self.cleaned_data
        if not values.get("slug") and values.get("name"):
            values["slug"] = slugify(values["name"])[:40].strip("-_").replace("_", "-")
            self.data = dict(self.data.items()) | {self.add_prefix("slug"): values["slug"]}
            if not values["slug"]:
                self.add_error(
                    "slug", gettext("No address can be made from this name: choose one, such as les-lucioles.")
                )
        return values

    def clean_others(self) -> tuple[NewPerson, ...]:
        """Read one person a line; every line at fault is named."""
        lines = list(read_lines(self.cleaned_data["others"]))
        faults = [fault for line in lines if (fault := _line_fault(line))]
        if len(lines) > MOST:
            faults.append(
                gettext("At most %(most)s people can be entered here; the others are added on the page of the members.")
                % {"most": MOST}
            )
        if faults:
            raise ValidationError(faults)
        return tuple(NewPerson(name=line.name, email=line.email) for line in lines)


def _summary(name: str) -> str:
    rulebook = shipped(name)
    lines = " ".join(localised(rulebook.intent).strip().splitlines()[:2])
    return format_html('<strong>{}</strong><br><span class="muted">{}</span>', localised(rulebook.title), lines)


def _line_fault(line: Line) -> str:
    if line.fault is LineFault.NAME_MISSING:
        return gettext("Line %(line)s: the name is missing.") % {"line": line.number}
    if line.fault is LineFault.NAME_TOO_LONG:
        return gettext("Line %(line)s: this name is too long.") % {"line": line.number}
    if line.email:
        try:
            validate_email(line.email)
        except ValidationError:
            return gettext("Line %(line)s: “%(email)s” is not an email address.") % {
                "line": line.number,
                "email": line.email,
            }
    return ""


class SettingsForm(forms.Form):
    """What an association sets for itself."""

    name = forms.CharField(
        label=_("Name of the association"),
        max_length=120,
        error_messages={"required": _("The association needs a name.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Each member may choose another one for themselves."),
    )
    address_form = forms.ChoiceField(label=_("In French, the pages say"), choices=ADDRESS, widget=forms.RadioSelect)
    inclusive_form = forms.ChoiceField(
        label=_("In French, gendered words are written"), choices=INCLUSIVE, widget=forms.RadioSelect
    )
    public_register = forms.ChoiceField(
        label=_("What people outside may read"),
        widget=forms.RadioSelect,
        choices=[
            ("closed", _("Nothing: the register is for the members")),
            ("without-names", _("The register, without anyone’s name")),
            ("with-names", _("The register, with the names of those who lead and who vote")),
        ],
    )


class TryForm(forms.Form):
    """Rules to try: pasted."""

    toml = forms.CharField(
        label=_("Rules in TOML"),
        strip=False,
        max_length=300_000,
        help_text=_("Today’s rules, to be changed as you like. Nothing is kept."),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "code"}),
        error_messages={"required": _("Paste rules here, or choose some above.")},
    )
