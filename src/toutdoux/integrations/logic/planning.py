"""Who is told what, when, and why not: pure, so that gentleness is a property that can be tested.

The rules, in one place. Only the seats of the frozen council are asked to vote, and never the person who acted. What asks
for a vote is told at the moment each person chose, and directly where a digest would come too late. Leads hear outcomes
and objections directly; everyone else finds outcomes in a digest. One reminder per action and person, only to who
has a seat, has not voted and can still change the outcome. One thing has one key per person: two messages about it
cannot both exist.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from toutdoux.integrations.logic.timing import PreferenceFacts, decent, digest_at
from toutdoux.integrations.logic.words import About, Moment, Skip, Way
from toutdoux.rules.facts import Lever, Outcome, Status
from toutdoux.rules.rulebook import Kind

#: Reminders leave this long before the deadline, and never within a day of the publication.
REMINDER_BEFORE = timedelta(days=2)
REMINDER_AFTER = timedelta(days=1)
#: A digest that would come later than this before the deadline comes too late to weigh on it.
TOO_LATE = timedelta(days=1)
#: What happened longer ago than this is no news: after a long stop, or on the first start, nobody is flooded.
OLD_NEWS = timedelta(days=7)

_WEIGHING = frozenset({Lever.MORE_FOR, Lever.MORE_AGAINST, Lever.RAISE_OBJECTION})


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who may be told: what they want, and through which channels they can be reached, by way."""

    member_id: UUID
    wanted: PreferenceFacts
    channels: tuple[tuple[Way, str], ...]
    votes: bool
    left: bool = False
    has_address: bool = True

    @property
    def channel(self) -> str:
        """Return the channel of the way wanted, mail where there is no chat; empty when there is none."""
        ways = dict(self.channels)
        return ways.get(self.wanted.way, ways.get(Way.MAIL, ""))

    @property
    def lacks_address(self) -> bool:
        """Say whether the channel needs an address of mail that is not known: a chat has its own."""
        ways = dict(self.channels)
        return not self.has_address and (self.wanted.way not in ways or self.wanted.way is Way.MAIL)


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """What is known of an action when someone is to be told about it."""

    action_id: UUID
    kind: Kind
    version: int
    opened_at: datetime
    deadline: datetime | None
    seated: frozenset[UUID]
    voted: frozenset[UUID]
    lead_ids: frozenset[UUID]
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. ``about`` says which; ``version`` is that of the text it happened to."""

    seq: int
    at: datetime
    about: About
    version: int
    actor_id: UUID | None
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A message to be sent. ``digest``: it joins the person's digest that leaves at ``not_before``."""

    member_id: UUID
    channel: str
    about: About
    action_id: UUID
    version: int
    seq: int | None
    key: str
    not_before: datetime
    digest: bool = False
    skip: Skip | None = None


def plan_event(*, event: Event, action: ActionFacts, people: Iterable[Person], now: datetime) -> list[Planned]:
    """Return what ``event`` makes us tell, to whom and when. Telling twice gives the same keys."""
    if now - event.at > OLD_NEWS and not (event.about in _ASKING and action.outcome.status is Status.OPEN):
        return []
    return [
        planned
        for person in people
        if person.member_id != event.actor_id and person.wanted.way is not Way.NONE and not person.left
        for planned in _tell(event, action, person, now)
    ]


_ASKING = frozenset({About.OPENED, About.AMENDED})


def _tell(event: Event, action: ActionFacts, person: Person, now: datetime) -> Iterator[Planned]:
    leads = person.member_id in action.lead_ids
    seated = person.member_id in action.seated
    match event.about:
        case About.OPENED | About.AMENDED:
            if seated:
                yield _planned(event, action, person, now, directly=_directly(action, person, now))
        case About.OBJECTION:
            if leads:
                yield _planned(event, action, person, now, directly=True)
        case About.OUTCOME:
            if leads:
                # Whoever withdraws an action knows it; for the other leads it is news all the same.
                yield _planned(event, action, person, now, directly=True)
            elif seated or person.votes:
                yield _planned(event, action, person, now, directly=False)
        case About.ANNOUNCED | About.DONE if not leads and (seated or person.votes):
            yield _planned(event, action, person, now, directly=False)


def _directly(action: ActionFacts, person: Person, now: datetime) -> bool:
    if person.wanted.moment is Moment.AT_ONCE:
        return True
    if action.deadline is None:
        return False
    return digest_at(after=now, wanted=person.wanted) > action.deadline - TOO_LATE


