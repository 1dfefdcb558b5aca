"""The first steps of a newcomer, what changed for who is back, and the regular meetings: frozen rows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from toutdoux.associations.queries import association, current_rulebook, rulebooks
from toutdoux.decisions.queries import ActionRow, home
from toutdoux.decisions.queries.between import decided_between
from toutdoux.kernel.people import Actor
from toutdoux.members.logic.rights import SpellKind
from toutdoux.members.queries import member, members, rights_histories
from toutdoux.procedures.logic.belonging import Volunteer, absence, is_new, next_meeting, proposed, to_ask
from toutdoux.procedures.models import FirstSteps, Meetings, MeetingTurn, Organiser, Welcomer
from toutdoux.rules.rulebook import Rulebook

_AWAY = frozenset({SpellKind.LEAVE, SpellKind.LEFT, SpellKind.EXCLUDED, SpellKind.COUNCIL})


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone to ask: who, and what they wish to be reached by."""

    member_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class Since:
    """What changed between two instants, for who was away."""

    starts_at: datetime
    ends_at: datetime
    decided: tuple[ActionRow, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    new_rules: bool


@dataclass(frozen=True, kw_only=True)
class FirstStepsRow:
    """What a newcomer's page shows. ``new``: they are one; ``put_away``: they have seen it and said so."""

    new: bool
    put_away: bool
    rulebook: Rulebook
    to_ask: Person | None
    wanted: tuple[ActionRow, ...]
    since: Since | None
    welcomes: bool


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """The next meeting. ``organiser`` has accepted; else it is proposed to ``proposed``, if there is a volunteer."""

    on: date
    begins: time
    place: str
    weeks: int
    first_on: date
    organiser: Person | None
    proposed: Person | None


def first_steps(*, actor: Actor, now: datetime) -> FirstStepsRow:
    """Return the first steps of a member, newcomer or not."""
    row = member(actor=actor, member_id=actor.member_id, now=now)
    known = _present(association_id=actor.association_id, now=now)
    who = to_ask(member_id=actor.member_id, welcomers=_willing(Welcomer, known))
    return FirstStepsRow(
        new=is_new(
            joined_at=row.joined_at,
            founded_at=association(association_id=actor.association_id).created_at,
            now=now,
        ),
        put_away=FirstSteps.objects.filter(member_id=actor.member_id).exists(),
        rulebook=current_rulebook(association_id=actor.association_id).rulebook,
        to_ask=Person(member_id=who, name=known[who]) if who else None,
        wanted=home(actor=actor, since=now, now=now).wanted,
        since=_since(actor=actor, now=now),
        welcomes=Welcomer.objects.filter(member_id=actor.member_id).exists(),
    )


def welcome_card(*, actor: Actor, joined_at: datetime, founded_at: datetime, now: datetime) -> bool:
    """Say whether the home of a member leads to the first steps: for newcomers, until they put them away."""
    if is_new(joined_at=joined_at, founded_at=founded_at, now=now):
        return not FirstSteps.objects.filter(member_id=actor.member_id).exists()
    return False


def meeting(*, association_id: UUID, now: datetime) -> MeetingRow | None:
    """Return the next regular meeting; None where there are none."""
    row = Meetings.objects.filter(association_id=association_id).first()
    if row is None:
        return None
    zone = association(association_id=association_id).zone
    on = next_meeting(first_on=row.first_on, weeks=row.weeks, today=now.astimezone(zone).date())
    known = _present(association_id=association_id, now=now)
    turns = list(MeetingTurn.objects.filter(association_id=association_id))
    organiser = next((one.member_id for one in turns if one.on == on and one.accepted and one.member_id in known), None)
    volunteers = [
        Volunteer(
            member_id=one.member_id,
            since=one.since,
            accepted=tuple(turn.on for turn in turns if turn.member_id == one.member_id and turn.accepted),
        )
        for one in Organiser.objects.filter(member_id__in=known)
    ]
    declined = frozenset(turn.member_id for turn in turns if turn.on == on and not turn.accepted)
    asked = None if organiser else proposed(volunteers=volunteers, declined=declined)
    return MeetingRow(
        on=on,
        begins=row.begins,
        place=row.place,
        weeks=row.weeks,
        first_on=row.first_on,
        organiser=Person(member_id=organiser, name=known[organiser]) if organiser else None,
        proposed=Person(member_id=asked, name=known[asked]) if asked else None,
    )


def organises(*, actor: Actor) -> bool:
    """Say whether someone is willing to organise meetings."""
    return Organiser.objects.filter(member_id=actor.member_id).exists()


def _present(*, association_id: UUID, now: datetime) -> dict[UUID, str]:
    rows = members(association_id=association_id, at=now)
    return {row.id: row.name for row in rows if row.left_at is None or row.left_at > now}


def _willing(model: type[Welcomer], known: dict[UUID, str]) -> list[UUID]:
    return list(model.objects.filter(member_id__in=known).values_list("member_id", flat=True))


def _since(*, actor: Actor, now: datetime) -> Since | None:
    facts = rights_histories(association_id=actor.association_id).get(actor.member_id)
    spells = [(one.starts_at, one.ends_at) for one in facts.spells if one.kind in _AWAY] if facts else []
    found = absence(spells=spells, now=now)
    if found is None:
        return None
    starts_at, ends_at = found
    rows = members(association_id=actor.association_id, at=now)
    versions = rulebooks(association_id=actor.association_id)
    return Since(
        starts_at=starts_at,
        ends_at=ends_at,
        decided=decided_between(actor=actor, starts_at=starts_at, ends_at=ends_at, now=now),
        joined=tuple(row.name for row in rows if starts_at <= row.joined_at < ends_at),
        left=tuple(row.name for row in rows if row.left_at and starts_at <= row.left_at < ends_at),
        new_rules=any(starts_at <= one.adopted_at < ends_at for one in versions),
    )
