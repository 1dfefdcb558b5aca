"""What is left to do for a period, by mandate: nothing typed, each line worked out from what happened."""

from dataclasses import dataclass
from enum import StrEnum

from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.writings.logic.arranging import Which


class Task(StrEnum):
    """One thing to do before a period is over."""

    REPORT = "report"
    TEXTS = "texts"
    ADOPTION = "adoption"
    HAND_OVER = "hand-over"
    ACCESSES = "accesses"
    ACTIONS = "actions"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a period has come. Of each report: texts asked for and not written, editions, whether one is adopted."""

    asked: dict[Which, int]
    editions: dict[Which, int]
    adopted: frozenset[Which]
    handing_over: frozenset[str]
    to_shut: int
    still_open: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the checklist: what, about which report if it is about one, how many are left, and whether it is done."""

    task: Task
    report: Which | None
    left: int
    done: bool


#: Which report each of the mandates that every association has answers for.
REPORTS = {
    BuiltIn.ADMINISTRATIVE: Which.ACTIVITY,
    BuiltIn.FINANCIAL: Which.FINANCIAL,
    BuiltIn.TECHNICAL: Which.TECHNICAL,
}


def checklist(*, mandate: BuiltIn, standing: Standing) -> tuple[Line, ...]:
    """Return what is left for one mandate to do before the period is over."""
    report = REPORTS[mandate]
    asked = standing.asked.get(report, 0)
    frozen = standing.editions.get(report, 0) > 0
    lines = [
        Line(task=Task.TEXTS, report=report, left=asked, done=asked == 0),
        Line(task=Task.REPORT, report=report, left=0 if frozen else 1, done=frozen),
        Line(
            task=Task.ADOPTION,
            report=report,
            left=0 if report in standing.adopted else 1,
            done=report in standing.adopted,
        ),
    ]
    if mandate is BuiltIn.ADMINISTRATIVE:
        lines.append(Line(task=Task.ACTIONS, report=None, left=standing.still_open, done=standing.still_open == 0))
    if mandate is BuiltIn.TECHNICAL:
        lines.append(Line(task=Task.ACCESSES, report=None, left=standing.to_shut, done=standing.to_shut == 0))
    begun = str(mandate) in standing.handing_over
    lines.append(Line(task=Task.HAND_OVER, report=None, left=0 if begun else 1, done=begun))
    return tuple(lines)
