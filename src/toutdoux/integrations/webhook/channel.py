"""Webhooks, as a channel: each address that an association chose gets the events it asked for, signed."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

import httpx

from toutdoux.integrations.channel import Message, NotSent
from toutdoux.integrations.logic.words import Way
from toutdoux.integrations.outgoing import Forbidden, guarded_client
from toutdoux.integrations.secrets import Unreadable
from toutdoux.integrations.webhook.logic.signing import signature
from toutdoux.integrations.webhook.payload import payload
from toutdoux.integrations.webhook.queries import kinds_by_hook, target

#: Nobody is told anything personally by a webhook.
WAY = Way.NONE
POSTS: frozenset[str] = frozenset()
#: Seconds for each step: whoever listens must answer at once and work afterwards.
TIMEOUT = 5.0
_GONE = 410


def available(*, association_id: UUID) -> bool:
    """Say whether the association has a webhook."""
    return bool(kinds_by_hook(association_id=association_id))


def addresses(*, association_id: UUID) -> Mapping[str, frozenset[str]]:
    """Return the association's webhooks, each with the events it asked for."""
    return kinds_by_hook(association_id=association_id)


def send(*, message: Message) -> None:
    """Post the event; any answer of 2xx is a yes. Raise ``NotSent`` otherwise: 410 says never again."""
    try:
        there = target(association_id=message.association.id, hook_id=message.address)
    except Unreadable as error:
        raise NotSent("secret-unreadable", for_good=True) from error
    if there is None:
        raise NotSent("hook-ended", for_good=True)
    body = payload(message=message)
    identity, timestamp = message_id(message), int(message.now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret=there.secret, message_id=identity, timestamp=timestamp, body=body),
    }
    try:
        with guarded_client(base_url=there.url, timeout=TIMEOUT) as client:
            answer = client.post(there.url, content=body, headers=headers)
    except Forbidden as error:
        raise NotSent(f"address-{error.code}") from error
    except httpx.TransportError as error:
        raise NotSent("unreachable", unreachable=True) from error
    if not answer.is_success:
        raise NotSent(f"http-{answer.status_code}", for_good=answer.status_code == _GONE)


def message_id(message: Message) -> str:
    """Return the same id for every try of one message: a receiver that got two keeps one."""
    return "msg_" + hashlib.sha256(f"{message.key}:{message.delivery_id}".encode()).hexdigest()[:32]
