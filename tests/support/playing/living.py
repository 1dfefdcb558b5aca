"""Gestures around the assembly: notes and minutes, who joins the council and leaves it, time."""

from datetime import timedelta
from uuid import uuid4

from tests.support.playing.electing import Electing
from tests.support.playing.gestures import ANYONE, EITHER, FEW, PICK, SOMEONE, gesture
from tests.support.playing.stage import PEOPLE
from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.minutes import commands as minutes
from toutdoux.assemblies.minutes.queries import composed, fingerprint
from toutdoux.assemblies.sitting import commands as sitting
from toutdoux.members.commands import end_leave, record_departure, take_leave
from toutdoux.members.models import Spell
from toutdoux.members.queries import council_at


class Living(Electing):
    """Notes, minutes, who comes to the council and leaves it, and time."""

    @gesture("notes", by=ANYONE, n=PICK, of=PICK, what=("new", "again", "remove", "up", "down", "pad"))
    def note(self, by: str, n: int, of: int, what: str) -> None:
        text, speaker = self.stage.word(), "Bob" if of < 3 else ""
        found = self.stage.note(n)
        if what in {"new", "again"}:
            note_id, version = (uuid4(), 0) if what == "new" or not found.int else (found, of)
            said = {"speaker": speaker, "text": text, "version": version}
            self.do(minutes.save_note, by, note_id=note_id, item_id=self.stage.item(of), **said)
        elif what == "remove":
            self.do(minutes.remove_note, by, note_id=found)
        elif what == "pad":
            self.do(minutes.import_pad, by, text=f"# Buy a saw\n\nBob: {text}\n\n{text}", names=("Bob",))
        else:
            self.do(minutes.move_note, by, note_id=found, up=what == "up")

    @gesture("notes", by=ANYONE, n=PICK, owner=(None, *PEOPLE), of=PICK)
    def task(self, by: str, n: int, owner: str | None, of: int) -> None:
        who = {"owner_id": self.stage.member(owner) if owner else None, "owner_name": "" if owner else "The cat"}
        day = self.world.now.date() + timedelta(days=of)
        self.do(minutes.take_task, by, n, item_id=self.stage.item(of), what=self.stage.word(), due_on=day, **who)

    @gesture("notes", by=ANYONE, n=PICK)
    def finish_task(self, by: str, n: int) -> None:
        self.do(minutes.finish_task, by, task_id=self.stage.task(n))

    @gesture("approval", by=ANYONE, who=((), ("alice",), ("alice", "bob"), ("stranger",)))
    def approvers(self, by: str, who: tuple[str, ...]) -> None:
        self.do(minutes.name_approvers, by, member_ids=[self.stage.member(name) for name in sorted(who)])

    @gesture("approval", by=SOMEONE, seen=(True, True, True, False))
    def approve(self, by: str, seen: bool) -> None:
        opened = self.stage.row.opened_at is not None
        source = composed(assembly_id=self.stage.main, now=self.world.now) if seen and opened else ""
        self.do(minutes.approve_minutes, by, seen=fingerprint(source))

    @gesture("approval", by=SOMEONE, text=("It was eight o’clock.", " "))
    def correct(self, by: str, text: str) -> None:
        self.do(minutes.add_correction, by, text=text)

    @gesture("approval", finished=(True, False, False), who=("alice", "bob"))
    def finish(self, finished: bool, who: str) -> None:
        """Close the assembly, and have its minutes approved by the one who is named."""
        if finished:
            self.do(sitting.close_assembly, "alice")
        if self.stage.row.stage is Stage.CLOSED:
            self.do(minutes.name_approvers, "alice", member_ids=[self.stage.member(who)])
            self.approve(who, True)

    @gesture("people", by=SOMEONE, who=SOMEONE, sure=FEW)
    def depart(self, by: str, who: str, sure: int) -> None:
        """Leave the association, which few do."""
        if sure == 0:
            self.stage.do(record_departure, by, member_id=self.stage.member(who))

    @gesture("people", who=SOMEONE, days=(None, 0, 30), back=EITHER)
    def leave(self, who: str, days: int | None, back: bool) -> None:
        today = self.world.now.date()
        if back:
            row = Spell.objects.filter(member_id=self.stage.member(who)).order_by("starts_at").last()
            starts = row.starts_at if row else self.world.now
            self.stage.do(end_leave, who, member_id=self.stage.member(who), starts_at=starts)
        else:
            last = None if days is None else today + timedelta(days=days)
            self.stage.do(take_leave, who, member_id=self.stage.member(who), first_day=today, last_day=last)

    @gesture(
        "people",
        who=SOMEONE,
        what=("grant-voting-right", "grant-voting-right", "withdraw-voting-right", "exclude", "reinstate"),
    )
    def decide(self, who: str, what: str) -> None:
        """Decide online that someone gets or loses the voting right, by all who vote."""
        called = {actor.member_id: name for name, actor in self.world.people.items()}
        council = council_at(association_id=self.world.association_id, at=self.world.now)
        names = sorted(called[one] for one in council)
        if not names or who == "stranger":
            return
        changes = self.changes(what, who)
        action = self.world.open(by=names[0], effects=changes, effects_only=True, title=self.stage.word())
        for name in names:
            if self.world.status(action) == "open":
                self.world.vote(action, "for", name)

    @gesture("time", minutes=(0, 1, 10, 60, 60 * 24, 60 * 24 * 16))
    def wait(self, minutes: int) -> None:
        self.world.later(minutes=minutes)

    @gesture("time", seconds=(3, 60), by=ANYONE, n=PICK)
    def clock_slips(self, seconds: int, by: str, n: int) -> None:
        """Have somebody act by a clock that is behind; it is set right afterwards."""
        now = self.world.now
        self.world.now = now - timedelta(seconds=seconds)
        self.take(by, n, None, 1)
        self.come_and_go(by, "dana", n, comes=True, ticked=True)
        self.world.now = now
