"""Doors and rows of the webhooks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.integrations.secrets import unseal
from toutdoux.integrations.webhook.models import Hook
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import names
from toutdoux.wording.refusals.webhook import WebhookRefusal

PURPOSE = "webhook"


@dataclass(frozen=True, kw_only=True)
class HookRow:
    """A webhook as pages show it; its secret is not among what they may show."""

    id: UUID
    url: str
    kinds: tuple[str, ...]
    created_by: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where something is sent, and what signs it."""

    url: str
    secret: str


def hooks(*, actor: Actor) -> tuple[HookRow, ...]:
    """Return the webhooks in use of the actor's association, the oldest first."""
    people = names(association_id=actor.association_id)
    return tuple(
        HookRow(
            id=row.id,
            url=row.url,
            kinds=tuple(row.kinds),
            created_by=people.get(row.created_by_id, ""),
            created_at=row.created_at,
        )
        for row in Hook.objects.filter(association_id=actor.association_id, ended_at=None).order_by("created_at", "id")
    )


def access_hook(*, actor: Actor, hook_id: UUID) -> HookRow:
    """Return a webhook in use of the actor's association, or refuse."""
    found = next((row for row in hooks(actor=actor) if row.id == hook_id), None)
    if found is None:
        raise Refused([Refusal(code=WebhookRefusal.UNKNOWN_HOOK)])
    return found


def kinds_by_hook(*, association_id: UUID) -> dict[str, frozenset[str]]:
    """Return the kinds of entries each webhook in use asked for."""
    rows = Hook.objects.filter(association_id=association_id, ended_at=None).order_by("created_at", "id")
    return {str(row.id): frozenset(row.kinds) for row in rows}


def target(*, association_id: UUID, hook_id: str) -> Target | None:
    """Return where a webhook in use leads; None when it has ended. Raises ``secrets.Unreadable``."""
    row = Hook.objects.filter(association_id=association_id, id=hook_id, ended_at=None).first()
    return Target(url=row.url, secret=unseal(row.sealed_secret, purpose=PURPOSE)) if row else None
