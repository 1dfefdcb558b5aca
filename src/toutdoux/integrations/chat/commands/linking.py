"""Joining a chat account to a member, once, by someone who is signed in; and parting them again."""

import secrets
from datetime import datetime
from uuid import UUID

from toutdoux.integrations.chat.logic.rates import LINK_LASTS, MOST_LINKS
from toutdoux.integrations.chat.logic.words import ChatEvent
from toutdoux.integrations.chat.models import ChatIdentity, LinkRequest
from toutdoux.integrations.chat.queries import access_chat_link
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.tokens import token_digest
from toutdoux.ledger.commands import writing
from toutdoux.wording.refusals.chat import ChatRefusal


def make_chat_link(
    *, association_id: UUID, chat: str, server: str, user_id: str, user_name: str, now: datetime
) -> str | None:
    """Make a link for a chat account and return its secret, once: to be given to that account in private, by the chat.

    Returns None when enough links are on their way already.
    """
    rows = LinkRequest.objects.filter(association_id=association_id, chat=chat, server=server, user_id=user_id)
    rows.filter(expires_at__lte=now - LINK_LASTS).delete()
    if rows.filter(created_at__gt=now - LINK_LASTS).count() >= MOST_LINKS:
        return None
    token = secrets.token_urlsafe(32)
    LinkRequest.objects.create(
        token_digest=token_digest(token),
        association_id=association_id,
        chat=chat,
        server=server,
        user_id=user_id,
        user_name=user_name,
        created_at=now,
        expires_at=now + LINK_LASTS,
    )
    return token


def link_account(*, actor: Actor, token: str, now: datetime) -> None:
    """Join the chat account that a link names to the member who is signed in. The other links sent to it end.

    Refuses a link that is used or too old, an account that is someone else's, and a second account of the same chat.
    """
    access_chat_link(association_id=actor.association_id, token=token, now=now)
    with writing(association_id=actor.association_id, now=now) as log:
        link = access_chat_link(association_id=actor.association_id, token=token, now=log.at)
        same = {
            "association_id": actor.association_id,
            "chat": link.chat,
            "server": link.server,
            "user_id": link.user_id,
        }
        refusals = list(link.refusals)
        if ChatIdentity.objects.filter(**same).exclude(member_id=actor.member_id).exists():
            refusals.append(Refusal(code=ChatRefusal.ACCOUNT_TAKEN))
        own = ChatIdentity.objects.filter(member_id=actor.member_id, chat=link.chat).first()
        if own is not None and (own.server, own.user_id) != (link.server, link.user_id):
            refusals.append(Refusal(code=ChatRefusal.ALREADY_LINKED))
        refuse_if_any(refusals)
        LinkRequest.objects.filter(**same, used_at=None).update(used_at=log.at)
        if own is None:
            ChatIdentity.objects.create(**same, member_id=actor.member_id, user_name=link.user_name, linked_at=log.at)
            log.append(
                kind=ChatEvent.LINKED,
                actor_id=actor.member_id,
                data={"member": str(actor.member_id), "chat": link.chat},
            )


def unlink_account(*, actor: Actor, chat: str, now: datetime) -> None:
    """Part a member from their account of a chat. Votes cast by it stay; it casts no more."""
    with writing(association_id=actor.association_id, now=now) as log:
        deleted, _ = ChatIdentity.objects.filter(
            association_id=actor.association_id, member_id=actor.member_id, chat=chat
        ).delete()
        if not deleted:
            raise Refused([Refusal(code=ChatRefusal.NOTHING_LINKED)])
        log.append(
            kind=ChatEvent.UNLINKED,
            actor_id=actor.member_id,
            data={"member": str(actor.member_id), "chat": chat},
        )
