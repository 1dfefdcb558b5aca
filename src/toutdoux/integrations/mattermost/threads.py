"""Bringing the thread of an action up to date: its root post, one reply for each milestone, buttons while ballots are taken.

Whatever calls for it (an entry of the ledger, half of the delay, the close), the work is the same: look at what the
channel shows and at what is, and post the difference. So a server that was away for an hour is caught up with by one
update, and each milestone is told once, in order.

A post is written down before the server is asked for it. When a try ended in doubt, the next one looks for the post
by the name it bears (``props.toutdoux``) before writing another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.associations.queries import association
from toutdoux.decisions.commands import adopt_discussion
from toutdoux.decisions.queries.telling import action_news, objection_news
from toutdoux.integrations.channel import NotSent
from toutdoux.integrations.chat.logic.milestones import Milestone, Sort, halfway, halfway_at, milestone_of
from toutdoux.integrations.mattermost import commands
from toutdoux.integrations.mattermost.client import Mattermost, MattermostError
from toutdoux.integrations.mattermost.commands import Held
from toutdoux.integrations.mattermost.posting import Writer
from toutdoux.integrations.mattermost.queries import ConnectionRow, permalink, posted_entries, posts_of
from toutdoux.ledger.logic.chain import EntryFacts, read_data
from toutdoux.ledger.queries import entries_at


def bring_up_to_date(*, connection: ConnectionRow, action_id: UUID, now: datetime) -> bool:
    """Make the channel show an action as it stands. Returns False for what is not shown (a row of an old table).

    Steps: hold the thread · note which entries are to be told, then read the facts · write the root post if there is none ·
    tell the milestones not told yet, in order · take away buttons that no longer count · show the figures · let go.
    Raises ``NotSent``; whatever was done until then stays done, and is not done again.
    """
    held = commands.hold_thread(
        association_id=connection.association_id, action_id=action_id, channel_id=connection.channel_id, now=now
    )
    if held is None:
        # Another worker is at it, and will have read this entry or leave it to the next try.
        raise NotSent("busy")
    try:
        with Mattermost(connection.base_url, connection.token) as server:
            return _Thread(connection=connection, server=server, held=held, now=now).update()
    except MattermostError as error:
        commands.drop_thread(held=held, error=error.code, now=now)
        raise not_sent(error) from error
    except BaseException as error:
        commands.drop_thread(held=held, error=type(error).__name__, now=now)
        raise


def not_sent(error: MattermostError) -> NotSent:
    """Return what became of a message when the server said no. A refused token may be replaced: that is tried again."""
    return NotSent(error.code, for_good=error.for_good, unreachable=error.unreachable or error.status == 401)


@dataclass(kw_only=True)
class _Thread:
    connection: ConnectionRow
    server: Mattermost
    held: Held
    now: datetime

    def update(self) -> bool:
        """Do the work; the thread is held."""
        association_id = self.connection.association_id
        # Before the facts are read: what is appended meanwhile is told by its own message.
        seqs = posted_entries(action_id=self.held.action_id, after=self.held.told_seq)
        seq = max(seqs, default=self.held.told_seq)
        # What was written since this round began is shown too, or it would be taken for shown without being seen.
        entries = entries_at(association_id=association_id, seqs=seqs)
        self.now = max((self.now, *(entry.at for entry in entries)))
        news = action_news(association_id=association_id, ids={self.held.action_id}, now=self.now)
        found = news.get(self.held.action_id)
        if found is None or found.row.outcome is None:
            self._release(seq=seq)
            return False
        row, outcome = found.row, found.row.outcome
        place = association(association_id=association_id)
        writer = Writer(connection=self.connection, place=place, news=found, now=self.now)
        root_id, version = self.held.root_id, self.held.version
        due_at = halfway_at(outcome=outcome, opened_at=row.opened_at, deadline=row.deadline)
        if not root_id:
            root_id = self._root(writer, buttons=outcome.ballots_open)
            version = row.version if outcome.ballots_open else 0
            url = permalink(connection_row=self.connection, post_id=root_id)
            adopt_discussion(association_id=association_id, action_id=row.id, url=url)
        told = set(self._told())
        for milestone in self._milestones(writer, entries, due_at):
            amends = milestone.sort is Sort.AMENDMENT
            if milestone.key in told or (amends and milestone.key != f"{Sort.AMENDMENT}:{row.version}"):
                continue
            # The root post of a thread begun late shows the current text, and bears its buttons already.
            if amends and version == row.version:
                continue
            said = self._reply(writer, milestone, root_id=root_id, buttons=amends and outcome.ballots_open)
            if said and amends:
                version = row.version
        version = version if outcome.ballots_open else 0
        # A root post that has just been written shows it all.
        if self.held.root_id:
            self._show(writer, root_id=root_id, version=version)
        self._release(
            seq=seq,
            version=version,
            halfway_at=due_at if due_at is not None and due_at > self.now else None,
            closes_at=outcome.ballots_close_at if outcome.ballots_open else None,
        )
        return True

    def _release(
        self,
        *,
        seq: int,
        version: int = 0,
        halfway_at: datetime | None = None,
        closes_at: datetime | None = None,
    ) -> None:
        commands.release_thread(held=self.held, version=version, seq=seq, halfway_at=halfway_at, closes_at=closes_at)

    def _told(self) -> Iterable[str]:
        mine = posts_of(action_id=self.held.action_id, channel_id=self.held.channel_id)
        return (post.key for post in mine)

    def _milestones(
        self, writer: Writer, entries: Sequence[EntryFacts], due_at: datetime | None
    ) -> Iterable[Milestone]:
        """Yield what has happened since the thread was last brought up to date, then half of the delay.

        A thread begun in another channel than the first tells nothing that was told there.
        """
        since = None if self.held.told_seq else self.connection.connected_at
        for entry in entries:
            if since is not None and entry.at < since:
                continue
            found = milestone_of(kind=entry.kind, actor_id=entry.actor_id, data=read_data(entry.data))
            if found is not None:
                yield found
        row = writer.news.row
        if (half := halfway(version=row.version, due_at=due_at, deadline=row.deadline, now=self.now)) is not None:
            yield half

    def _root(self, writer: Writer, *, buttons: bool) -> str:
        return self._write(writer, key="root", message=writer.action(), root_id="", buttons=buttons)

    def _reply(self, writer: Writer, milestone: Milestone, *, root_id: str, buttons: bool) -> bool:
        objection = ("", "")
        if milestone.sort is Sort.OBJECTION and milestone.member_id is not None:
            found = objection_news(
                association_id=self.connection.association_id,
                action_id=self.held.action_id,
                member_id=milestone.member_id,
            )
            if found is None:
                # It was lifted before it could be told: it is not raised again here.
                return False
            objection = (found.name, found.reason)
        message = writer.milestone(milestone, objection=objection)
        self._write(writer, key=milestone.key, message=message, root_id=root_id, buttons=buttons)
        return True

    def _write(self, writer: Writer, *, key: str, message: str, root_id: str, buttons: bool) -> str:
        """Write one post, once: found again rather than written anew when an earlier try ended in doubt."""
        saying = commands.say(held=self.held, key=key, version=writer.news.row.version, now=self.now)
        if saying.post_id:
            return saying.post_id
        name = f"{self.held.action_id}:{key}"
        post_id = self._lost(name=name, root_id=root_id) if saying.tried else ""
        if not post_id:
            taken = self.server.create_post(
                channel_id=self.held.channel_id,
                message=message,
                root_id=root_id,
                props=writer.props(key=name, buttons=buttons),
                # The server itself drops a second one that comes soon after the first.
                pending_post_id=f"{self.connection.bot_user_id}:{self.held.id}:{saying.id}",
            )
            post_id = taken.post_id
        commands.said(saying=saying, post_id=post_id, root_id=root_id, buttons=buttons, now=self.now)
        return post_id

    def _lost(self, *, name: str, root_id: str) -> str:
        """Return the post that an earlier try left behind; empty when there is none."""
        rows = self.server.thread(root_id) if root_id else self.server.latest_posts(self.held.channel_id)
        for row in rows:
            mine = row.get("user_id") == self.connection.bot_user_id
            if mine and (row.get("props") or {}).get("toutdoux") == name:
                return str(row["id"])
        return ""

    def _show(self, writer: Writer, *, root_id: str, version: int) -> None:
        """Show the figures in the root post, and take away the buttons of texts and votes that are over."""
        mine = posts_of(action_id=self.held.action_id, channel_id=self.held.channel_id)
        bearing = next((post for post in mine if post.buttons and post.version == version), None)
        elsewhere = bearing is not None and bearing.post_id != root_id
        vote_url = permalink(connection_row=self.connection, post_id=bearing.post_id) if bearing and elsewhere else ""
        for post in mine:
            if post.post_id == root_id:
                message = writer.action(vote_url=vote_url)
            elif post.buttons and post.version != version:
                over = post.version == writer.news.row.version
                message = writer.milestone(Milestone(sort=Sort.AMENDMENT, key="")) if over else writer.replaced()
            else:
                continue
            if post.buttons and post.version != version:
                self.server.replace_post(post.post_id, message=message)
                commands.buttons_gone(post_id=post.post_id)
            else:
                self.server.patch_post(post.post_id, message=message)
