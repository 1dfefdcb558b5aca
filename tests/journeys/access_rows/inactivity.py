"""Taking part: one's own figures and question, the procedure of those who run it, the mailed answer."""

from tests.journeys.access_answers import EVERYONE, LEAD, MEMBERS, Answer, Row, anyone, give, inside, led, may, shown
from tests.journeys.access_scene import Role

#: Alice runs a procedure already: nobody begins another. Bob is asked whether he stays.
ROWS: tuple[Row, ...] = (
    inside(
        "inactivity",
        get=shown(),
        post=(give(Answer.REFUSED, MEMBERS),),
        data={"first": "2026-01-01", "last": "2026-03-01"},
    ),
    inside(
        "inactivity_answer",
        get=led(MEMBERS),
        post=(*may((Role.VOTER,)), *led(MEMBERS)),
        data={"answer": "stay", "words": "I was at sea"},
    ),
    inside(
        "inactivity_run",
        "procedures",
        nothing=("foreign", "unknown"),
        nothing_for_others=True,
        get=shown(LEAD, "the list", "the question"),
        post=(*may(LEAD, "the list"), give(Answer.REFUSED, LEAD, "the question")),
        data={"do": "ask"},
    ),
    inside(
        "inactivity_person",
        "listed people",
        nothing_for_others=True,
        get=led(MEMBERS),
        post=may(LEAD, "on the list"),
        data={"do": "off", "why": "She is at sea"},
    ),
    inside(
        "come_back",
        "returning",
        nothing=("foreign", "unknown"),
        get=led(MEMBERS),
        post=may(MEMBERS, "out of the council"),
    ),
    anyone(
        "stay_link",
        "mailed questions",
        nothing=("foreign", "unknown"),
        get=shown(EVERYONE, "open"),
        post=may(EVERYONE, "open"),
        data={"answer": "stay", "words": ""},
    ),
)
