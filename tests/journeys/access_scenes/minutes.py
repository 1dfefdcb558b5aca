"""Minutes: of an assembly under way, of one that is over, of one whose minutes are approved; one not opened yet."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.support.assemblies import convened
from tests.support.people import World
from toutdoux.assemblies.minutes import commands
from toutdoux.assemblies.models import Assembly
from toutdoux.assemblies.sitting.models import Attendance, Seat

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/minutes.py`` are played at. Time passes past the commands, as in sitting.py."""
    found = {}
    for number, state in enumerate(("writing", "over", "approved", "not yet")):
        meeting = convened(here, starts_at=here.now + timedelta(days=30 + number))
        found[state] = {"slug": here.slug, "reference": meeting.reference, "note_id": uuid4(), "task_id": uuid4()}
        if state == "not yet":
            continue
        Assembly.objects.filter(id=meeting.id).update(opened_at=here.now, chair_id=here.alice.member_id)
        for who in (here.alice, here.bob):
            Seat.objects.create(assembly_id=meeting.id, member_id=who.member_id)
            Attendance.objects.create(assembly_id=meeting.id, member_id=who.member_id, arrived_at=here.now, how="desk")
        asked: dict[str, Any] = {"actor": here.alice, "assembly_id": meeting.id, "now": here.now}
        found[state]["note_id"] = commands.save_note(
            **asked, note_id=uuid4(), item_id=None, version=0, speaker="Bob", text="Let us begin."
        ).note_id
        found[state]["task_id"] = commands.take_task(
            **asked, item_id=None, what="Sweep", owner_id=None, owner_name="", due_on=None
        )
        commands.name_approvers(**asked, member_ids=[here.alice.member_id])
        if state != "writing":
            Assembly.objects.filter(id=meeting.id).update(closed_at=here.now)
        if state == "approved":
            commands.name_approvers(**asked, member_ids=[here.alice.member_id, here.bob.member_id])
            for who in (here.alice, here.bob):
                commands.approve_minutes(**asked | {"actor": who}, seen=_seen(here, meeting.reference))
    convened(elsewhere)
    unknown = {"slug": here.slug, "reference": "AG999", "note_id": uuid4(), "task_id": uuid4()}
    return {"minutes": found | {"unknown": unknown}}


def _seen(here: World, reference: str) -> str:
    from toutdoux.assemblies.minutes.queries import writing_page

    return writing_page(association_id=here.association_id, reference=reference, now=here.now).seen
