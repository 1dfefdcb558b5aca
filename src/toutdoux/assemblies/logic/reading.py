"""An assembly written as one TOML file, read with every fault named by line and key. Format: docs/assembly-file.md."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Self

from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.assemblies.logic.effect_files import MOST_EFFECTS, read_effect
from toutdoux.assemblies.logic.election_files import read_election
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
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.rules.reading.faults import Faults, RulebookFault, dotted
from toutdoux.rules.reading.shape import read_share
from toutdoux.rules.reading.source import parse
from toutdoux.rules.reading.table import Table
from toutdoux.rules.rulebook import Base, QuorumMissing
from toutdoux.rules.seats import Way

#: A day of assembly of two thousand people, with all that was said, is larger than any rulebook.
MAX_BYTES = 4 * 1024 * 1024
FIRST_YEAR, LAST_YEAR = 1800, 2200
LONGEST_TITLE = 300
LONGEST_PLACE = 500
LONGEST_NAME = 120
LONGEST_TEXT = 20_000
#: How many there may be of each: above what a day of assembly held here leaves.
MOST_PEOPLE = 20_000
MOST_ITEMS = 200
MOST_VOTES = 1_000
MOST_SPEECHES = 10_000
MOST_TASKS = 1_000
#: What an amendment is told with.
_OF_CHANGE = {
    Change.REPLACE: ("passage", "words"),
    Change.DELETE: ("passage",),
    Change.AFTER: ("passage", "words"),
    Change.END: ("words",),
}


def assembly_from_toml(source: bytes | str) -> AssemblyFacts:
    """Read an assembly from TOML of at most 4 MiB.

    Raises ``Refused`` with every fault at once, each with its ``key`` (dotted) and ``line``; never anything else.
    """
    text = parse(source, most=MAX_BYTES)
    found = Faults(lines=text.lines)
    facts = _assembly(Table(text.values, path=(), faults=found))
    found.refuse_if_any()
    lines = text.lines
    refuse_if_any(
        [
            Refusal(code=fault.code, data={"key": dotted(fault.path), "line": _line(lines, fault.path), **fault.data})
            for fault in faults(facts)
        ]
    )
    return facts


def kept_assembly(source: str) -> AssemblyFacts:
    """Read back what ``assembly_to_toml`` wrote of an assembly held here, as it is: nothing of it is refused any more.

    Lengths, sizes and what cannot have happened are asked of files that people bring. Here they were asked when each thing
    was recorded, and a vote that the rules let go on without the quorum stays as it was.
    """
    return _assembly(_Kept(tomllib.loads(source), path=(), faults=Faults(lines={})))


class _Kept(Table):
    """A table of our own writing: texts to the letter, lists to the last of them. What is empty was left out."""

    def text(self, key: str, *, longest: int, lines: bool = False) -> str:  # noqa: ARG002 -- however long
        return str(self._values[key]) if self.has(key) else ""

    def words(self, key: str, *, longest: int, lines: bool = False) -> str:
        return self.text(key, longest=longest, lines=lines)

    def tables(self, key: str, *, most: int) -> list[Self]:  # noqa: ARG002 -- however many
        found = self._values[key] if self.has(key) else ()
        return [type(self)(one, path=self.path, faults=self.faults) for one in found]


def _line(lines: Mapping[tuple[str | int, ...], int], path: tuple[str | int, ...]) -> int:
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)


def _assembly(table: Table) -> AssemblyFacts:
    facts = AssemblyFacts(
        title=table.text("title", longest=LONGEST_TITLE),
        held_at=_held_at(table),
        place=table.words("place", longest=LONGEST_PLACE),
        period=table.words("period", longest=20),
        roll=table.whole("roll", low=1, high=1_000_000),
        on_leave=table.whole("on_leave", low=0, high=1_000_000) if table.has("on_leave") else 0,
        quorum_share=read_share(table.table("quorum")) if table.has("quorum") else None,
        quorum_missing=table.choice("quorum_missing", among=QuorumMissing, default=QuorumMissing.REFUSED),
        majority_base=table.choice("majority_base", among=Base, default=Base.EXPRESSED),
        proxies_per_holder=(
            table.whole("proxies_per_holder", low=0, high=100) if table.has("proxies_per_holder") else None
        ),
        attendees=tuple(_attendee(one) for one in table.tables("people", most=MOST_PEOPLE)),
        items=tuple(_item(one) for one in table.tables("items", most=MOST_ITEMS)),
        discussion=tuple(_speech(one) for one in table.tables("discussion", most=MOST_SPEECHES)),
        tasks=tuple(_task(one) for one in table.tables("tasks", most=MOST_TASKS)),
    )
    table.close()
    return facts


def _held_at(table: Table) -> datetime:
    """Read the instant of the opening; at the ends of the calendar, it would be none in some zones."""
    found = table.moment("held_at")
    if table.sound("held_at") and not FIRST_YEAR <= found.year <= LAST_YEAR:
        table.fault(RulebookFault.NOT_A_MOMENT, "held_at")
    return found


def _attendee(table: Table) -> Attendee:
    attendee = Attendee(
        # As the holder of a proxy is read: a space that nobody sees makes no other person.
        name=table.words("name", longest=LONGEST_NAME) if table.has("name") else table.text("name", longest=0),
        proxy_to=table.words("proxy_to", longest=LONGEST_NAME),
        since=table.moment("since") if table.has("since") else None,
        until=table.moment("until") if table.has("until") else None,
        items=tuple(_number(word) for word in table.words("items", longest=LONGEST_TITLE).split()),
    )
    table.close()
    return attendee


def _number(word: str) -> int:
    """Return the number of an item; 0, which no item has, for what is none."""
    return int(word) if word.isdecimal() and len(word) < 4 else 0


def _item(table: Table) -> Item:
    item = Item(
        kind=table.choice("kind", among=ItemKind),
        title=table.text("title", longest=LONGEST_TITLE),
        presented_by=table.words("presented_by", longest=LONGEST_NAME),
        text=table.words("text", longest=LONGEST_TEXT, lines=True),
        discussion=tuple(_speech(one) for one in table.tables("discussion", most=MOST_SPEECHES)),
        candidates=tuple(_candidate(one) for one in table.tables("list", most=100)),
        mandates_for=table.words("mandates_for", longest=LONGEST_NAME),
        votes=tuple(_vote(one) for one in table.tables("votes", most=MOST_VOTES)),
        elections=tuple(read_election(one) for one in table.tables("elections", most=20)),
        deferred=table.words("deferred", longest=LONGEST_TEXT, lines=True),
        deferred_to=table.words("deferred_to", longest=LONGEST_NAME),
        tasks=tuple(_task(one) for one in table.tables("tasks", most=MOST_TASKS)),
    )
    table.close()
    return item


def _speech(table: Table) -> Speech:
    speech = Speech(
        who=table.words("who", longest=LONGEST_NAME), said=table.text("said", longest=LONGEST_TEXT, lines=True)
    )
    table.close()
    return speech


def _candidate(table: Table) -> Candidate:
    candidate = Candidate(
        name=table.text("name", longest=LONGEST_NAME), mandate=table.text("mandate", longest=LONGEST_NAME)
    )
    table.close()
    return candidate


def _vote(table: Table) -> Vote:
    vote = Vote(
        question=table.words("question", longest=LONGEST_TEXT, lines=True),
        for_=table.whole("for", low=0, high=1_000_000),
        against=table.whole("against", low=0, high=1_000_000),
        blank=table.whole("blank", low=0, high=1_000_000) if table.has("blank") else 0,
        at=table.moment("at") if table.has("at") else None,
        way=table.choice("way", among=Way) if table.has("way") else None,
        amendment=table.switch("amendment", default=False),
        base=table.choice("base", among=Base) if table.has("base") else None,
        present=_count(table, "present"),
        represented=_count(table, "represented"),
        change=table.choice("change", among=Change) if table.has("change") else None,
        passage=table.words("passage", longest=LONGEST_TEXT, lines=True),
        words=table.words("words", longest=LONGEST_TEXT, lines=True),
        effects=tuple(read_effect(one) for one in table.tables("effects", most=MOST_EFFECTS)),
    )
    for told, left_out in (("present", "represented"), ("represented", "present")):
        if table.has(told) and not table.has(left_out):
            table.fault(RulebookFault.MISSING_KEY, left_out)
    for key in _OF_CHANGE[vote.change] if vote.change else ():
        if not table.has(key):
            table.fault(RulebookFault.MISSING_KEY, key)
    table.close()
    return vote


def _task(table: Table) -> Task:
    task = Task(
        what=table.text("what", longest=LONGEST_TITLE),
        who=table.words("who", longest=LONGEST_NAME),
        due_on=table.day("due_on") if table.has("due_on") else None,
    )
    table.close()
    return task


def _count(table: Table, key: str) -> int | None:
    return table.whole(key, low=0, high=1_000_000) if table.has(key) else None
