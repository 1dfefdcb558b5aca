"""Chat accounts, the channel beside the council, and what Mattermost sends: see the journeys for a chat that is connected."""

from tests.journeys.access_answers import EVERYONE, MEMBERS, VOTERS, Answer, Row, anyone, give, inside, may, shown

ROWS: tuple[Row, ...] = (
    inside("chat_accounts", get=shown(), data={"chat": "mattermost"}, post=(give(Answer.REFUSED, MEMBERS),)),
    inside(
        "chat_link",
        "chat links",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, "valid"),
        post=may(MEMBERS, "valid"),
    ),
    inside(
        "chat_membership",
        "chats",
        nothing=("unknown",),
        get=shown(VOTERS, "not connected"),
        post=shown(VOTERS, "not connected"),
    ),
    # No cookie counts here, and nothing is connected: there is nothing, whoever calls.
    *(
        anyone(route, "association", post=(give(Answer.NOTHING, EVERYONE),))
        for route in (
            "mattermost_button",
            "mattermost_question",
            "mattermost_proxy",
            "mattermost_dialog",
            "mattermost_command",
        )
    ),
)
