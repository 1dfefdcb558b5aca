"""Gestures of elections: who stands, rounds in each way, ties, the proclamation."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.support.playing.gestures import ANYONE, COUNTS, EITHER, MARKS, METHODS, PICK, PLACES, SOMEONE, WAYS, gesture
from tests.support.playing.stage import PEOPLE
from tests.support.playing.voting import Voting
from toutdoux.assemblies.elections import commands as elections
from toutdoux.assemblies.elections.logic.preparing import ElectionDraft
from toutdoux.assemblies.elections.models import Candidate, Election, Round
from toutdoux.assemblies.elections.models import Seat as ElectionSeat
from toutdoux.assemblies.sitting import commands as sitting
from toutdoux.rules.elections import normal


class Electing(Voting):
    """Elections: who stands, rounds in each way, ties, the proclamation."""

    @gesture(
        "standing",
        by=ANYONE,
        n=PICK,
        method=("list", *METHODS),
        tie=("again", "lot", "seniority", "age"),
        seats=(1, 1, 2, 0),
    )
    def prepare_election(self, by: str, n: int, method: str, tie: str, seats: int) -> None:
        at = self.stage.row.at
        written = ElectionDraft(
            one_list=method == "list",
            code="technical",
            seats=seats,
            starts_at=at + timedelta(days=1),
            ends_at=at + timedelta(days=181 if n < 5 else 0),
        )
        answers = {"elections.method": method, "elections.tie": tie}
        found = self.stage.kind_at("election", n)
        self.do(elections.prepare_election, by, item_id=found, draft=written, answers=answers)

    @gesture("standing", by=ANYONE, who=SOMEONE, n=PICK, of=PICK)
    def stand(self, by: str, who: str, n: int, of: int) -> None:
        self.stage.do(
            elections.stand,
            by,
            election_id=self.stage.election(n),
            member_id=self.stage.member(who),
            list_id=self.stage.list_(of) if of < 6 else None,
            code="technical" if of < 6 else "nothing",
        )

    @gesture("standing", who=SOMEONE, n=PICK)
    def stand_oneself(self, who: str, n: int) -> None:
        self.stand(who, who, n, n)

    @gesture("standing", by=ANYONE, n=PICK)
    def make_list(self, by: str, n: int) -> None:
        self.stage.do(elections.make_list, by, election_id=self.stage.election(n), title=self.stage.word())

    @gesture("standing", n=PICK, honest=EITHER, what=("accept", "accept", "withdraw", "move"), places=PLACES)
    def candidate(self, n: int, honest: bool, what: str, places: int) -> None:
        """Let whom a candidacy is about, or Alice, say what becomes of it."""
        found = self.stage.candidate(n)
        called = {actor.member_id: name for name, actor in self.world.people.items()}
        row = Candidate.objects.filter(id=found).first()
        who = called[row.member_id] if row and honest else "alice"
        if what == "move":
            self.stage.do(elections.move_candidate, who, candidate_id=found, by=places)
        else:
            gesture = elections.accept if what == "accept" else elections.withdraw
            self.stage.do(gesture, who, candidate_id=found)

    @gesture("rounds", by=ANYONE, n=PICK, way=WAYS)
    def open_round(self, by: str, n: int, way: str) -> None:
        self.stage.do(elections.open_round, by, election_id=self.stage.election(n), way=way)

    @gesture("rounds", by=ANYONE, n=PICK, way=("named", "confidential"))
    def open_round_at_hand(self, by: str, n: int, way: str) -> None:
        """Take the item of an election, and open its next round."""
        found = self.stage.election(n)
        row = Election.objects.filter(id=found).first()
        if row is not None:
            self.do(sitting.take_item, by, item_id=row.item_id)
            self.stage.do(elections.open_round, by, election_id=found, way=way)

    @gesture("rounds", speaker=SOMEONE, n=PICK, marks=MARKS, own=EITHER)
    def ballot(self, speaker: str, n: int, marks: Sequence[int | None], own: bool) -> None:
        self.vote_in(self.stage.round(n), speaker, marks, own=own)

    def vote_in(self, round_id: Any, speaker: str, marks: Sequence[int | None], *, own: bool) -> None:
        row = Round.objects.filter(id=round_id).first()
        options = row.options if row else ["nobody"]
        said = normal({option: mark for option, mark in zip(options, marks, strict=False) if mark is not None})
        me = self.stage.member(speaker)
        held = [me] if own else self.voices(ElectionSeat.objects.filter(round_id=round_id), me)
        ballots = dict.fromkeys(held, said)
        key = {"idempotency_key": self.stage.word()}
        first = self.stage.do(elections.cast_ballots, speaker, round_id=round_id, ballots=ballots, **key)
        if first is not None:
            again = self.stage.do(elections.cast_ballots, speaker, round_id=round_id, ballots=ballots, **key)
            assert again == first

    @gesture("rounds", by=ANYONE, n=PICK, number=COUNTS)
    def round_totals(self, by: str, n: int, number: tuple[int, int, int]) -> None:
        for_, against, blank = number
        found = {"for_": for_, "against": against, "blank": blank}
        self.stage.do(elections.record_totals, by, round_id=self.stage.round(n), **found)

    @gesture("rounds", by=ANYONE, n=PICK, what=("close", "close", "close", "settle", "settle", "cancel"))
    def end_round(self, by: str, n: int, what: str) -> None:
        found = self.stage.round(n)
        if what == "close":
            self.stage.do(elections.close_round, by, round_id=found)
        elif what == "cancel":
            self.stage.do(elections.cancel_round, by, round_id=found, reason="Again")
        else:
            row = Round.objects.filter(id=found).first()
            tied = (row.result or {}).get("tie") if row else None
            order = sorted(tied["options"]) if tied else ["nobody"]
            self.stage.do(elections.settle_tie, by, round_id=found, order=order)

    @gesture("rounds", by=ANYONE, n=PICK, sides=((0, 0, 0, 1, 1), (1, 1, 1, 0, 0), (0, 1, 0, 1, 0)))
    def elect(self, by: str, n: int, sides: Sequence[int]) -> None:
        """Have everyone vote in the round that is open, for one or the other, and close it."""
        found = self.stage.round(0)
        for name, side in zip(PEOPLE, sides, strict=False):
            self.vote_in(found, name, [None] * side + [1], own=bool(n))
        self.stage.do(elections.close_round, by, round_id=found)

    @gesture("rounds", by=ANYONE, n=PICK)
    def proclaim(self, by: str, n: int) -> None:
        self.stage.do(elections.proclaim, by, election_id=self.stage.election(n))
