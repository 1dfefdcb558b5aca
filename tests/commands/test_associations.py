"""Associations: their settings and periods, founding with people, joining with a new account."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.support.people import START, tout_doux, world
from tests.support.visitors import PASSWORD, account
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.logic.events import AssociationEvent, AssociationRefusal
from toutdoux.associations.queries import (
    access_association,
    association,
    associations,
    current_period,
    period,
    periods,
    rulebooks,
)
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import chain_flaw, latest
from toutdoux.members.commands import NewPerson, invite, record_departure
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import access_invitation, access_member, members
from toutdoux.procedures.founding import Founded, Founding, NewAccount, found_with_people
from toutdoux.procedures.governing import change_settings, open_period
from toutdoux.procedures.joining import join_with_new_account

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def founding(**more: Any) -> Founding:
    return Founding(
        **{
            "name": "Les Lucioles",
            "slug": "les-lucioles",
            "zone": "Europe/Paris",
            "language": "fr",
            "rulebook": tout_doux(),
            "period": PeriodFacts(code="P26"),
            "settings": {"address_form": "tu", "inclusive_form": "doublet"},
            **more,
        }
    )


def found(
    *, email: str = "alice@example.org", password: str = PASSWORD, signed_in: UUID | None = None, **more: Any
) -> Founded:
    return found_with_people(
        founding=founding(**more),
        founder=NewPerson(name="Alice", account_id=signed_in),
        account=None if signed_in else NewAccount(email=email, password=password),
        others=[NewPerson(name="Bob", email="bob@example.org"), NewPerson(name="Dana")],
        now=START,
    )


def test_it_works() -> None:
    founded = found()
    row = access_association(slug="les-lucioles")
    assert (row.address_form, row.inclusive_form, row.public_register) == ("tu", "doublet", "closed")
    assert [one.name for one in founded.invited] == ["Bob", "Dana"]
    assert all(access_invitation(token=one.token, now=START).refusals == () for one in founded.invited)
    alice = access_member(account_id=founded.account_id, association_id=row.id, now=START)
    assert (alice.id, alice.email, alice.right.votes) == (founded.founder_id, "alice@example.org", True)
    assert chain_flaw(association_id=row.id) is None


def test_a_founding_refused_keeps_no_account_either() -> None:
    with pytest.raises(Refused):
        found(slug="Not an address")
    assert associations() == ()
    assert not Account.objects.exists()
    with pytest.raises(Refused) as refused:
        found(password="dusk")
    assert codes(refused) == [AccountRefusal.PASSWORD_TOO_SHORT]
    assert associations() == ()


def test_a_stranger_founds_nothing_where_an_association_is() -> None:
    found()
    with pytest.raises(Refused) as refused:
        found(slug="other", email="mallory@example.org")
    assert codes(refused) == [AssociationRefusal.ALREADY_FOUNDED]
    assert not Account.objects.filter(email="mallory@example.org").exists()
    # Someone with an account does.
    erin = account(name="erin", now=START)
    assert found(slug="other", signed_in=erin).account_id == erin


def test_two_associations_have_two_addresses() -> None:
    first = found()
    with pytest.raises(Refused) as refused:
        found(signed_in=first.account_id)
    assert codes(refused) == [AssociationRefusal.SLUG_TAKEN]


def test_settings_are_changed_by_who_votes() -> None:
    scene = world()
    change_settings(actor=scene.alice, values={"name": "Glow-worms", "public_register": "closed"}, now=scene.now)
    assert association(association_id=scene.association_id).name == "Glow-worms"
    entry = latest(association_id=scene.association_id, kinds=[AssociationEvent.SETTINGS_CHANGED], most=1)[0]
    assert entry.actor_id == scene.alice.member_id
    # What did not change is not written, and no text of the association is.
    assert read_data(entry.data) == {"settings": ["name"]}
    with pytest.raises(Refused) as refused:
        change_settings(actor=scene.charlie, values={"name": "Mine"}, now=scene.now)
    assert codes(refused) == [MemberRefusal.NO_VOTING_RIGHT]


def test_settings_that_cannot_be_are_all_named_and_none_changes() -> None:
    scene = world()
    values = {"name": " ", "language": "eo", "public_register": "with-names", "zone": "UTC"}
    with pytest.raises(Refused) as refused:
        change_settings(actor=scene.alice, values=values, now=scene.now)
    assert codes(refused) == [
        AssociationRefusal.SETTING_UNKNOWN,
        AssociationRefusal.SETTING_UNKNOWN,
        AssociationRefusal.NAME_MISSING,
    ]
    assert association(association_id=scene.association_id).public_register == "closed"
    with pytest.raises(Refused) as refused:
        change_settings(actor=scene.alice, values={"name": "x" * 121}, now=scene.now)
    assert codes(refused) == [AssociationRefusal.NAME_TOO_LONG]


def test_settings_left_as_they_are_write_nothing() -> None:
    scene = world()
    before = latest(association_id=scene.association_id, kinds=tuple(AssociationEvent), most=100)
    change_settings(actor=scene.alice, values={"name": "The Fireflies"}, now=scene.now)
    assert latest(association_id=scene.association_id, kinds=tuple(AssociationEvent), most=100) == before


def test_periods_are_opened_by_who_votes() -> None:
    scene = world()
    autumn = PeriodFacts(code="A26", starts_on=date(2026, 7, 1), ends_on=date(2027, 1, 1))
    open_period(actor=scene.alice, period=autumn, now=scene.now)
    assert [row.code for row in periods(association_id=scene.association_id)] == ["A26", "P26"]
    found_row = current_period(association_id=scene.association_id, day=date(2026, 12, 31))
    assert found_row is not None
    assert found_row.code == "A26"
    assert period(association_id=scene.association_id, code="a26").code == "A26"
    for wrong, code in (
        (PeriodFacts(code="a26"), AssociationRefusal.PERIOD_TAKEN),
        (PeriodFacts(code="A-26"), AssociationRefusal.PERIOD_MALFORMED),
        (
            PeriodFacts(code="P27", starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 1)),
            AssociationRefusal.PERIOD_ENDS_BEFORE_IT_STARTS,
        ),
    ):
        with pytest.raises(Refused) as refused:
            open_period(actor=scene.alice, period=wrong, now=scene.now)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        open_period(actor=scene.charlie, period=PeriodFacts(code="P27"), now=scene.now)
    assert codes(refused) == [MemberRefusal.NO_VOTING_RIGHT]


def test_whoever_has_left_governs_nothing() -> None:
    scene = world()
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    with pytest.raises(Refused) as refused:
        change_settings(actor=scene.bob, values={"name": "Mine"}, now=scene.now)
    assert codes(refused) == [MemberRefusal.NO_VOTING_RIGHT]


def test_a_member_of_one_association_governs_no_other() -> None:
    here, there = world(), world()
    across = Actor(association_id=there.association_id, member_id=here.alice.member_id)
    with pytest.raises(Refused) as refused:
        change_settings(actor=across, values={"name": "Mine"}, now=here.now)
    assert codes(refused) == [MemberRefusal.UNKNOWN_MEMBER]


def test_the_first_version_of_the_rules_is_dated_and_pinned() -> None:
    scene = world()
    (row,) = rulebooks(association_id=scene.association_id)
    assert (row.number, row.rulebook, len(row.digest)) == (1, tout_doux(), 64)


def test_joining_creates_the_account_and_the_link_or_neither() -> None:
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.charlie.member_id, now=scene.now)

    def join(**more: Any) -> UUID:
        values = {"token": token, "email": "charlie@example.org", "password": PASSWORD, "name": "Charlie"}
        return join_with_new_account(**{**values, "now": scene.now, **more})

    with pytest.raises(Refused) as refused:
        join(email="nowhere", password="dusk")
    assert codes(refused) == [AccountRefusal.EMAIL_MALFORMED, AccountRefusal.PASSWORD_TOO_SHORT]
    joined = join()
    assert access_member(account_id=joined, association_id=scene.association_id, now=scene.now).name == "Charlie"
    # A link that opens nothing any more tells nothing about addresses.
    with pytest.raises(Refused) as refused:
        join()
    assert codes(refused) == [MemberRefusal.INVITATION_USED]
    assert Account.objects.count() == 1
    assert len(members(association_id=scene.association_id, at=scene.now)) == 5
