"""What the room is told: a message for each version of an action, edited as votes come; its milestones in its thread.

Nothing is said twice: each event bears an identifier of its own, by which the server drops doubles; what an announcement
shows is compared with the ledger before it is edited, and the milestones told are written down. After an hour without a
server one edit catches up.

A new text is announced by a message of its own, unlike on chats with buttons: reactions stay under the message they
were put under, and those on the earlier text must not look like votes on the new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import translation

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.commands import adopt_discussion
from toutdoux.decisions.queries.telling import ActionNews, action_news, objection_news
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.chat.answering import action_address, language_of
from toutdoux.integrations.chat.logic.milestones import Milestone, Sort, halfway_at
from toutdoux.integrations.matrix import commands
from toutdoux.integrations.matrix.client import Matrix, MatrixRefused
from toutdoux.integrations.matrix.logic.reading import MARKS
from toutdoux.integrations.matrix.queries import AnnouncementRow, ConnectionRow, announcements
from toutdoux.integrations.matrix.rendering import content, edit, in_thread, link_to
from toutdoux.ledger.queries import entries_at, head
from toutdoux.rules.facts import Choice, Execution, Status
from toutdoux.wording.chat import posts
from toutdoux.wording.chat.matrix import how_to_vote, replaced_post
from toutdoux.wording.messages import Piece

#: What a server answers to a reaction that is there already.
_THERE = "M_DUPLICATE_ANNOTATION"


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Tells one room about the actions of its association, at ``now``. Raises what the server answers."""

    row: ConnectionRow
    server: Matrix
    association: AssociationRow
    now: datetime

    def show(self, *, action_id: UUID, seq: int | None = None) -> AnnouncementRow | None:
        """Let the room see an action as it stands: announce its text if it is new, else edit what announces it.

        Returns what announces it now; None for what is not told (a row of an old table). ``seq`` is the entry of the
        ledger to be shown; None: time alone has closed its votes. Steps: note how far the ledger goes, then read the
        facts · announce, or edit unless the entry is shown already · put the three marks there while votes are taken,
        take them away after. Of two workers at once, the one that was overtaken writes again what is true.
        """
        end = head(association_id=self.association.id).seq
        # What was written since this round began is shown too, or it would be taken for shown without being seen.
        latest = max(
            (entry.at for entry in entries_at(association_id=self.association.id, seqs=[end])), default=self.now
        )
        return replace(self, now=max(self.now, latest))._show(action_id, seq=seq, end=end)  # noqa: SLF001 -- its own

    def _show(self, action_id: UUID, *, seq: int | None, end: int) -> AnnouncementRow | None:
        news = self._news(action_id)
        if news is None or news.row.outcome is None:
            return None
        rows = announcements(action_id=action_id, room_id=self.row.room_id)
        if not rows or rows[-1].version != news.row.version:
            found = self._announce(news, earlier=rows)
            commands.told_until(announcement_id=found.id, seq=end)
        else:
            found = rows[-1]
            if seq is None or found.told_seq < seq:
                self._edit(found, news, key=f"{end} closing" if seq is None else f"{end}")
                if not commands.told_until(announcement_id=found.id, seq=end):
                    self._edit(found, self._news(action_id) or news, key=f"{end} overtaken")
        self._mark(found, news)
        return found

    def say(self, *, found: AnnouncementRow, milestone: Milestone) -> None:
        """Tell a milestone in the thread of an action, unless it was told."""
        news = self._news(found.action_id)
        if news is None or milestone.key in found.said:
            return
        with self._speaking():
            pieces = self._pieces(news, milestone)
        if pieces:
            self._reply(found, pieces, key=milestone.key)
        commands.said(announcement_id=found.id, key=milestone.key)

    def _news(self, action_id: UUID) -> ActionNews | None:
        return action_news(association_id=self.association.id, ids={action_id}, now=self.now).get(action_id)

    def _announce(self, news: ActionNews, *, earlier: Sequence[AnnouncementRow]) -> AnnouncementRow:
        """Announce a version. Written down last: a try that ended half-way is made again, and the server sees one."""
        action, outcome = news.row, news.row.outcome
        assert outcome is not None, "rows of old tables are not told"
        event_id = self.server.send(
            room_id=self.row.room_id,
            kind="m.room.message",
            content=self._words(news),
            txn=f"announce:{self.row.room_id}:{action.id}:{action.version}",
        )
        url = link_to(room_id=self.row.room_id, event_id=event_id)
        for old in earlier:
            self._replace(old, news, url=url)
        adopt_discussion(association_id=self.association.id, action_id=action.id, url=url)
        commands.announced(
            association_id=self.association.id,
            action_id=action.id,
            version=action.version,
            room_id=self.row.room_id,
            event_id=event_id,
            halfway_at=halfway_at(outcome=outcome, opened_at=action.opened_at, deadline=action.deadline),
            closes_at=outcome.ballots_close_at if outcome.ballots_open else None,
            now=self.now,
        )
        return announcements(action_id=action.id, room_id=self.row.room_id)[-1]

    def _replace(self, old: AnnouncementRow, news: ActionNews, *, url: str) -> None:
        """Say in the place, and in the thread, of an earlier text where the new one is; nobody votes there any more."""
        if not old.marks and old.closes_at is None:
            return
        with self._speaking():
            pieces = replaced_post(reference=str(news.row.reference), title=news.row.title, url=url)
        self.server.send(
            room_id=old.room_id,
            kind="m.room.message",
            content=edit(content(pieces, sort="m.text"), event_id=old.event_id),
            txn=f"replaced:{old.event_id}",
        )
        self._reply(old, pieces[1:], key=f"replaced:{news.row.version}")
        self._unmark(old)

    def _edit(self, found: AnnouncementRow, news: ActionNews, *, key: str) -> None:
        self.server.send(
            room_id=found.room_id,
            kind="m.room.message",
            content=edit(self._words(news), event_id=found.event_id),
            txn=f"edit:{found.event_id}:{key}",
        )

    def _reply(self, found: AnnouncementRow, pieces: Sequence[Piece], *, key: str) -> None:
        with self._speaking():
            said = content(pieces, sort="m.notice", rest=posts.shortened_words())
        self.server.send(
            room_id=found.room_id,
            kind="m.room.message",
            content=in_thread(said, root=found.event_id),
            txn=f"say:{found.event_id}:{key}",
        )

    def _mark(self, found: AnnouncementRow, news: ActionNews) -> None:
        """Put the three reactions there for people to press, while that is a vote."""
        outcome = news.row.outcome
        if outcome is None or not outcome.ballots_open:
            self._unmark(found)
            return
        marks: dict[Choice, str] = dict(found.marks)
        for choice, sign in MARKS.items():
            if choice in marks:
                continue
            about = {"rel_type": "m.annotation", "event_id": found.event_id, "key": sign}
            try:
                marks[choice] = self.server.send(
                    room_id=found.room_id,
                    kind="m.reaction",
                    content={"m.relates_to": about},
                    txn=f"mark:{found.event_id}:{choice}",
                )
            except MatrixRefused as refused:
                if refused.code != _THERE:
                    raise
        if marks != found.marks:
            commands.marked(announcement_id=found.id, marks=marks)

    def _unmark(self, found: AnnouncementRow) -> None:
        for event_id in found.marks.values():
            self.server.redact(room_id=found.room_id, event_id=event_id, txn=f"unmark:{event_id}")
        commands.closed(announcement_id=found.id)

    def _words(self, news: ActionNews) -> dict[str, object]:
        with self._speaking():
            pieces = posts.action_post(told=self._posted(news))
            if news.row.outcome is not None and news.row.outcome.ballots_open:
                pieces = (*pieces[:-1], how_to_vote(MARKS), pieces[-1])
            return content(pieces, sort="m.text", rest=posts.shortened_words())

    def _pieces(self, news: ActionNews, milestone: Milestone) -> tuple[Piece, ...]:
        told = self._posted(news)
        match milestone.sort:
            case Sort.HALFWAY:
                return posts.halfway_post(told=told)
            case Sort.OBJECTION if milestone.member_id is not None:
                said = objection_news(
                    association_id=self.association.id, action_id=news.row.id, member_id=milestone.member_id
                )
                return posts.objection_post(name=said.name, reason=said.reason) if said else ()
            case Sort.DECIDED:
                return posts.outcome_post(told=told, status=Status(milestone.what))
            case Sort.ENDED:
                return posts.execution_post(execution=Execution(milestone.what))
            case Sort.URGENCY:
                return posts.urgency_post()
        # A new text is an announcement by itself.
        return ()

    def _posted(self, news: ActionNews) -> posts.Posted:
        return posts.Posted(
            row=news.row,
            text=news.text,
            bar=bar_characters(news.row, zone=self.association.zone, now=self.now),
            page_url=action_address(self.association, news.row.reference),
            zone=self.association.zone,
            now=self.now,
        )

    def _speaking(self) -> translation.override:
        return translation.override(language_of(self.association))
