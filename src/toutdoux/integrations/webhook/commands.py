"""Making, ending and trying webhooks. Members who vote may; each is written to the ledger as a change of settings."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.associations.logic.events import AssociationEvent
from toutdoux.integrations.commands import order_test
from toutdoux.integrations.outgoing import Forbidden, check_address
from toutdoux.integrations.secrets import seal
from toutdoux.integrations.webhook.logic.events import OFFERED
from toutdoux.integrations.webhook.logic.signing import secret_of
from toutdoux.integrations.webhook.models import Hook
from toutdoux.integrations.webhook.queries import PURPOSE, access_hook
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import member
from toutdoux.wording.refusals.webhook import WebhookRefusal

#: How many webhooks an association may have: each that does not answer costs the worker some seconds.
MOST = 10
URL_MAX = 500


@dataclass(frozen=True, kw_only=True)
class Made:
    """A new webhook, and its secret: told this once."""

    hook_id: UUID
    secret: str


def make_hook(*, actor: Actor, url: str, kinds: Sequence[str], now: datetime) -> Made:
    """Begin to send events of ``kinds`` to ``url``, from now on.

    Refuses who does not vote, an address that this installation does not call, no kind or an unknown one, one too many,
    and an address that has one already: a button pressed twice makes one.
    """
    # A name is looked up before anything is locked: that may take seconds.
    refusals = [*_url_refusals(url), *_kind_refusals(kinds)]
    key = secrets.token_bytes(32)
    with writing(association_id=actor.association_id, now=now) as log:
        refusals += _right_refusals(actor, log)
        in_use = Hook.objects.filter(association_id=actor.association_id, ended_at=None)
        if in_use.filter(url=url).exists():
            refusals.append(Refusal(code=WebhookRefusal.ALREADY_THERE))
        if in_use.count() >= MOST:
            refusals.append(Refusal(code=WebhookRefusal.TOO_MANY, data={"most": MOST}))
        refuse_if_any(refusals)
        row = Hook.objects.create(
            association_id=actor.association_id,
            url=url,
            sealed_secret=seal(secret_of(key), purpose=PURPOSE),
            kinds=[kind for kind in OFFERED if kind in kinds],
            created_by_id=actor.member_id,
            created_at=log.at,
        )
        _note(log, actor)
    return Made(hook_id=row.id, secret=secret_of(key))


def end_hook(*, actor: Actor, hook_id: UUID, now: datetime) -> None:
    """Send nothing there any more, and forget the secret. Refuses who does not vote, and what is not there."""
    with writing(association_id=actor.association_id, now=now) as log:
        refuse_if_any(_right_refusals(actor, log))
        found = access_hook(actor=actor, hook_id=hook_id)
        Hook.objects.filter(id=found.id).update(ended_at=log.at, sealed_secret="")
        _note(log, actor)


def try_hook(*, actor: Actor, hook_id: UUID, now: datetime) -> None:
    """Send a test, as everything is sent: by the outbox. Refuses who does not vote, and what is not there."""
    with writing(association_id=actor.association_id, now=now) as log:
        refuse_if_any(_right_refusals(actor, log))
        found = access_hook(actor=actor, hook_id=hook_id)
        order_test(association_id=actor.association_id, channel="webhook", address=str(found.id), now=log.at)


def _note(log: Log, actor: Actor) -> None:
    log.append(kind=AssociationEvent.SETTINGS_CHANGED, actor_id=actor.member_id, data={"settings": ["webhooks"]})


def _right_refusals(actor: Actor, log: Log) -> list[Refusal]:
    right = member(actor=actor, member_id=actor.member_id, now=log.at).right
    return [] if right.votes else [Refusal(code=MemberRefusal.NO_VOTING_RIGHT, article=2)]


def _url_refusals(url: str) -> list[Refusal]:
    if len(url) > URL_MAX:
        return [Refusal(code=WebhookRefusal.ADDRESS_TOO_LONG, data={"most": URL_MAX})]
    try:
        check_address(url=url)
    except Forbidden as error:
        return [Refusal(code=WebhookRefusal.ADDRESS_FORBIDDEN, data={"why": error.code})]
    return []


def _kind_refusals(kinds: Sequence[str]) -> list[Refusal]:
    if kinds and set(kinds) <= set(OFFERED):
        return []
    return [Refusal(code=WebhookRefusal.NO_EVENT)]
