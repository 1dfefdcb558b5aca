"""Connecting a room on Matrix: for who votes; seen by all. What the server says of it is played in ``test_matrix_connecting.py``."""

from tests.journeys.access_answers import MEMBERS, VOTERS, Row, inside, may, shown

ROWS: tuple[Row, ...] = (
    inside(
        "matrix",
        "rooms",
        nothing=("foreign",),
        get=shown(MEMBERS, "connected"),
        post=may(VOTERS, "connected"),
        data={"gesture": "disconnect"},
        gesture="disconnect",
    ),
)
