"""An assembly's facts as a file and back: nothing is lost, and who was there at a vote is what times say."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.strategies import shares
from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.assemblies.logic.effect_files import Became, Effect
from toutdoux.assemblies.logic.election_facts import Cast, Election, ElectionRound, Option
from toutdoux.assemblies.logic.facts import (
    AssemblyFacts,
    Attendee,
    Candidate,
    Change,
    Item,
    Speech,
    Task,
    Vote,
)
from toutdoux.assemblies.logic.faults import faults
from toutdoux.assemblies.logic.reading import assembly_from_toml, kept_assembly
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.decisions.logic.effects import EffectKind
from toutdoux.members.logic.changes import Scope
from toutdoux.rules.rulebook import Base, ElectionMethod, QuorumMissing, Share, TieRule
from toutdoux.rules.seats import Way
from toutdoux.writings.logic.arranging import Which

OPENING = datetime(2026, 5, 30, 14)  # noqa: DTZ001 - the clock of the place
TEXT = st.text(alphabet="aé “»'\"\\#=[]{}\n", min_size=1, max_size=30).map(str.strip).filter(bool)
LINE = TEXT.filter(lambda text: "\n" not in text)
INSTANTS = st.none() | st.integers(1, 6).map(lambda steps: OPENING + timedelta(minutes=10 * steps))
NAMES = ("Ada", "Jo", "Sam", "Kim")


def _effects(line: st.SearchStrategy[str]) -> st.SearchStrategy[Effect]:
    return st.builds(
        Effect,
        kind=st.sampled_from(EffectKind),
        what=st.sampled_from(Became),
        because=st.just("") | st.just("already-votes"),
        name=st.just("") | line,
        subject=st.just("") | line,
        scope=st.none() | st.sampled_from(Scope),
        purpose=st.just("") | line,
        mandate=st.just("") | line,
        amount=st.none() | st.integers(0, 10**9),
        state=st.sampled_from(["", "open", "closed"]),
        until=st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2199, 1, 1)),
        report=st.none() | st.sampled_from(Which),
        period=st.sampled_from(["", "P26"]),
        edition=st.none() | st.integers(1, 9),
    ).map(_whole)


def _whole(effect: Effect) -> Effect:
    """Give an effect all that its sentence may need."""
    if effect.what is Became.WITHOUT_OBJECT:
        return effect
    return replace(
        effect,
        name=effect.name or "Ada",
        subject=effect.subject or ("" if effect.mandate else "a shelf"),
        purpose=effect.purpose or "wood",
        amount=effect.amount or 0,
        state=effect.state or "open",
        report=effect.report or Which.ACTIVITY,
        period="P26",
    )


def _votes(text: st.SearchStrategy[str], line: st.SearchStrategy[str]) -> st.SearchStrategy[Vote]:
    return st.builds(
        Vote,
        question=st.just("") | text,
        for_=st.integers(0, 5),
        against=st.integers(0, 5),
        blank=st.integers(0, 5),
        at=INSTANTS,
        way=st.none() | st.sampled_from(Way),
        amendment=st.booleans(),
        base=st.none() | st.sampled_from(Base),
        present=st.none() | st.integers(0, 4),
        represented=st.none() | st.integers(0, 4),
        change=st.none() | st.sampled_from(Change),
        passage=st.just("") | text,
        words=st.just("") | text,
        effects=st.lists(_effects(line), max_size=2).map(tuple),
    )


def _items(text: st.SearchStrategy[str], line: st.SearchStrategy[str]) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        kind=st.sampled_from(ItemKind),
        title=line,
        presented_by=st.just("") | line,
        text=st.just("") | text,
        discussion=st.lists(st.builds(Speech, who=st.just("") | line, said=text), max_size=2).map(tuple),
        candidates=st.lists(st.builds(Candidate, name=line, mandate=line), max_size=2).map(tuple),
        mandates_for=st.just("") | line,
        votes=st.lists(_votes(text, line), max_size=2).map(tuple),
        deferred=st.just("") | text,
        deferred_to=st.just("") | line,
        tasks=st.lists(
            st.builds(Task, what=line, who=st.just("") | line, due_on=st.none() | st.dates(min_value=date(2000, 1, 1))),
            max_size=2,
        ).map(tuple),
    )


ITEMS = _items(TEXT, LINE)
PEOPLE = st.lists(
    st.builds(
        Attendee,
        name=st.sampled_from(NAMES),
        proxy_to=st.just("") | st.sampled_from(NAMES),
        since=INSTANTS,
        until=INSTANTS,
        items=st.just(()) | st.sampled_from([(1,), (2,), (1, 2)]),
    ),
    min_size=1,
    max_size=6,
).map(tuple)
FACTS = st.builds(
    AssemblyFacts,
    title=LINE,
    held_at=st.just(OPENING),
    place=st.just("") | LINE,
    period=st.just("") | st.just("P26"),
    roll=st.integers(1, 9),
    on_leave=st.integers(0, 3),
    quorum_share=st.none() | shares().filter(lambda share: share.inclusive or share.share < 1),
    quorum_missing=st.sampled_from(QuorumMissing),
    majority_base=st.sampled_from(Base),
    proxies_per_holder=st.none() | st.integers(0, 2),
    attendees=PEOPLE,
    items=st.lists(ITEMS, max_size=2).map(tuple),
    discussion=st.just(()) | st.just((Speech(who="Ada", said="Welcome."),)),
    tasks=st.just(()) | st.just((Task(what="Sweep", who="", due_on=None),)),
)


#: Facts without a fault, whatever else is drawn: everyone is there, and nobody votes.
SOUND = FACTS.map(
    lambda facts: replace(
        facts,
        roll=9,
        quorum_share=Share(share=Fraction(1, 9), base=facts.majority_base),
        proxies_per_holder=None,
        attendees=(
            *(Attendee(name=name, since=since, until=None) for name, since in zip(NAMES, _sinces(facts), strict=False)),
            Attendee(name="Lee"),
            Attendee(name="Max", proxy_to="Lee", until=facts.attendees[0].until),
            *(Attendee(name="Pat", proxy_to="Lee", items=(n,)) for n, _ in enumerate(facts.items, start=1)),
        ),
        items=tuple(
            replace(
                item,
                candidates=item.candidates or (Candidate(name="Ada", mandate="books"),),
                votes=tuple(_silent(vote) for vote in item.votes),
            )
            for item in facts.items
        ),
    )
)


def _silent(vote: Vote) -> Vote:
    """Leave everything of a vote but its figures, in a room where somebody is, and no more than stand on the sheet."""
    told = vote.present is not None and vote.represented is not None
    return replace(
        vote,
        for_=0,
        against=0,
        blank=0,
        present=1 + (vote.present or 0) % 2 if told else None,
        represented=(vote.represented or 0) % 2 if told else None,
        passage=vote.passage or "as it was",
        words=vote.words or "as it is",
    )


def _sinces(facts: AssemblyFacts) -> list[datetime | None]:
    return [attendee.since for attendee in facts.attendees]


@given(facts=SOUND)
def test_it_works(facts: AssemblyFacts) -> None:
    assert faults(facts) == ()
    assert assembly_from_toml(assembly_to_toml(facts)) == facts


@given(facts=FACTS)
def test_what_is_without_fault_counts_nobody_twice_at_any_instant(facts: AssemblyFacts) -> None:
    if faults(facts):
        return
    for step in range(-1, 70):
        at = OPENING + timedelta(minutes=step) if step >= 0 else None
        counting = [one for one in facts.attendees if one.counts(at) and not one.items]
        assert len({one.name for one in counting}) == len(counting)
        there = {one.name for one in counting if not one.proxy_to}
        room = facts.presence_at(at)
        assert room.present == len(there)
        assert room.represented == sum(one.proxy_to in there for one in counting)
        assert room.votes <= facts.roll
        if facts.proxies_per_holder is not None:
            for holder in there:
                assert sum(one.proxy_to == holder for one in counting) <= facts.proxies_per_holder


def spring(**more: Any) -> AssemblyFacts:
    """Return an assembly of which nothing is said but what a test is about."""
    plain: dict[str, Any] = {
        "title": "Spring",
        "held_at": OPENING,
        "place": "",
        "period": "",
        "on_leave": 0,
        "quorum_share": None,
        "majority_base": Base.EXPRESSED,
        "proxies_per_holder": None,
    }
    return AssemblyFacts(**(plain | more))


def test_who_arrives_takes_their_vote_back_and_the_room_of_each_vote_is_its_own() -> None:
    later, last = OPENING + timedelta(hours=1), OPENING + timedelta(hours=2)
    facts = spring(
        roll=4,
        proxies_per_holder=1,
        attendees=(
            Attendee(name="Ada", until=last),
            Attendee(name="Jo", proxy_to="Ada", until=later),
            Attendee(name="Jo", since=later),
            Attendee(name="Sam", proxy_to="Ada", since=later),
        ),
        items=(),
    )
    assert faults(facts) == ()
    rooms = [facts.presence_at(at) for at in (None, later, last)]
    assert [(room.present, room.represented) for room in rooms] == [(1, 1), (2, 1), (1, 0)]
    vote = Vote(question="", for_=3, against=0, blank=0, at=later)
    assert facts.resolved(vote).votes.no_part == 0
    with pytest.raises(ValueError, match="does not fit"):
        facts.resolved(Vote(question="", for_=3, against=0, blank=0))


#: Whatever a database can hold, and what a file could not be brought in with: tabs, control characters, any sort of new line.
ANYTHING = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\t\r\n\x00\x1b\x7f\x85\u2028 \"'\\"), max_size=40
) | st.just("word " * 5_000)


@given(
    facts=FACTS,
    title=ANYTHING,
    items=st.lists(_items(ANYTHING, ANYTHING), max_size=2).map(tuple),
    discussion=st.lists(st.builds(Speech, who=ANYTHING, said=ANYTHING), max_size=3).map(tuple),
    names=st.lists(ANYTHING, min_size=3, max_size=3),
    roll=st.integers(0, 2),
)
def test_what_is_kept_is_read_back_to_the_letter(
    facts: AssemblyFacts,
    title: str,
    items: tuple[Item, ...],
    discussion: tuple[Speech, ...],
    names: list[str],
    roll: int,
) -> None:
    """Nothing of minutes that were frozen is refused, shortened or tidied, also where it would not be let in today."""
    options = (Option(key="o1", name=names[0]), Option(key="o2", name=names[1], people=(names[2], names[0])))
    election = Election(mandate=names[2], method=ElectionMethod.PROPORTIONAL, tie=None, options=options, rounds=())
    written = replace(
        facts,
        title=title,
        roll=roll,
        place=names[0],
        attendees=(*facts.attendees, Attendee(name=names[1], proxy_to=names[2])),
        discussion=discussion,
        items=(*items, Item(kind=ItemKind.ELECTION, title=title, elections=(election,))),
    )
    assert kept_assembly(assembly_to_toml(written)) == written


def test_what_is_kept_is_read_back_however_much_there_is() -> None:
    vote = Vote(question="", for_=1, against=0, blank=0, way=Way.HANDS)
    long = Item(kind=ItemKind.RESOLUTION, title="Again", votes=(vote,) * 1_001)
    facts = spring(
        roll=1,
        attendees=(Attendee(name="Ada"),),
        items=(long, *(Item(kind=ItemKind.DISCUSSION, title=f"Item {number}") for number in range(201))),
        tasks=(Task(what="Sweep", who="", due_on=None),) * 1_001,
    )
    assert kept_assembly(assembly_to_toml(facts)) == facts


def test_an_election_keeps_its_ballots_and_the_orders_that_settle_ties() -> None:
    election = Election(
        mandate="technical",
        method=ElectionMethod.SCHULZE,
        tie=TieRule.LOT,
        options=(Option(key="a", name="Ada"), Option(key="b", name="Jo")),
        rounds=(
            ElectionRound(
                way=Way.CONFIDENTIAL,
                present=2,
                represented=0,
                seats=1,
                last=True,
                standing=(("a", 1), ("b", 1)),
                ballots=(Cast(marks=(("a", 1), ("b", 2)), number=1), Cast(marks=(("a", 2), ("b", 1)), number=1)),
                orders=(("b", "a"),),
            ),
        ),
    )
    whole = spring(
        roll=2,
        attendees=(Attendee(name="Ada"), Attendee(name="Jo")),
        items=(Item(kind=ItemKind.ELECTION, title="Who keeps the machines", elections=(election,)),),
    )
    assert assembly_from_toml(assembly_to_toml(whole)) == whole
    assert election.elected(roll=2, base=Base.EXPRESSED) == ("Jo",)
    assert election.names == {"a": "Ada", "b": "Jo"}
