"""Which events may be sent to other programs. Stored words, and promised in docs/webhooks.md."""

from collections.abc import Mapping
from types import MappingProxyType

from toutdoux.decisions.logic.events import DecisionEvent

#: The version of the payload: it grows when a field changes its meaning or goes, not when one is added.
VERSION = 1

#: What may be asked for, in the order it is offered. Ballots are not: who voted what stays among members.
OFFERED: tuple[str, ...] = (
    DecisionEvent.OPENED,
    DecisionEvent.AMENDED,
    DecisionEvent.DECIDED,
    DecisionEvent.URGENCY_DECLARED,
    DecisionEvent.EXECUTION_CHANGED,
    DecisionEvent.LEAD_CHANGED,
    DecisionEvent.REMARK_POSTED,
)

#: What of an entry's data is sent on; digests, seats and members' ids stay.
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        DecisionEvent.OPENED: ("version",),
        DecisionEvent.AMENDED: ("version",),
        DecisionEvent.DECIDED: ("status", "branch", "at"),
        DecisionEvent.URGENCY_DECLARED: (),
        DecisionEvent.EXECUTION_CHANGED: ("execution", "at", "on"),
        DecisionEvent.LEAD_CHANGED: ("change", "lead_wanted"),
        DecisionEvent.REMARK_POSTED: ("remark", "source"),
    }
)
