"""Noting what happens to an account, for its person to read; and forgetting, in time, what nobody needs any more."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from toutdoux.accounts.logic.notes import KEPT, MERGED, MERGED_WITHIN, Way, What
from toutdoux.accounts.logic.throttle import DAY
from toutdoux.accounts.models import AddressProof, Note, Session, SignInAttempt, SignInLink


def note(*, account_id: UUID | None, what: What, now: datetime, way: Way | None = None, browser: str = "") -> None:
    """Note what happened. A refusal that repeats within the hour counts on the note there is."""
    whose = Q(account=None) if account_id is None else Q(account_id=account_id)
    same = Note.objects.filter(whose, what=what, way=way or "", browser=browser[:40])
    if what in MERGED:
        latest = same.filter(at__gt=now - MERGED_WITHIN).order_by("-at", "-id").first()
        if latest is not None:
            Note.objects.filter(id=latest.id).update(times=F("times") + 1)
            return
    Note.objects.create(account_id=account_id, what=what, way=way or "", browser=browser[:40], at=now)


def forget_old(*, now: datetime) -> None:
    """Delete notes older than ``KEPT``, sessions, links and attempts that no longer count."""
    Note.objects.filter(at__lte=now - KEPT).delete()
    Session.objects.filter(expire_date__lte=now).delete()
    SignInLink.objects.filter(expires_at__lte=now - DAY).delete()
    AddressProof.objects.filter(expires_at__lte=now - DAY).delete()
    SignInAttempt.objects.filter(at__lte=now - DAY).delete()
