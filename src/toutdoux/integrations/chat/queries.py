"""Doors and frozen rows of chat accounts: who a chat account is, what a link or a dialog opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.integrations.chat.logic.membership import Voter
from toutdoux.integrations.chat.logic.rates import WINDOW, again_at
from toutdoux.integrations.chat.models import ChatIdentity, LinkRequest, Nonce, Placement, SeenTrigger, Whisper
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.logic.rights import GONE, Standing
from toutdoux.members.queries import MemberRow, members
from toutdoux.members.queries import member as member_row
from toutdoux.wording.refusals.chat import ChatRefusal


@dataclass(frozen=True, kw_only=True)
class IdentityRow:
    """A linked chat account."""

    member_id: UUID
    chat: str
    server: str
    user_id: str
    user_name: str
    linked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChatLinkRow:
    """The chat account that a link names, and why the link no longer works, if so."""

    chat: str
    server: str
    user_id: str
    user_name: str
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, kw_only=True)
class NonceRow:
    """What a dialog was opened for."""

    purpose: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class UnsaidRow:
    """Something that could not be said in private, or not yet."""

    user_name: str
    member_id: UUID | None
    sort: str
    state: str
    error: str
    created_at: datetime


def member_of(*, chat: str, server: str, user_id: str, association_id: UUID, now: datetime) -> MemberRow | None:
    """Return the member of an association whom a chat account is linked to; None for nobody, or who has gone."""
    row = ChatIdentity.objects.filter(association_id=association_id, chat=chat, server=server, user_id=user_id).first()
    if row is None:
        return None
    actor = Actor(association_id=association_id, member_id=row.member_id)
    found = member_row(actor=actor, member_id=row.member_id, now=now)
    return None if found.right.standing in GONE else found


def identity_of(*, member_id: UUID, chat: str) -> IdentityRow | None:
    """Return the account that a member has linked in a chat."""
    row = ChatIdentity.objects.filter(member_id=member_id, chat=chat).first()
    return _identity(row) if row else None


def identities_of(*, actor: Actor) -> tuple[IdentityRow, ...]:
    """Return every chat account that a member has linked."""
    rows = ChatIdentity.objects.filter(association_id=actor.association_id, member_id=actor.member_id)
    return tuple(_identity(row) for row in rows.order_by("chat"))


def member_named(*, association_id: UUID, chat: str, user_name: str) -> UUID | None:
    """Return the member whose linked account is called so in a chat, with or without its ``@``."""
    name = user_name.removeprefix("@")
    row = ChatIdentity.objects.filter(association_id=association_id, chat=chat, user_name__iexact=name).first()
    return row.member_id if row else None


def identities(*, association_id: UUID, chat: str, server: str) -> dict[str, UUID]:
    """Return the members linked to accounts of a server, by the id of the account."""
    rows = ChatIdentity.objects.filter(association_id=association_id, chat=chat, server=server)
    return dict(rows.values_list("user_id", "member_id"))


def voters(*, association_id: UUID, chat: str, server: str, now: datetime) -> tuple[Voter, ...]:
    """Return the register as it is compared with a channel, by name; of who has left, those who are still linked."""
    linked = {
        member: user for user, member in identities(association_id=association_id, chat=chat, server=server).items()
    }
    return tuple(
        Voter(
            member_id=row.id,
            name=row.name,
            email=row.email,
            votes=row.right.votes,
            on_leave=row.right.standing is Standing.ON_LEAVE,
            gone=row.right.standing in GONE,
            user_id=linked.get(row.id, ""),
        )
        for row in members(association_id=association_id, at=now)
        if row.right.standing not in GONE or row.id in linked
    )


def access_chat_link(*, association_id: UUID, token: str, now: datetime) -> ChatLinkRow:
    """Return the chat account that a link names, with the reasons it can no longer be used; refuse an unknown one."""
    row = LinkRequest.objects.filter(token_digest=token_digest(token), association_id=association_id).first()
    if row is None:
        raise Refused([Refusal(code=ChatRefusal.LINK_UNKNOWN)])
    reasons = (
        (row.used_at is not None, ChatRefusal.LINK_USED),
        (row.used_at is None and row.expires_at <= now, ChatRefusal.LINK_EXPIRED),
    )
    return ChatLinkRow(
        chat=row.chat,
        server=row.server,
        user_id=row.user_id,
        user_name=row.user_name,
        refusals=tuple(Refusal(code=code) for holds, code in reasons if holds),
    )


def seen_answer(*, association_id: UUID, chat: str, trigger: str) -> str | None:
    """Return what was answered to a gesture that came before; None for a new one."""
    rows = SeenTrigger.objects.filter(association_id=association_id, chat=chat, trigger_digest=token_digest(trigger))
    return rows.values_list("answer", flat=True).first()


def rate_refusals(*, association_id: UUID, chat: str, user_id: str, now: datetime) -> list[Refusal]:
    """Refuse who makes more gestures than a person does."""
    rows = SeenTrigger.objects.filter(association_id=association_id, chat=chat, user_id=user_id, at__gt=now - WINDOW)
    until = again_at(gestures=rows.values_list("at", flat=True), now=now)
    return [Refusal(code=ChatRefusal.TOO_FAST)] if until is not None else []


def access_nonce(*, association_id: UUID, chat: str, user_id: str, token: str, now: datetime) -> NonceRow:
    """Return what a dialog was opened for; refuse one that is not this person's, sent already, or open too long."""
    row = Nonce.objects.filter(
        token_digest=token_digest(token), association_id=association_id, chat=chat, user_id=user_id
    ).first()
    if row is None:
        raise Refused([Refusal(code=ChatRefusal.DIALOG_UNKNOWN)])
    if row.used_at is not None:
        raise Refused([Refusal(code=ChatRefusal.DIALOG_SENT)])
    if row.expires_at <= now:
        raise Refused([Refusal(code=ChatRefusal.DIALOG_EXPIRED)])
    return NonceRow(purpose=row.purpose, data=row.data)


def unsaid(*, association_id: UUID, chat: str, most: int = 50) -> tuple[UnsaidRow, ...]:
    """Return what could not be said in private, or is still being tried, the latest first."""
    rows = Whisper.objects.filter(association_id=association_id, chat=chat).exclude(state="sent")
    return tuple(
        UnsaidRow(
            user_name=row.user_name,
            member_id=row.member_id,
            sort=row.sort,
            state=row.state,
            error=row.error,
            created_at=row.created_at,
        )
        for row in rows.order_by("-created_at", "-id")[:most]
    )


def places_due(*, association_id: UUID, chat: str, now: datetime) -> dict[UUID, str]:
    """Return what the ledger asks of the channel and has not come about yet: by member, inside or outside."""
    rows = Placement.objects.filter(association_id=association_id, chat=chat, done_at=None, due_at__lte=now)
    return dict(rows.values_list("member_id", "wanted"))


def _identity(row: ChatIdentity) -> IdentityRow:
    return IdentityRow(
        member_id=row.member_id,
        chat=row.chat,
        server=row.server,
        user_id=row.user_id,
        user_name=row.user_name,
        linked_at=row.linked_at,
    )
