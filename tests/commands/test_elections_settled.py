"""After the rounds of an election: what settles a tie, and the mandates that are given and handed over."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.commands.test_elections import refused
from tests.support.elections import ELECT, Booth, booth
from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.queries import access_round
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.mandates.commands import record_election
from toutdoux.mandates.queries import mandates
from toutdoux.members.models import Member

pytestmark = pytest.mark.django_db


class TestTies:
    """What settles them is what the association chose."""

    def tied(self, held: Booth) -> UUID:
        row = held.begin()
        held.say(row, "alice", alice=held.marks(alice=1))
        held.say(row, "bob", bob=held.marks(bob=1))
        held.end(row)
        return row

    def test_voting_again_is_between_those_tied(self) -> None:
        held = booth(tie="again")
        row = self.tied(held)
        assert access_round(actor=held.world.alice, round_id=row).result.tie.seats == 1
        again = held.begin()
        assert set(access_round(actor=held.world.alice, round_id=again).question.options) == {
            held.option("alice"),
            held.option("bob"),
        }
        # What a later round stands on is not cancelled under it.
        assert refused(
            commands.cancel_round, actor=held.world.alice, round_id=row, reason="No", now=held.world.now
        ) == [ElectionRefusal.ELECTION_OVER]
        held.say(again, "dana", dana=held.marks(bob=1))
        assert held.names(held.end(again)) == ["bob"]
        assert refused(held.begin) == [ElectionRefusal.NO_FURTHER_ROUND]

    def test_a_lot_is_drawn_kept_and_told_only_where_it_was_needed(self) -> None:
        held = booth(tie="lot")
        found = access_round(actor=held.world.alice, round_id=self.tied(held))
        assert found.result.tie is None
        (order,) = found.orders
        assert sorted(order) == sorted(found.question.options)
        (settled,) = found.result.settled
        assert settled.order == tuple(one for one in order if one in settled.options)

    def test_seniority_goes_by_the_register(self) -> None:
        held = booth(tie="seniority")
        Member.objects.filter(id=held.world.bob.member_id).update(joined_at=held.world.now - timedelta(days=999))
        found = access_round(actor=held.world.alice, round_id=self.tied(held))
        assert found.orders[0][0] == held.option("bob")
        assert held.names(found) == ["bob"]

    def test_age_is_said_by_the_desk(self) -> None:
        held = booth(tie="age")
        row = self.tied(held)
        asked = {"round_id": row, "now": held.world.now}
        alice, bob, dana = held.option("alice"), held.option("bob"), held.option("dana")
        assert refused(commands.settle_tie, actor=held.world.bob, order=[bob, alice], **asked) == [
            SittingRefusal.NOT_THE_DESK
        ]
        for wrong in ([bob], [bob, alice, dana]):
            assert refused(commands.settle_tie, actor=held.world.alice, order=wrong, **asked) == [
                ElectionRefusal.ORDER_INCOMPLETE
            ]
        found = commands.settle_tie(actor=held.world.alice, order=[bob, alice], **asked)
        assert held.names(found) == ["bob"]
        assert refused(commands.settle_tie, actor=held.world.alice, order=[bob, alice], **asked) == [
            ElectionRefusal.NO_TIE
        ]

    def test_a_second_round_fills_what_the_first_left(self) -> None:
        held = booth("alice", "bob", "dana", "eli", method="two-rounds", seats=2)
        first = held.begin()
        for name, said in (
            ("alice", held.marks(alice=1, bob=1)),
            ("bob", held.marks(alice=1, dana=1)),
            ("dana", held.marks(alice=1)),
        ):
            held.say(first, name, **{name: said})
        found = held.end(first)
        assert held.names(found) == ["alice"]
        second = held.begin()
        assert access_round(actor=held.world.alice, round_id=second).question.seats == 1
        held.say(second, "eli", eli=held.marks(dana=1))
        held.end(second)
        assert held.proclaim() == 2
        assert [one.member_id for one in held.page().elected] == [
            held.world.alice.member_id,
            held.world.dana.member_id,
        ]


class TestMandates:
    """The elected receive theirs, those before hand over."""

    def hold(self, held: Booth, name: str, *, code: str = "technical") -> UUID:
        return record_election(
            actor=held.world.alice,
            member_id=held.world.people[name].member_id,
            code=code,
            starts_at=held.world.now,
            ends_at=held.world.now + timedelta(days=900),
            now=held.world.now,
        )

    def elect(self, held: Booth, name: str) -> None:
        row = held.begin()
        held.say(row, "alice", alice=held.marks(**{name: 1}))
        held.end(row)
        held.proclaim()

    def test_who_held_it_hands_over_when_the_new_one_begins(self) -> None:
        held = booth()
        before, other = self.hold(held, "dana"), self.hold(held, "dana", code="financial")
        self.elect(held, "bob")
        begins = held.page().election.starts_at
        rows = {row.id: row for row in mandates(association_id=held.world.association_id)}
        assert rows[before].over_at == begins
        assert rows[other].over_at > begins
        (given,) = held.page().mandates.values()
        assert (rows[given].facts.starts_at, rows[given].member_id) == (begins, held.world.bob.member_id)

    def test_beside_those_who_stay_where_it_says_so(self) -> None:
        held = booth(handing_over=False)
        before, own = self.hold(held, "dana"), self.hold(held, "bob")
        self.elect(held, "bob")
        rows = {row.id: row for row in mandates(association_id=held.world.association_id)}
        begins = held.page().election.starts_at
        assert rows[before].over_at > begins
        # Nobody holds the same one twice.
        assert rows[own].over_at == begins

    def test_lists_fill_their_seats_in_their_own_order(self) -> None:
        held = booth(stand=(), open_=False, method="proportional-list", seats=2, tie="lot")
        asked = {"election_id": held.election, "now": held.world.now - timedelta(days=1)}
        reed = commands.make_list(actor=held.world.alice, title="Reed", **asked)
        for name in ("dana", "alice"):
            member = held.world.people[name]
            commands.stand(actor=member, member_id=member.member_id, list_id=reed, **asked)
        held.come("alice", "bob", "dana")
        held.sit("take_chair")
        held.sit("open_assembly")
        held.take(ELECT)
        row = held.begin()
        held.say(row, "bob", bob=held.marks(Reed=1))
        held.end(row)
        held.proclaim()
        assert [one.member_id for one in held.page().elected] == [
            held.world.dana.member_id,
            held.world.alice.member_id,
        ]
