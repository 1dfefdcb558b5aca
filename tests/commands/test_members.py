"""Members: founding, entering, inviting, leaving, and the right each of them has at any instant."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.support.people import START, World, tout_doux, world
from tests.support.visitors import account, link
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import associations
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import chain_flaw, entries
from toutdoux.members.commands import (
    INVITATION_LASTS,
    NewPerson,
    accept_invitation,
    add_member,
    found_association,
    invite,
    record_departure,
)
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.rights import Cause, Standing
from toutdoux.members.models import Invitation
from toutdoux.members.queries import (
    access_invitation,
    access_member,
    council_at,
    member,
    members,
    memberships,
    rights_of,
)
from toutdoux.rules.shipped import shipped

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def found(**more: Any) -> Any:
    return found_association(
        **{
            "name": "The Fireflies",
            "slug": "fireflies",
            "zone": "Europe/Paris",
            "language": "fr",
            "rulebook": tout_doux(),
            "period": PeriodFacts(code="P26"),
            "founders": [NewPerson(name="Alice")],
            "now": START,
            **more,
        }
    )


def test_it_works() -> None:
    scene = world()
    names = [row.name for row in members(association_id=scene.association_id, at=scene.now)]
    assert names == ["Alice", "Bob", "Charlie", "Dana", "Eli"]
    assert len(council_at(association_id=scene.association_id, at=scene.now)) == 4
    assert chain_flaw(association_id=scene.association_id) is None


def test_founders_vote_at_once_and_say_why() -> None:
    scene = world()
    right = member(actor=scene.alice, member_id=scene.alice.member_id, now=scene.now).right
    assert (right.standing, right.cause) == (Standing.VOTES, Cause.FOUNDER)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"founders": []}, [MemberRefusal.NO_FOUNDER]),
        ({"founders": [NewPerson(name=" ")]}, [MemberRefusal.NAME_MISSING]),
        ({"founders": [NewPerson(name="x" * 121)]}, [MemberRefusal.NAME_TOO_LONG]),
        ({"founders": [NewPerson(name="Al", email="al")]}, [MemberRefusal.EMAIL_MALFORMED]),
        ({"founders": [NewPerson(name="Al", email="a@" + "b" * 260 + ".org")]}, [MemberRefusal.EMAIL_MALFORMED]),
        ({"rulebook": shipped("tout-doux-cratie")}, [AssociationRefusal.RULEBOOK_INCOMPLETE]),
        ({"name": " ", "slug": "Ü", "zone": "Mars/Olympus"}, None),
        ({"period": PeriodFacts(code="P 26")}, [AssociationRefusal.PERIOD_MALFORMED]),
    ],
)
def test_a_founding_that_cannot_be_leaves_nothing(wrong: dict[str, Any], expected: list[str] | None) -> None:
    with pytest.raises(Refused) as refused:
        found(**wrong)
    every = [AssociationRefusal.NAME_MISSING, AssociationRefusal.SLUG_MALFORMED, AssociationRefusal.UNKNOWN_ZONE]
    assert codes(refused) == (expected or every)
    assert associations() == ()


def test_a_new_member_waits_for_the_vote_until_the_day_the_rulebook_says() -> None:
    scene = world()
    right = member(actor=scene.charlie, member_id=scene.charlie.member_id, now=scene.now).right
    # Joined on 9 March; three months later, at midnight in Paris.
    assert (right.standing, right.cause) == (Standing.NOT_YET, Cause.WAITING)
    assert right.from_ is not None
    assert right.from_.isoformat() == "2026-06-08T22:00:00+00:00"
    before, after = right.from_ - timedelta(microseconds=1), right.from_
    assert scene.charlie.member_id not in council_at(association_id=scene.association_id, at=before)
    assert scene.charlie.member_id in council_at(association_id=scene.association_id, at=after)


def test_only_who_votes_adds_members_and_invites() -> None:
    scene = world()
    with pytest.raises(Refused) as refused:
        add_member(actor=scene.charlie, person=NewPerson(name="Fay"), now=scene.now)
    assert codes(refused) == [MemberRefusal.NO_VOTING_RIGHT]
    assert refused.value.refusals[0].article == 2
    with pytest.raises(Refused) as refused:
        invite(actor=scene.charlie, member_id=scene.bob.member_id, now=scene.now)
    assert codes(refused) == [MemberRefusal.NO_VOTING_RIGHT]


def test_an_invitation_links_an_account_once() -> None:
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.charlie.member_id, now=scene.now)
    assert token not in str(list(Invitation.objects.values_list()))
    shown = access_invitation(token=token, now=scene.now)
    assert (shown.member_name, shown.invited_by, shown.refusals) == ("Charlie", "Alice", ())
    charlie = account(name="charlie", now=scene.now)
    accept_invitation(token=token, account_id=charlie, now=scene.now)
    row = access_member(account_id=charlie, association_id=scene.association_id, now=scene.now)
    assert row.id == scene.charlie.member_id
    other = account(name="other", now=scene.now)
    with pytest.raises(Refused) as refused:
        accept_invitation(token=token, account_id=other, now=scene.now)
    assert codes(refused) == [MemberRefusal.INVITATION_USED]
    with pytest.raises(Refused) as refused:
        invite(actor=scene.alice, member_id=scene.charlie.member_id, now=scene.now)
    assert codes(refused) == [MemberRefusal.ALREADY_LINKED]


def test_a_newer_invitation_revokes_the_one_before() -> None:
    scene = world()
    first = invite(actor=scene.alice, member_id=scene.charlie.member_id, now=scene.now)
    second = invite(actor=scene.bob, member_id=scene.charlie.member_id, now=scene.now)
    assert [r.code for r in access_invitation(token=first, now=scene.now).refusals] == [
        MemberRefusal.INVITATION_REVOKED
    ]
    assert access_invitation(token=second, now=scene.now).refusals == ()


def test_an_invitation_grows_too_old() -> None:
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.charlie.member_id, now=scene.now)
    scene.now += INVITATION_LASTS
    with pytest.raises(Refused) as refused:
        accept_invitation(token=token, account_id=account(name="charlie", now=scene.now), now=scene.now)
    assert codes(refused) == [MemberRefusal.INVITATION_EXPIRED]
    with pytest.raises(Refused) as refused:
        access_invitation(token="no such link", now=scene.now)
    assert codes(refused) == [MemberRefusal.INVITATION_UNKNOWN]


def test_one_account_is_one_member_here_and_another_elsewhere() -> None:
    here, there = world(), world()
    dana = account(name="dana", now=here.now)
    link(here, "dana", account_id=dana)
    link(there, "eli", account_id=dana)
    assert {row.name for row in memberships(account_id=dana, now=here.now)} == {"Dana", "Eli"}
    token = invite(actor=here.alice, member_id=here.charlie.member_id, now=here.now)
    with pytest.raises(Refused) as refused:
        accept_invitation(token=token, account_id=dana, now=here.now)
    assert codes(refused) == [MemberRefusal.ACCOUNT_ALREADY_MEMBER]


def test_whoever_leaves_is_out_of_the_council_at_that_instant() -> None:
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=scene.now)
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    before = council_at(association_id=scene.association_id, at=scene.now - timedelta(microseconds=1))
    assert scene.bob.member_id in before
    assert scene.bob.member_id not in council_at(association_id=scene.association_id, at=scene.now)
    right = member(actor=scene.alice, member_id=scene.bob.member_id, now=scene.now).right
    assert (right.standing, right.since) == (Standing.LEFT, scene.now)
    assert MemberRefusal.HAS_LEFT in [r.code for r in access_invitation(token=token, now=scene.now).refusals]
    with pytest.raises(Refused) as refused:
        record_departure(actor=scene.alice, member_id=scene.bob.member_id, now=scene.now)
    assert codes(refused) == [MemberRefusal.HAS_LEFT]
    with pytest.raises(Refused) as refused:
        invite(actor=scene.alice, member_id=scene.bob.member_id, now=scene.now)
    assert codes(refused) == [MemberRefusal.HAS_LEFT]


def test_the_departure_of_someone_else_takes_the_voting_right() -> None:
    scene = world()
    with pytest.raises(Refused) as refused:
        record_departure(actor=scene.charlie, member_id=scene.bob.member_id, now=scene.now)
    assert codes(refused) == [MemberRefusal.NO_VOTING_RIGHT]
    record_departure(actor=scene.charlie, member_id=scene.charlie.member_id, now=scene.now)


def test_whoever_has_left_is_a_stranger() -> None:
    scene = world()
    bob = account(name="bob", now=scene.now)
    link(scene, "bob", account_id=bob)
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    with pytest.raises(Refused) as refused:
        access_member(account_id=bob, association_id=scene.association_id, now=scene.now)
    assert codes(refused) == [MemberRefusal.NOT_A_MEMBER]
    assert memberships(account_id=bob, now=scene.now) == ()


def test_members_of_another_association_do_not_exist() -> None:
    here, there = world(), world()
    for name in ("alice", "charlie"):
        with pytest.raises(Refused) as refused:
            member(actor=here.alice, member_id=there.people[name].member_id, now=here.now)
        assert codes(refused) == [MemberRefusal.UNKNOWN_MEMBER]
        assert rights_of(actor=here.alice, member_id=there.people[name].member_id) == ()
        for command in (invite, record_departure):
            with pytest.raises(Refused) as refused:
                command(actor=here.alice, member_id=there.people[name].member_id, now=here.now)
            assert codes(refused) == [MemberRefusal.UNKNOWN_MEMBER]
    with pytest.raises(Refused):
        member(actor=here.alice, member_id=uuid4(), now=here.now)


def test_a_right_given_by_an_action_names_it() -> None:
    scene = world()
    action = scene.grant(to="charlie")
    scene.vote(action, "for", "alice", "bob")
    right = member(actor=scene.charlie, member_id=scene.charlie.member_id, now=scene.now).right
    assert (right.standing, right.cause, right.action_id) == (Standing.VOTES, Cause.GRANT, action.id)
    causes = [stretch.cause for stretch in rights_of(actor=scene.alice, member_id=scene.charlie.member_id)]
    assert causes == [Cause.GRANT, Cause.WAITING]


def test_the_ledger_holds_no_name_and_no_address() -> None:
    scene: World = world()
    invite(actor=scene.alice, member_id=scene.bob.member_id, now=scene.now)
    written = " ".join(entry.data for entry in entries(association_id=scene.association_id)).lower()
    assert not any(word in written for word in ("alice", "bob", "charlie", "example.org"))
