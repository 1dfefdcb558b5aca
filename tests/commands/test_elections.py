"""Electing in an assembly: rounds by every way of voting, from the opening to what is proclaimed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.support.assemblies import item, ruled
from tests.support.assemblies import prepared as agenda
from tests.support.elections import ELECT, Booth, booth, prepared
from tests.support.people import world
from toutdoux.assemblies.commands import convene_assembly, remove_item
from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.models import Ballot, Mark, Round
from toutdoux.assemblies.elections.queries import access_round, election_page, turnout
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.voting.models import CountedSlip, Slip
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import entries
from toutdoux.mandates.queries import holders
from toutdoux.rules.elections import BallotFault

pytestmark = pytest.mark.django_db


def refused(call, *args: object, **kwargs: object) -> list[str]:
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


def told(held: Booth) -> list[str]:
    return [entry.kind for entry in entries(association_id=held.world.association_id)]


def test_it_works() -> None:
    held = booth("alice", "bob", "dana", proxies={"eli": "bob"})
    row = held.begin()
    held.say(row, "alice", alice=held.marks(alice=1))
    held.say(row, "bob", bob=held.marks(bob=1), eli=held.marks(bob=1))
    assert turnout(round_=access_round(actor=held.world.alice, round_id=row)).cast == 3
    found = held.end(row)
    assert held.names(found) == ["bob"]
    assert (found.result.cast, found.presence.votes) == (3, 4)
    assert held.proclaim() == 1
    assert held.proclaim() == 1
    after = held.row.at + timedelta(days=2)
    assert holders(association_id=held.world.association_id, kind="technical", at=after) == (held.world.bob.member_id,)
    assert told(held)[-7:] == [
        "election.round-opened",
        *["election.ballot-cast"] * 3,
        "election.round-closed",
        "mandate.began",
        "election.proclaimed",
    ]


class TestRounds:
    """Opening, casting, closing."""

    def test_an_election_that_left_the_agenda_has_no_round(self) -> None:
        """Who stood keeps the item; it is not at hand, and never will be."""
        here = world(council=5, rulebook=ruled())
        found = agenda(here)
        election = prepared(here, found)
        commands.stand(actor=here.bob, election_id=election, member_id=here.bob.member_id, now=here.now)
        remove_item(actor=here.alice, item_id=item(found, ELECT), now=here.now)
        convene_assembly(actor=here.alice, assembly_id=found.id, now=here.now)
        here.now = found.at
        held = Booth(world=here, id=found.id, election=election)
        held.come("alice", "bob", "dana")
        held.sit("take_chair")
        held.sit("open_assembly")
        assert refused(held.begin) == [ElectionRefusal.ITEM_NOT_AT_HAND]

    def test_a_single_list_by_hands_as_in_2021(self) -> None:
        held = booth("alice", "bob", "dana", stand=("alice", "bob"), proxies={"eli": "bob"}, method="list")
        row = held.begin("hands")
        asked = {"actor": held.world.alice, "round_id": row, "now": held.world.now}
        assert refused(held.end, row) == [ElectionRefusal.BY_HANDS]
        assert refused(commands.record_totals, for_=4, against=1, blank=0, **asked) == [
            ElectionRefusal.TOTALS_DO_NOT_FIT
        ]
        found = commands.record_totals(for_=3, against=0, blank=0, **asked)
        assert found.result.resolved.votes.no_part == 1
        assert held.proclaim() == 2
        assert {one.code for one in held.page().elected} == {"technical"}

    def test_hands_are_for_a_list_alone(self) -> None:
        held = booth()
        assert refused(held.begin, "hands") == [ElectionRefusal.HANDS_FOR_ONE_LIST]
        assert refused(held.begin, "aloud") == [ElectionRefusal.WAY_UNKNOWN]

    def test_instructions_bind_on_a_single_list(self) -> None:
        held = booth(
            "alice", "bob", stand=("alice",), proxies={"eli": "bob"}, instructions={"eli": "against"}, method="list"
        )
        row = held.begin()
        option = held.option("alice")
        assert held.heard(row, "bob")["eli"].bound == ((option, 0),)
        assert refused(held.say, row, "bob", bob=((option, 1),), eli=((option, 1),)) == [ElectionRefusal.INSTRUCTED]
        held.say(row, "bob", bob=((option, 1),), eli=((option, 0),))
        held.say(row, "alice", alice=((option, 1),))
        found = held.end(row)
        assert (found.result.resolved.votes.for_, found.result.resolved.votes.against) == (2, 1)

    def test_a_ballot_by_names_is_replaced_and_its_key_makes_it_the_same(self) -> None:
        held = booth()
        row = held.begin()
        first = held.say(row, "bob", "same", bob=held.marks(alice=1))
        assert held.say(row, "bob", "same", bob=held.marks(dana=1)) == first
        held.say(row, "bob", bob=held.marks(bob=1))
        assert held.heard(row, "bob")["bob"].marks == held.marks(bob=1)
        assert Ballot.objects.count() == 1
        assert held.names(held.end(row)) == ["bob"]

    def test_what_cannot_be_counted_is_refused_whole(self) -> None:
        held = booth("alice", "bob", proxies={"eli": "bob"})
        row = held.begin()
        both = held.marks(alice=1, bob=1)
        assert refused(held.say, row, "bob", bob=both, eli=both) == [BallotFault.TOO_MANY_NAMES]
        assert refused(held.say, row, "bob", bob=((str(uuid4()), 1),)) == [BallotFault.UNKNOWN_OPTION]
        assert refused(held.say, row, "bob") == [ElectionRefusal.NOTHING_CAST]
        assert refused(held.say, row, "alice", eli=()) == [ElectionRefusal.NOT_THEIR_VOICE]
        assert refused(held.say, row, "dana", dana=()) == [
            ElectionRefusal.NOT_IN_THE_ROOM,
            ElectionRefusal.NOT_SEATED,
        ]
        held.come("dana")
        assert refused(held.say, row, "dana", dana=()) == [ElectionRefusal.NOT_SEATED]
        held.end(row)
        assert refused(held.say, row, "bob", bob=()) == [ElectionRefusal.ROUND_OVER]
        assert not Ballot.objects.exists()

    def test_only_the_desk_opens_and_only_at_its_item_with_a_quorum(self) -> None:
        held = booth()
        assert refused(held.begin, by="bob") == [SittingRefusal.NOT_THE_DESK]
        held.go("alice", "bob", "dana")
        assert refused(held.begin) == [ElectionRefusal.QUORUM_MISSING]
        held.go("eli")
        assert refused(held.begin) == [ElectionRefusal.NOBODY_THERE]
        held.come("alice", "bob", "dana", "eli")
        held.begin()
        assert refused(held.begin) == [ElectionRefusal.ROUND_OPEN]
        assert refused(held.sit, "leave_item") == [ElectionRefusal.ROUND_OPEN]
        assert refused(held.proclaim) == [ElectionRefusal.ROUND_OPEN]
        held = booth(stand=())
        assert refused(held.begin) == [ElectionRefusal.NOBODY_STANDS]
        assert refused(held.proclaim) == [ElectionRefusal.NO_FURTHER_ROUND]
        held.sit("leave_item")
        assert ElectionRefusal.ITEM_NOT_AT_HAND in refused(held.begin)

    def test_what_was_voted_is_proclaimed_before_the_assembly_goes_on(self) -> None:
        held = booth()
        row = held.begin()
        held.say(row, "bob", bob=held.marks(bob=1))
        held.end(row)
        assert refused(held.sit, "leave_item") == [ElectionRefusal.NOT_PROCLAIMED]
        held.proclaim()
        held.sit("leave_item")
        assert refused(
            commands.cancel_round, actor=held.world.alice, round_id=row, reason="Late", now=held.world.now
        ) == [ElectionRefusal.ELECTION_OVER]

    def test_a_cancelled_round_elects_nobody_and_is_taken_again(self) -> None:
        held = booth()
        row = held.begin("confidential")
        held.say(row, "bob", bob=held.marks(bob=1))
        asked = {"actor": held.world.alice, "round_id": row, "now": held.world.now}
        assert refused(commands.cancel_round, reason=" ", **asked) == [ElectionRefusal.REASON_MISSING]
        commands.cancel_round(reason="Someone was forgotten", **asked)
        assert refused(commands.cancel_round, reason="Again", **asked) == [ElectionRefusal.ROUND_OVER]
        assert not Slip.objects.exists()
        assert held.page().next is not None
        assert access_round(actor=held.world.alice, round_id=held.begin()).number == 2


class TestConfidential:
    """Who took part is kept, what they said is kept apart from it."""

    def test_it_counts_and_links_nobody(self) -> None:
        held = booth("alice", "bob", "dana", "eli", method="majority-judgment", tie="lot")
        row = held.begin("confidential")
        said = held.marks(alice=2, bob=5, dana=0)
        receipt = held.say(row, "bob", "k", bob=said)
        assert held.say(row, "bob", "k", bob=said) == receipt
        held.say(row, "dana", dana=held.marks(bob=4))
        assert held.heard(row, "bob")["bob"].marks is None
        assert held.heard(row, "bob")["bob"].receipt == receipt.entries[held.world.bob.member_id]
        assert refused(held.say, row, "bob", bob=said) == [ElectionRefusal.CAST_FOR_GOOD]
        assert access_round(actor=held.world.alice, round_id=row).result is None
        written = "".join(str(entry.data) for entry in entries(association_id=held.world.association_id))
        assert "'marks'" not in written
        found = held.end(row)
        assert held.names(found) == ["bob"]
        assert (Slip.objects.count(), CountedSlip.objects.count()) == (0, 2)
        assert Mark.objects.count() == 2

    def test_a_box_that_is_short_is_not_counted(self) -> None:
        held = booth()
        row = held.begin("confidential")
        held.say(row, "bob", bob=())
        Slip.objects.all().delete()
        assert refused(held.end, row) == [ElectionRefusal.BOX_INCOMPLETE]


def test_rounds_of_others_are_not_there() -> None:
    held = booth()
    row = held.begin()
    other = world(slug="elsewhere", rulebook=ruled())
    assert refused(access_round, actor=other.alice, round_id=row) == [ElectionRefusal.UNKNOWN_ROUND]
    assert election_page(election=held.page().election).open.id == row
    assert Round.objects.get().result is None
