"""Connecting an association to its voting channel, and ending that. What the server says was looked at before."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.integrations.chat.logic.words import ChatEvent
from toutdoux.integrations.mattermost.models import Connection
from toutdoux.integrations.mattermost.queries import SECRET, TOKEN
from toutdoux.integrations.secrets import seal
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.wording.refusals.mattermost import MattermostRefusal


@dataclass(frozen=True, kw_only=True)
class NewConnection:
    """What is connected, as the server named it."""

    base_url: str
    team_id: str
    team_name: str
    channel_id: str
    channel_name: str
    bot_user_id: str
    bot_username: str
    token: str = field(repr=False)


def connect(*, actor: Actor, new: NewConnection, now: datetime) -> None:
    """Connect the actor's association, in place of what it was connected to; refuses who does not vote.

    The same channel again keeps the secret of its buttons: posts that are there go on working. Another channel gets a
    new one. A channel serves one association: its posts and its members could not be told apart.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        taken = Connection.objects.filter(base_url=new.base_url, channel_id=new.channel_id, state="connected")
        if taken.exclude(association_id=actor.association_id).exists():
            raise Refused([Refusal(code=MattermostRefusal.CHANNEL_TAKEN)])
        before = Connection.objects.filter(association_id=actor.association_id).first()
        same = before is not None and (before.base_url, before.channel_id) == (new.base_url, new.channel_id)
        kept = before.sealed_secret if before is not None and same else ""
        Connection.objects.update_or_create(
            association_id=actor.association_id,
            defaults={
                "state": "connected",
                "base_url": new.base_url,
                "team_id": new.team_id,
                "team_name": new.team_name,
                "channel_id": new.channel_id,
                "channel_name": new.channel_name,
                "bot_user_id": new.bot_user_id,
                "bot_username": new.bot_username,
                "sealed_token": seal(new.token, purpose=TOKEN),
                "sealed_secret": kept or seal(secrets.token_urlsafe(32), purpose=SECRET),
                "command_id": before.command_id if before is not None and same else "",
                "command_token_digest": before.command_token_digest if before is not None and same else "",
                "connected_at": log.at,
                "connected_by_id": actor.member_id,
            },
        )
        log.append(kind=ChatEvent.CONNECTED, actor_id=actor.member_id, data={"chat": "mattermost"})


def keep_command_token(*, association_id: UUID, token: str, command_id: str = "") -> None:
    """Keep what tells the slash command's calls from others: a digest, for we only compare it."""
    with transaction.atomic():
        rows = Connection.objects.filter(association_id=association_id, state="connected")
        rows.update(command_token_digest=token_digest(token), command_id=command_id)


def disconnect(*, actor: Actor, now: datetime) -> None:
    """End the connection and forget its secrets; refuses who does not vote. Posts stay in the channel, and say so no more."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        ended = Connection.objects.filter(association_id=actor.association_id, state="connected").update(
            state="off", sealed_token="", sealed_secret="", command_token_digest="", command_id=""
        )
        if ended:
            log.append(kind=ChatEvent.DISCONNECTED, actor_id=actor.member_id, data={"chat": "mattermost"})
