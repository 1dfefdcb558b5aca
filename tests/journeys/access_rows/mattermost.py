"""Connecting a Mattermost. What a connection changes is in test_mattermost_connecting: here nobody answers."""

from tests.journeys.access_answers import VOTERS, Data, Row, inside, led, may, shown

NOWHERE: Data = {"base_url": "https://127.0.0.1", "team_name": "fireflies", "channel_name": "votes", "token": "a token"}

ROWS: tuple[Row, ...] = (
    inside(
        "mattermost_connect",
        gesture="connect",
        get=shown(),
        post=may(()),
        data={"change": "connect", **NOWHERE},
    ),
    inside("mattermost_connect", gesture="disconnect", get=shown(), post=led(VOTERS), data={"change": "disconnect"}),
    inside(
        "mattermost_connect",
        gesture="command",
        get=shown(),
        post=led(VOTERS),
        data={"change": "command", "command_token": "a token"},
    ),
)
