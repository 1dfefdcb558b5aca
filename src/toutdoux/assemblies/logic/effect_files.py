"""What the adoption of an item changed by itself, as the minutes keep it: told with the names of that day. Read and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from toutdoux.decisions.logic.effects import EffectKind
from toutdoux.members.logic.changes import Scope
from toutdoux.registers.logic.drafts import LONGEST_LINE, MOST_CENTS
from toutdoux.rules.reading.faults import RulebookFault
from toutdoux.rules.reading.table import Table
from toutdoux.services.logic.sheets import STATES
from toutdoux.writings.logic.arranging import Which

MOST_EFFECTS = 200
State = StrEnum("State", {state: state for state in STATES})  # type: ignore[misc]  # the states of a service, as choices


class Became(StrEnum):
    """What became of an effect."""

    APPLIED = "applied"
    WITHOUT_OBJECT = "without-object"


@dataclass(frozen=True, kw_only=True)
class Effect:
    """An effect of a vote, and what became of it; ``because``: the code of why there was nothing to do.

    ``name``: of the person it is about. ``subject``: of the access, the service, or the mandate whose code is ``mandate``.
    ``amount``: cents. ``report``: which one, of ``period``, in which ``edition``.
    """

    kind: EffectKind
    what: Became
    because: str = ""
    name: str = ""
    subject: str = ""
    scope: Scope | None = None
    purpose: str = ""
    mandate: str = ""
    amount: int | None = None
    state: str = ""
    until: date | None = None
    report: Which | None = None
    period: str = ""
    edition: int | None = None


#: What the sentence of an effect that was applied needs, by kind; of a mandate, its code or what it is called.
_NEEDED: Mapping[EffectKind, tuple[str, ...]] = MappingProxyType(
    {
        EffectKind.GRANT_VOTING_RIGHT: ("name",),
        EffectKind.WITHDRAW_VOTING_RIGHT: ("name",),
        EffectKind.ADMIT: ("name",),
        EffectKind.EXCLUDE: ("name",),
        EffectKind.REINSTATE: ("name",),
        EffectKind.GRANT_ACCESS: ("name", "subject"),
        EffectKind.EXTEND_ACCESS: ("name", "subject"),
        EffectKind.REVOKE_ACCESS: ("name", "subject"),
        EffectKind.GIVE_MANDATE: ("name", "subject"),
        EffectKind.END_MANDATE: ("name", "subject"),
        EffectKind.ADOPT_RULEBOOK: (),
        EffectKind.COMMIT_AMOUNT: ("amount", "purpose"),
        EffectKind.REVISE_AMOUNT: ("amount", "purpose"),
        EffectKind.CHANGE_SERVICE: ("subject", "state"),
        EffectKind.ADOPT_REPORT: ("report", "period"),
    }
)


def read_effect(table: Table) -> Effect:
    """Read one effect; what is wrong with it is a fault of the file."""

    def words(key: str, longest: int = LONGEST_LINE) -> str:
        return table.words(key, longest=longest)

    effect = Effect(
        kind=table.choice("kind", among=EffectKind),
        what=table.choice("what", among=Became, default=Became.APPLIED),
        because=words("because", 40),
        name=words("name"),
        subject=words("subject"),
        scope=table.choice("scope", among=Scope, default=Scope.COUNCIL) if table.has("scope") else None,
        purpose=words("purpose", 1000),
        mandate=words("mandate"),
        amount=table.whole("amount", low=0, high=MOST_CENTS) if table.has("amount") else None,
        state=str(table.choice("state", among=State)) if table.has("state") else "",
        until=table.day("until") if table.has("until") else None,
        report=table.choice("report", among=Which) if table.has("report") else None,
        period=words("period", 20),
        edition=table.whole("edition", low=1, high=10_000) if table.has("edition") else None,
    )
    known = {*_NEEDED[effect.kind]} - ({"subject"} if effect.mandate else set())
    for key in sorted(known) if effect.what is Became.APPLIED else ():
        if not table.has(key):
            table.fault(RulebookFault.MISSING_KEY, key)
    table.close()
    return effect


def effect_data(effect: Effect) -> dict[str, Any]:
    """Return an effect as it is written in the file, what is empty left out."""
    values: dict[str, Any] = {
        "kind": effect.kind.value,
        "what": effect.what.value,
        "because": effect.because,
        "name": effect.name,
        "subject": effect.subject,
        "scope": effect.scope.value if effect.scope else "",
        "purpose": effect.purpose,
        "mandate": effect.mandate,
        "amount": effect.amount,
        "state": effect.state,
        "until": effect.until,
        "report": effect.report.value if effect.report else "",
        "period": effect.period,
        "edition": effect.edition,
    }
    return {name: value for name, value in values.items() if value not in (None, "")}
