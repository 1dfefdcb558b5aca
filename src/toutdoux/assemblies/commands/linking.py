"""Mailed links to one gesture about a proxy: made for a letter, used once, never a way to sign in."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.models import ProxyLink
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest


def proxy_link(
    *, assembly_id: UUID, member_id: UUID, proxy_id: UUID | None = None, expires_at: datetime, now: datetime
) -> str:
    """Make a link to give a proxy, or with ``proxy_id`` to decline that one, and return its secret, once."""
    token = secrets.token_urlsafe(32)
    ProxyLink.objects.create(
        token_digest=token_digest(token),
        gesture=ProxyLink.Gesture.GIVE if proxy_id is None else ProxyLink.Gesture.DECLINE,
        assembly_id=assembly_id,
        member_id=member_id,
        proxy_id=proxy_id,
        created_at=now,
        expires_at=expires_at,
    )
    return token


@contextmanager
def using_link(*, link_id: int, now: datetime) -> Iterator[None]:
    """Hold a link while its gesture is made, and mark it used with it: of two presses, one acts.

    Refuses a link that was used. What the gesture refuses leaves the link as it was.
    """
    with transaction.atomic():
        row = ProxyLink.objects.select_for_update().get(id=link_id)
        if row.used_at is not None:
            raise Refused([Refusal(code=AssemblyRefusal.PROXY_LINK_USED)])
        yield
        ProxyLink.objects.filter(id=link_id).update(used_at=now)
