"""What an action can change by itself: its kinds, what each needs to be told, and what is wrong with what it was told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from toutdoux.accesses.logic.checks import purpose_refusals
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.logic.changes import Scope
from toutdoux.registers.logic.drafts import LONGEST_TITLE, MOST_CENTS, text_refusals
from toutdoux.rules.articles import Article
from toutdoux.rules.reading import NeededFor, missing, rulebook_from_toml
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.services.logic.sheets import STATES
from toutdoux.writings.logic.events import WritingRefusal


class EffectKind(StrEnum):
    """What an action can change by itself."""

    GRANT_VOTING_RIGHT = "grant-voting-right"
    WITHDRAW_VOTING_RIGHT = "withdraw-voting-right"
    ADMIT = "admit"
    EXCLUDE = "exclude"
    REINSTATE = "reinstate"
    GRANT_ACCESS = "grant-access"
    EXTEND_ACCESS = "extend-access"
    REVOKE_ACCESS = "revoke-access"
    GIVE_MANDATE = "give-mandate"
    END_MANDATE = "end-mandate"
    ADOPT_RULEBOOK = "adopt-rulebook"
    COMMIT_AMOUNT = "commit-amount"
    REVISE_AMOUNT = "revise-amount"
    CHANGE_SERVICE = "change-service"
    ADOPT_REPORT = "adopt-report"


class EffectOutcome(StrEnum):
    """Why an effect could not be applied, where no other sub-domain says so."""

    RULES_CONFLICT = "rules-conflict"
    RULES_THE_SAME = "rules-the-same"


@dataclass(frozen=True, kw_only=True)
class EffectDraft:
    """One effect as proposed. ``params`` are plain values: ids, days as text, and words that are voted on; never names."""

    kind: str
    params: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an association has, that an effect may name. ``applicants``: who may be admitted, members or not yet.

    ``rulebook``: the number of the version in force. ``services``: those of the register. ``editions``: the frozen editions of
    reports, and whether their report is adopted already. ``purchases``: votes by which an assembly allowed a purchase to begin.
    """

    members: frozenset[UUID] = frozenset()
    applicants: frozenset[UUID] = frozenset()
    resources: frozenset[UUID] = frozenset()
    mandates: frozenset[str] = frozenset()
    rulebook: int = 1
    services: frozenset[UUID] = frozenset()
    editions: Mapping[UUID, bool] = field(default_factory=dict)
    purchases: frozenset[UUID] = frozenset()


Params = Mapping[str, Any]
Check = Callable[[Params, Known], list[Refusal]]


@dataclass(frozen=True, kw_only=True)
class Schema:
    """What one kind of effect is told: the names of its parameters, and the checks of their values."""

    params: frozenset[str]
    checks: tuple[Check, ...]

    def refusals(self, params: Params, known: Known) -> list[Refusal]:
        """Return everything that is wrong with ``params``."""
        if set(params) != self.params or not all(isinstance(value, str | int) for value in params.values()):
            return [Refusal(code=DecisionRefusal.EFFECT_MALFORMED)]
        return [refusal for check in self.checks for refusal in check(params, known)]


def _member(params: Params, known: Known) -> list[Refusal]:
    return _one_of(params["member"], known.members, DecisionRefusal.EFFECT_WITHOUT_MEMBER)


def _applicant(params: Params, known: Known) -> list[Refusal]:
    return _one_of(params["member"], known.applicants, DecisionRefusal.EFFECT_WITHOUT_MEMBER)


def _scope(params: Params, known: Known) -> list[Refusal]:  # noqa: ARG001 -- every check has one shape
    return [] if params["scope"] in set(Scope) else [Refusal(code=DecisionRefusal.EFFECT_WITHOUT_SCOPE)]


def _resource(params: Params, known: Known) -> list[Refusal]:
    return _one_of(params["resource"], known.resources, DecisionRefusal.EFFECT_WITHOUT_RESOURCE)


def _purpose(params: Params, known: Known) -> list[Refusal]:  # noqa: ARG001 -- every check has one shape
    return purpose_refusals(purpose=str(params["purpose"]))


