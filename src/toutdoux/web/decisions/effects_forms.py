"""Choosing what an action changes by itself: several things, in rows, without a script. The domain judges; a form only reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from toutdoux.accesses.queries import resources
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.mandates.queries import kinds
from toutdoux.members.logic.changes import Scope
from toutdoux.members.queries import MemberRow, applicants
from toutdoux.rules.reading import rulebook_to_toml
from toutdoux.services.logic.sheets import STATES
from toutdoux.services.queries import service_names
from toutdoux.web.associations.forms import DayField
from toutdoux.web.people import MOST_LISTED, PersonField
from toutdoux.web.registers.forms import AmountField
from toutdoux.wording.entries import state_word
from toutdoux.wording.mandates import mandate_name
from toutdoux.wording.refusals import sentence
from toutdoux.wording.reports import edition_words
from toutdoux.writings.queries import edition_names

#: More rows of one sort in one action than anyone reads.
MOST_ROWS = 30
MORE = "more"

_PEOPLE = [
    ("", _("Nothing about people")),
    (EffectKind.ADMIT, _("Admit as a member")),
    (EffectKind.WITHDRAW_VOTING_RIGHT, _("Withdraw the voting right")),
    (f"{EffectKind.EXCLUDE}-{Scope.COUNCIL}", _("Exclude from the council")),
    (f"{EffectKind.EXCLUDE}-{Scope.ASSOCIATION}", _("Exclude from the association")),
    (EffectKind.REINSTATE, _("Reinstate")),
]
_ACCESSES = [
    ("", _("Nothing about accesses")),
    (EffectKind.GRANT_ACCESS, _("Grant an access")),
    (EffectKind.EXTEND_ACCESS, _("Extend an access")),
    (EffectKind.REVOKE_ACCESS, _("Take an access back")),
]
_MANDATES = [
    ("", _("Nothing about mandates")),
    (EffectKind.GIVE_MANDATE, _("Give a mandate")),
    (EffectKind.END_MANDATE, _("End a mandate")),
]
_MONEY = [
    ("", _("Nothing about money")),
    (EffectKind.COMMIT_AMOUNT, _("Allow an amount to be spent")),
]
_SERVICES = [
    ("", _("Nothing about services")),
    (EffectKind.CHANGE_SERVICE, _("Open, change or close a service")),
]
_REPORTS = [
    ("", _("Nothing about reports")),
    (EffectKind.ADOPT_REPORT, _("Adopt a report")),
]
_CHOOSE = {"invalid_choice": _("Choose one of those offered.")}

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """What may be chosen, and what was before. ``open``: whether effects are offered at all.

    ``grants``: who may be ticked for the voting right; in a large register (``named``) they are named in a row instead.
    """

    grants: Choices = ()
    named: bool = False
    people: Choices = ()
    resources: Choices = ()
    mandates: Choices = ()
    services: Choices = ()
    reports: Choices = ()
    rulebook: int = 1
    rules: str = ""
    before: tuple[EffectDraft, ...] = ()
    open: bool = field(default=False)


def chooser(*, association_id: UUID, people: Iterable[MemberRow], before: tuple[EffectDraft, ...]) -> Chooser:
    """Return what an action of an association may change, with what it was to change ``before``."""
    rows = list(people)
    granted = {str(e.params.get("member")) for e in before if e.kind == EffectKind.GRANT_VOTING_RIGHT}
    current = current_rulebook(association_id=association_id)
    asking = applicants(association_id=association_id)
    grants = [
        (str(row.id), row.name)
        for row in rows
        if row.left_at is None and (not row.right.votes or str(row.id) in granted)
    ]
    named = len(grants) > MOST_LISTED
    return Chooser(
        grants=[] if named else grants,
        named=named,
        people=[
            *((str(row.id), row.name) for row in rows),
            *((str(identity), _("%(name)s, who asks to join") % {"name": name}) for identity, name in asking.items()),
        ],
        resources=[(str(row.id), row.name) for row in resources(association_id=association_id)],
        mandates=[(kind.code, mandate_name(kind.code, kind.name)) for kind in kinds(association_id=association_id)],
        services=sorted(
            ((str(key), name) for key, name in service_names(association_id=association_id).items()),
            key=lambda one: one[1].casefold(),
        ),
        reports=_reports(association_id),
        rulebook=current.number,
        rules=rulebook_to_toml(current.rulebook),
        before=before,
        open=True,
    )


def _reports(association_id: UUID) -> Choices:
    """Return the latest edition of each report that none is adopted of: what can be read, and voted on."""
    rows = edition_names(association_id=association_id)
    latest = {(row.period, row.which): key for key, row in reversed(rows.items()) if not row.settled}
    named = [(str(key), rows[key]) for key in latest.values()]
    named.sort(key=lambda one: one[1].frozen_at, reverse=True)
    return [(key, edition_words(row)) for key, row in named]


class EffectsForm(forms.Form):
    """The part of a form about effects: voting rights ticked by name, rows of other gestures, the rules as a text."""

    grants = forms.MultipleChoiceField(
        label=_("Grant the voting right to"),
        required=False,
        help_text=_("From the very instant it passes, by itself. Everyone else holds it already."),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )
    rules = forms.BooleanField(
        label=_("Propose a new version of the rules"),
        required=False,
        help_text=_("Change what you want in the text below; everyone will see the difference, article by article."),
    )
    toml = forms.CharField(
        label=_("The rules, as a file"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "code"}),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, chooser: Chooser, **options: Any) -> None:
        initial = _initial(chooser) | (options.pop("initial", None) or {})
        super().__init__(data, initial=initial, **options)
        self.chooser = chooser
        if not chooser.open:
            for name in ("grants", "rules", "toml", "base"):
                del self.fields[name]
            return
        grants = self.fields["grants"]
        assert isinstance(grants, forms.MultipleChoiceField)
        grants.choices = list(chooser.grants)
        for sort in _SORTS:
            for number in range(self._count(sort)):
                self.fields.update(_row_fields(sort, number, chooser))

    def rows(self, sort: str) -> list[list[BoundField]]:
        """Return the bound fields of each row of one sort: ``people``, ``access`` or ``mandate``."""
        found = []
        for number in range(MOST_ROWS):
            names = [name for name in self.fields if name.startswith(f"{sort}-{number}-")]
            if names:
                found.append([self[name] for name in names])
        return found

    @property
    def people_rows(self) -> list[list[BoundField]]:
        """Return the rows about people."""
        return self.rows("people")

    @property
    def access_rows(self) -> list[list[BoundField]]:
        """Return the rows about accesses."""
        return self.rows("access")

    @property
    def mandate_rows(self) -> list[list[BoundField]]:
        """Return the rows about mandates."""
        return self.rows("mandate")

    @property
    def money_rows(self) -> list[list[BoundField]]:
        """Return the rows about money."""
        return self.rows("money")

    @property
    def service_rows(self) -> list[list[BoundField]]:
        """Return the rows about services."""
        return self.rows("service")

    @property
    def report_rows(self) -> list[list[BoundField]]:
        """Return the rows about reports."""
        return self.rows("report")

    @property
    def main_fields(self) -> list[BoundField]:
        """Return the other fields."""
        return [self[name] for name in self.fields if not _is_effect(name)]

    @property
    def begun(self) -> frozenset[str]:
        """Return which parts hold something, or are wrong: those that are shown unfolded."""
        found = {
            sort for sort in _SORTS if any(row[0].value() or any(f.errors for f in row) for row in self.rows(sort))
        }
        if self.chooser.open and (self["grants"].value() or self["grants"].errors):
            found.add("grants")
        if self.chooser.open and (self["rules"].value() or self["toml"].errors):
            found.add("rules")
        if self.data.get(MORE) in _SORTS:
            found.add(str(self.data[MORE]))
        return frozenset(found)

    @property
    def wants_more(self) -> bool:
        """Say whether one more row was asked for, and nothing else."""
        return self.data.get(MORE) in _SORTS

    def clean(self) -> dict[str, Any]:
        """Say, at its row, what a gesture begun lacks; the domain refuses the same, without knowing of rows."""
        typed = super().clean() or {}
        for sort, row in self._filled(typed):
            for name, code in _NEEDED[row["do"]]:
                if not row.get(name) and f"{row['row']}-{name}" not in self.errors:
                    self.add_error(f"{sort}-{row['number']}-{name}", sentence(Refusal(code=code)))
        return typed

    def effects(self) -> tuple[EffectDraft, ...]:
        """Return the effects chosen, in the order of the page."""
        typed = self.cleaned_data
        found = [
            EffectDraft(kind=EffectKind.GRANT_VOTING_RIGHT, params={"member": member})
            for member in typed.get("grants", ())
        ]
        found += [_draft(row) for _sort, row in self._filled(typed)]
        if typed.get("rules"):
            params = {"toml": typed["toml"].replace("\r\n", "\n"), "base": typed["base"] or self.chooser.rulebook}
            found.append(EffectDraft(kind=EffectKind.ADOPT_RULEBOOK, params=params))
        return tuple(found)

    def _filled(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the rows in which a gesture is chosen."""
        for sort in _SORTS:
            for number in range(MOST_ROWS):
                start = f"{sort}-{number}-"
                row = {name.removeprefix(start): typed.get(name) for name in self.fields if name.startswith(start)}
                if row.get("do"):
                    yield sort, {**row, "row": start.rstrip("-"), "number": number}

    def _count(self, sort: str) -> int:
        """Return how many rows there are: those sent, or those of before and an empty one; one more where asked."""
        if not self.is_bound:
            return min(MOST_ROWS, len(_rows_before(self.chooser, sort)) + 1)
        sent = [
            int(part[1])
            for name in self.data
            if (part := name.split("-"))[0] == sort and len(part) == 3 and part[1].isascii() and part[1].isdigit()
        ]
        # The number in a name is a stranger's: what it may reach is bounded before anything is built from it.
        last = max((number for number in sent if number < MOST_ROWS), default=-1)
        return min(MOST_ROWS, last + 1 + (self.data.get(MORE) == sort))


