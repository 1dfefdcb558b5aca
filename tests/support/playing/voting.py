"""Gestures around votes: amendments, ballots, what their adoption changes."""

from typing import Any

from tests.support.playing.gestures import (
    ANYONE,
    CHANGES,
    CHOICES,
    COUNTS,
    EITHER,
    FEW,
    PASSAGES,
    PICK,
    PLACES,
    SOMEONE,
    WAYS,
    gesture,
)
from tests.support.playing.sitting import Sitting
from tests.support.playing.stage import PEOPLE
from toutdoux.assemblies.logic.facts import Change
from toutdoux.assemblies.sitting import commands as sitting
from toutdoux.assemblies.voting import commands as voting
from toutdoux.assemblies.voting.models import Purchase, Seat, Vote
from toutdoux.decisions.logic.drafts import EffectDraft


class Voting(Sitting):
    """Amendments, votes, what their adoption changes."""

    @gesture("amending", who=ANYONE, n=PICK, change=CHANGES, passage=PASSAGES)
    def amend(self, who: str, n: int, change: str, passage: str) -> None:
        words = "" if change == Change.DELETE else f"{passage} {self.stage.word()}"
        said = "" if change == Change.END else passage
        self.do(voting.propose_amendment, who, item_id=self.stage.votable(n), change=change, passage=said, words=words)

    @gesture("amending", who=ANYONE, n=PICK, change=CHANGES, passage=PASSAGES)
    def reword(self, who: str, n: int, change: str, passage: str) -> None:
        words = "" if change == Change.DELETE else self.stage.word()
        said = "" if change == Change.END else passage
        self.stage.do(
            voting.reword_amendment,
            who,
            amendment_id=self.stage.amendment(n),
            change=change,
            passage=said,
            words=words,
        )

    @gesture("amending", who=ANYONE, n=PICK, places=PLACES, gone=EITHER)
    def order_amendments(self, who: str, n: int, places: int, gone: bool) -> None:
        found = self.stage.amendment(n)
        if gone:
            self.stage.do(voting.withdraw_amendment, who, amendment_id=found)
        else:
            self.stage.do(voting.move_amendment, who, amendment_id=found, by=places)

    @gesture("voting", by=ANYONE, n=PICK, way=WAYS, of=(None, *(None,) * 6, *PICK))
    def open_vote(self, by: str, n: int, way: str, of: int | None) -> None:
        amendment_id = None if of is None else self.stage.amendment(of)
        found = self.stage.votable(n)
        self.do(sitting.take_item, by, item_id=found)
        self.do(voting.open_vote, by, item_id=found, way=way, amendment_id=amendment_id)

    @gesture("voting", speaker=SOMEONE, n=PICK, choice=CHOICES, voices=("own", "all", "theirs"), again=FEW)
    def cast(self, speaker: str, n: int, choice: str, voices: str, again: int) -> None:
        """Cast one's own ballot, those of everyone one may speak for, or somebody else's; at times with a key used before."""
        vote_id = self.stage.vote(n)
        seats = Seat.objects.filter(vote_id=vote_id)
        me = self.stage.member(speaker)
        held = {"own": [me], "all": self.voices(seats, me), "theirs": [self.stage.member("f5")]}[voices]
        key = "the same" if again == 0 else self.stage.word()
        cast = {"vote_id": vote_id, "choices": dict.fromkeys(held, choice), "idempotency_key": key}
        first = self.stage.do(voting.cast_ballots, speaker, **cast)
        if first is not None and again < 2:
            assert self.stage.do(voting.cast_ballots, speaker, **cast) == first

    def voices(self, seats: Any, me: Any) -> list[Any]:
        """Return whose voices someone would have by the seats: their own, and those they held as it opened."""
        return sorted({me, *seats.filter(holder_id=me).values_list("member_id", flat=True)}, key=str)

    @gesture("voting", by=ANYONE, n=PICK, number=COUNTS)
    def totals(self, by: str, n: int, number: tuple[int, int, int]) -> None:
        for_, against, blank = number
        self.stage.do(voting.record_totals, by, vote_id=self.stage.vote(n), for_=for_, against=against, blank=blank)

    @gesture("voting", by=ANYONE, n=PICK, cancelled=FEW)
    def end_vote(self, by: str, n: int, cancelled: int) -> None:
        if cancelled < 2:
            self.stage.do(voting.cancel_vote, by, vote_id=self.stage.vote(n), reason="Again" if cancelled else " ")
        else:
            self.stage.do(voting.close_vote, by, vote_id=self.stage.vote(n))

    @gesture("voting", by=ANYONE, n=PICK, agreed=EITHER, way=("hands", "named", "confidential"))
    def vote_through(self, by: str, n: int, agreed: bool, way: str) -> None:
        """Put what is at hand to the vote, and have everyone there vote."""
        item_id = self.stage.votable(0)
        self.do(sitting.take_item, by, item_id=item_id)
        found = self.do(voting.open_vote, by, item_id=item_id, way=way)
        if found is None:
            return
        chosen = "for" if agreed else "against"
        if way == "hands":
            there = Vote.objects.get(id=found)
            self.stage.do(
                voting.record_totals, by, vote_id=found, for_=there.present if agreed else 0, against=1, blank=0
            )
            return
        for name in PEOPLE[: n + 1]:
            voices = self.voices(Seat.objects.filter(vote_id=found), self.stage.member(name))
            cast = {"choices": dict.fromkeys(voices, chosen), "idempotency_key": self.stage.word()}
            self.stage.do(voting.cast_ballots, name, vote_id=found, **cast)
        self.stage.do(voting.close_vote, by, vote_id=found)

    @gesture("amending", by=ANYONE, n=PICK, within=("300", "2 500", "2 500", "0"), listed=EITHER)
    def purchase(self, by: str, n: int, within: str, listed: bool) -> None:
        found = self.stage.votable(n)
        if listed:
            begun = self.stage.one(Purchase.objects.exclude(within=None).order_by("item__title"), n)
            item_id = Purchase.objects.get(pk=begun).item_id if begun.__class__ is int else found
            self.do(voting.list_purchase, by, item_id=found, begun_at=item_id, lines="Saw; 200\nBlades; 20,50")
        else:
            self.do(voting.begin_purchase, by, item_id=found, within=within)

    @gesture(
        "amending",
        by=ANYONE,
        n=PICK,
        who=SOMEONE,
        what=(
            "grant-voting-right",
            "withdraw-voting-right",
            "exclude",
            "reinstate",
            "commit-amount",
            "sing",
            "nothing",
        ),
    )
    def effects(self, by: str, n: int, who: str, what: str) -> None:
        self.do(voting.set_effects, by, item_id=self.stage.votable(n), effects=self.changes(what, who))

    def changes(self, what: str, who: str) -> tuple[EffectDraft, ...]:
        """Return what a decision of this kind about someone changes."""
        params: dict[str, object] = {"member": str(self.stage.member(who))}
        if what == "nothing":
            return ()
        if what == "exclude":
            params["scope"] = "council"
        if what == "commit-amount":
            params = {"amount": 5_000, "purpose": self.stage.word(), "heading": ""}
        return (EffectDraft(kind=what, params=params),)

    @gesture("voting", by=ANYONE, n=PICK, publish=EITHER)
    def defer(self, by: str, n: int, publish: bool) -> None:
        self.do(voting.defer_item, by, item_id=self.stage.item(n), discussion="Said", publish=publish)
