"""Doors and frozen rows of the outbox: preferences, what was sent to whom and why, links to vote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import Count

from toutdoux.accounts.queries import AccountRow, accounts
from toutdoux.associations.queries import AssociationRow
from toutdoux.integrations.logic.timing import PreferenceFacts
from toutdoux.integrations.logic.words import About, Gesture, Moment, State, Way
from toutdoux.integrations.models import Delivery, DigestItem, GestureLink, Preference, VoteLink
from toutdoux.integrations.sent.models import SentWords
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.queries import MemberRow, members
from toutdoux.members.queries import member as member_row
from toutdoux.procedures.queries.inactivity import runner
from toutdoux.wording.refusals.integrations import IntegrationRefusal

_SALT = "toutdoux.integrations.preferences"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How a member is written to: the address of their account, else that of the register; and in which language."""

    member: MemberRow
    email: str
    language: str
    wanted: PreferenceFacts
    own_zone: bool


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """One message as pages show it. ``action_ids`` are what it is about."""

    id: int
    member_id: UUID | None
    channel: str
    about: About
    action_ids: tuple[UUID, ...]
    state: State
    reason: str
    error: str
    created_at: datetime
    not_before: datetime
    next_try_at: datetime
    sent_at: datetime | None
    address: str = ""
    attempts: int = 0


@dataclass(frozen=True, kw_only=True)
class SentRow:
    """One message that was sent, as it left. ``text`` is None once its words are no longer kept.

    ``gathered``: the sorts of things in a digest.
    """

    delivery: DeliveryRow
    subject: str
    text: str | None
    gathered: tuple[About, ...]


@dataclass(frozen=True, kw_only=True)
class DispatchRow:
    """One member told of an assembly, or not. ``told``: the entry of the ledger the message is about."""

    told: int
    name: str
    channel: str
    state: State
    reason: str
    error: str
    planned_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeliveryKey:
    """What names a message for ever, who it was for and the actions it was about."""

    id: int
    key: str
    association_id: UUID
    member_id: UUID | None
    action_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class VoteLinkRow:
    """What a link to vote opens: the three buttons for this member on this version."""

    member: MemberRow
    action_id: UUID
    version: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class GestureLinkRow:
    """What a link to a gesture opens. ``action_id`` is None where the gesture begins an action."""

    id: int
    gesture: Gesture
    member: MemberRow
    action_id: UUID | None
    version: int
    objection_id: int | None


def contacts(*, association: AssociationRow, now: datetime, ids: set[UUID] | None = None) -> dict[UUID, Contact]:
    """Return how members are written to, by id; everyone who is in the register, also who has left since."""
    rows = (
        members(association_id=association.id, at=now)
        if ids is None
        else tuple(_member(association=association, member_id=one, now=now) for one in ids)
    )
    known = accounts(ids={row.account_id for row in rows if row.account_id})
    chosen = {p.member_id: p for p in Preference.objects.filter(member_id__in=[row.id for row in rows])}
    return {
        row.id: _contact(row, known.get(row.account_id) if row.account_id else None, chosen.get(row.id), association)
        for row in rows
    }


def preference(*, association: AssociationRow, member_id: UUID, now: datetime) -> PreferenceFacts:
    """Return what a member of the association wants; the defaults for who has never said."""
    return contacts(association=association, now=now, ids={member_id})[member_id].wanted


def preference_token(*, member_id: UUID) -> str:
    """Return the signed token that opens one member's preferences, and nothing else."""
    return signing.Signer(salt=_SALT).sign_object(str(member_id))


def access_preferences(*, association: AssociationRow, token: str, now: datetime) -> MemberRow:
    """Return whose preferences a token opens; refuse one that is not ours, of another association, or of who has left."""
    try:
        member_id = UUID(signing.Signer(salt=_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_UNKNOWN)]) from error
    try:
        row = _member(association=association, member_id=member_id, now=now)
    except Refused as error:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_UNKNOWN)]) from error
    if row.left_at is not None and row.left_at <= now:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_REVOKED)])
    return row


def access_vote_link(*, association: AssociationRow, token: str, now: datetime) -> VoteLinkRow:
    """Return what a link to vote opens. Refuses unknown ones, those of another association, too late, or of who left."""
    row = VoteLink.objects.filter(
        token_digest=token_digest(token),
        member__association_id=association.id,
        action__association_id=association.id,
    ).first()
    if row is None:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_UNKNOWN)])
    member = _member(association=association, member_id=row.member_id, now=now)
    if member.left_at is not None and member.left_at <= now:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_REVOKED)])
    if row.expires_at <= now:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_OVER)])
    return VoteLinkRow(member=member, action_id=row.action_id, version=row.version, expires_at=row.expires_at)


