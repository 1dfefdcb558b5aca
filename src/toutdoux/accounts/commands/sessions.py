"""Ending sessions: what is ended is out at its next request, since its row is gone."""

from datetime import datetime
from uuid import UUID

from toutdoux.accounts.commands.noting import note
from toutdoux.accounts.logic.notes import What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Session
from toutdoux.kernel.refusal import Refusal, Refused


def end_session(*, account_id: UUID, device: UUID, now: datetime, browser: str = "") -> None:
    """End one session of an account; refuses one that is not there, or another's."""
    if not Session.objects.filter(account_id=account_id, device=device).delete()[0]:
        raise Refused([Refusal(code=AccountRefusal.SESSION_UNKNOWN)])
    note(account_id=account_id, what=What.SESSIONS_ENDED, browser=browser, now=now)


def end_other_sessions(*, account_id: UUID, device: UUID | None, now: datetime, browser: str = "") -> int:
    """End every session of an account but that of ``device``; return how many."""
    ended = Session.objects.filter(account_id=account_id).exclude(device=device, device__isnull=False).delete()[0]
    if ended:
        note(account_id=account_id, what=What.SESSIONS_ENDED, browser=browser, now=now)
    return ended


def see_session(*, device: UUID, now: datetime) -> None:
    """Remember that a session is in use."""
    Session.objects.filter(device=device).update(seen_at=now)
