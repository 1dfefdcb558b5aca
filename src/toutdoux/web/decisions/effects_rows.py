"""The rows in which an action's effects are chosen, sort by sort: what each offers, its fields, what it lacks, what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.members.logic.changes import Scope
from toutdoux.services.logic.sheets import STATES
from toutdoux.web.associations.forms import DayField
from toutdoux.web.decisions.effects_chooser import Choices, Chooser
from toutdoux.web.people import PersonField
from toutdoux.web.registers.forms import AmountField
from toutdoux.wording.entries import state_word

CHOOSE = {"invalid_choice": _("Choose one of those offered.")}


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One sort of rows: its title, what each row is called by its number, the button for one more, what a row offers."""

    title: Any
    legend: Any
    more: Any
    gestures: Choices


#: In the order of the page.
SORTS: Mapping[str, Sort] = {
    "people": Sort(
        title=_("Admit, exclude, reinstate"),
        legend=_("About people, %(number)s"),
        more=_("One more person"),
        gestures=[
            ("", _("Nothing about people")),
            (EffectKind.ADMIT, _("Admit as a member")),
            (EffectKind.WITHDRAW_VOTING_RIGHT, _("Withdraw the voting right")),
            (f"{EffectKind.EXCLUDE}-{Scope.COUNCIL}", _("Exclude from the council")),
            (f"{EffectKind.EXCLUDE}-{Scope.ASSOCIATION}", _("Exclude from the association")),
            (EffectKind.REINSTATE, _("Reinstate")),
        ],
    ),
    "access": Sort(
        title=_("Accesses: machines, mailboxes, channels"),
        legend=_("Access, %(number)s"),
        more=_("One more access"),
        gestures=[
            ("", _("Nothing about accesses")),
            (EffectKind.GRANT_ACCESS, _("Grant an access")),
            (EffectKind.EXTEND_ACCESS, _("Extend an access")),
            (EffectKind.REVOKE_ACCESS, _("Take an access back")),
        ],
    ),
    "mandate": Sort(
        title=_("Mandates"),
        legend=_("Mandate, %(number)s"),
        more=_("One more mandate"),
        gestures=[
            ("", _("Nothing about mandates")),
            (EffectKind.GIVE_MANDATE, _("Give a mandate")),
            (EffectKind.END_MANDATE, _("End a mandate")),
        ],
    ),
    "money": Sort(
        title=pgettext_lazy("a register", "Money"),
        legend=_("Amount, %(number)s"),
        more=_("One more amount"),
        gestures=[
            ("", _("Nothing about money")),
            (EffectKind.COMMIT_AMOUNT, _("Allow an amount to be spent")),
        ],
    ),
    "service": Sort(
        title=_("Services"),
        legend=_("Service, %(number)s"),
        more=_("One more service"),
        gestures=[
            ("", _("Nothing about services")),
            (EffectKind.CHANGE_SERVICE, _("Open, change or close a service")),
        ],
    ),
    "report": Sort(
        title=_("Reports of a period"),
        legend=_("Report, %(number)s"),
        more=_("One more report"),
        gestures=[
            ("", _("Nothing about reports")),
            (EffectKind.ADOPT_REPORT, _("Adopt a report")),
        ],
    ),
}

_WHO = ("member", DecisionRefusal.EFFECT_WITHOUT_MEMBER)
_WHAT = ("resource", DecisionRefusal.EFFECT_WITHOUT_RESOURCE)
_WHICH = ("mandate", DecisionRefusal.EFFECT_WITHOUT_MANDATE)
_UNTIL = ("until", DecisionRefusal.EFFECT_DAY_MALFORMED)
_WHY = ("purpose", DecisionRefusal.EFFECT_WITHOUT_PURPOSE)
#: What each gesture needs, and how its lack is said.
NEEDED: Mapping[str, tuple[tuple[str, DecisionRefusal], ...]] = {
    **{value: (_WHO,) for value, _label in SORTS["people"].gestures if value},
    EffectKind.GRANT_VOTING_RIGHT: (_WHO,),
    EffectKind.GRANT_ACCESS: (_WHO, _WHAT, _WHY),
    EffectKind.EXTEND_ACCESS: (_WHO, _WHAT),
    EffectKind.REVOKE_ACCESS: (_WHO, _WHAT),
    EffectKind.GIVE_MANDATE: (_WHO, _WHICH, _UNTIL),
    EffectKind.END_MANDATE: (_WHO, _WHICH),
    EffectKind.COMMIT_AMOUNT: (
        ("amount", DecisionRefusal.EFFECT_WITHOUT_AMOUNT),
        ("purpose", DecisionRefusal.EFFECT_WITHOUT_SPENDING),
    ),
    EffectKind.CHANGE_SERVICE: (
        ("service", DecisionRefusal.EFFECT_WITHOUT_SERVICE),
        ("state", DecisionRefusal.EFFECT_WITHOUT_STATE),
    ),
    EffectKind.ADOPT_REPORT: (("edition", DecisionRefusal.EFFECT_WITHOUT_REPORT),),
}