def access_gesture_link(*, association: AssociationRow, token: str, now: datetime) -> GestureLinkRow:
    """Return what a link to a gesture opens. Refuses unknown ones, of another association, of who left, used, too late."""
    row = GestureLink.objects.filter(token_digest=token_digest(token), member__association_id=association.id).first()
    if row is None:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_UNKNOWN)])
    member = _member(association=association, member_id=row.member_id, now=now)
    if member.left_at is not None and member.left_at <= now:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_REVOKED)])
    if row.used_at is not None:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_USED)])
    if row.expires_at <= now:
        raise Refused([Refusal(code=IntegrationRefusal.GESTURE_OVER)])
    return GestureLinkRow(
        id=row.id,
        gesture=Gesture(row.gesture),
        member=member,
        action_id=row.action_id,
        version=row.version,
        objection_id=row.objection_id,
    )


def sent_to(*, actor: Actor, most: int = 100) -> tuple[DeliveryRow, ...]:
    """Return what was sent to a member, the latest first."""
    rows = Delivery.objects.filter(
        association_id=actor.association_id, member_id=actor.member_id, state=State.SENT
    ).order_by("-sent_at", "-id")
    return _rows(rows[:most])


def access_sent(*, actor: Actor, delivery_id: int) -> SentRow:
    """Return one message that was sent to the actor, word for word; refuse what was not, or to another."""
    rows = Delivery.objects.filter(
        association_id=actor.association_id, member_id=actor.member_id, state=State.SENT, id=delivery_id
    )
    found = _rows(rows)
    if not found:
        raise Refused([Refusal(code=IntegrationRefusal.MESSAGE_UNKNOWN)])
    [row] = found
    words = SentWords.objects.filter(delivery_id=row.id).first()
    items = DigestItem.objects.filter(delivery_id=row.id).order_by("entry_seq", "id")
    return SentRow(
        delivery=row,
        subject=words.subject if words else "",
        text=words.text if words else None,
        gathered=tuple(dict.fromkeys(About(about) for about in items.values_list("about", flat=True))),
    )


def counts(*, association_id: UUID) -> dict[tuple[str, str], int]:
    """Return how many messages of an association there are, by what they are about and where they are."""
    rows = Delivery.objects.filter(association_id=association_id).values_list("about", "state")
    return {(about, state): number for about, state, number in rows.annotate(number=Count("id"))}


def delivery_key(*, delivery_id: int) -> DeliveryKey | None:
    """Return what names a delivery, and what it was about; None when there is none of this number."""
    row = Delivery.objects.filter(id=delivery_id).first()
    if row is None:
        return None
    [shown] = _rows([row])
    return DeliveryKey(
        id=row.id,
        key=row.key,
        association_id=row.association_id,
        member_id=row.member_id,
        action_ids=shown.action_ids,
    )


def may_see_deliveries(*, actor: Actor, now: datetime) -> bool:
    """Say whether someone may see what did not arrive, by name: the administrative mandate's holders, else who votes."""
    return runner(actor=actor, now=now).may_begin


def access_deliveries(*, actor: Actor, now: datetime) -> None:
    """Refuse those whose business it is not to see what the association sends, and to whom it does not arrive."""
    if not may_see_deliveries(actor=actor, now=now):
        raise Refused([Refusal(code=IntegrationRefusal.DELIVERIES_NOT_YOURS)])


def troubles_since(*, association_id: UUID, since: datetime) -> int:
    """Return how many messages were refused, came back or were given up since an instant."""
    rows = Delivery.objects.filter(association_id=association_id, created_at__gte=since)
    return rows.filter(state__in=[State.FAILED, State.GIVEN_UP], member__isnull=False).count()


def sent_through(*, association_id: UUID, channel: str, address: str, most: int = 20) -> tuple[DeliveryRow, ...]:
    """Return what was sent, or is to be, to one address of a channel, the latest first."""
    rows = Delivery.objects.filter(association_id=association_id, channel=channel, address=address)
    return _rows(rows.order_by("-created_at", "-id")[:most])


