"""What is written down around a post: the claim on a thread, the try, and what the server answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from toutdoux.integrations.logic.retrying import FIRST_WAIT, LONGEST_WAIT
from toutdoux.integrations.mattermost.models import Connection, Post, Thread

#: How long one worker may hold a thread. Each of its calls lasts less than a minute.
HELD = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A thread held by one worker: what the channel shows of an action so far."""

    id: int
    association_id: UUID
    action_id: UUID
    channel_id: str
    version: int
    told_seq: int
    root_id: str
    halfway_at: datetime | None
    closes_at: datetime | None
    attempts: int


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A post that is about to be written. ``tried``: an earlier try ended in doubt, so look for it first."""

    id: int
    tried: bool
    post_id: str


def told_until(*, action_id: UUID, channel_id: str) -> int:
    """Return the last entry of the ledger that the channel shows of an action; 0 while it shows nothing."""
    rows = Thread.objects.filter(action_id=action_id, channel_id=channel_id)
    return rows.values_list("told_seq", flat=True).first() or 0


def hold_thread(*, association_id: UUID, action_id: UUID, channel_id: str, now: datetime) -> Held | None:
    """Hold the thread of an action, made when there is none; None while another worker holds it."""
    Thread.objects.get_or_create(
        action_id=action_id, channel_id=channel_id, defaults={"association_id": association_id}
    )
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    mine = Thread.objects.filter(free, action_id=action_id, channel_id=channel_id)
    if not mine.update(claimed_until=now + HELD, attempts=F("attempts") + 1):
        return None
    row = Thread.objects.get(action_id=action_id, channel_id=channel_id)
    root = Post.objects.filter(thread_id=row.id, key="root").values_list("post_id", flat=True).first()
    return Held(
        id=row.id,
        association_id=row.association_id,
        action_id=row.action_id,
        channel_id=row.channel_id,
        version=row.version,
        told_seq=row.told_seq,
        root_id=root or "",
        halfway_at=row.halfway_at,
        closes_at=row.closes_at,
        attempts=row.attempts,
    )


def release_thread(
    *, held: Held, version: int, seq: int, halfway_at: datetime | None, closes_at: datetime | None
) -> None:
    """Let go of a thread that shows everything up to an entry; ``version``: that of the buttons there, 0 for none."""
    Thread.objects.filter(id=held.id).update(
        claimed_until=None,
        attempts=0,
        next_try_at=None,
        error="",
        version=version,
        told_seq=seq,
        halfway_at=halfway_at,
        closes_at=closes_at,
    )


def drop_thread(*, held: Held, error: str, now: datetime) -> None:
    """Let go of a thread that could not be brought up to date; time alone will not have it tried again too soon."""
    wait = min(FIRST_WAIT * 2 ** min(held.attempts - 1, 12), LONGEST_WAIT)
    Thread.objects.filter(id=held.id).update(claimed_until=None, next_try_at=now + wait, error=error[:200])


def say(*, held: Held, key: str, version: int, now: datetime) -> Saying:
    """Write down that a post is about to be written, before the server is asked."""
    with transaction.atomic():
        row, _ = Post.objects.get_or_create(
            thread_id=held.id, key=key, defaults={"action_id": held.action_id, "version": version}
        )
        found = Saying(id=row.id, tried=row.tried_at is not None, post_id=row.post_id)
        if not row.post_id:
            Post.objects.filter(id=row.id).update(tried_at=now, version=version)
    return found


def said(*, saying: Saying, post_id: str, root_id: str, buttons: bool, now: datetime) -> None:
    """Write down that the server has taken a post."""
    rows = Post.objects.filter(id=saying.id)
    rows.update(post_id=post_id, root_id=root_id, buttons=buttons, posted_at=now)


def buttons_gone(*, post_id: str) -> None:
    """Write down that the buttons of a post have been taken away."""
    Post.objects.filter(post_id=post_id).update(buttons=False)


def heard(*, association_id: UUID, now: datetime) -> None:
    """Write down that the server has been listened to."""
    Connection.objects.filter(association_id=association_id, state="connected").update(heard_at=now)


def forget_threads(*, association_id: UUID) -> None:
    """Forget every post, as when a server was made anew and knows none of them: what is open can be posted again."""
    Thread.objects.filter(association_id=association_id).delete()
