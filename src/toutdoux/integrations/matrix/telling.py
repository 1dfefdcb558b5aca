"""What the room is told: a message for each version of an action, edited as votes come; its milestones in its thread.

Nothing is said twice: each event bears an identifier of its own, by which the server drops doubles, and what an
announcement shows is compared with the ledger before it is edited. After an hour without a server one edit catches up.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.queries.telling import ActionNews, action_news
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.chat.answering import action_address, language_of
from toutdoux.integrations.matrix import commands
from toutdoux.integrations.matrix.client import Matrix, MatrixRefused
from toutdoux.integrations.matrix.logic.reading import MARKS
from toutdoux.integrations.matrix.queries import AnnouncementRow, ConnectionRow, announcements
from toutdoux.integrations.matrix.rendering import content, edit, in_thread
from toutdoux.ledger.queries import head
from toutdoux.rules.facts import Choice, Status
from toutdoux.wording.chat.matrix import Announced, announcement, halfway, replaced
from toutdoux.wording.messages import Piece

_ALREADY = "M_DUPLICATE_ANNOTATION"


def show(
    *,
    row: ConnectionRow,
    server: Matrix,
    place: AssociationRow,
    action_id: UUID,
    closing: bool = False,
    now: datetime,
) -> AnnouncementRow | None:
    """Let the room see an action as it stands: announce its text if it is new, else edit what announces it.

    Returns what announces it now; None for what is not told (a row of an old table). ``closing``: time has closed its
    votes, which no entry of the ledger says. Steps: note how far the ledger
    goes, then read the facts · announce, or edit unless all of that is shown already · put the three marks there while
    votes are taken, take them away after. Of two workers at once, the one that was overtaken writes again what is true.
    """
    seq = head(association_id=place.id).seq
    news = action_news(association_id=place.id, ids={action_id}, now=now).get(action_id)
    if news is None or news.row.outcome is None:
        return None
    rows = announcements(action_id=action_id, room_id=row.room_id)
    if not rows or rows[-1].version != news.row.version:
        _announce(row=row, server=server, place=place, news=news, earlier=rows, now=now)
        found = announcements(action_id=action_id, room_id=row.room_id)[-1]
        commands.told_until(announcement_id=found.id, seq=seq)
    else:
        found = rows[-1]
        if found.told_seq < seq or closing:
            key = f"{seq} closing" if closing else f"{seq}"
            _edit(server=server, place=place, news=news, found=found, key=key, now=now)
            if not commands.told_until(announcement_id=found.id, seq=seq):
                fresh = action_news(association_id=place.id, ids={action_id}, now=now)[action_id]
                _edit(server=server, place=place, news=fresh, found=found, key=f"{seq} overtaken", now=now)
    _mark(server=server, news=news, found=found)
    return found


def say_in_thread(*, server: Matrix, found: AnnouncementRow, pieces: Sequence[Piece], key: str) -> None:
    """Add a milestone to the thread of an action. ``key`` names it: it is said once."""
    said = in_thread(content(pieces, sort="m.notice"), root=found.event_id)
    server.send(room_id=found.room_id, kind="m.room.message", content=said, txn=key)


def tell_halfway(*, server: Matrix, place: AssociationRow, found: AnnouncementRow, now: datetime) -> None:
    """Say, once, that half of the delay has passed: who has not voted still can."""
    news = action_news(association_id=place.id, ids={found.action_id}, now=now).get(found.action_id)
    if news is not None and news.row.outcome is not None and news.row.outcome.status is Status.OPEN:
        with translation.override(language_of(place)):
            pieces = halfway(told=announced(place=place, news=news, now=now))
        say_in_thread(server=server, found=found, pieces=pieces, key=f"halfway:{found.event_id}")
    commands.halfway_told(announcement_id=found.id)


def link_to(*, room_id: str, event_id: str) -> str:
    """Return the address that shows a message, whatever program one uses."""
    return f"https://matrix.to/#/{room_id}/{event_id}"


def _announce(
    *,
    row: ConnectionRow,
    server: Matrix,
    place: AssociationRow,
    news: ActionNews,
    earlier: Sequence[AnnouncementRow],
    now: datetime,
) -> None:
    action = news.row
    with translation.override(language_of(place)):
        said = content(announcement(told=announced(place=place, news=news, now=now)), sort="m.text")
    event_id = server.send(
        room_id=row.room_id,
        kind="m.room.message",
        content=said,
        txn=f"announce:{row.room_id}:{action.id}:{action.version}",
    )
    outcome = action.outcome
    counted = outcome is not None and outcome.status is Status.OPEN and action.deadline and action.opened_at
    commands.announced(
        association_id=place.id,
        action_id=action.id,
        version=action.version,
        room_id=row.room_id,
        event_id=event_id,
        halfway_at=_halfway(action.opened_at, action.deadline) if counted else None,
        closes_at=outcome.ballots_close_at if outcome and outcome.ballots_open else None,
        now=now,
    )
    for old in earlier:
        with translation.override(language_of(place)):
            words = replaced(
                reference=str(action.reference),
                title=action.title,
                url=link_to(room_id=row.room_id, event_id=event_id),
            )
        server.send(
            room_id=old.room_id,
            kind="m.room.message",
            content=edit(content(words, sort="m.text"), event_id=old.event_id),
            txn=f"replaced:{old.event_id}:{action.version}",
        )
        _unmark(server=server, found=old)


def _edit(
    *, server: Matrix, place: AssociationRow, news: ActionNews, found: AnnouncementRow, key: str, now: datetime
) -> None:
    with translation.override(language_of(place)):
        said = content(announcement(told=announced(place=place, news=news, now=now)), sort="m.text")
    server.send(
        room_id=found.room_id,
        kind="m.room.message",
        content=edit(said, event_id=found.event_id),
        txn=f"edit:{found.event_id}:{key}",
    )


def _mark(*, server: Matrix, news: ActionNews, found: AnnouncementRow) -> None:
    """Put the three reactions there for people to press, while that is a vote."""
    outcome = news.row.outcome
    if outcome is None or not outcome.ballots_open:
        _unmark(server=server, found=found)
        return
    marks: dict[Choice, str] = dict(found.marks)
    for choice, sign in MARKS.items():
        if choice in marks:
            continue
        about = {"rel_type": "m.annotation", "event_id": found.event_id, "key": sign}
        try:
            marks[choice] = server.send(
                room_id=found.room_id,
                kind="m.reaction",
                content={"m.relates_to": about},
                txn=f"mark:{found.event_id}:{choice}",
            )
        except MatrixRefused as refused:
            if refused.code != _ALREADY:
                raise
    if marks != found.marks:
        commands.marked(announcement_id=found.id, marks=marks)


def _unmark(*, server: Matrix, found: AnnouncementRow) -> None:
    for event_id in found.marks.values():
        server.redact(room_id=found.room_id, event_id=event_id, txn=f"unmark:{event_id}")
    commands.marked(announcement_id=found.id, marks={})
    commands.closing_told(announcement_id=found.id)


def announced(*, place: AssociationRow, news: ActionNews, now: datetime) -> Announced:
    """Return an action as the room is told of it."""
    return Announced(
        row=news.row,
        text=news.text,
        bar=bar_characters(news.row, zone=place.zone, now=now),
        url=action_address(place, news.row.reference),
        zone=place.zone,
        now=now,
        marks=MARKS,
    )


def _halfway(opened_at: datetime | None, deadline: datetime | None) -> datetime | None:
    if opened_at is None or deadline is None:
        return None
    length: timedelta = deadline - opened_at
    return opened_at + length / 2
