"""Inviting those who read the voting channel and are not members: in one go, each in private or by a link to copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.integrations.chat.commands import whisper
from toutdoux.integrations.chat.logic.membership import RoomPerson, likely
from toutdoux.integrations.chat.logic.words import Chat, Whispered
from toutdoux.integrations.chat.queries import voters
from toutdoux.kernel.people import Actor
from toutdoux.members.commands import NewPerson, add_member, invite
from toutdoux.members.queries import member


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Someone who was invited. ``token`` is the secret of a link to give them; empty when the chat brings it."""

    name: str
    member_id: UUID
    new: bool
    token: str = ""


def invite_people(
    *, actor: Actor, chat: Chat, server: str, people: Iterable[RoomPerson], by_message: bool, now: datetime
) -> tuple[Invited, ...]:
    """Enter in the register those of ``people`` who are not there, and invite them all. Refuses who does not vote.

    Someone who seems to be a member without a linked account is not entered twice: they are sent what they lack, an
    invitation, or only the link of their chat account. Their address in the chat is used to recognise them, not kept.
    """
    invited = []
    for person in people:
        known = likely(
            stranger=person,
            members=voters(association_id=actor.association_id, chat=chat, server=server, now=now),
        )
        if known is None:
            name = (person.name or person.user_name).strip()
            member_id = add_member(actor=actor, person=NewPerson(name=name[:120]), now=now)
        else:
            member_id, name = known.member_id, known.name
        joined = member(actor=actor, member_id=member_id, now=now).account_id is not None
        token = ""
        if by_message or joined:
            whisper(
                association_id=actor.association_id,
                chat=chat,
                user_id=person.user_id,
                user_name=person.user_name,
                sort=Whispered.LINK if joined else Whispered.INVITATION,
                member_id=member_id,
                asked_by_id=actor.member_id,
                now=now,
            )
        else:
            token = invite(actor=actor, member_id=member_id, now=now)
        invited.append(Invited(name=name, member_id=member_id, new=known is None, token=token))
    return tuple(invited)
