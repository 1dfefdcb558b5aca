"""The private question of the inactivity procedure, on its way: one message for each person asked, and the proof of it.

It is no notification that one may turn off: it is about one's own place, so it leaves in the chat of who prefers it, and
by mail even to who wants nothing else, at a decent hour. What cannot be sent is told at once to those who run the procedure.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from toutdoux.associations.queries import association
from toutdoux.integrations.logic.planning import Person
from toutdoux.integrations.logic.timing import decent
from toutdoux.integrations.logic.words import About, Skip, State
from toutdoux.integrations.models import Delivery
from toutdoux.integrations.queries import Contact, contacts
from toutdoux.ledger.logic.chain import EntryFacts, read_data
from toutdoux.procedures.commands.inactivity import record_told, record_trouble
from toutdoux.procedures.logic.events import ProcedureEvent
from toutdoux.procedures.queries.inactivity import asked

_KEY = "stay:"


def write_questions(*, batch: Sequence[EntryFacts], person: Callable[[Contact], Person], now: datetime) -> int:
    """Write one message for each person whom an entry of ``batch`` asks; return how many.

    ``person`` says how someone can be reached.
    """
    entries = [entry for entry in batch if entry.kind == ProcedureEvent.ASKED]
    if not entries:
        return 0
    place = association(association_id=entries[0].association_id)
    rows = []
    for entry in entries:
        listed_id = UUID(read_data(entry.data)["listed"])
        question = asked(association_id=place.id, listed_id=listed_id, now=now)
        if question is None:
            continue
        contact = contacts(association=place, now=now, ids={question.member.id})[question.member.id]
        reached = person(contact)
        skip = Skip.NO_CHANNEL if not reached.channel else Skip.NO_ADDRESS if reached.lacks_address else None
        if skip is not None:
            record_trouble(listed_id=listed_id, code=skip)
        leaves = decent(at=now, wanted=contact.wanted)
        rows.append(
            Delivery(
                association_id=place.id,
                member_id=question.member.id,
                channel=reached.channel,
                about=About.STAY,
                entry_seq=entry.seq,
                key=f"{_KEY}{listed_id}",
                not_before=leaves,
                next_try_at=leaves,
                state=State.SKIPPED if skip else State.WAITING,
                reason=skip or "",
                created_at=now,
            )
        )
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def listed_of(*, key: str) -> UUID:
    """Return the row of the list that a message about staying is for."""
    return UUID(key.removeprefix(_KEY))


def prove(*, association_id: UUID, key: str, channel: str, now: datetime) -> None:
    """Hand the proof of sending to the procedure: from it the delay runs."""
    record_told(association_id=association_id, listed_id=listed_of(key=key), how=channel, now=now)


def tell_trouble(*, key: str, code: str) -> None:
    """Hand the procedure why the message has not arrived."""
    record_trouble(listed_id=listed_of(key=key), code=code)
