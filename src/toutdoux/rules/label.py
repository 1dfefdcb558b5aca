"""The word of the printed register, derived from two facts: the decision and the execution."""

from enum import StrEnum

from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.rulebook import Kind


class Label(StrEnum):
    """The labels of the old tables. The French words are ``wording``'s."""

    REJECTED = "rejected"
    ABANDONED = "abandoned"
    ACCEPTED = "accepted"
    DONE = "done"
    IN_PROGRESS = "in-progress"
    WAITING = "waiting"
    OPEN = "open"


_REJECTED = frozenset({Status.BLOCKED, Status.ANNULLED, Status.REJECTED, Status.LAPSED})


def label(*, status: Status, execution: Execution, kind: Kind) -> Label:
    """Return the label of an action, first match of the list of the tout-doux-cratie."""
    announced = kind is Kind.ORDINARY or status is Status.ANNOUNCED
    matches = (
        (status in _REJECTED, Label.REJECTED),
        (status is Status.WITHDRAWN or execution is Execution.ABANDONED, Label.ABANDONED),
        (status is Status.ACCEPTED, Label.ACCEPTED),
        (execution is Execution.DONE, Label.DONE),
        (announced and execution is Execution.IN_PROGRESS, Label.IN_PROGRESS),
        (status is Status.TACIT or announced, Label.WAITING),
    )
    return next((word for holds, word in matches if holds), Label.OPEN)