def troubles(*, association_id: UUID, most: int = 100) -> tuple[DeliveryRow, ...]:
    """Return what did not arrive, or has failed so far, the latest first."""
    rows = Delivery.objects.filter(association_id=association_id)
    failed = rows.filter(state__in=[State.FAILED, State.GIVEN_UP])
    trying = rows.filter(state__in=[State.WAITING, State.CLAIMED]).exclude(error="")
    unreachable = rows.filter(state=State.SKIPPED, reason__in=["no-address", "no-channel"])
    return _rows((failed | trying | unreachable).order_by("-created_at", "-id")[:most])


def invited_by_mail(*, association_id: UUID, member_id: UUID) -> DeliveryRow | None:
    """Return the last invitation that was to be mailed to a member; None when there was none."""
    rows = Delivery.objects.filter(association_id=association_id, member_id=member_id, about=About.INVITATION)
    return next(iter(_rows(rows.order_by("-created_at", "-id")[:1])), None)


def digests_sent(*, member_id: UUID, since: datetime) -> tuple[datetime, ...]:
    """Return when digests left for a member, since an instant."""
    rows = Delivery.objects.filter(member_id=member_id, about=About.DIGEST, state=State.SENT, sent_at__gt=since)
    return tuple(at for at in rows.values_list("sent_at", flat=True) if at is not None)


def not_arrived(*, actor: Actor, most: int = 20) -> tuple[DeliveryRow, ...]:
    """Return what was sent to a member and did not arrive for good, the latest first."""
    rows = Delivery.objects.filter(
        association_id=actor.association_id, member_id=actor.member_id, state__in=[State.FAILED, State.GIVEN_UP]
    )
    return _rows(rows.order_by("-created_at", "-id")[:most])


def convening_deliveries(*, association_id: UUID, assembly_id: UUID) -> tuple[DispatchRow, ...]:
    """Return the proof of dispatch of an assembly: each message to each member, by what was told and then by name."""
    rows = Delivery.objects.filter(
        association_id=association_id, about=About.CONVENING, key__startswith=f"assembly:{assembly_id}:"
    ).select_related("member")
    found = [
        DispatchRow(
            told=row.entry_seq or 0,
            name=row.member.name if row.member else "",
            channel=row.channel,
            state=State(row.state),
            reason=row.reason,
            error=row.error,
            planned_at=row.not_before,
            sent_at=row.sent_at,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda row: (row.told, row.name.casefold())))


def _member(*, association: AssociationRow, member_id: UUID, now: datetime) -> MemberRow:
    return member_row(actor=Actor(association_id=association.id, member_id=member_id), member_id=member_id, now=now)


def _rows(rows: Iterable[Delivery]) -> tuple[DeliveryRow, ...]:
    found = list(rows)
    items: dict[int, list[UUID]] = {}
    gathered = DigestItem.objects.filter(delivery_id__in=[row.id for row in found]).order_by("id")
    for delivery_id, action_id in gathered.values_list("delivery_id", "action_id"):
        items.setdefault(delivery_id, []).append(action_id)
    return tuple(
        DeliveryRow(
            id=row.id,
            member_id=row.member_id,
            channel=row.channel,
            about=About(row.about),
            action_ids=(row.action_id,) if row.action_id else tuple(dict.fromkeys(items.get(row.id, []))),
            state=State(row.state),
            reason=row.reason,
            error=row.error,
            created_at=row.created_at,
            not_before=row.not_before,
            next_try_at=row.next_try_at,
            sent_at=row.sent_at,
            address=row.address,
            attempts=row.attempts,
        )
        for row in found
    )


def _contact(
    member: MemberRow, account: AccountRow | None, chosen: Preference | None, association: AssociationRow
) -> Contact:
    base = ((account.language if account else "") or association.language).split("-")[0]
    zone = ZoneInfo(chosen.zone) if chosen and chosen.zone else association.zone
    wanted = PreferenceFacts(zone=zone)
    if chosen is not None:
        wanted = PreferenceFacts(
            way=Way(chosen.way),
            moment=Moment(chosen.moment),
            hour=chosen.hour,
            weekday=chosen.weekday,
            quiet_from=chosen.quiet_from,
            quiet_to=chosen.quiet_to,
            reminders=chosen.reminders,
            zone=zone,
        )
    return Contact(
        member=member,
        email=(account.email if account else "") or member.email,
        language="fr-tu" if base == "fr" and association.address_form == "tu" else base,
        wanted=wanted,
        own_zone=bool(chosen and chosen.zone),
    )
