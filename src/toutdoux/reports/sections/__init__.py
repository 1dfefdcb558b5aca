"""What each section of a report says of itself: a query, told as sentences, tables and charts."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from toutdoux.reports.logic.document import Block
from toutdoux.reports.sections import accesses, activities, decisions, money, people, running
from toutdoux.reports.sections.scene import Scene

#: By its code, what a section says. A code that is not here (the introduction, one's own) has only its text.
SECTIONS: Mapping[str, Callable[[Scene], Iterable[Block]]] = MappingProxyType(
    {
        "introduction": people.mandates_held,
        "members": people.members_section,
        "decisions": decisions.how_decisions_went,
        "extraordinary": decisions.extraordinary,
        "ordinary": decisions.ordinary,
        "awareness": activities.awareness,
        "training": activities.training,
        "requests": activities.received,
        "partners": activities.partnerships,
        "projects": activities.projects_ahead,
        "money": money.in_short,
        "balance": money.balance,
        "headings": money.headings,
        "amounts": money.by_action,
        "memberships": money.memberships,
        "budget": money.budget_ahead,
        "services": running.services_section,
        "availability": running.availability_section,
        "incidents": running.troubles,
        "machines": running.machines_section,
        "accesses": accesses.reviewed,
    }
)


def says(scene: Scene, code: str) -> tuple[Block, ...]:
    """Return what a section says of itself; nothing where there is nothing to say."""
    section = SECTIONS.get(code)
    return tuple(section(scene)) if section else ()


__all__ = ["SECTIONS", "Scene", "says"]
