"""What other programs read, and the page where one makes addresses for them."""

from tests.journeys.access_answers import EVERYONE, MEMBERS, Row, anyone, inside, may, shown

ROWS: tuple[Row, ...] = (
    inside("feeds", get=shown(), post=may(MEMBERS), data={"kind": "outcomes", "gesture": "make"}),
    # Whoever holds the address: it asks for no session, and gives none.
    anyone("member-outcomes", "feed addresses", nothing=("foreign", "ended", "unknown"), get=shown(EVERYONE, "valid")),
    anyone(
        "member-deadlines", "calendar addresses", nothing=("foreign", "ended", "unknown"), get=shown(EVERYONE, "valid")
    ),
    anyone(
        "public-outcomes",
        "registers",
        nothing=("closed", "unknown"),
        get=shown(EVERYONE, "without-names", "with-names"),
    ),
)