def _planned(event: Event, action: ActionFacts, person: Person, now: datetime, *, directly: bool) -> Planned:
    wanted = person.wanted
    return Planned(
        member_id=person.member_id,
        channel=person.channel,
        about=event.about,
        action_id=action.action_id,
        version=event.version,
        seq=event.seq,
        key=_key(event, action, person),
        not_before=decent(at=now, wanted=wanted) if directly else digest_at(after=now, wanted=wanted),
        digest=not directly,
        skip=_skip(person),
    )


def _key(event: Event, action: ActionFacts, person: Person) -> str:
    """Name the one thing. A reworded objection of one person to one text is one thing, an outcome is one per status."""
    about = "text" if event.about in _ASKING else str(event.about)
    which = {About.OBJECTION: f"{event.version}:{event.actor_id}", About.OUTCOME: event.status}
    return f"{about}:{action.action_id}:{which.get(event.about, str(event.version))}:{person.member_id}"


def _skip(person: Person) -> Skip | None:
    if not person.channel:
        return Skip.NO_CHANNEL
    return Skip.NO_ADDRESS if person.lacks_address else None


def plan_reminders(*, action: ActionFacts, people: Iterable[Person], now: datetime) -> list[Planned]:
    """Return the reminders that an open action is due at ``now``; none whose decent hour would come after the deadline."""
    if action.deadline is None or now < reminder_at(opened_at=action.opened_at, deadline=action.deadline):
        return []
    planned = []
    for person in people:
        wanted = person.wanted
        if wanted.way is Way.NONE or not wanted.reminders or person.left:
            continue
        leaves = decent(at=now, wanted=wanted)
        if leaves >= action.deadline or not weighs(action=action, member_id=person.member_id):
            continue
        if not person.channel or person.lacks_address:
            # That they cannot be reached was said when the action opened.
            continue
        planned.append(
            Planned(
                member_id=person.member_id,
                channel=person.channel,
                about=About.REMINDER,
                action_id=action.action_id,
                version=action.version,
                seq=None,
                key=reminder_key(action_id=action.action_id, member_id=person.member_id),
                not_before=leaves,
            )
        )
    return planned


def reminder_at(*, opened_at: datetime, deadline: datetime) -> datetime:
    """Return when reminders leave: two days before the deadline, at least a day after the publication."""
    return max(deadline - REMINDER_BEFORE, opened_at + REMINDER_AFTER)


def reminder_key(*, action_id: UUID, member_id: UUID) -> str:
    """Name the one reminder of an action to a person, whatever the version of its text."""
    return f"reminder:{action_id}:{member_id}"


def weighs(*, action: ActionFacts, member_id: UUID) -> bool:
    """Say whether this person has a seat, has not voted, and could still change the outcome by voting."""
    undecided = action.outcome.status is Status.OPEN and action.outcome.ballots_open
    levers = {change.lever for change in action.outcome.changes}
    return undecided and member_id in action.seated and member_id not in action.voted and bool(levers & _WEIGHING)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A planned message at the instant it is to leave."""

    about: About
    version: int
    member_id: UUID


def skip_now(*, held: Held, action: ActionFacts, person: Person) -> Skip | None:
    """Return why a message must no longer leave: things have moved since it was planned. None: send it."""
    if person.left:
        return Skip.LEFT
    if person.wanted.way is Way.NONE or (held.about is About.REMINDER and not person.wanted.reminders):
        return Skip.NOT_WANTED
    if person.lacks_address:
        return Skip.NO_ADDRESS
    if held.about not in {About.OPENED, About.AMENDED, About.REMINDER}:
        return None
    if action.outcome.status is not Status.OPEN:
        return Skip.DECIDED
    if held.version != action.version and held.about is not About.REMINDER:
        return Skip.AMENDED
    if held.member_id in action.voted:
        return Skip.VOTED
    if held.about is About.REMINDER and not weighs(action=action, member_id=held.member_id):
        return Skip.DECIDED
    return None


@dataclass(frozen=True, kw_only=True)
class DigestFacts:
    """What of a digest's actions is still worth saying, in order, each once."""

    action_ids: tuple[UUID, ...] = field(default_factory=tuple)


def gather(*, items: Sequence[tuple[About, UUID, int]], actions: dict[UUID, ActionFacts]) -> DigestFacts:
    """Return each action of a digest once: first those that still wait for votes, then the others, as they came."""
    ids = list(dict.fromkeys(action_id for _, action_id, _ in items if action_id in actions))
    waiting = [i for i in ids if actions[i].outcome.status is Status.OPEN]
    return DigestFacts(action_ids=(*waiting, *(i for i in ids if i not in waiting)))
