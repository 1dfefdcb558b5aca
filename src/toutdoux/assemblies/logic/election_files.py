"""Elections as a file says them: options by short keys, ballots as ``a:1 b:2`` with how many people cast each."""

import re
from typing import Any

from toutdoux.assemblies.logic.election_facts import Cast, Election, ElectionRound, Option
from toutdoux.rules.elections import Marks
from toutdoux.rules.reading.faults import RulebookFault
from toutdoux.rules.reading.table import Table
from toutdoux.rules.rulebook import ElectionMethod, TieRule
from toutdoux.rules.seats import Way

LONGEST_NAME = 120
#: Of a mandate, which may be called by the title of its item.
LONGEST_MANDATE = 300
#: Of what names everyone who stands: a ballot, a list that is called by its people.
LONGEST_BALLOT = 20_000
MOST_OPTIONS = 1_000
MOST_ROUNDS = 100
MOST_BALLOTS = 20_000
#: As long as a key may be.
_LONGEST_KEY = 60
_PAIR = re.compile(rf"([a-z0-9-]{{1,{_LONGEST_KEY}}}):([0-9]{{1,6}})")


def read_election(table: Table) -> Election:
    """Read an election; what a ballot says must be about those who stand in its round."""
    election = Election(
        mandate=table.text("mandate", longest=LONGEST_MANDATE),
        method=table.choice("method", among=ElectionMethod),
        tie=table.choice("tie", among=TieRule) if table.has("tie") else None,
        options=tuple(_option(one) for one in table.tables("options", most=MOST_OPTIONS)),
        rounds=tuple(_round(one) for one in table.tables("rounds", most=MOST_ROUNDS)),
    )
    for key, rows in (("options", election.options), ("rounds", election.rounds)):
        if not rows and table.sound(key):
            table.fault(RulebookFault.MISSING_KEY, key)
    table.close()
    return election


def _option(table: Table) -> Option:
    option = Option(
        key=table.name("key"),
        name=table.text("name", longest=LONGEST_BALLOT),
        people=tuple(_person(one) for one in table.tables("people", most=MOST_OPTIONS)),
    )
    table.close()
    return option


def _person(table: Table) -> str:
    name = table.text("name", longest=LONGEST_NAME)
    table.close()
    return name


def _round(table: Table) -> ElectionRound:
    round_ = ElectionRound(
        way=table.choice("way", among=Way),
        present=table.whole("present", low=0, high=1_000_000),
        represented=table.whole("represented", low=0, high=1_000_000),
        seats=table.whole("seats", low=1, high=1_000),
        last=table.switch("last", default=True),
        standing=_pairs(table, "standing"),
        ballots=tuple(_ballot(one) for one in table.tables("ballots", most=MOST_BALLOTS)),
        orders=tuple(_order(one) for one in table.tables("orders", most=MOST_OPTIONS)),
    )
    table.close()
    return round_


def _ballot(table: Table) -> Cast:
    cast = Cast(
        marks=_pairs(table, "says") if table.has("says") else (), number=table.whole("number", low=1, high=1_000_000)
    )
    table.close()
    return cast


def _order(table: Table) -> tuple[str, ...]:
    order = tuple(table.text("order", longest=LONGEST_BALLOT).split())
    table.close()
    return order


def _pairs(table: Table, key: str) -> Marks:
    text = table.text(key, longest=LONGEST_BALLOT)
    found = [_PAIR.fullmatch(word) for word in text.split()]
    if text and not all(found):
        table.fault(RulebookFault.NOT_A_NAME, key, value=text[:60], limit=_LONGEST_KEY)
    return tuple((one[1], int(one[2])) for one in found if one)


def election_data(election: Election) -> dict[str, Any]:
    """Return an election as plain values, as ``read_election`` reads it."""
    data: dict[str, Any] = {"mandate": election.mandate, "method": election.method.value}
    if election.tie is not None:
        data["tie"] = election.tie.value
    data["options"] = [
        {"key": one.key, "name": one.name} | ({"people": [{"name": name} for name in one.people]} if one.people else {})
        for one in election.options
    ]
    data["rounds"] = [_round_data(one) for one in election.rounds]
    return data


def _round_data(one: ElectionRound) -> dict[str, Any]:
    data: dict[str, Any] = {
        "way": one.way.value,
        "present": one.present,
        "represented": one.represented,
        "seats": one.seats,
        "last": one.last,
        "standing": _text(one.standing),
        "ballots": [
            ({"says": _text(cast.marks)} if cast.marks else {}) | {"number": cast.number} for cast in one.ballots
        ],
    }
    if one.orders:
        data["orders"] = [{"order": " ".join(order)} for order in one.orders]
    return data


def _text(pairs: Marks) -> str:
    return " ".join(f"{key}:{number}" for key, number in pairs)
