"""Voting in an assembly: hands, named ballots, confidential ones; the quorum each time, all of it adding up."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.support.assemblies import give, item, ruled
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.models import Ballot, CountedSlip, Mark, Slip, Vote
from toutdoux.assemblies.voting.queries import access_vote, roll_call, turnout, votes_page
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import entries
from toutdoux.rules.assembly import Majority, Votes
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import QuorumMissing

pytestmark = pytest.mark.django_db


def refused(call, *args: object, **kwargs: object) -> list[str]:
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


def told(held: Chamber) -> list[str]:
    return [entry.kind for entry in entries(association_id=held.world.association_id)]


def test_it_works() -> None:
    held = chamber("alice", "bob", "dana", proxies={"eli": "bob", "f5": "bob"}, instructions={"eli": "against"})
    vote = held.open("named")
    assert held.vote(vote).presence.votes == 5
    held.cast(vote, "alice", alice="for")
    held.cast(vote, "bob", bob="for", eli="against", f5="blank")
    assert turnout(vote=held.vote(vote)).cast == 4
    found = held.close(vote)
    assert found.count == Votes(for_=2, against=1, blank=1, no_part=1)
    assert found.adopted
    said = {call.seat.member_id: call.choice for call in roll_call(vote=found)}
    assert said[held.world.eli.member_id] is Choice.AGAINST
    assert said[held.world.dana.member_id] is None
    assert told(held)[-6:] == ["vote.opened", *["vote.cast"] * 4, "vote.closed"]


def test_each_item_is_voted_by_who_holds_it_and_the_others_by_nobody() -> None:
    held = chamber("alice", "bob", "dana", council=6)
    saw, report, who = (item(held.row, title) for title in (SAW, "Activity report", "Who answers for what"))
    give(held.world, held.row, "eli", "bob", items=frozenset({saw, who}), instructions={saw: "against"})
    give(held.world, held.row, "eli", "dana", items=frozenset({report}))
    give(held.world, held.row, "f5", "dana")
    vote = held.open("named")
    assert (held.vote(vote).presence.present, held.vote(vote).presence.represented) == (3, 2)
    assert (set(held.voices(vote, "bob")), set(held.voices(vote, "dana"))) == ({"bob", "eli"}, {"dana", "f5"})
    assert refused(held.cast, vote, "dana", eli="against") == [VoteRefusal.NOT_THEIR_VOICE]
    assert refused(held.cast, vote, "bob", eli="for") == [VoteRefusal.INSTRUCTED]
    held.cast(vote, "bob", bob="for", eli="against")
    assert held.close(vote).count == Votes(for_=1, against=1, blank=0, no_part=3)
    held.take("Activity report")
    vote = held.open("named", title="Activity report")
    assert (set(held.voices(vote, "bob")), set(held.voices(vote, "dana"))) == ({"bob"}, {"dana", "eli", "f5"})
    held.go("dana")
    assert set(held.voices(vote, "bob")) == {"bob"}
    held.close(vote)
    # At what was given to nobody, nobody votes for them.
    held.take("News of the workshop")
    assert held.world.eli.member_id not in {seat.member_id for seat in held.seats("News of the workshop")}


def test_hands_are_counted_by_the_desk_and_checked_against_who_is_there() -> None:
    held = chamber("alice", "bob", "dana", proxies={"eli": "bob"})
    vote = held.open("hands")
    assert refused(held.totals, vote, 3, 1, 1) == [VoteRefusal.TOTALS_TOO_LARGE]
    assert refused(held.totals, vote, -1, 1, 1) == [VoteRefusal.TOTALS_NEGATIVE]
    assert refused(held.cast, vote, "bob", bob="for") == [VoteRefusal.BY_HANDS]
    assert refused(held.close, vote) == [VoteRefusal.BY_HANDS]
    found = held.totals(vote, 2, 0, 1)
    assert found.count == Votes(for_=2, against=0, blank=1, no_part=1)
    assert refused(held.totals, vote, 2, 0, 1) == [VoteRefusal.VOTE_OVER]
    assert roll_call(vote=found) == ()


def test_only_the_desk_opens_closes_and_cancels() -> None:
    held = chamber()
    assert refused(held.open, by="bob") == [SittingRefusal.NOT_THE_DESK]
    vote = held.open("named")
    for call in (
        lambda: commands.close_vote(actor=held.world.bob, vote_id=vote, now=held.world.now),
        lambda: commands.cancel_vote(actor=held.world.bob, vote_id=vote, reason="No", now=held.world.now),
        lambda: commands.record_totals(
            actor=held.world.bob, vote_id=vote, for_=1, against=0, blank=0, now=held.world.now
        ),
    ):
        assert refused(call) == [SittingRefusal.NOT_THE_DESK]
    assert refused(held.totals, vote, 1, 0, 0) == [VoteRefusal.NOT_BY_HANDS]


def test_a_named_ballot_changes_until_the_close_and_not_after() -> None:
    held = chamber()
    vote = held.open("named")
    held.cast(vote, "bob", bob="against")
    held.cast(vote, "bob", bob="for")
    assert Ballot.objects.get().choice == "for"
    assert told(held).count("vote.cast") == 2
    assert held.close(vote).count == Votes(for_=1, against=0, blank=0, no_part=3)
    assert refused(held.cast, vote, "bob", bob="blank") == [VoteRefusal.VOTE_OVER]


@pytest.mark.parametrize("way", ["named", "confidential"])
def test_the_same_page_sent_again_is_answered_again_and_counted_once(way: str) -> None:
    held = chamber("alice", "bob", "dana", proxies={"eli": "bob"})
    vote = held.open(way)
    first = held.cast(vote, "bob", key="a page", bob="for", eli="against")
    assert held.cast(vote, "bob", key="a page", bob="for", eli="against") == first
    assert turnout(vote=held.vote(vote)).cast == 2
    assert (Slip.objects.count() if way == "confidential" else Ballot.objects.count()) == 2


def test_instructions_are_the_only_choice_of_the_holder_and_bind_nobody_else() -> None:
    held = chamber("alice", "bob", proxies={"eli": "bob"}, instructions={"eli": "blank"})
    vote = held.open("named")
    assert held.voices(vote, "bob")["eli"].instruction is Choice.BLANK
    assert refused(held.cast, vote, "bob", bob="for", eli="for") == [VoteRefusal.INSTRUCTED]
    assert not Ballot.objects.exists(), "taken together, or none is"
    held.come("eli")
    held.cast(vote, "eli", eli="for")
    assert refused(held.cast, vote, "bob", eli="blank") == [VoteRefusal.NOT_THEIR_VOICE]


def test_who_speaks_follows_arrivals_and_departures_and_the_seats_do_not() -> None:
    held = chamber("alice", "bob", "dana", proxies={"eli": "bob", "f5": "dana"})
    vote = held.open("named")
    held.cast(vote, "dana", dana="for", f5="for")
    held.go("dana")
    held.come("f6")
    assert refused(held.cast, vote, "f6", f6="for") == [VoteRefusal.NOT_SEATED]
    assert refused(held.cast, vote, "dana", dana="blank") == [VoteRefusal.NOT_IN_THE_ROOM]
    assert not held.voices(vote, "f6")["f6"].seated
    held.come("eli")
    held.cast(vote, "eli", eli="against")
    assert refused(held.cast, vote, "bob", eli="for") == [VoteRefusal.NOT_THEIR_VOICE]
    held.go("eli")
    held.cast(vote, "bob", bob="against", eli="blank")
    found = held.close(vote)
    # Whoever left keeps the ballot cast; whoever came later votes from the next vote on.
    assert found.count == Votes(for_=2, against=1, blank=1, no_part=1)
    assert found.presence.votes == 5


def test_a_confidential_ballot_is_cast_for_good_and_nobody_sees_a_count_before_the_close() -> None:
    held = chamber()
    vote = held.open("confidential")
    held.cast(vote, "bob", bob="for")
    assert refused(held.cast, vote, "bob", bob="against") == [VoteRefusal.CAST_FOR_GOOD]
    voice = held.voices(vote, "bob")["bob"]
    assert (voice.cast, voice.choice) == (True, None)
    assert voice.receipt == Mark.objects.get().seq
    assert held.vote(vote).count is None
    assert held.vote(vote).resolved is None
    held.cast(vote, "dana", dana="for")
    held.cast(vote, "eli", eli="against")
    found = held.close(vote)
    assert found.count == Votes(for_=2, against=1, blank=0, no_part=1)
    assert not Slip.objects.exists()
    assert sorted(CountedSlip.objects.values_list("content", flat=True)) == ["against", "for", "for"]
    assert {call.choice for call in roll_call(vote=found)} == {None}
    assert sum(call.took_part for call in roll_call(vote=found)) == 3
    marked = [entry for entry in entries(association_id=held.world.association_id) if entry.kind == "vote.marked"]
    assert all("for" not in entry.data and "against" not in entry.data for entry in marked)


def test_a_box_brought_back_from_a_copy_is_short_and_its_vote_is_taken_again() -> None:
    held = chamber()
    vote = held.open("confidential")
    held.cast(vote, "bob", bob="for")
    Slip.objects.all().delete()
    assert refused(held.close, vote) == [VoteRefusal.BOX_INCOMPLETE]
    held.cancel(vote)
    again = held.open("confidential")
    held.cast(again, "bob", bob="for")
    assert held.close(again).count == Votes(for_=1, against=0, blank=0, no_part=3)


def test_opening_one_box_leaves_the_others_closed_and_whole() -> None:
    one, other = chamber(), chamber()
    votes = [held.open("confidential") for held in (one, other)]
    for held, vote in zip((one, other), votes, strict=True):
        held.cast(vote, "bob", bob="for")
        held.cast(vote, "dana", dana="blank")
    one.close(votes[0])
    assert Slip.objects.filter(box=votes[1]).count() == Slip.objects.count() == 2
    other.cancel(votes[1])
    assert not Slip.objects.exists()
    assert CountedSlip.objects.filter(box=votes[1]).count() == 0


def test_each_vote_asks_for_the_quorum_and_the_rulebook_says_what_its_lack_does() -> None:
    held = chamber("alice", "bob", "dana")
    held.go("dana")
    assert refused(held.open) == [VoteRefusal.QUORUM_MISSING]
    rules = ruled()
    recorded = replace(rules, assembly=replace(rules.assembly, quorum_missing=QuorumMissing.RECORDED))
    lenient = chamber("alice", "bob", "dana", rulebook=recorded)
    lenient.go("dana")
    vote = lenient.vote(lenient.open("hands"))
    assert (vote.quorum.reached, vote.quorum.votes, vote.quorum.needed) == (False, 2, 3)


def test_a_cancelled_vote_decides_nothing_and_stays_on_record() -> None:
    held = chamber()
    vote = held.open("hands")
    held.totals(vote, 4, 0, 0)
    assert refused(held.cancel, vote, " ") == [VoteRefusal.REASON_MISSING]
    held.cancel(vote, "Two hands were counted twice")
    assert not held.vote(vote).adopted
    assert held.vote(vote).count == Votes(for_=4, against=0, blank=0, no_part=0)
    assert refused(held.cancel, vote) == [VoteRefusal.VOTE_OVER]
    again = held.totals(held.open("hands"), 2, 2, 0)
    assert again.number == 2
    assert again.resolved.majority is Majority.TIE
    page = votes_page(assembly_id=held.id, item_id=item(held.row, SAW))
    assert [one.number for one in page.asked.votes] == [1, 2]
    assert page.asked.text == again


def test_nothing_else_is_taken_while_a_vote_is_open() -> None:
    held = chamber()
    held.open("named")
    assert refused(held.take, "Activity report") == [VoteRefusal.VOTE_RUNNING]
    assert refused(held.sit, "close_assembly") == [VoteRefusal.VOTE_RUNNING]
    assert refused(held.open, title="Activity report") == [VoteRefusal.NOT_AT_HAND, VoteRefusal.VOTE_RUNNING]
    assert refused(held.open, title="News of the workshop") == [
        VoteRefusal.NOT_TO_VOTE_ON,
        VoteRefusal.NOT_AT_HAND,
        VoteRefusal.VOTE_RUNNING,
    ]


def test_another_association_sees_nothing_of_it() -> None:
    held, other = chamber(), chamber()
    vote = held.open("named")
    assert refused(access_vote, actor=other.world.alice, vote_id=vote) == [VoteRefusal.UNKNOWN_VOTE]
    assert refused(other.cast, vote, "bob", bob="for") == [VoteRefusal.UNKNOWN_VOTE]
    assert refused(other.close, vote) == [VoteRefusal.UNKNOWN_VOTE]
    amendment = uuid4()
    assert refused(other.open, amendment=amendment) == [VoteRefusal.UNKNOWN_AMENDMENT]
    assert refused(commands.withdraw_amendment, actor=other.world.bob, amendment_id=amendment, now=other.world.now) == [
        VoteRefusal.UNKNOWN_AMENDMENT
    ]


def test_the_database_refuses_figures_that_do_not_add_up() -> None:
    held = chamber()
    vote = held.open("hands")
    held.totals(vote, 4, 0, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.filter(id=vote).update(blank_votes=1)
