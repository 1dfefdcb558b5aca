"""The first steps, and regular meetings."""

from tests.journeys.access_answers import MEMBERS, VOTERS, Row, inside, led, may, shown
from tests.journeys.access_scene import Role

ROWS: tuple[Row, ...] = (
    inside("first_steps", get=shown(), post=may(MEMBERS), data={"do": "away"}),
    inside("helping", get=led(MEMBERS), post=may(MEMBERS), data={"willing": "yes"}),
    inside(
        "meetings",
        get=shown(),
        post=may(VOTERS),
        data={"first_on": "2026-03-20", "begins": "18:30", "weeks": "2", "place": "The mill"},
    ),
    # The next meeting is proposed to Bob.
    inside("meeting_turn", get=led(MEMBERS), post=may((Role.VOTER,)), data={"on": "2026-03-13", "answer": "accept"}),
    inside("stop_meetings", get=led(MEMBERS), post=may(VOTERS)),
)
