"""What is sent: preferences, deliveries, and what a mail opens."""

from tests.journeys.access_answers import (
    EVERYONE,
    LEAD,
    MEMBERS,
    VOTERS,
    Answer,
    Data,
    Row,
    anyone,
    give,
    inside,
    led,
    may,
    shown,
)
from tests.journeys.access_scene import Role

WISH: Data = {
    "way": "mail",
    "moment": "daily",
    "hour": "18",
    "weekday": "4",
    "quiet_from": "21",
    "quiet_to": "8",
    "zone": "",
    "reminders": "on",
}

OWN_MESSAGE = (give(Answer.PAGE, (Role.VOTER,), "to the voter"), give(Answer.PAGE, LEAD, "to the lead"))

ROWS: tuple[Row, ...] = (
    inside("preferences", get=shown(), post=may(MEMBERS), data=WISH),
    # Word for word what was sent to oneself: there is nothing for the others, whoever they are.
    inside("sent_message", "messages", nothing_for_others=True, get=OWN_MESSAGE, post=OWN_MESSAGE),
    inside("deliveries", get=shown(VOTERS), post=shown(VOTERS)),
    # Whoever holds the mail: these ask for no session, and give none.
    anyone(
        "mailed_preferences",
        "mailed preferences",
        nothing=("foreign", "unknown"),
        get=shown(EVERYONE, "valid"),
        post=may(EVERYONE, "valid"),
        data=WISH,
    ),
    anyone(
        "unsubscribe",
        "mailed preferences",
        nothing=("foreign", "unknown"),
        get=led(EVERYONE, "valid"),
        post=may(EVERYONE, "valid"),
        data={"List-Unsubscribe": "One-Click"},
    ),
    anyone(
        "mail_vote",
        "mailed votes",
        nothing=("foreign", "unknown"),
        get=shown(EVERYONE, "open", "withdrawn"),
        post=may(EVERYONE, "open"),
        data={"choice": "for", "idempotency_key": "a page"},
    ),
    anyone(
        "mail_gesture",
        "mailed gestures",
        nothing=("foreign", "unknown"),
        get=shown(EVERYONE, "valid", "too early"),
        post=may(EVERYONE, "valid"),
        data={"kind": "extraordinary", "title": "Buy an oven", "text": "", "reason": "", "on": ""},
    ),
)
