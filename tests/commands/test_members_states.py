"""What changes a register: frozen councils never move, the verifier agrees, the database counts as the rules do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from tests.support.people import World, tout_doux, world
from toutdoux.decisions.models import Ballot, Seat
from toutdoux.decisions.queries.replay import replayed
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.commands import writing
from toutdoux.ledger.queries import latest
from toutdoux.members import commands
from toutdoux.members.commands import NewPerson
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.profiles import Profile
from toutdoux.members.logic.rights import Standing, in_council
from toutdoux.members.logic.table import Line, Origin, read_members
from toutdoux.members.models import JoinRequest, Member
from toutdoux.members.queries import (
    PAGE,
    Who,
    council_at,
    council_size,
    exported_members,
    member,
    on_leave,
    register_page,
    rights_histories,
    spells_of,
)
from toutdoux.operations.spreadsheets import read_file, written_members
from toutdoux.rules.rulebook import OnLeave

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def verifies(w: World) -> None:
    assert replayed(association_id=w.association_id, now=w.now).difference is None


def agrees_at(w: World, at: datetime) -> None:
    """The council by SQL is the council by the rules, and its size, and what the register page counts."""
    found = council_at(association_id=w.association_id, at=at)
    leave = on_leave(association_id=w.association_id, at=at)
    facts = rights_histories(association_id=w.association_id)
    expected = [one for one in facts if in_council(facts=facts[one], at=at, on_leave=leave)]
    assert found == tuple(sorted(expected, key=str))
    assert council_size(association_id=w.association_id, at=at) == len(found)
    assert register_page(association_id=w.association_id, at=at).seats == len(found)


def refusal(code: MemberRefusal, function: object, **arguments: object) -> None:
    with pytest.raises(Refused) as refused:
        function(**arguments)
    assert [r.code for r in refused.value.refusals] == [code]


def test_it_works(w: World) -> None:
    day = w.now.date() + timedelta(days=3)
    commands.take_leave(
        actor=w.bob, member_id=w.bob.member_id, first_day=day, last_day=day + timedelta(days=1), now=w.now
    )
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    sizes = [council_size(association_id=w.association_id, at=noon + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    assert sizes == [4, 3, 3, 4]
    for n in (-1, 0, 1, 2):
        agrees_at(w, noon + timedelta(days=n))
    right = member(actor=w.bob, member_id=w.bob.member_id, now=noon).right
    assert right.standing is Standing.ON_LEAVE
    verifies(w)


def test_a_frozen_council_stays_as_it_was_whatever_happens_to_its_members(w: World) -> None:
    """Invariants 16 and 17; and someone on leave votes where they sit, someone who left votes no more."""
    action = w.open()
    version = w.row(action).current
    before = set(Seat.objects.filter(version=version).values_list("member_id", flat=True))
    today = w.now.date()
    commands.take_leave(actor=w.bob, member_id=w.bob.member_id, first_day=today, last_day=None, now=w.now)
    commands.record_departure(actor=w.dana, member_id=w.dana.member_id, now=w.now)
    commands.import_members(association_id=w.association_id, actor_id=None, lines=[Line(row=2, name="Zoé")], now=w.now)
    w.later(hours=1)
    assert council_size(association_id=w.association_id, at=w.now) == 2
    w.vote(action, "for", "bob")
    with pytest.raises(Refused):
        w.vote(action, "for", "dana")
    assert set(Seat.objects.filter(version=version).values_list("member_id", flat=True)) == before
    version.refresh_from_db()
    assert version.council == 4
    other = w.open(title="Another")
    assert w.row(other).current.council == 2
    verifies(w)


def test_leaves_are_kept_where_the_rulebook_keeps_the_vote() -> None:
    rulebook = tout_doux()
    kept = replace(rulebook.voting_right, on_leave=OnLeave.KEPT)
    w = world(rulebook=replace(rulebook, voting_right=kept))
    commands.take_leave(actor=w.bob, member_id=w.bob.member_id, first_day=w.now.date(), last_day=None, now=w.now)
    w.later(minutes=1)
    agrees_at(w, w.now)
    assert council_size(association_id=w.association_id, at=w.now) == 4
    w.open()
    [leave] = spells_of(actor=w.bob, member_id=w.bob.member_id)
    w.later(hours=2)
    commands.end_leave(actor=w.bob, member_id=w.bob.member_id, starts_at=leave.starts_at, now=w.now)
    agrees_at(w, w.now)
    assert council_size(association_id=w.association_id, at=w.now) == 4
    refusal(
        MemberRefusal.NO_SUCH_LEAVE,
        commands.end_leave,
        actor=w.bob,
        member_id=w.bob.member_id,
        starts_at=leave.starts_at,
        now=w.now,
    )
    verifies(w)


def test_one_writes_about_oneself_and_voters_about_who_has_no_account(w: World) -> None:
    profile = Profile(name="Bobby", aliases="bob42", pronoun="il", title="Dr", contact="Signal")
    commands.change_profile(actor=w.bob, member_id=w.bob.member_id, profile=profile, now=w.now)
    assert member(actor=w.alice, member_id=w.bob.member_id, now=w.now).aliases == "bob42"
    [found] = register_page(association_id=w.association_id, at=w.now, search="BOB4").rows
    assert found.name == "Bobby"
    refusal(
        MemberRefusal.NO_VOTING_RIGHT,
        commands.change_profile,
        actor=w.charlie,
        member_id=w.dana.member_id,
        profile=profile,
        now=w.now,
    )
    [entry] = latest(association_id=w.association_id, kinds=["member.profile-changed"], most=5)
    assert "Bobby" not in entry.data


def test_an_organisation_has_one_ballot_and_who_cast_it_is_on_record(w: World) -> None:
    org = commands.add_member(actor=w.alice, person=NewPerson(name="Co-op", organisation=True), now=w.now)
    w.people["org"] = Actor(association_id=w.association_id, member_id=org)
    for name in ("bob", "charlie"):
        commands.name_representative(actor=w.alice, organisation_id=org, person_id=w.people[name].member_id, now=w.now)
    grant = w.grant(to="org")
    w.vote(grant, "for", "alice", "bob")
    action = w.open(title="Buy bees")
    for name, choice in (("bob", "for"), ("charlie", "against")):
        w.people["acting"] = Actor(association_id=w.association_id, member_id=org, by_id=w.people[name].member_id)
        w.vote(action, choice, "acting")
    [ballot] = Ballot.objects.filter(seat__version=w.row(action).current, counting=True)
    assert (ballot.seat.member_id, ballot.choice) == (org, "against")
    entries = latest(association_id=w.association_id, kinds=["ballot.cast"], most=2)
    assert [
        str(w.people[name].member_id) in entry.data for name, entry in zip(("charlie", "bob"), entries, strict=True)
    ] == [True, True]
    commands.end_representation(
        actor=w.charlie, organisation_id=org, person_id=w.charlie.member_id, now=w.later(minutes=1)
    )
    with pytest.raises(Refused) as refused:
        w.vote(action, "for", "acting")
    assert refused.value.refusals[0].code is MemberRefusal.NOT_A_REPRESENTATIVE
    verifies(w)


def asks(w: World, *, email: str = "robin@example.org", source: str = "one") -> None:
    commands.ask_to_join(
        association_id=w.association_id,
        name="Robin",
        email=email,
        words="Hello",
        account_id=None,
        source=source,
        now=w.now,
    )


def test_someone_asks_and_a_member_lets_them_in_when_the_rulebook_says_so(w: World) -> None:
    refusal(MemberRefusal.ADMISSION_NOT_CHOSEN, commands.set_welcome, actor=w.alice, open_=True, words="", now=w.now)
    commands.set_welcome(actor=w.alice, open_=True, words="Welcome", admission="member", now=w.now)
    asks(w)
    asks(w)
    request = JoinRequest.objects.get()
    found = commands.accept_request(actor=w.bob, person_id=request.person_id, now=w.later(hours=1))
    assert member(actor=w.bob, member_id=found, now=w.now).right.standing is Standing.NOT_YET
    assert JoinRequest.objects.get().source_digest == ""
    refusal(MemberRefusal.NO_SUCH_REQUEST, commands.accept_request, actor=w.bob, person_id=found, now=w.now)
    verifies(w)


def test_an_action_lets_them_in_when_the_rulebook_says_so_and_an_annulment_puts_them_out(w: World) -> None:
    commands.set_welcome(actor=w.alice, open_=True, words="", admission="action", now=w.now)
    asks(w)
    person_id = JoinRequest.objects.get().person_id
    refusal(MemberRefusal.ADMITTED_BY_ACTION, commands.accept_request, actor=w.bob, person_id=person_id, now=w.now)
    commands.decline_request(actor=w.bob, person_id=person_id, now=w.now)
    passed, counter = w.open(title="Let Robin in"), w.open(title="No")
    with writing(association_id=w.association_id, now=w.now) as log:
        assert commands.record_admission(log=log, member_id=person_id, action_id=passed.id, at=w.now) is None
        assert (
            commands.record_admission(log=log, member_id=person_id, action_id=passed.id, at=w.now)
            is MemberRefusal.ALREADY_A_MEMBER
        )
    assert member(actor=w.bob, member_id=person_id, now=w.now).right.standing is Standing.NOT_YET
    with writing(association_id=w.association_id, now=w.later(hours=1)) as log:
        assert commands.record_end_of_admission(
            log=log, member_id=person_id, action_id=passed.id, ended_by_id=counter.id, at=w.now
        )
    assert member(actor=w.bob, member_id=person_id, now=w.now).right.standing is Standing.EXCLUDED


def test_many_who_ask_at_once_are_told_to_wait_and_the_others_are_not(w: World) -> None:
    commands.set_welcome(actor=w.alice, open_=True, words="", admission="member", now=w.now)
    for n in range(5):
        asks(w, email=f"r{n}@example.org")
    with pytest.raises(Refused) as refused:
        asks(w, email="r9@example.org")
    assert refused.value.refusals[0].code is MemberRefusal.TOO_MANY_REQUESTS
    asks(w, email="other@example.org", source="two")
    w.later(hours=2)
    asks(w, email="r9@example.org")


@pytest.mark.parametrize("scope", ["council", "association"])
def test_each_change_by_an_action_has_its_inverse(w: World, scope: str) -> None:
    first, second, third = (w.open(title=title) for title in ("Out", "Back", "No"))
    bob = w.bob.member_id

    def standing() -> Standing:
        return member(actor=w.alice, member_id=bob, now=w.now).right.standing

    out = {"council": Standing.OUT_OF_COUNCIL, "association": Standing.EXCLUDED}[scope]
    with writing(association_id=w.association_id, now=w.later(hours=1)) as log:
        assert commands.record_exclusion(log=log, member_id=bob, scope=scope, action_id=first.id, at=w.now) is None
    assert standing() is out
    agrees_at(w, w.now)
    with writing(association_id=w.association_id, now=w.later(hours=1)) as log:
        assert commands.record_reinstatement(log=log, member_id=bob, action_id=second.id, at=w.now) is None
    assert standing() is Standing.VOTES
    with writing(association_id=w.association_id, now=w.later(hours=1)) as log:
        assert commands.record_end_of_reinstatement(
            log=log, member_id=bob, action_id=second.id, ended_by_id=third.id, at=w.now
        )
    assert standing() is out
    with writing(association_id=w.association_id, now=w.later(hours=1)) as log:
        assert commands.record_end_of_exclusion(
            log=log, member_id=bob, action_id=first.id, ended_by_id=third.id, at=w.now
        )
        assert not commands.record_end_of_exclusion(
            log=log, member_id=bob, action_id=first.id, ended_by_id=third.id, at=w.now
        )
        assert commands.record_withdrawal_of_right(log=log, member_id=bob, action_id=first.id, at=w.now) is None
    assert standing() is Standing.WITHDRAWN
    agrees_at(w, w.now)
    with writing(association_id=w.association_id, now=w.later(hours=1)) as log:
        assert commands.record_end_of_withdrawal(
            log=log, member_id=bob, action_id=first.id, ended_by_id=third.id, at=w.now
        )
        nobody = UUID(int=1)
        assert (
            commands.record_reinstatement(log=log, member_id=nobody, action_id=first.id, at=w.now)
            is MemberRefusal.UNKNOWN_MEMBER
        )
    assert standing() is Standing.VOTES
    agrees_at(w, w.now)


def test_a_table_is_entered_whole_or_not_at_all_and_twice_changes_nothing(w: World) -> None:
    lines = [
        Line(row=2, name="Zoé", email="zoe@example.org", joined_on=w.now.date() - timedelta(days=400)),
        Line(row=3, name="Bees", organisation=True),
        Line(row=4, name="Bob", email="bob@example.org"),
        Line(row=5, name="Paul", former=True),
    ]
    late = [*lines, Line(row=6, name="Late", joined_on=w.now.date() + timedelta(days=1))]
    with pytest.raises(Refused):
        commands.import_members(association_id=w.association_id, actor_id=None, lines=late, now=w.now)
    assert not Member.objects.filter(name="Zoé").exists()
    told: list[int] = []
    done = commands.import_members(
        association_id=w.association_id, actor_id=None, lines=lines, now=w.now, progress=told.append
    )
    assert (len(done.added), len(done.known), done.former, told) == (2, 1, 1, [2])
    zoe = Member.objects.get(name="Zoé")
    right = member(actor=w.alice, member_id=zoe.id, now=w.now).right
    assert right.standing is Standing.NOT_YET
    assert right.from_ is not None
    assert right.from_ > w.now + timedelta(days=80)
    again = commands.import_members(association_id=w.association_id, actor_id=None, lines=lines, now=w.now)
    assert (len(again.added), len(again.known)) == (0, 3)
    verifies(w)


def test_moving_in_counts_the_wait_from_joining(w: World) -> None:
    line = Line(row=2, name="Zoé", joined_on=w.now.date() - timedelta(days=400))
    commands.import_members(association_id=w.association_id, actor_id=None, lines=[line], since_joining=True, now=w.now)
    zoe = Member.objects.get(name="Zoé")
    assert member(actor=w.alice, member_id=zoe.id, now=w.now).right.votes
    agrees_at(w, w.now)
    verifies(w)


@pytest.mark.parametrize("form", ["csv", "ods"])
def test_what_goes_out_comes_back_in_elsewhere(w: World, form: str) -> None:
    commands.record_departure(actor=w.dana, member_id=w.dana.member_id, now=w.now)
    rows = exported_members(association_id=w.association_id, at=w.now)
    lines = read_members(table=read_file(data=written_members(rows=rows, form=form)), origin=Origin.TOUTDOUX)
    other = world(council=1)
    done = commands.import_members(association_id=other.association_id, actor_id=None, lines=lines, now=other.now)
    assert {line.name for line in done.added} == {"Bob", "Dana", "Eli"}
    assert done.former == 0
    dana = Member.objects.get(association_id=other.association_id, name="Dana")
    gone = member(actor=other.alice, member_id=dana.id, now=other.now).right
    assert (gone.standing, gone.since) == (Standing.LEFT, dana.left_at)
    told = {row.name: row.left_on for row in exported_members(association_id=other.association_id, at=other.now)}
    assert told["Dana"] == w.now.date()
    verifies(other)


def test_old_departures_give_old_councils_when_an_association_moves_in(w: World) -> None:
    day = w.now.date()
    lines = [
        Line(row=2, name="Zoé", joined_on=day - timedelta(days=900), left_on=day - timedelta(days=300)),
        Line(row=3, name="Cy", joined_on=day - timedelta(days=900)),
    ]
    late = [*lines, Line(row=4, name="Di", joined_on=day, left_on=day + timedelta(days=1))]
    with pytest.raises(Refused):
        commands.import_members(association_id=w.association_id, actor_id=None, lines=late, now=w.now)
    commands.import_members(association_id=w.association_id, actor_id=None, lines=lines, since_joining=True, now=w.now)
    before, since = w.now - timedelta(days=400), w.now - timedelta(days=200)
    assert [council_size(association_id=w.association_id, at=at) for at in (before, since)] == [2, 1]
    agrees_at(w, before)
    verifies(w)


def test_a_file_that_pretends_to_be_a_sheet_is_refused() -> None:
    with pytest.raises(Refused):
        read_file(data=b"PK\x03\x04 not really")


def test_the_register_comes_in_pages_and_by_who(w: World) -> None:
    lines = [Line(row=n, name=f"Member {n:03}") for n in range(PAGE + 5)]
    commands.import_members(association_id=w.association_id, actor_id=None, lines=lines, now=w.now)
    commands.record_departure(actor=w.dana, member_id=w.dana.member_id, now=w.now)
    found = register_page(association_id=w.association_id, at=w.now, number=2)
    assert (found.found, found.pages, len(found.rows)) == (PAGE + 10, 2, 10)
    assert (found.seats, found.others, found.left) == (3, PAGE + 6, 1)
    for who, count in ((Who.COUNCIL, 3), (Who.OTHERS, PAGE + 6), (Who.LEFT, 1)):
        assert register_page(association_id=w.association_id, at=w.now, who=who).found == count
    assert register_page(association_id=w.association_id, at=w.now, number=99).number == 2
    with time_machine.travel(w.now, tick=False):
        agrees_at(w, w.now)