_SORTS: Mapping[str, Choices] = {
    "people": _PEOPLE,
    "access": _ACCESSES,
    "mandate": _MANDATES,
    "money": _MONEY,
    "service": _SERVICES,
    "report": _REPORTS,
}

_WHO = ("member", DecisionRefusal.EFFECT_WITHOUT_MEMBER)
_WHAT = ("resource", DecisionRefusal.EFFECT_WITHOUT_RESOURCE)
_WHICH = ("mandate", DecisionRefusal.EFFECT_WITHOUT_MANDATE)
_UNTIL = ("until", DecisionRefusal.EFFECT_DAY_MALFORMED)
_WHY = ("purpose", DecisionRefusal.EFFECT_WITHOUT_PURPOSE)
#: What each gesture needs, and how its lack is said.
_NEEDED: Mapping[str, tuple[tuple[str, DecisionRefusal], ...]] = {
    **{value: (_WHO,) for value, _label in _PEOPLE if value},
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


def _row_fields(sort: str, number: int, chooser: Chooser) -> dict[str, forms.Field]:
    def choice(label: Any, choices: Choices, empty: Any = None) -> forms.ChoiceField:
        offered = [("", empty), *choices] if empty is not None else list(choices)
        return forms.ChoiceField(label=label, required=False, choices=offered, error_messages=_CHOOSE)

    def person() -> PersonField:
        found = PersonField(label=_("For whom"), required=False, error_messages=_CHOOSE)
        found.offer([(key, str(name)) for key, name in chooser.people], nobody=_("Choose a person"))
        return found

    fields: dict[str, forms.Field] = {
        "do": choice(_("What changes"), _offered(chooser, sort)),
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


def _offered(chooser: Chooser, sort: str) -> Choices:
    """Return what a row of one sort offers."""
    if sort == "people" and chooser.named:
        return [*_PEOPLE[:1], (EffectKind.GRANT_VOTING_RIGHT, _("Grant the voting right")), *_PEOPLE[1:]]
    return _SORTS[sort]


def _draft(row: Mapping[str, Any]) -> EffectDraft:
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


def _rows_before(chooser: Chooser, sort: str) -> list[dict[str, Any]]:
    """Return the effects of one sort as their rows show them."""
    found = []
    for effect in chooser.before:
        do = f"{effect.kind}-{effect.params.get('scope')}" if effect.kind == EffectKind.EXCLUDE else effect.kind
        if do in {value for value, _label in _offered(chooser, sort) if value}:
            found.append({"do": do, **effect.params})
    return found


def _initial(chooser: Chooser) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "grants": [
            e.params.get("member")
            for e in chooser.before
            if e.kind == EffectKind.GRANT_VOTING_RIGHT and not chooser.named
        ],
        "toml": chooser.rules,
        "base": chooser.rulebook,
    }
    for sort in _SORTS:
        for number, row in enumerate(_rows_before(chooser, sort)):
            initial |= {f"{sort}-{number}-{name}": value for name, value in row.items()}
    for effect in chooser.before:
        if effect.kind == EffectKind.ADOPT_RULEBOOK:
            initial |= {"rules": True, "toml": effect.params["toml"], "base": effect.params["base"]}
    return initial


def _is_effect(name: str) -> bool:
    return name in {"grants", "rules", "toml", "base", "effects_only"} or name.split("-", maxsplit=1)[0] in _SORTS
