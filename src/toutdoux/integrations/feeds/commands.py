"""Making and revoking secret addresses. Each function is one transaction."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from toutdoux.integrations.feeds.models import FeedAddress
from toutdoux.integrations.feeds.queries import KINDS
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.ledger.commands import writing
from toutdoux.wording.refusals.integrations import IntegrationRefusal


def make_address(*, actor: Actor, kind: str, now: datetime) -> str:
    """Make a member's secret address for a kind of feed and return its secret, once; the one in use ends. Refuses
    an unknown kind.
    """
    _check(kind)
    token = secrets.token_urlsafe(32)
    # Nothing is written to the ledger; its lock makes two presses of one button take turns.
    with writing(association_id=actor.association_id, now=now) as log:
        _in_use(actor, kind).update(revoked_at=log.at)
        FeedAddress.objects.create(
            member_id=actor.member_id, kind=kind, token_digest=token_digest(token), created_at=log.at
        )
    return token


def revoke_address(*, actor: Actor, kind: str, now: datetime) -> bool:
    """Let a member's address work no longer; return whether one was in use. Refuses an unknown kind."""
    _check(kind)
    with transaction.atomic():
        return bool(_in_use(actor, kind).update(revoked_at=now))


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise Refused([Refusal(code=IntegrationRefusal.PREFERENCE_MALFORMED)])


def _in_use(actor: Actor, kind: str) -> QuerySet[FeedAddress]:
    return FeedAddress.objects.filter(
        member_id=actor.member_id, member__association_id=actor.association_id, kind=kind, revoked_at=None
    )
