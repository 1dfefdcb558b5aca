"""What the demo's stories are written in: who, what, how many days ago, and what happened next.

Days count from today (negative: ago) for a story, and from its opening for what follows. Ballots are one line:
``"0 + malo awa - hugo; 2 ~ nina"`` is For by Malo and Awa and Against by Hugo on the day itself, Blank by Nina two days later.
"""

from dataclasses import dataclass

SIGNS = {"+": "for", "-": "against", "~": "blank"}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone of the demo. ``day`` None: a founder; ``left``: the day they left."""

    key: str
    name: str
    day: int | None = None
    left: int | None = None


@dataclass(frozen=True, kw_only=True)
class Then:
    """What happens to an action ``day`` days after its opening, at a time of day.

    ``what``: amend, withdraw, urgency, start, finish, abandon, counter, footnote, remark, proposal, answer, lift, keep, want,
    take, follows, replaces, relates, undone. ``to``: whose objection, or which story. ``votes`` are the counter-vote's.
    """

    day: int
    at: str
    what: str
    by: str
    text: str = ""
    title: str = ""
    to: str = ""
    votes: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """One action, from its opening on. ``ends``: where it must stand today."""

    key: str
    kind: str
    lead: str
    day: int
    at: str
    title: str
    text: str
    ends: str
    votes: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    then: tuple[Then, ...] = ()
    grants: str = ""
    effects_only: bool = False
    co_leads: tuple[str, ...] = ()
    lead_wanted: bool = False
    co_lead_wanted: bool = False
    discussion: str = ""


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """A draft that its author keeps."""

    kind: str
    by: str
    day: int
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A row of the old table."""

    number: int
    day: int
    title: str
    lead: str
    for_: int
    against: int
    status: str
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Cast:
    """One ballot to cast: how many days after the opening, by whom, what, and the reason given."""

    day: int
    who: str
    choice: str
    reason: str


def ballots(votes: str, reasons: tuple[tuple[str, str], ...]) -> list[Cast]:
    """Read a line of ballots."""
    said = dict(reasons)
    found = []
    for part in filter(None, map(str.strip, votes.split(";"))):
        day, *words = part.split()
        sign = ""
        for word in words:
            if word in SIGNS:
                sign = word
            else:
                found.append(Cast(day=int(day), who=word, choice=SIGNS[sign], reason=said.get(word, "")))
    return found
