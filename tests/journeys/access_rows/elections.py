"""Elections of an assembly. Alice chairs the one that is open and has prepared its election; Bob is in the room."""

from tests.journeys.access_answers import MEMBERS, VOTERS, Row, inside, may, shown

STATES = ("prepared", "empty", "unknown")

ROWS: tuple[Row, ...] = (
    inside(
        "assembly_election",
        "elections",
        states=STATES,
        nothing=("unknown",),
        get=shown(MEMBERS, "prepared", "empty"),
        post=(*may(MEMBERS, "prepared"), *shown(MEMBERS, "empty")),
        data={"do": "stand"},
    ),
    inside(
        "assembly_election_prepare",
        "elections",
        states=STATES,
        nothing=("unknown",),
        get=shown(MEMBERS, "prepared", "empty"),
        post=may(VOTERS, "prepared", "empty"),
        data={"how": "list", "first_day": "2026-05-01", "last_day": "2026-10-31"},
    ),
    inside(
        "assembly_election_export",
        "election_rounds",
        states=("closed", "unknown"),
        nothing=("unknown",),
        get=shown(MEMBERS, "closed"),
    ),
)
