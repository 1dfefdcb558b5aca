"""What a rulebook leaves open, when it is first needed, and filling it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from toutdoux.rules.reading.faults import Faults, RulebookFault
from toutdoux.rules.reading.shape import read_rulebook
from toutdoux.rules.reading.table import Table
from toutdoux.rules.reading.writing import rulebook_to_data
from toutdoux.rules.rulebook import Rulebook


class NeededFor(StrEnum):
    """When a value that was left open is first needed."""

    SET_UP = "set-up"
    FIRST_ASSEMBLY = "first-assembly"
    FIRST_REQUEST = "first-request"
    FIRST_ELECTION = "first-election"
    FIRST_PAYMENT = "first-payment"


@dataclass(frozen=True, kw_only=True)
class OpenValue:
    """A value the association has to choose: its dotted key, and when it is first needed."""

    key: str
    needed_for: NeededFor


_OPEN: tuple[tuple[str, NeededFor, Callable[[Rulebook], object]], ...] = (
    ("voting_right.waiting", NeededFor.SET_UP, lambda r: r.voting_right.waiting),
    ("assembly.leave_counts", NeededFor.FIRST_ASSEMBLY, lambda r: r.assembly.leave_counts),
    ("assembly.quorum", NeededFor.FIRST_ASSEMBLY, lambda r: r.assembly.quorum),
    ("assembly.proxies_per_holder", NeededFor.FIRST_ASSEMBLY, lambda r: r.assembly.proxies_per_holder),
    ("assembly.notice", NeededFor.FIRST_ASSEMBLY, lambda r: r.assembly.notice),
    ("membership.admission", NeededFor.FIRST_REQUEST, lambda r: r.membership.admission),
    ("elections.method", NeededFor.FIRST_ELECTION, lambda r: r.elections.method),
    ("elections.tie", NeededFor.FIRST_ELECTION, lambda r: r.elections.tie),
    ("money.payment_limit", NeededFor.FIRST_PAYMENT, lambda r: r.money.payment_limit),
)


def missing(rulebook: Rulebook) -> tuple[OpenValue, ...]:
    """Return the values still open, in the order in which they are needed."""
    return tuple(
        OpenValue(key=key, needed_for=needed_for) for key, needed_for, value in _OPEN if value(rulebook) is None
    )


def with_answers(rulebook: Rulebook, answers: Mapping[str, Any]) -> Rulebook:
    """Return ``rulebook`` with open values filled in, by dotted key, written as in TOML.

    ``{"voting_right.waiting": {"months": 3}, "assembly.quorum": {"share": "1/2"}, "assembly.proxies_per_holder": 3}``.
    Only values that ``missing`` lists may be answered: changing a rule is a new version, which the association decides.
    Raises ``Refused`` with every fault of the answers.
    """
    data = rulebook_to_data(rulebook)
    faults = Faults()
    still_open = [value.key for value in missing(rulebook)]
    for key, answer in answers.items():
        if key in still_open:
            table, name = key.split(".")
            data.setdefault(table, {})[name] = answer
        else:
            faults.add(RulebookFault.NOT_OPEN, (key,), allowed=still_open)
    complete = read_rulebook(Table(data, path=(), faults=faults))
    faults.refuse_if_any()
    return complete