def row_fields(sort: str, number: int, chooser: Chooser) -> dict[str, forms.Field]:
    """Return the fields of one row, each under its name on the page."""

    def choice(label: Any, choices: Choices, empty: Any = None) -> forms.ChoiceField:
        offered = [("", empty), *choices] if empty is not None else list(choices)
        return forms.ChoiceField(label=label, required=False, choices=offered, error_messages=CHOOSE)

    def person() -> PersonField:
        found = PersonField(label=_("For whom"), required=False, error_messages=CHOOSE)
        found.offer([(key, str(name)) for key, name in chooser.people], nobody=_("Choose a person"))
        return found

    fields: dict[str, forms.Field] = {
        "do": choice(_("What changes"), offered(chooser, sort)),
    }
    if sort in {"people", "access", "mandate"}:
        fields["member"] = person()
    if sort == "money":
        fields["amount"] = AmountField(
            label=_("Up to which amount"), required=False, help_text=_("In euros, such as 54,28.")
        )
        fields["purpose"] = forms.CharField(label=_("What may be bought or paid"), required=False, max_length=1000)
        fields["heading"] = forms.CharField(label=_("Heading of the budget"), required=False, max_length=300)
    if sort == "service":
        states = [(state, state_word("service", state)) for state in STATES]
        fields["service"] = choice(_("Which service"), chooser.services, _("Choose a service"))
        fields["state"] = choice(_("Where it will stand"), states, _("Choose where it will stand"))
    if sort == "report":
        fields["edition"] = choice(_("Which report"), chooser.reports, _("Choose a report"))
    if sort == "access":
        fields["resource"] = choice(_("To what"), chooser.resources, _("Choose what can be entered"))
        fields["purpose"] = forms.CharField(
            label=_("What for"), required=False, help_text=_("When it is granted. Never write a password here.")
        )
        fields["until"] = DayField(
            label=_("Last day"), required=False, help_text=_("Empty: without end, reviewed now and then.")
        )
    if sort == "mandate":
        fields["mandate"] = choice(_("Which mandate"), chooser.mandates, _("Choose a mandate"))
        fields["until"] = DayField(label=_("Last day"), required=False, help_text=_("When it is given."))
    return {f"{sort}-{number}-{name}": found for name, found in fields.items()}


def offered(chooser: Chooser, sort: str) -> Choices:
    """Return what a row of one sort offers."""
    gestures = SORTS[sort].gestures
    if sort == "people" and chooser.named:
        return [*gestures[:1], (EffectKind.GRANT_VOTING_RIGHT, _("Grant the voting right")), *gestures[1:]]
    return gestures


def draft(row: Mapping[str, Any]) -> EffectDraft:
    """Return the effect that a filled row describes."""
    do, member = str(row["do"]), row.get("member") or ""
    if do.startswith(f"{EffectKind.EXCLUDE}-"):
        scope = do.removeprefix(f"{EffectKind.EXCLUDE}-")
        return EffectDraft(kind=EffectKind.EXCLUDE, params={"member": member, "scope": scope})
    if do == EffectKind.COMMIT_AMOUNT:
        spending = {name: str(row.get(name) or "").strip() for name in ("purpose", "heading")}
        return EffectDraft(kind=do, params={"amount": row.get("amount") or 0, **spending})
    if do == EffectKind.CHANGE_SERVICE:
        return EffectDraft(kind=do, params={name: row.get(name) or "" for name in ("service", "state")})
    if do == EffectKind.ADOPT_REPORT:
        return EffectDraft(kind=do, params={"edition": row.get("edition") or ""})
    until = row["until"].isoformat() if row.get("until") else ""
    params = {
        EffectKind.GRANT_ACCESS: {
            "resource": row.get("resource") or "",
            "purpose": str(row.get("purpose") or "").strip(),
            "until": until,
        },
        EffectKind.EXTEND_ACCESS: {"resource": row.get("resource") or "", "until": until},
        EffectKind.REVOKE_ACCESS: {"resource": row.get("resource") or ""},
        EffectKind.GIVE_MANDATE: {"mandate": row.get("mandate") or "", "until": until},
        EffectKind.END_MANDATE: {"mandate": row.get("mandate") or ""},
    }.get(EffectKind(do), {})
    return EffectDraft(kind=do, params={"member": member, **params})


def rows_before(chooser: Chooser, sort: str) -> list[dict[str, Any]]:
    """Return the effects of one sort as their rows show them."""
    found = []
    for effect in chooser.before:
        do = f"{effect.kind}-{effect.params.get('scope')}" if effect.kind == EffectKind.EXCLUDE else effect.kind
        if do in {value for value, _label in offered(chooser, sort) if value}:
            found.append({"do": do, **effect.params})
    return found
