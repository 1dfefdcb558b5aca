"""What the worker does with the outbox: plan what the ledger calls for, then send what is due, outside any transaction.

A message leaves at least once. It would leave twice only if a worker stopped after a server took it and before that
was written down; each try bears the same ``Message.key``, so that channels which can (mail does, by its Message-ID)
let the receiver drop the second copy.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from toutdoux.assemblies.queries.news import assembly_news
from toutdoux.associations.queries import AssociationRow, association, associations
from toutdoux.decisions.queries.telling import ActionNews, action_news, objection_news
from toutdoux.integrations import commands
from toutdoux.integrations.channel import (
    Addressed,
    Channel,
    Invited,
    Message,
    NotSent,
    Reaching,
    Recipient,
    Tending,
    available_channels,
    channels,
)
from toutdoux.integrations.commands import Claimed, Served
from toutdoux.integrations.commands.asking import listed_of, prove, tell_trouble
from toutdoux.integrations.logic.planning import Held, gather, skip_now
from toutdoux.integrations.logic.timing import WEEK, decent, room_for_digest
from toutdoux.integrations.logic.words import About, Skip, Way
from toutdoux.integrations.queries import Contact, contacts, digests_sent
from toutdoux.integrations.reminding import ENTRUSTED, reminded
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries
from toutdoux.members.queries import access_invitation
from toutdoux.procedures.queries.inactivity import asked

log = logging.getLogger(__name__)

#: How many messages one round sends at most, and for how long: deadlines are looked at in between.
MOST = 100
LONGEST_ROUND = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one round did: messages planned, sent, found without object, and not taken."""

    planned: int = 0
    sent: int = 0
    skipped: int = 0
    failed: int = 0


def plan_all(*, now: datetime) -> int:
    """Turn every ledger into messages as far as it goes; one association that fails holds up no other."""
    planned = 0
    for place in associations():
        try:
            planned += commands.plan(association_id=place.id, served=served(association_id=place.id), now=now)
        except Exception:
            log.exception("association %s: its messages could not be planned", place.id)
    return planned


def deliver_due(*, now: datetime, most: int = MOST) -> Told:
    """Send what is due, up to ``most`` messages, one claim at a time.

    After a server has not answered, what else would go through the same channel of the same association (to the same
    address, where it has several) waits for its next try without trying: one dead server costs a round one time-out.
    """
    sent = skipped = failed = 0
    dead: set[tuple[UUID, str, str]] = set()
    began_at, began = now, monotonic()
    for _ in range(most):
        # A slow server makes a round last: a claim counts from when it is made, or another worker would take it for
        # abandoned too soon.
        now = began_at + timedelta(seconds=monotonic() - began)
        found = commands.claim_due(now=now) if now - began_at < LONGEST_ROUND else ()
        if not found:
            break
        [claimed] = found
        try:
            message = _message(claimed, now=now)
            if isinstance(message, Skip):
                skipped += commands.skipped(claimed=claimed, reason=message)
                if claimed.about is About.STAY:
                    tell_trouble(key=claimed.key, code=message)
                continue
            until = _leaves_at(claimed, message, now=now)
            if until > now:
                commands.postponed(claimed=claimed, until=until)
                continue
            if _where(claimed) in dead:
                raise NotSent("unreachable", unreachable=True)  # noqa: TRY301 -- the one place that says what follows
            left = _channel(claimed).send(message=message)
        except NotSent as error:
            if error.unreachable:
                dead.add(_where(claimed))
            failed += commands.failed(claimed=claimed, error=error.code, for_good=error.for_good, now=now)
            if claimed.about is About.STAY:
                tell_trouble(key=claimed.key, code=error.code)
        except Exception as error:
            log.exception("message %s could not be sent", claimed.id)
            failed += commands.failed(claimed=claimed, error=type(error).__name__, for_good=False, now=now)
        else:
            sent += commands.sent(claimed=claimed, left=left, now=now)
            if claimed.about is About.STAY:
                prove(association_id=claimed.association_id, key=claimed.key, channel=claimed.channel, now=now)
    return Told(sent=sent, skipped=skipped, failed=failed)


