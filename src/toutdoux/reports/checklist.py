"""How far a period has come, read from every sub-domain that a report tells of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext, ngettext

from toutdoux.accesses.logic.ledger import State
from toutdoux.accesses.queries import accesses
from toutdoux.associations.queries import AssociationRow, PeriodRow
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.mandates.queries import mandates
from toutdoux.reports.logic.checklist import Line, Standing, Task, checklist
from toutdoux.reports.sections import Scene
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.queries import editions, sections


def period_checklists(
    *, association: AssociationRow, period: PeriodRow, now: datetime
) -> tuple[tuple[BuiltIn, tuple[Line, ...]], ...]:
    """Return what is left to do before a period is over, by the mandate that answers for it."""
    scene = Scene(association=association, period=period, now=now)
    frozen = {which: editions(period_id=period.id, which=which) for which in Which}
    standing = Standing(
        asked={
            which: sum(
                row.writer_id is not None and not row.text.text and not row.hidden
                for row in sections(period_id=period.id, which=which)
            )
            for which in Which
        },
        editions={which: len(rows) for which, rows in frozen.items()},
        adopted=frozenset(which for which, rows in frozen.items() if any(row.adopted_at for row in rows)),
        handing_over=frozenset(
            row.code
            for row in mandates(association_id=association.id)
            if row.handing_over and row.facts.starts_at <= scene.at and row.over_at > (scene.began or scene.at)
        ),
        to_shut=sum(row.state is State.TO_UNDO for row in accesses(association_id=association.id, at=scene.at)),
        still_open=scene.review.still_open,
    )
    return tuple((mandate, checklist(mandate=mandate, standing=standing)) for mandate in BuiltIn)


def task_sentence(line: Line) -> str:
    """Say what is left to do, or that it is done."""
    return _ABOUT_REPORTS[line.task](line) if line.report else _ABOUT_OTHERS[line.task](line)


def _texts(line: Line) -> str:
    if line.done:
        return gettext("No text that was asked for is missing.")
    return ngettext(
        "%(count)s text that was asked for is not written yet.",
        "%(count)s texts that were asked for are not written yet.",
        line.left,
    ) % {"count": line.left}


def _actions(line: Line) -> str:
    if line.done:
        return gettext("No action of the period is open any longer.")
    return ngettext(
        "%(count)s action of the period is still open.",
        "%(count)s actions of the period are still open.",
        line.left,
    ) % {"count": line.left}


def _accesses(line: Line) -> str:
    if line.done:
        return gettext("Every access that ended has its door shut.")
    return ngettext(
        "%(count)s access has ended, and nobody has said that its door was shut.",
        "%(count)s accesses have ended, and nobody has said that their doors were shut.",
        line.left,
    ) % {"count": line.left}


_ABOUT_REPORTS: Mapping[Task, Callable[[Line], str]] = MappingProxyType(
    {
        Task.TEXTS: _texts,
        Task.REPORT: lambda line: (
            gettext("The report is frozen, ready to be read.")
            if line.done
            else gettext("The report is to be frozen once it is complete.")
        ),
        Task.ADOPTION: lambda line: (
            gettext("The report is adopted.") if line.done else gettext("The report is to be adopted.")
        ),
    }
)
_ABOUT_OTHERS: Mapping[Task, Callable[[Line], str]] = MappingProxyType(
    {
        Task.ACTIONS: _actions,
        Task.ACCESSES: _accesses,
        Task.HAND_OVER: lambda line: (
            gettext("The hand-over file is begun.") if line.done else gettext("The hand-over file is to be begun.")
        ),
    }
)
