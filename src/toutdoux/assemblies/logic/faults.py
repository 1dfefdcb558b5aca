"""What of an assembly's written facts cannot have happened, or breaks the rules of proxies: all of it, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.assemblies.logic.facts import AssemblyFacts, Attendee
from toutdoux.rules.assembly import Presence, votes
from toutdoux.rules.elections import ballot_fault
from toutdoux.rules.rulebook import ElectionMethod, QuorumMissing


class AssemblyFault(StrEnum):
    """Why written facts cannot have happened, or break the rules of proxies."""

    NOBODY_THERE = "assembly-nobody-there"
    TWICE_THERE = "assembly-twice-there"
    HOLDER_NOT_THERE = "assembly-holder-not-there"
    OWN_PROXY = "assembly-own-proxy"
    CHAINED_PROXY = "assembly-chained-proxy"
    TOO_MANY_PROXIES = "assembly-too-many-proxies"
    MORE_THAN_ROLL = "assembly-more-than-roll"
    VOTE_DOES_NOT_FIT = "assembly-vote-does-not-fit"
    ELECTION_WITHOUT_LIST = "assembly-election-without-list"
    VOTE_WITHOUT_QUORUM = "assembly-vote-without-quorum"
    GONE_BEFORE_COMING = "assembly-gone-before-coming"
    BALLOT_SAYS_NOTHING = "assembly-ballot-says-nothing"
    ITEMS_MISPLACED = "assembly-items-misplaced"
    NOT_AFTER_OPENING = "assembly-not-after-opening"
    ROOM_TOO_LARGE = "assembly-room-too-large"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong: where (a path as ``("people", 2)``), and what the sentence needs."""

    code: AssemblyFault
    path: tuple[str | int, ...]
    data: dict[str, object]


def faults(facts: AssemblyFacts) -> tuple[Fault, ...]:
    """Return everything that does not hold in the facts, all of it at once."""
    return (*_people_faults(facts), *_vote_faults(facts), *_election_faults(facts))


def _people_faults(facts: AssemblyFacts) -> Iterator[Fault]:
    if not facts.attendees:
        yield Fault(code=AssemblyFault.NOBODY_THERE, path=("people",), data={})
    instants = {None, *(attendee.since for attendee in facts.attendees)}
    most = max(facts.presence_at(at).votes for at in instants)
    if most > facts.roll:
        yield Fault(code=AssemblyFault.MORE_THAN_ROLL, path=("roll",), data={"votes": most, "roll": facts.roll})
    rows: dict[str, list[Attendee]] = {}
    numbers = set(range(1, len(facts.items) + 1))
    for place, attendee in enumerate(facts.attendees):
        path = ("people", place)
        before = rows.setdefault(attendee.name, [])
        if any(one.meets(attendee) for one in before):
            yield Fault(code=AssemblyFault.TWICE_THERE, path=path, data={"name": attendee.name})
        before.append(attendee)
        if attendee.since is not None and attendee.until is not None and attendee.until <= attendee.since:
            yield Fault(code=AssemblyFault.GONE_BEFORE_COMING, path=path, data={"name": attendee.name})
        if attendee.items and (not attendee.proxy_to or not set(attendee.items) <= numbers):
            yield Fault(code=AssemblyFault.ITEMS_MISPLACED, path=path, data={"name": attendee.name})
        for key, at in (("since", attendee.since), ("until", attendee.until)):
            # They would be there at the opening or not by the other facts of the row, whatever this says.
            if at is not None and at <= facts.held_at:
                yield Fault(code=AssemblyFault.NOT_AFTER_OPENING, path=(*path, key), data={})
    yield from _proxy_faults(facts)


def _proxy_faults(facts: AssemblyFacts) -> Iterator[Fault]:
    known = {attendee.name for attendee in facts.attendees}
    there: dict[str, list[Attendee]] = {}
    for attendee in facts.attendees:
        if not attendee.proxy_to:
            there.setdefault(attendee.name, []).append(attendee)
    held: dict[str, list[Attendee]] = {}
    for place, attendee in enumerate(facts.attendees):
        if not attendee.proxy_to:
            continue
        path = ("people", place)
        names: dict[str, object] = {"name": attendee.name, "holder": attendee.proxy_to}
        with_holder = any(one.meets(attendee) for one in there.get(attendee.proxy_to, ()))
        if attendee.proxy_to == attendee.name:
            yield Fault(code=AssemblyFault.OWN_PROXY, path=path, data=names)
        elif attendee.proxy_to in known and not with_holder:
            yield Fault(code=AssemblyFault.CHAINED_PROXY, path=path, data=names)
        elif not with_holder:
            yield Fault(code=AssemblyFault.HOLDER_NOT_THERE, path=path, data=names)
        before = held.setdefault(attendee.proxy_to, [])
        before.append(attendee)
        if facts.proxies_per_holder is not None and _at_once(before, attendee) > facts.proxies_per_holder:
            cap: dict[str, object] = {**names, "most": facts.proxies_per_holder}
            yield Fault(code=AssemblyFault.TOO_MANY_PROXIES, path=path, data=cap)