def _mandate(params: Params, known: Known) -> list[Refusal]:
    return _one_of(params["mandate"], known.mandates, DecisionRefusal.EFFECT_WITHOUT_MANDATE)


def _amount(params: Params, known: Known) -> list[Refusal]:  # noqa: ARG001 -- every check has one shape
    amount = params["amount"]
    fits = isinstance(amount, int) and not isinstance(amount, bool) and 0 < amount <= MOST_CENTS
    return [] if fits else [Refusal(code=DecisionRefusal.EFFECT_WITHOUT_AMOUNT)]


def _spending(params: Params, known: Known) -> list[Refusal]:  # noqa: ARG001 -- every check has one shape
    """Refuse what the register of money could not note when the action passes."""
    purpose, heading = str(params["purpose"]), str(params["heading"])
    if not purpose.strip():
        return [Refusal(code=DecisionRefusal.EFFECT_WITHOUT_SPENDING)]
    return [
        *text_refusals(name="purpose", text=purpose, most=LONGEST_TITLE),
        *text_refusals(name="heading", text=heading),
    ]


def _begun(params: Params, known: Known) -> list[Refusal]:
    return _one_of(params["vote"], known.purchases, DecisionRefusal.EFFECT_MALFORMED)


def _service(params: Params, known: Known) -> list[Refusal]:
    refusals = _one_of(params["service"], known.services, DecisionRefusal.EFFECT_WITHOUT_SERVICE)
    if params["state"] not in STATES:
        refusals.append(Refusal(code=DecisionRefusal.EFFECT_WITHOUT_STATE))
    return refusals


def _edition(params: Params, known: Known) -> list[Refusal]:
    """Refuse what was never frozen, for nobody could have read it; and another edition of a report that is adopted."""
    adopted = {str(edition): adopted for edition, adopted in known.editions.items()}.get(str(params["edition"]))
    if adopted is None:
        return [Refusal(code=DecisionRefusal.EFFECT_WITHOUT_REPORT)]
    return [Refusal(code=WritingRefusal.ALREADY_ADOPTED)] if adopted else []


def _perhaps_until(params: Params, known: Known) -> list[Refusal]:
    return _until(params, known) if params["until"] != "" else []


def _until(params: Params, known: Known) -> list[Refusal]:  # noqa: ARG001 -- every check has one shape
    day = last_day(params)
    return [] if day else [Refusal(code=DecisionRefusal.EFFECT_DAY_MALFORMED, data={"day": str(params["until"])[:40]})]


def _rulebook(params: Params, known: Known) -> list[Refusal]:
    """Refuse what is not a rulebook, with every fault's key and line; and one that leaves open what is needed at once."""
    try:
        proposed = rulebook_from_toml(str(params["toml"]))
    except Refused as refused:
        return list(refused.refusals)
    refusals = [
        Refusal(code=DecisionRefusal.EFFECT_RULES_INCOMPLETE, data={"key": value.key})
        for value in missing(proposed)
        if value.needed_for is NeededFor.SET_UP
    ]
    base = params["base"]
    if not isinstance(base, int) or not 1 <= base <= known.rulebook:
        refusals.append(Refusal(code=DecisionRefusal.EFFECT_MALFORMED))
    return refusals


