"""Where events are sent: for those who vote."""

from tests.journeys.access_answers import VOTERS, Data, Row, inside, may, shown

HOOK: Data = {"url": "https://9.9.9.9/hook", "kinds": "action.decided"}
IN_USE = ("in use",)
NOTHING = ("ended", "foreign")

ROWS: tuple[Row, ...] = (
    inside("webhooks", get=shown(VOTERS), post=may(VOTERS), data=HOOK),
    inside(
        "webhook",
        "webhooks",
        nothing=NOTHING,
        gesture="end",
        get=shown(VOTERS, *IN_USE),
        post=may(VOTERS, *IN_USE),
        data={"gesture": "end"},
    ),
    inside(
        "webhook",
        "webhooks",
        nothing=NOTHING,
        gesture="test",
        get=shown(VOTERS, *IN_USE),
        post=may(VOTERS, *IN_USE),
        data={"gesture": "test"},
    ),
)