def tell(*, now: datetime) -> Told:
    """Plan, then send, then let each channel do what time alone calls for: what the worker calls each round."""
    planned = plan_all(now=now)
    told = deliver_due(now=now)
    look_after_all(now=now)
    return Told(planned=planned, sent=told.sent, skipped=told.skipped, failed=told.failed)


def look_after_all(*, now: datetime) -> int:
    """Let each channel do what time alone calls for; one that fails holds up no other."""
    done = 0
    for name, channel in channels().items():
        if not isinstance(channel, Tending):
            continue
        try:
            done += channel.look_after(now=now)
        except Exception:
            log.exception("channel %s could not look after what it has posted", name)
    return done


def served(*, association_id: UUID) -> tuple[Served, ...]:
    """Return the channels that can serve an association now."""
    found = available_channels(association_id=association_id)
    return tuple(
        Served(
            name=name,
            way=channel.WAY,
            posts=channel.POSTS,
            reach=frozenset(channel.reach(association_id=association_id)) if isinstance(channel, Reaching) else None,
            addresses=_addresses(channel, association_id=association_id),
        )
        for name, channel in found.items()
    )


def _leaves_at(claimed: Claimed, message: Message, *, now: datetime) -> datetime:
    """Return when a message may leave: at once, but for one to a person that was held up meanwhile, by a server or by us.

    It was planned for a decent hour. What is tried again may come to a quiet one, and so may what waits when somebody
    changes theirs; a digest that was late may come too close to those before it.
    """
    if message.to is None:
        return now
    until = now
    if claimed.about is About.DIGEST:
        sent = digests_sent(member_id=message.to.member_id, since=now - WEEK)
        until = room_for_digest(sent=sent, now=now, wanted=message.to.wanted)
    return decent(at=until, wanted=message.to.wanted)


def _addresses(channel: Channel, *, association_id: UUID) -> tuple[tuple[str, frozenset[str]], ...]:
    if isinstance(channel, Addressed):
        return tuple(channel.addresses(association_id=association_id).items())
    return (("", channel.POSTS),)


def _where(claimed: Claimed) -> tuple[UUID, str, str]:
    return (claimed.association_id, claimed.channel, claimed.address)


def _channel(claimed: Claimed) -> Channel:
    found = available_channels(association_id=claimed.association_id)
    if claimed.channel not in found:
        raise NotSent("channel-not-available")
    return found[claimed.channel]


def _message(claimed: Claimed, *, now: datetime) -> Message | Skip:
    """Return what is to be sent as things stand now, or why nothing is any more."""
    place = association(association_id=claimed.association_id)
    if claimed.about is About.STAY:
        return _question(claimed, place, now=now)
    if claimed.about in ENTRUSTED and claimed.member_id is not None:
        return _reminded(claimed, claimed.member_id, place, now=now)
    if claimed.about is About.INVITATION:
        return _invitation(claimed, place, now=now)
    if claimed.about in {About.CONVENING, About.PROXY, About.MINUTES, About.ITEM}:
        return _assembly(claimed, place, now=now)
    ids = {claimed.action_id} if claimed.action_id else {action_id for _, action_id, _ in claimed.items}
    news = action_news(association_id=place.id, ids=ids, now=now)
    if claimed.member_id is None:
        return _post(claimed, tuple(news.values()), now=now)
    contact = contacts(association=place, now=now, ids={claimed.member_id})[claimed.member_id]
    through = tuple(one for one in served(association_id=place.id) if one.name == claimed.channel)
    person = commands.person(contact, served=through, now=now)
    facts = {i: f for i, n in news.items() if (f := commands.action_facts(n)) is not None}
    told: Sequence[UUID] = tuple(facts)
    if claimed.about is About.DIGEST:
        told = gather(items=claimed.items, actions=facts).action_ids
    if not told:
        return Skip.NOTHING_LEFT
    held = Held(about=claimed.about, version=claimed.version, member_id=claimed.member_id)
    reason = skip_now(held=held, action=facts[told[0]], person=person)
    if reason is not None:
        return reason
    objection = None
    if claimed.about is About.OBJECTION:
        objector = UUID(claimed.key.split(":")[3])
        objection = objection_news(association_id=place.id, action_id=told[0], member_id=objector)
        if objection is None:
            return Skip.NOTHING_LEFT
    return replace(
        _to(claimed, place, contact, now=now),
        news=tuple(news[action_id] for action_id in told),
        objection=objection,
    )