def _at_once(held: list[Attendee], attendee: Attendee) -> int:
    """Return the most proxies of these that count at once while this one does."""
    instants = {attendee.since, *(one.since for one in held)}
    return max((sum(one.counts(at) for one in held) for at in instants if attendee.counts(at)), default=0)


def _vote_faults(facts: AssemblyFacts) -> Iterator[Fault]:
    data: dict[str, object]
    for place, item in enumerate(facts.items):
        if item.kind is ItemKind.ELECTION and item.votes and not item.candidates:
            yield Fault(code=AssemblyFault.ELECTION_WITHOUT_LIST, path=("items", place), data={"title": item.title})
        for which, vote in enumerate(item.votes):
            path = ("items", place, "votes", which)
            if vote.at is not None and vote.at < facts.held_at:
                yield Fault(code=AssemblyFault.NOT_AFTER_OPENING, path=(*path, "at"), data={})
            room, needed = facts.presence_of(vote), facts.quorum_of(vote)
            yield from _room_faults(facts, room, path)
            if room.votes > facts.roll:
                data = {"votes": room.votes, "roll": facts.roll}
                yield Fault(code=AssemblyFault.MORE_THAN_ROLL, path=path, data=data)
            if votes(for_=vote.for_, against=vote.against, blank=vote.blank, presence=room) is None:
                total = vote.for_ + vote.against + vote.blank
                yield Fault(code=AssemblyFault.VOTE_DOES_NOT_FIT, path=path, data={"total": total, "votes": room.votes})
            if not needed.reached and facts.quorum_missing is QuorumMissing.REFUSED:
                data = {"votes": room.votes, "needed": needed.needed}
                yield Fault(code=AssemblyFault.VOTE_WITHOUT_QUORUM, path=path, data=data)


def _room_faults(facts: AssemblyFacts, room: Presence, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """A room that is told may be smaller than the sheet: not everyone was there at once. Never larger."""
    sheet = facts.sheet
    if room.present > sheet.present or room.represented > sheet.represented:
        data: dict[str, object] = {
            "present": room.present,
            "represented": room.represented,
            "most_present": sheet.present,
            "most_represented": sheet.represented,
        }
        yield Fault(code=AssemblyFault.ROOM_TOO_LARGE, path=path, data=data)


def _election_faults(facts: AssemblyFacts) -> Iterator[Fault]:
    data: dict[str, object]
    for place, item in enumerate(facts.items):
        for which, election in enumerate(item.elections):
            known = {option.key for option in election.options}
            if len(known) < len(election.options):
                data = {"mandate": election.mandate}
                yield Fault(
                    code=AssemblyFault.BALLOT_SAYS_NOTHING, path=("items", place, "elections", which), data=data
                )
            for turn, round_ in enumerate(election.rounds):
                path = ("items", place, "elections", which, "rounds", turn)
                cast = sum(one.number for one in round_.ballots)
                room = round_.present + round_.represented
                if cast > room or room > facts.roll:
                    data = {"total": cast, "votes": min(room, facts.roll)}
                    yield Fault(code=AssemblyFault.VOTE_DOES_NOT_FIT, path=path, data=data)
                told = Presence(roll=facts.roll, present=round_.present, represented=round_.represented)
                yield from _room_faults(facts, told, path)
                question = election.question(round_)
                wrong = not question.options or not known.issuperset(question.options)
                wrong = wrong or len({*question.options}) < len(question.options)
                wrong = wrong or (election.method is ElectionMethod.LIST and len(question.options) != 1)
                if wrong or any(ballot_fault(question, one.marks) for one in round_.ballots):
                    yield Fault(code=AssemblyFault.BALLOT_SAYS_NOTHING, path=path, data={"mandate": election.mandate})
