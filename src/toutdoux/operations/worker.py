"""The worker: applies deadlines when they fall, then tells people what happened. Several at once do no harm, and no outcome
depends on one having run.

Whether an action has passed is a pure function of its facts and the instant; the worker only writes it down in time, so
that the record, the effects and whoever reads the ledger follow.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import close_old_connections

from toutdoux.accounts.commands import forget_old
from toutdoux.assemblies.elections.commands.forgetting import forget as forget_election_ballots
from toutdoux.assemblies.voting.commands import forget as forget_ballots
from toutdoux.decisions.commands import settle_due
from toutdoux.decisions.queries.deadlines import associations_due, next_deadline
from toutdoux.integrations import listening
from toutdoux.integrations.chat.following import keep_all
from toutdoux.integrations.delivering import tell
from toutdoux.integrations.feeds.weighing import weigh
from toutdoux.kernel.refusal import Refused
from toutdoux.operations.retention import forget

log = logging.getLogger(__name__)

#: How long the worker sleeps at most: a deadline that another process opens meanwhile is applied this late at most.
PAUSE = timedelta(seconds=5)
#: After failures in a row the pauses grow up to this.
LONGEST_PAUSE = timedelta(minutes=1)
#: How often it leaves a sign of life.
HEARTBEAT = timedelta(seconds=30)
#: How often it deletes sessions, links and notes of accounts that have had their time.
FORGETTING = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round did: actions settled, associations in which that failed, messages sent, when the next deadline falls."""

    settled: int
    failed: int
    next_at: datetime | None
    sent: int = 0


def run_once(*, now: datetime) -> Round:
    """Apply every deadline that is over by ``now``, association by association; one that fails holds up no other.

    Then plan and send what people are to be told, and let voting channels follow their councils: a server that does not
    answer delays messages, never a deadline.
    """
    settled = failed = 0
    for association_id in associations_due(now=now):
        try:
            settled += settle_due(association_id=association_id, now=now)
        except Refused as refused:
            # A clock that went backwards: the ledger waits until it has caught up.
            failed += 1
            log.warning("association %s: nothing is settled for now (%s)", association_id, refused)
        except Exception:
            failed += 1
            log.exception("association %s: its deadlines could not be applied", association_id)
    if settled:
        log.info("%s action(s) settled", settled)
    forgotten = forget(now=now)
    if forgotten:
        log.info("%s row(s) or people erased, as announced", forgotten)
    if forget_ballots(now=now) | forget_election_ballots(now=now):
        log.info("nothing is left in the database's files of the ballot boxes that were opened")
    told = tell(now=now)
    if told.sent or told.failed:
        log.info("%s message(s) sent, %s to be tried again or given up", told.sent, told.failed)
    weigh(now=now)
    kept = keep_all(now=now)
    if kept.placed or kept.said:
        log.info("%s place(s) in voting channels put right, %s private answer(s) said", kept.placed, kept.said)
    return Round(settled=settled, failed=failed, next_at=next_deadline(now=now), sent=told.sent)


def work(*, stop: Event) -> None:
    """Listen to the chats, and run rounds, until ``stop`` is set: all that a worker does."""
    listening.start(stop=stop)
    run_forever(stop=stop)


def run_forever(*, stop: Event, pause: timedelta = PAUSE) -> None:
    """Run rounds until ``stop`` is set, whatever happens to the database meanwhile."""
    failures = 0
    beaten_at: datetime | None = None
    forgotten_at: datetime | None = None
    while not stop.is_set():
        now = datetime.now(tz=UTC)
        found: Round | None = None
        close_old_connections()
        try:
            found = run_once(now=now)
            if forgotten_at is None or now - forgotten_at >= FORGETTING:
                forget_old(now=now)
                forgotten_at = now
        except Exception as error:  # noqa: BLE001 -- the loop outlives whatever a round meets
            # One line and no trace: an outage would otherwise fill the log with the same page.
            log.warning("the worker could not look at the deadlines: %s", _one_line(error))
        finally:
            close_old_connections()
        if found is None or found.failed:
            failures += 1
        else:
            if failures:
                log.info("the worker is at work again")
            failures = 0
            if beaten_at is None or now - beaten_at >= HEARTBEAT:
                leave_sign()
                beaten_at = now
        stop.wait(_pause(found=found, failures=failures, pause=pause, now=datetime.now(tz=UTC)).total_seconds())


def sign_of_life() -> Path:
    """Return the file whose time of change says when a worker was last at work."""
    folder: Path = settings.TOUTDOUX_DATA
    return folder / "worker-at-work"


def leave_sign() -> None:
    """Say that a worker is at work; a full disk is no reason to stop working."""
    try:
        sign_of_life().touch()
    except OSError as error:
        log.warning("the worker could not leave its sign of life: %s", error)


def _pause(*, found: Round | None, failures: int, pause: timedelta, now: datetime) -> timedelta:
    """Return how long to sleep: less and less often while things fail, else until the next deadline, ``pause`` at most."""
    if failures:
        doubled: timedelta = pause * 2 ** min(failures - 1, 10)
        return min(doubled, LONGEST_PAUSE)
    if found is not None and found.next_at is not None:
        return max(min(pause, found.next_at - now), timedelta(0))
    return pause


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
