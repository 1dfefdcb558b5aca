"""Gentleness as properties: who is told what, for any event, any action and any wish."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tests.logic.test_outbox_timing import ZONES, hours, wishes
from toutdoux.integrations.logic.planning import (
    ActionFacts,
    Event,
    Held,
    Person,
    plan_event,
    plan_reminders,
    skip_now,
)
from toutdoux.integrations.logic.timing import PreferenceFacts, quiet
from toutdoux.integrations.logic.words import About, Moment, Skip, Way
from toutdoux.rules import facts as rules
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.shipped import shipped
from toutdoux.rules.time import deadline

OPENED = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DEADLINE = OPENED + timedelta(days=10)
MEMBERS = [UUID(int=number) for number in range(1, 13)]
RULES = shipped("tout-doux-cratie")

moments = st.integers(0, 10 * 24 * 60).map(lambda minutes: OPENED + timedelta(minutes=minutes))
people = st.lists(
    st.builds(
        Person,
        member_id=st.sampled_from(MEMBERS),
        wanted=st.builds(
            PreferenceFacts,
            way=st.sampled_from(Way),
            moment=st.sampled_from(Moment),
            hour=hours,
            weekday=st.integers(0, 6),
            quiet_from=hours,
            quiet_to=hours,
            reminders=st.booleans(),
            zone=st.sampled_from(ZONES),
        ),
        channels=st.sampled_from([(), ((Way.MAIL, "mail"),), ((Way.MAIL, "mail"), (Way.CHAT, "chat"))]),
        votes=st.booleans(),
        left=st.booleans(),
        has_address=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda person: person.member_id,
)
some = st.frozensets(st.sampled_from(MEMBERS))


@st.composite
def actions(draw: st.DrawFn, now: datetime) -> ActionFacts:
    seated = draw(st.frozensets(st.sampled_from(MEMBERS), min_size=1))
    voted = draw(st.frozensets(st.sampled_from(sorted(seated))))
    for_ = draw(st.integers(0, len(voted)))
    tally = rules.Tally(council=len(seated), for_=for_, against=len(voted) - for_)
    steps = (rules.CountStep(at=OPENED, tally=tally),) if voted else ()
    counted = rules.ActionFacts(
        kind=Kind.EXTRAORDINARY, council=len(seated), opened_at=OPENED, deadline=DEADLINE, steps=steps
    )
    return ActionFacts(
        action_id=UUID(int=99),
        kind=Kind.EXTRAORDINARY,
        version=2,
        opened_at=OPENED,
        deadline=DEADLINE,
        seated=seated,
        voted=voted,
        lead_ids=draw(some),
        outcome=outcome(counted, RULES, now),
    )


@st.composite
def scenes(draw: st.DrawFn) -> tuple[ActionFacts, list[Person], datetime]:
    now = draw(moments)
    return draw(actions(now)), draw(people), now


events = st.builds(
    Event,
    seq=st.integers(1, 9),
    at=st.just(OPENED),
    about=st.sampled_from([About.OPENED, About.AMENDED, About.ANNOUNCED, About.OBJECTION, About.OUTCOME, About.DONE]),
    version=st.just(2),
    actor_id=st.sampled_from([None, *MEMBERS]),
    status=st.sampled_from(["accepted", "tacit"]),
)


def test_it_works() -> None:
    assert deadline(opened_at=OPENED, delay=RULES.count_rules(Kind.EXTRAORDINARY).delay, zone=ZONES[0]) == DEADLINE


@given(scene=scenes(), event=events)
def test_one_thing_is_told_once_to_each_and_never_to_who_did_it_who_left_or_who_wants_nothing(
    scene: tuple[ActionFacts, list[Person], datetime], event: Event
) -> None:
    action, cast, now = scene
    planned = plan_event(event=event, action=action, people=cast, now=now)
    by_id = {person.member_id: person for person in cast}
    assert len({one.key for one in planned}) == len({one.member_id for one in planned}) == len(planned)
    for one in planned:
        person = by_id[one.member_id]
        assert one.member_id != event.actor_id
        assert not person.left
        assert person.wanted.way is not Way.NONE
        assert one.not_before >= now
        local = one.not_before.astimezone(person.wanted.zone)
        assert not quiet(local_hour=local.hour, wanted=person.wanted)
    assert plan_event(event=event, action=action, people=cast, now=now) == planned


@given(scene=scenes(), event=events.filter(lambda event: event.about in {About.OPENED, About.AMENDED}))
def test_every_seat_is_asked_and_nobody_else_and_a_digest_never_comes_too_late(
    scene: tuple[ActionFacts, list[Person], datetime], event: Event
) -> None:
    action, cast, now = scene
    planned = plan_event(event=event, action=action, people=cast, now=now)
    asked = {
        person.member_id
        for person in cast
        if person.member_id in action.seated - {event.actor_id}
        and not person.left
        and person.wanted.way is not Way.NONE
    }
    # Long after the publication, the news is told only while the vote is open.
    if now - event.at <= timedelta(days=7) or action.outcome.status is rules.Status.OPEN:
        assert {one.member_id for one in planned} == asked
    for one in planned:
        if one.digest:
            assert one.not_before <= DEADLINE - timedelta(days=1)


@given(scene=scenes())
def test_only_who_can_still_change_the_outcome_is_reminded_in_time(
    scene: tuple[ActionFacts, list[Person], datetime],
) -> None:
    action, cast, now = scene
    planned = plan_reminders(action=action, people=cast, now=now)
    by_id = {person.member_id: person for person in cast}
    if planned:
        assert action.outcome.status is rules.Status.OPEN
        assert DEADLINE - timedelta(days=2) <= now
    assert len({one.key for one in planned}) == len(planned)
    for one in planned:
        assert one.member_id in action.seated - action.voted
        assert by_id[one.member_id].wanted.reminders
        assert now <= one.not_before < DEADLINE


@given(scene=scenes(), about=st.sampled_from([About.OPENED, About.AMENDED, About.REMINDER]))
def test_what_asks_for_a_vote_no_longer_leaves_once_voted_decided_or_left(
    scene: tuple[ActionFacts, list[Person], datetime], about: About
) -> None:
    action, cast, _ = scene
    for person in cast:
        held = Held(about=about, version=2, member_id=person.member_id)
        reason = skip_now(held=held, action=action, person=person)
        if reason is None:
            assert not person.left
            assert action.outcome.status is rules.Status.OPEN
            assert person.member_id not in action.voted
        older = skip_now(held=replace(held, version=1), action=action, person=person)
        if reason is None and about is not About.REMINDER:
            assert older is Skip.AMENDED


@given(wanted=wishes, starts=st.lists(moments, min_size=2, max_size=6))
def test_times_of_digests_follow_the_order_of_events(wanted: PreferenceFacts, starts: list[datetime]) -> None:
    person = Person(member_id=MEMBERS[0], wanted=wanted, channels=((Way.MAIL, "mail"),), votes=True)
    action = ActionFacts(
        action_id=UUID(int=99),
        kind=Kind.ORDINARY,
        version=1,
        opened_at=OPENED,
        deadline=None,
        seated=frozenset({MEMBERS[0]}),
        voted=frozenset(),
        lead_ids=frozenset(),
        outcome=outcome(
            rules.ActionFacts(kind=Kind.ORDINARY, council=1, opened_at=OPENED, deadline=None), RULES, OPENED
        ),
    )
    leave = []
    for at in sorted(starts):
        event = Event(seq=1, at=at, about=About.ANNOUNCED, version=1, actor_id=None)
        [planned] = plan_event(event=event, action=action, people=[person], now=at)
        assert planned.digest
        leave.append(planned.not_before)
    assert all(first <= second for first, second in pairwise(leave))


def standing(*, voted: frozenset[UUID] = frozenset(), deadline: datetime | None = DEADLINE) -> ActionFacts:
    """An extraordinary action open among twelve, on which nothing is decided."""
    tally = rules.Tally(council=len(MEMBERS), for_=len(voted), against=0)
    counted = rules.ActionFacts(
        kind=Kind.EXTRAORDINARY,
        council=len(MEMBERS),
        opened_at=OPENED,
        deadline=DEADLINE,
        steps=(rules.CountStep(at=OPENED, tally=tally),),
    )
    return ActionFacts(
        action_id=UUID(int=99),
        kind=Kind.EXTRAORDINARY,
        version=1,
        opened_at=OPENED,
        deadline=deadline,
        seated=frozenset(MEMBERS),
        voted=voted,
        lead_ids=frozenset(),
        outcome=outcome(counted, RULES, OPENED + timedelta(days=9)),
    )


def somebody(**facts: object) -> Person:
    wanted = PreferenceFacts(zone=ZONES[0], moment=Moment.WEEKLY)
    known = {"member_id": MEMBERS[0], "wanted": wanted, "channels": ((Way.MAIL, "mail"),), "votes": True}
    return Person(**(known | facts))


def test_without_a_deadline_nothing_is_too_late_for_the_digest() -> None:
    event = Event(seq=1, at=OPENED, about=About.OPENED, version=1, actor_id=None)
    [planned] = plan_event(event=event, action=standing(deadline=None), people=[somebody()], now=OPENED)
    assert planned.digest
    [hurried] = plan_event(event=event, action=standing(), people=[somebody()], now=DEADLINE - timedelta(days=1))
    assert not hurried.digest


def test_who_cannot_be_reached_is_said_once_when_the_action_opens_and_not_again_at_the_reminder() -> None:
    now = DEADLINE - timedelta(days=1)
    for unreachable in (somebody(channels=()), somebody(has_address=False)):
        [planned] = plan_event(
            event=Event(seq=1, at=OPENED, about=About.OPENED, version=1, actor_id=None),
            action=standing(),
            people=[unreachable],
            now=OPENED,
        )
        assert planned.skip in {Skip.NO_CHANNEL, Skip.NO_ADDRESS}
        assert plan_reminders(action=standing(), people=[unreachable], now=now) == []
    assert len(plan_reminders(action=standing(), people=[somebody()], now=now)) == 1


def test_a_reminder_held_back_until_a_vote_would_change_nothing_does_not_leave() -> None:
    held = Held(about=About.REMINDER, version=1, member_id=UUID(int=404))
    assert skip_now(held=held, action=standing(), person=somebody(member_id=held.member_id)) is Skip.DECIDED
    asked = replace(held, member_id=MEMBERS[0])
    assert skip_now(held=asked, action=standing(), person=somebody()) is None


def test_nobody_is_told_by_an_event_of_what_only_the_clock_brings() -> None:
    event = Event(seq=1, at=OPENED, about=About.REMINDER, version=1, actor_id=None)
    assert plan_event(event=event, action=standing(), people=[somebody()], now=OPENED) == []
