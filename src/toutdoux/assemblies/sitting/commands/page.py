"""The page of the ledger on which everything of one assembly is written, with the checks that every gesture shares."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.queries import MeetingRow, access_meeting_by_id
from toutdoux.assemblies.queries.meetings import meeting_row
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.models import Sitting
from toutdoux.assemblies.sitting.queries import runs_desk
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing


@dataclass(kw_only=True)
class Held:
    """An assembly under the association's lock: what it is, how it is being held, and the page to write on."""

    log: Log
    meeting: MeetingRow
    row: Sitting
    actor: Actor

    @property
    def at(self) -> datetime:
        """Return the instant that everything written bears."""
        return self.log.at

    def require_desk(self) -> None:
        """Refuse whoever may not run the desk."""
        if not runs_desk(actor=self.actor, meeting=self.meeting, at=self.at):
            raise Refused([Refusal(code=SittingRefusal.NOT_THE_DESK)])

    def require_going(self) -> None:
        """Refuse before the convening and after the end."""
        if self.meeting.stage is Stage.PREPARED:
            raise Refused([Refusal(code=SittingRefusal.NOT_CONVENED, data={"reference": self.meeting.reference})])
        if self.meeting.stage not in {Stage.CONVENED, Stage.OPEN}:
            raise Refused([Refusal(code=SittingRefusal.OVER, data={"reference": self.meeting.reference})])

    def require_open(self) -> None:
        """Refuse before the opening and after the end."""
        self.require_going()
        if self.meeting.stage is not Stage.OPEN:
            raise Refused([Refusal(code=SittingRefusal.NOT_OPEN, data={"reference": self.meeting.reference})])

    def require_at_work(self) -> None:
        """Refuse unless the assembly is open and not suspended."""
        self.require_open()
        if self.row.suspended_at is not None:
            raise Refused([Refusal(code=SittingRefusal.SUSPENDED)])

    def append(self, kind: str, **data: object) -> None:
        """Add an entry about this assembly."""
        entry = {"assembly": str(self.meeting.id)} | data
        self.log.append(kind=kind, actor_id=self.actor.member_id, data=entry)


@contextmanager
def page_of(*, actor: Actor, assembly_id: UUID, now: datetime) -> Iterator[Held]:
    """Open the page: take the association's lock, find the assembly, and begin its sitting if nobody did."""
    with writing(association_id=actor.association_id, now=now) as log:
        rows = Sitting.objects.filter(assembly_id=assembly_id, assembly__association_id=actor.association_id)
        row = rows.select_related("assembly").first()
        if row is None:
            found = access_meeting_by_id(actor=actor, assembly_id=assembly_id)
            row = Sitting.objects.create(assembly_id=found.id, secret=secrets.token_hex(32))
        yield Held(log=log, meeting=meeting_row(row.assembly), row=row, actor=actor)


def turn(*, assembly_id: UUID) -> None:
    """Have everyone in the room look again: part of the transaction that changes what they must see at once."""
    Sitting.objects.filter(assembly_id=assembly_id).update(turn=F("turn") + 1)