#: One entry for each kind: what it is told. How it is applied and reversed: ``decisions.commands.effects``.
SCHEMAS: Mapping[EffectKind, Schema] = {
    EffectKind.GRANT_VOTING_RIGHT: Schema(params=frozenset({"member"}), checks=(_member,)),
    EffectKind.WITHDRAW_VOTING_RIGHT: Schema(params=frozenset({"member"}), checks=(_member,)),
    EffectKind.ADMIT: Schema(params=frozenset({"member"}), checks=(_applicant,)),
    EffectKind.EXCLUDE: Schema(params=frozenset({"member", "scope"}), checks=(_member, _scope)),
    EffectKind.REINSTATE: Schema(params=frozenset({"member"}), checks=(_member,)),
    EffectKind.GRANT_ACCESS: Schema(
        params=frozenset({"member", "resource", "purpose", "until"}),
        checks=(_member, _resource, _purpose, _perhaps_until),
    ),
    EffectKind.EXTEND_ACCESS: Schema(
        params=frozenset({"member", "resource", "until"}), checks=(_member, _resource, _perhaps_until)
    ),
    EffectKind.REVOKE_ACCESS: Schema(params=frozenset({"member", "resource"}), checks=(_member, _resource)),
    EffectKind.GIVE_MANDATE: Schema(
        params=frozenset({"member", "mandate", "until"}), checks=(_member, _mandate, _until)
    ),
    EffectKind.END_MANDATE: Schema(params=frozenset({"member", "mandate"}), checks=(_member, _mandate)),
    EffectKind.ADOPT_RULEBOOK: Schema(params=frozenset({"toml", "base"}), checks=(_rulebook,)),
    EffectKind.COMMIT_AMOUNT: Schema(params=frozenset({"amount", "purpose", "heading"}), checks=(_amount, _spending)),
    EffectKind.REVISE_AMOUNT: Schema(params=frozenset({"vote", "amount", "purpose"}), checks=(_begun, _amount)),
    EffectKind.CHANGE_SERVICE: Schema(params=frozenset({"service", "state"}), checks=(_service,)),
    EffectKind.ADOPT_REPORT: Schema(params=frozenset({"edition"}), checks=(_edition,)),
}


def last_day(params: Params) -> date | None:
    """Return the last day an effect names (``until``, included), None where it names none that can be read."""
    text = params.get("until")
    try:
        day = date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
    # Another way to write the same day would be another text to vote on.
    return day if day and day.isoformat() == text and 2000 <= day.year <= 2199 else None


def known_effects_refusals(*, effects: tuple[EffectDraft, ...], known: Known) -> list[Refusal]:
    """Return which effects are unknown, are told wrong things, or name what the association has not; and repetitions."""
    refusals = []
    for effect in effects:
        if effect.kind in set(EffectKind):
            refusals += SCHEMAS[EffectKind(effect.kind)].refusals(effect.params, known)
        else:
            refusals.append(Refusal(code=DecisionRefusal.EFFECT_UNKNOWN, data={"effect": effect.kind}))
    subjects = [_subject(effect) for effect in effects]
    if len(set(subjects)) < len(subjects):
        refusals.append(Refusal(code=DecisionRefusal.EFFECT_TWICE))
    return refusals


def effects_refusals(
    *, kind: Kind, effects: tuple[EffectDraft, ...], rulebook: Rulebook, today: date | None = None
) -> list[Refusal]:
    """Refuse effects on an action that nobody counts, for what changes by itself must have been decided; and past days."""
    refusals = []
    if effects and rulebook.count_rules(kind) is None:
        refusals.append(Refusal(code=DecisionRefusal.EFFECTS_NEED_A_COUNT, article=Article.EFFECTS))
    return refusals + (past_days_refusals(effects=effects, today=today) if today is not None else [])


def past_days_refusals(*, effects: tuple[EffectDraft, ...], today: date) -> list[Refusal]:
    """Refuse a last day that is over, or that this one is."""
    days = [day for effect in effects if (day := last_day(effect.params)) is not None]
    if any(day <= today for day in days):
        return [Refusal(code=DecisionRefusal.EFFECT_DAY_PAST, data={"day": min(days).isoformat()})]
    return []


def _subject(effect: EffectDraft) -> tuple[str, ...]:
    """Return what an effect acts on: twice the same in one action would contradict or repeat itself."""
    # An action may allow several amounts, each for something of its own.
    names = (
        ("purpose", "heading")
        if effect.kind == EffectKind.COMMIT_AMOUNT
        else ("member", "resource", "mandate", "service", "edition", "vote")
    )
    about = (effect.params.get(name, "") for name in names)
    return (effect.kind.split("-")[-1] if "resource" in effect.params else effect.kind, *(str(part) for part in about))


def _one_of(value: object, known: frozenset[Any], code: DecisionRefusal) -> list[Refusal]:
    return [] if str(value) in {str(one) for one in known} else [Refusal(code=code)]
