"""Connecting a room on Matrix: for who votes. What the server says of it is played in ``test_matrix_connecting.py``."""

from tests.journeys.access_answers import VOTERS, Row, inside, may, shown

ROWS: tuple[Row, ...] = (
    inside(
        "matrix",
        "rooms",
        nothing=("foreign",),
        get=shown(VOTERS, "connected"),
        post=may(VOTERS, "connected"),
        data={"gesture": "disconnect"},
        gesture="disconnect",
    ),
)