def _reminded(claimed: Claimed, member_id: UUID, place: AssociationRow, *, now: datetime) -> Message | Skip:
    contact = contacts(association=place, now=now, ids={member_id})[member_id]
    through = tuple(one for one in served(association_id=place.id) if one.name == claimed.channel)
    return reminded(
        message=_to(claimed, place, contact, now=now), person=commands.person(contact, served=through, now=now)
    )


def _to(claimed: Claimed, place: AssociationRow, contact: Contact, *, now: datetime) -> Message:
    """Return a message to one person, about no action yet."""
    return Message(
        delivery_id=claimed.id,
        key=claimed.key,
        about=claimed.about,
        association=place,
        to=Recipient(
            member_id=contact.member.id,
            name=contact.member.name,
            email=contact.email,
            language=contact.language,
            zone=contact.wanted.zone,
            wanted=contact.wanted,
        ),
        news=(),
        planned_at=claimed.not_before,
        now=now,
    )


def _question(claimed: Claimed, place: AssociationRow, *, now: datetime) -> Message | Skip:
    question = asked(association_id=place.id, listed_id=listed_of(key=claimed.key), now=now)
    if question is None or not question.open:
        return Skip.NOTHING_LEFT
    contact = contacts(association=place, now=now, ids={question.member.id})[question.member.id]
    if not contact.email and _channel(claimed).WAY is Way.MAIL:
        return Skip.NO_ADDRESS
    return replace(_to(claimed, place, contact, now=now), question=question)


def _invitation(claimed: Claimed, place: AssociationRow, *, now: datetime) -> Message | Skip:
    """Return the letter with its link, while the link still opens something; a later one has ended those before."""
    token = commands.invitation_token(key=claimed.key)
    try:
        found = access_invitation(token=token, now=now)
    except Refused:
        return Skip.NOTHING_LEFT
    if found.refusals:
        return Skip.NOTHING_LEFT
    contact = contacts(association=place, now=now, ids={found.member_id})[found.member_id]
    if contact.wanted.way is Way.NONE:
        return Skip.NOT_WANTED
    if not contact.email:
        return Skip.NO_ADDRESS
    invited = Invited(by=found.invited_by, url=settings.TOUTDOUX_URL + reverse("join", args=[token]))
    return replace(_to(claimed, place, contact, now=now), invitation=invited)


def _assembly(claimed: Claimed, place: AssociationRow, *, now: datetime) -> Message | Skip:
    assert claimed.member_id is not None  # nothing of this is posted for everyone
    contact = contacts(association=place, now=now, ids={claimed.member_id})[claimed.member_id]
    left_at = contact.member.left_at
    if left_at is not None and left_at <= now:
        return Skip.LEFT
    if not contact.email and _channel(claimed).WAY is Way.MAIL:
        return Skip.NO_ADDRESS
    entry = next(entries(association_id=place.id, after=(claimed.entry_seq or 0) - 1))
    news = assembly_news(
        association_id=place.id,
        kind=entry.kind,
        data=dict(read_data(entry.data)),
        member_id=claimed.member_id,
        now=now,
    )
    if news is None:
        return Skip.NOTHING_LEFT
    return replace(_to(claimed, place, contact, now=now), assembly=news)


def _post(claimed: Claimed, news: tuple[ActionNews, ...], *, now: datetime) -> Message:
    seq = claimed.entry_seq
    entry = next(entries(association_id=claimed.association_id, after=seq - 1)) if seq is not None else None
    return Message(
        delivery_id=claimed.id,
        key=claimed.key,
        about=claimed.about,
        association=association(association_id=claimed.association_id),
        to=None,
        news=news,
        planned_at=claimed.not_before,
        now=now,
        entry_kind=entry.kind if entry else "",
        entry_data=entry.data if entry else "",
        entry_at=entry.at if entry else None,
        entry_seq=seq,
        address=claimed.address,
    )
