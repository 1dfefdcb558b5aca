"""What members say about actions."""

from tests.journeys.access_answers import LIVE, MEMBERS, Row, led, may, on_action

ROWS: tuple[Row, ...] = (
    # Whoever is in the association may speak, before and after the decision. By GET the action itself is shown.
    on_action(
        "action-remark", get=led(MEMBERS, *LIVE), post=may(MEMBERS, *LIVE), data={"text": "And if it were smaller?"}
    ),
)
