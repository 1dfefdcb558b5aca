"""Electing in an assembly: standing by one's own word, rounds by every way of voting, ties, mandates given and handed over."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.support.assemblies import convened, item, ruled
from tests.support.elections import ELECT, Booth, booth, prepared
from tests.support.people import world
from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.logic.preparing import ElectionDraft
from toutdoux.assemblies.elections.models import Ballot, Candidate, Mark, Round
from toutdoux.assemblies.elections.queries import access_round, election_page, options_of, turnout
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.voting.models import CountedSlip, Slip
from toutdoux.associations.queries import current_rulebook
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import entries
from toutdoux.mandates.commands import record_election
from toutdoux.mandates.queries import holders, mandates
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.models import Member
from toutdoux.rules.elections import BallotFault
from toutdoux.rules.rulebook import ElectionMethod, TieRule

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


class TestPreparing:
    """What an election asks for before anyone votes."""

    def test_the_first_election_one_by_one_asks_for_a_method_and_what_settles_ties(self) -> None:
        here = world(rulebook=ruled())
        found = convened(here)
        draft = ElectionDraft(
            one_list=False, code="technical", seats=1, starts_at=found.at, ends_at=found.at + timedelta(days=9)
        )
        asked = {"actor": here.alice, "assembly_id": found.id, "item_id": item(found, ELECT), "now": here.now}
        assert refused(commands.prepare_election, draft=draft, **asked) == [
            ElectionRefusal.METHOD_NOT_CHOSEN,
            ElectionRefusal.TIE_NOT_CHOSEN,
        ]
        commands.prepare_election(draft=draft, answers={"elections.method": "schulze", "elections.tie": "lot"}, **asked)
        rules = current_rulebook(association_id=here.association_id).rulebook.elections
        assert (rules.method, rules.tie) == (ElectionMethod.SCHULZE, TieRule.LOT)
        # Chosen once, it is not for whoever prepares to choose again.
        commands.prepare_election(draft=draft, answers={"elections.method": "approval"}, **asked)
        assert current_rulebook(association_id=here.association_id).rulebook.elections == rules

    def test_a_single_list_asks_for_neither(self) -> None:
        here = world(rulebook=ruled())
        found = convened(here)
        prepared(here, found, method="list")
        assert current_rulebook(association_id=here.association_id).rulebook.elections.method is None

    def test_every_fault_is_told_at_once(self) -> None:
        here = world(rulebook=ruled())
        found = convened(here)
        draft = ElectionDraft(one_list=False, code="king", seats=0, starts_at=found.at, ends_at=found.at)
        answers = {"elections.method": "schulze", "elections.tie": "lot"}
        asked = {"actor": here.alice, "assembly_id": found.id, "answers": answers, "now": here.now}
        assert refused(commands.prepare_election, draft=draft, item_id=item(found, "Activity report"), **asked) == [
            ElectionRefusal.NOT_AN_ELECTION,
            ElectionRefusal.MANDATE_MISSING,
            ElectionRefusal.SEATS_OUT_OF_RANGE,
            ElectionRefusal.ENDS_BEFORE_IT_BEGINS,
        ]
        assert refused(commands.prepare_election, draft=draft, item_id=uuid4(), **asked) == [
            ElectionRefusal.NOT_AN_ELECTION
        ]

    def test_who_does_not_vote_prepares_nothing_and_others_have_no_door(self) -> None:
        here = world(rulebook=ruled())
        found = convened(here)
        assert refused(
            commands.prepare_election,
            actor=here.charlie,
            assembly_id=found.id,
            item_id=item(found, ELECT),
            draft=ElectionDraft(
                one_list=True, code="", seats=1, starts_at=found.at, ends_at=found.at + timedelta(days=1)
            ),
            now=here.now,
        ) == [MemberRefusal.NO_VOTING_RIGHT]
        other = world(slug="elsewhere", rulebook=ruled())
        election = prepared(here, found)
        assert refused(
            commands.stand,
            actor=other.alice,
            election_id=election,
            member_id=other.alice.member_id,
            now=here.now,
        ) == [ElectionRefusal.UNKNOWN_ELECTION]

    def test_another_mandate_puts_aside_who_stood(self) -> None:
        held = booth(open_=False)
        prepared(held.world, held.row, code="financial")
        assert held.page().options == ()
        assert told(held)[-4:] == [*["election.candidate-withdrawn"] * 3, "election.prepared"]

    def test_once_voted_it_is_settled(self) -> None:
        held = booth()
        held.begin()
        assert refused(prepared, held.world, held.row) == [ElectionRefusal.ALREADY_VOTED]


class TestStanding:
    """Nobody stands without saying so."""

    def test_someone_proposed_stands_once_they_accept(self) -> None:
        held = booth(stand=("alice",))
        asked = {"actor": held.world.alice, "election_id": held.election, "now": held.world.now}
        candidate = commands.stand(member_id=held.world.bob.member_id, **asked)
        first = held.begin()
        assert len(access_round(actor=held.world.alice, round_id=first).question.options) == 1
        assert refused(commands.accept, actor=held.world.bob, candidate_id=candidate, now=held.world.now) == [
            ElectionRefusal.CANDIDATES_CLOSED
        ]
        commands.cancel_round(actor=held.world.alice, round_id=first, reason="Bob is coming", now=held.world.now)
        assert refused(commands.accept, actor=held.world.dana, candidate_id=candidate, now=held.world.now) == [
            ElectionRefusal.NOT_THE_CANDIDATE
        ]
        for _ in range(2):
            commands.accept(actor=held.world.bob, candidate_id=candidate, words="With joy", now=held.world.now)
        assert told(held).count("election.candidate-accepted") == 2
        assert len(access_round(actor=held.world.alice, round_id=held.begin()).question.options) == 2

    def test_nobody_stands_twice_and_whoever_withdraws_may_come_back(self) -> None:
        held = booth(stand=("alice",), open_=False)
        asked = {"actor": held.world.alice, "election_id": held.election, "now": held.world.now}
        assert refused(commands.stand, member_id=held.world.alice.member_id, **asked) == [
            ElectionRefusal.STANDS_ALREADY
        ]
        (option,) = held.page().options
        commands.withdraw(actor=held.world.alice, candidate_id=option.candidates[0].id, now=held.world.now)
        assert refused(
            commands.withdraw, actor=held.world.alice, candidate_id=option.candidates[0].id, now=held.world.now
        ) == [ElectionRefusal.UNKNOWN_CANDIDATE]
        commands.stand(member_id=held.world.alice.member_id, words="Again", **asked)
        assert held.page().options[0].candidates[0].words == "Again"

    def test_the_table_keeps_it_too(self) -> None:
        held = booth(stand=("alice",), open_=False)
        row = Candidate.objects.get()
        row.id, row.position = uuid4(), 9
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
        assert held.page().options

    def test_who_proposed_takes_back_until_it_is_accepted_and_the_person_declines(self) -> None:
        held = booth(stand=(), open_=False)
        for by in ("alice", "bob"):
            candidate = commands.stand(
                actor=held.world.alice,
                election_id=held.election,
                member_id=held.world.bob.member_id,
                now=held.world.now,
            )
            assert refused(commands.withdraw, actor=held.world.dana, candidate_id=candidate, now=held.world.now) == [
                ElectionRefusal.NOT_THE_CANDIDATE
            ]
            commands.withdraw(actor=held.world.people[by], candidate_id=candidate, now=held.world.now)
        assert held.page().options == ()

    def test_lists_have_titles_and_people_choose_theirs(self) -> None:
        held = booth(stand=(), open_=False, method="proportional-list", seats=2)
        asked = {"actor": held.world.alice, "election_id": held.election, "now": held.world.now}
        reed = commands.make_list(title=" Reed ", **asked)
        assert refused(commands.make_list, title="reed", **asked) == [ElectionRefusal.LIST_TAKEN]
        assert refused(commands.make_list, title=" ", **asked) == [ElectionRefusal.LIST_UNTITLED]
        assert refused(commands.stand, member_id=held.world.alice.member_id, **asked) == [ElectionRefusal.UNKNOWN_LIST]
        commands.stand(member_id=held.world.alice.member_id, list_id=reed, **asked)
        (option,) = options_of(election_id=held.election)
        assert (option.title, len(option.standing)) == ("Reed", 1)
        plain = booth(stand=(), open_=False)
        assert refused(
            commands.make_list,
            actor=plain.world.alice,
            election_id=plain.election,
            title="Reed",
            now=plain.world.now,
        ) == [ElectionRefusal.UNKNOWN_LIST]


class TestRounds:
    """Opening, casting, closing."""

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


def test_rounds_of_others_are_not_there() -> None:
    held = booth()
    row = held.begin()
    other = world(slug="elsewhere", rulebook=ruled())
    assert refused(access_round, actor=other.alice, round_id=row) == [ElectionRefusal.UNKNOWN_ROUND]
    assert election_page(election=held.page().election).open.id == row
    assert Round.objects.get().result is None
