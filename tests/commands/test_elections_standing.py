"""Before an election: what it asks for is said once, and people stand by their own word."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.commands.test_elections import refused, told
from tests.support.assemblies import convened, item, ruled
from tests.support.elections import ELECT, booth, prepared
from tests.support.people import world
from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.logic.preparing import ElectionDraft
from toutdoux.assemblies.elections.models import Candidate
from toutdoux.assemblies.elections.queries import access_round, options_of
from toutdoux.assemblies.elections.queries.replay import recounted
from toutdoux.associations.queries import current_rulebook
from toutdoux.ledger.queries import head
from toutdoux.members.commands import record_departure
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.rules.rulebook import ElectionMethod, TieRule

pytestmark = pytest.mark.django_db


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

    def test_who_has_left_by_the_time_of_the_vote_stands_no_more(self) -> None:
        held = booth("alice", "dana", "eli", "f5")
        record_departure(actor=held.world.bob, member_id=held.world.bob.member_id, now=held.world.now)
        first = held.begin()
        row = access_round(actor=held.world.alice, round_id=first)
        assert set(row.question.options) == {held.option("alice"), held.option("dana")}
        assert told(held)[-2:] == ["election.candidate-withdrawn", "election.round-opened"]

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

    def test_who_began_a_list_or_the_desk_orders_it_until_it_is_voted(self) -> None:
        held = booth(stand=(), open_=False, method="proportional-list", seats=2)
        here = held.world
        reed = commands.make_list(actor=here.bob, election_id=held.election, title="Reed", now=here.now)
        rows = {
            name: commands.stand(
                actor=here.people[name],
                election_id=held.election,
                member_id=here.people[name].member_id,
                list_id=reed,
                now=here.now,
            )
            for name in ("bob", "dana", "eli")
        }

        def move(who: str, by: int, *, actor: str) -> None:
            commands.move_candidate(actor=here.people[actor], candidate_id=rows[who], by=by, now=here.now)

        def order() -> list[str]:
            return [row.name for row in options_of(election_id=held.election)[0].standing]

        assert refused(move, "eli", -1, actor="eli") == [ElectionRefusal.NOT_YOUR_LIST]
        move("eli", -1, actor="bob")
        assert order() == ["Bob", "Eli", "Dana"]
        commands.withdraw(actor=here.dana, candidate_id=rows["dana"], now=here.now)
        move("bob", 5, actor="alice")
        assert order() == ["Eli", "Bob"]
        before = head(association_id=here.association_id)
        move("bob", 1, actor="alice")
        assert head(association_id=here.association_id) == before
        held.come("alice", "bob", "eli")
        here.now = held.row.at
        held.sit("take_chair")
        held.sit("open_assembly")
        held.take(ELECT)
        round_id = held.begin()
        assert refused(move, "bob", -1, actor="alice") == [ElectionRefusal.CANDIDATES_CLOSED]
        held.say(round_id, "alice", alice=held.marks(Reed=1))
        held.end(round_id)
        held.proclaim()
        assert [row.name for row in held.page().elected] == ["Eli", "Bob"]
        assert recounted(association_id=here.association_id).difference is None
