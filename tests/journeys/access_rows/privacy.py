"""What is known of people: each sees their own; how long it is kept; who is to be erased."""

from typing import Any

from tests.journeys.access_answers import MEMBERS, VOTERS, Row, inside, led, may, shown
from tests.journeys.access_scene import Role, Scene


def _departed(scene: Scene, _role: Role) -> Any:
    return scene.here.f5.member_id


ROWS: tuple[Row, ...] = (
    inside("my_data", get=shown(), post=shown()),
    inside("my_data_file", get=shown()),
    inside("erasure", get=shown(), post=may(MEMBERS)),
    inside("kept", get=shown(), post=may(VOTERS), data={"kind": "deliveries", "days": "90"}),
    inside("ask_erasure", get=led(MEMBERS), post=may(VOTERS), data={"member": _departed}),
    inside("cancel_erasure", "erasures", get=led(MEMBERS), post=may(VOTERS, "announced")),
)
