"""How many may ask to join, and who lets them in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.rules.rulebook import Admission

#: Requests of one source (an address on the network; a whole house may share one) in ``WINDOW``.
MOST_BY_SOURCE = 5
#: Requests of everyone together in ``WINDOW``, and waiting for an answer.
MOST_IN_ALL = 30
MOST_WAITING = 200
WINDOW = timedelta(hours=1)


def flooded(*, times: Iterable[tuple[datetime, bool]], waiting: int, now: datetime) -> bool:
    """Say whether too many ask. ``times``: when others asked, and whether it was from the same source."""
    recent = [same for at, same in times if at > now - WINDOW]
    return sum(recent) >= MOST_BY_SOURCE or len(recent) >= MOST_IN_ALL or waiting >= MOST_WAITING


def accepting_refusals(*, admission: Admission | None) -> list[Refusal]:
    """Return why one member alone may not let in a person who asks."""
    if admission is Admission.MEMBER:
        return []
    return [Refusal(code=MemberRefusal.ADMITTED_BY_ACTION, article=2)]
