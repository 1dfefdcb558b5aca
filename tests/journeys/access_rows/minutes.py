"""Minutes: any member reads them, who votes writes them until they are approved, who is named approves and corrects."""

from typing import Any

from tests.journeys.access_answers import LEAD, MEMBERS, VOTERS, Grant, Row, inside, may, shown
from tests.journeys.access_scene import Role, Scene
from toutdoux.assemblies.minutes.queries import writing_page

STATES = ("writing", "over", "approved", "not yet", "unknown")
BEGUN = ("writing", "over", "approved")
DRAFT = ("writing", "over")


def row(route: str, **more: Any) -> Row:
    return inside(route, "minutes", states=STATES, nothing=("not yet", "unknown"), **more)


def read(route: str, *states: str) -> Row:
    """Describe a page of the minutes: for every member."""
    return row(route, get=shown(MEMBERS, *states))


def written(route: str, *post: tuple[Grant, ...], **data: Any) -> Row:
    """Describe a gesture."""
    return row(route, post=sum(post, ()), data=data)


def seen(scene: Scene, role: Role) -> str:
    """Return the fingerprint of the text of the assembly that is over."""
    reference = str(scene.places["minutes"]["over"]["reference"])
    here = scene.here
    return writing_page(association_id=here.association_id, reference=reference, now=here.now).seen


def bob(scene: Scene, role: Role) -> str:
    return str(scene.here.bob.member_id)


ROWS: tuple[Row, ...] = (
    read("minutes", *BEGUN),
    read("minutes_facts", *BEGUN),
    read("minutes_note", *BEGUN),
    written("minutes_save", may(VOTERS, *DRAFT), text="Let us begin again.", version="1"),
    written("minutes_note_do", may(VOTERS, *DRAFT), do="remove"),
    row(
        "minutes_pad",
        get=shown(MEMBERS, *BEGUN),
        post=may(VOTERS, *DRAFT),
        data={"text": "Hello."},
    ),
    written("minutes_task", may(VOTERS, *DRAFT), what="Cook"),
    written("minutes_task_done", may(VOTERS, *BEGUN)),
    written("minutes_approvers", may(LEAD, *DRAFT), member=bob),
    written("minutes_approve", may(LEAD, "over"), seen=seen),
    written(
        "minutes_correct",
        may(VOTERS, "approved"),
        text="It rained.",
    ),
)
