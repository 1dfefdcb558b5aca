"""Gestures in the room: coming and going, the desk, the floor."""

from tests.support.playing.gestures import ANYONE, EITHER, FEW, KINDS, PICK, SOMEONE, gesture
from tests.support.playing.preparing import Preparing
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.sitting import commands as sitting
from toutdoux.assemblies.sitting.logic import codes
from toutdoux.assemblies.sitting.models import Sitting as SittingRecord


class Sitting(Preparing):
    """What is done in the room."""

    @gesture("coming", number=(1, 3, 4, 5))
    def gather(self, number: int) -> None:
        self.arrive(number)

    @gesture("coming", by=ANYONE, who=SOMEONE, n=PICK, comes=EITHER, ticked=EITHER)
    def come_and_go(self, by: str, who: str, n: int, comes: bool, ticked: bool) -> None:
        if ticked:
            command = sitting.tick_arrival if comes else sitting.tick_departure
            self.do(command, by, n, member_id=self.stage.member(who))
        else:
            self.do(sitting.arrive if comes else sitting.leave, who, n)

    @gesture("coming", who=SOMEONE, right=EITHER)
    def arrive_with_code(self, who: str, right: bool) -> None:
        row = SittingRecord.objects.filter(assembly_id=self.stage.main).first()
        said = codes.code(secret=row.secret, at=self.world.now) if right and row else "12 34"
        self.do(sitting.arrive_with_code, who, code=said)

    @gesture("room", by=ANYONE, who=SOMEONE, n=PICK, instead=EITHER)
    def desk(self, by: str, who: str, n: int, instead: bool) -> None:
        self.do(sitting.take_chair, by, n, instead=instead)
        self.do(sitting.name_secretary, by, n, member_id=self.stage.member(who))

    @gesture("room", by=ANYONE, who=SOMEONE, how=("desk", "code", "open"))
    def hand_over(self, by: str, who: str, how: str) -> None:
        self.do(sitting.set_check_in, by, how=how)
        self.do(sitting.hand_over, by, member_id=self.stage.member(who))

    @gesture("room", by=ANYONE, n=PICK, what=("open", "open", "missing", "suspend", "resume", "resume", "close"))
    def hold(self, by: str, n: int, what: str) -> None:
        gestures = {
            "open": sitting.open_assembly,
            "missing": sitting.record_missing_quorum,
            "suspend": sitting.suspend,
            "resume": sitting.resume,
            "close": sitting.close_assembly,
        }
        self.do(gestures[what], by, n)

    @gesture("room", by=ANYONE, n=tuple(range(6)), kind=(None, *KINDS), leaves=FEW)
    def take(self, by: str, n: int, kind: ItemKind | None, leaves: int) -> None:
        if leaves == 0:
            self.do(sitting.leave_item, by)
        else:
            found = self.stage.item(n) if kind is None else self.stage.kind_at(kind, n)
            self.do(sitting.take_item, by, item_id=found)

    @gesture("room", by=ANYONE, who=SOMEONE, n=PICK, what=("raise", "raise", "lower", "give", "end", "first"))
    def floor(self, by: str, who: str, n: int, what: str) -> None:
        if what in {"raise", "lower"}:
            self.do(sitting.raise_hand if what == "raise" else sitting.lower_hand, who)
        elif what == "first":
            self.do(sitting.let_first_timers_first, by, n, first=bool(n))
        else:
            self.do(sitting.give_floor if what == "give" else sitting.end_speech, by, hand_id=self.stage.hand(n))
