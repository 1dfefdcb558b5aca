"""The register of members by its pages: who votes and why, inviting, joining, leaving."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.support.people import START, World, world
from tests.support.visitors import PASSWORD, account, browser, link, stranger, visitor
from toutdoux.accounts.models import Account
from toutdoux.ledger.queries import head
from toutdoux.members.commands import INVITATION_LASTS, invite
from toutdoux.members.models import Invitation
from toutdoux.members.queries import council_at, members

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def scene() -> World:
    return world()


def at(scene: World, path: str = "members/") -> str:
    return f"/a/{scene.slug}/{path}"


def of(scene: World, name: str, path: str = "") -> str:
    return at(scene, f"members/{scene.people[name].member_id}/{path}")


def seq(scene: World) -> int:
    return head(association_id=scene.association_id).seq


def test_it_works(scene: World) -> None:
    body = visitor(scene).get(at(scene)).content.decode()
    assert "The council has 4 members today." in body
    assert "Votes since the founding, on 8 February" in body
    assert "Will vote from 9 June, when the waiting period ends" in body
    assert f"/a/{scene.slug}/rulebook/#art-2" in body


def test_the_register_at_another_day(scene: World) -> None:
    client = visitor(scene)
    later = client.get(at(scene), {"on": "2026-06-09"}).content.decode()
    assert "On Tuesday 9 June 2026 the council will have 5 members, if nothing changes." in later
    before = client.get(at(scene), {"on": "2026-03-08"}).content.decode()
    assert "On Sunday 8 March 2026 the council had 4 members." in before
    assert "Charlie" not in before
    none = client.get(at(scene), {"on": "2020-01-01"}).content.decode()
    assert "On Wednesday 1 January 2020 there was no council yet." in none
    the_day = client.get(at(scene), {"on": "2026-03-09"}).content.decode()
    assert "Charlie" in the_day
    assert "The council has 4 members today." in client.get(at(scene), {"on": "2026-03-10"}).content.decode()
    for wrong in ("yesterday", "0001-01-01", "9999-12-31", "2026-02-30"):
        answer = client.get(at(scene), {"on": wrong})
        assert answer.status_code == 422
        assert "This is not a day" in answer.content.decode()
        assert f'value="{wrong}"' in answer.content.decode()


def test_names_are_in_the_order_of_the_alphabet_and_nobody_is_ranked(scene: World) -> None:
    body = visitor(scene).get(at(scene)).content.decode()
    found = re.findall(r'/members/[0-9a-f-]{36}/">([A-Z]\w+)<', body)
    assert found == ["Alice", "Bob", "Dana", "Eli", "Charlie"]


def test_a_right_given_by_an_action_leads_to_it(scene: World) -> None:
    client = visitor(scene)
    action = scene.grant(to="charlie")
    scene.vote(action, "for", "alice", "bob")
    body = client.get(at(scene)).content.decode()
    assert "Votes since 10 March: a decision gave the right" in body
    assert re.search(rf'href="/a/{scene.slug}/[^"]*P26-E1/?"', body)
    page = client.get(of(scene, "charlie")).content.decode()
    assert "P26-E1" in page
    assert "given by a decision" in page


def test_adding_a_member_then_inviting_them(scene: World) -> None:
    client = visitor(scene)
    wrong = client.post(at(scene, "members/new/"), {"name": "", "email": "fay"})
    assert wrong.status_code == 422
    assert "A name is needed." in wrong.content.decode()
    wrong = client.post(at(scene, "members/new/"), {"name": "Fay", "email": "fay"})
    assert "“fay” is not an email address" in wrong.content.decode()
    assert 'value="Fay"' in wrong.content.decode()
    added = client.post(at(scene, "members/new/"), {"name": "Fay", "email": "fay@example.org"})
    assert added.status_code == 302
    page = client.get(added["Location"]).content.decode()
    assert "Fay is in the register." in page
    assert "Make a link to copy" in page
    assert "Mail a link" not in page

    invited = client.post(added["Location"] + "invitation/", {"by": "hand"})
    assert "no-store" in invited["Cache-Control"]
    body = invited.content.decode()
    found = re.search(r'value="http://127\.0\.0\.1:8000(/join/[^"]+)"', body)
    assert found is not None
    assert "mailto:fay%40example.org?subject=" in body
    token = found[1].split("/")[2]
    assert token not in str(list(Invitation.objects.values_list()))

    fay = stranger()
    assert fay.post(found[1], {"email": "fay@example.org", "password": PASSWORD, "name": ""})["Location"] == at(
        scene, ""
    )
    assert "(you)" in fay.get(at(scene)).content.decode()
    assert "Make a link to copy" not in client.get(added["Location"]).content.decode()


def test_looking_changes_nothing(scene: World) -> None:
    client = visitor(scene)
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    before = seq(scene)
    for path in (at(scene), of(scene, "bob"), of(scene, "bob", "invitation/"), of(scene, "bob", "departure/")):
        client.get(path)
    client.get(f"/join/{token}/")
    stranger().get(f"/join/{token}/")
    stranger().head(f"/join/{token}/")
    assert seq(scene) == before
    assert Invitation.objects.filter(used_at=None, revoked_at=None).count() == 1


def test_who_does_not_vote_is_told_why_and_changes_nothing(scene: World) -> None:
    client = visitor(scene, "charlie")
    before = seq(scene)
    shown = client.get(at(scene)).content.decode()
    assert "Members are added by those who vote." in shown
    assert at(scene, "members/new/") not in shown
    assert "Make a link" not in client.get(of(scene, "bob")).content.decode()
    for path, typed in (
        (at(scene, "members/new/"), {"name": "Fay"}),
        (of(scene, "bob", "invitation/"), {}),
        (of(scene, "bob", "departure/"), {}),
    ):
        answer = client.post(path, typed)
        assert answer.status_code == 422
        assert "This takes the voting right" in answer.content.decode()
    assert seq(scene) == before


def test_leaving_oneself(scene: World) -> None:
    client = visitor(scene, "bob")
    shown = client.get(of(scene, "bob", "departure/")).content.decode()
    assert "The votes you have cast stay and count." in shown
    assert client.post(of(scene, "bob", "departure/"))["Location"] == "/"
    assert scene.bob.member_id not in council_at(association_id=scene.association_id, at=START)
    assert "You have left The Fireflies." in client.get("/").content.decode()
    assert client.get(at(scene)).status_code == 404


def test_the_last_one_who_votes_is_warned() -> None:
    scene = world(council=2)
    client = visitor(scene)
    page = of(scene, "alice", "departure/")
    assert "Nobody else votes" not in client.get(page).content.decode()
    client.post(of(scene, "bob", "departure/"))
    assert "Nobody else votes" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/join/%ff%fe/",
        "/join/%ED%A0%80/",
        "/join/%00/",
        "/sign-in/link/%ff/",
        "/sign-in/?next=%00/",
        "/a/x/members/?on=%00",
        "/rulebooks/%00/",
    ],
)
def test_addresses_that_mean_nothing_are_answered_calmly(path: str, settings: Any) -> None:
    settings.TOUTDOUX_MAIL = True
    assert stranger().get(path).status_code in {200, 302, 404, 410}
    assert stranger().post(path, {"email": "\x00", "password": "\x00"}).status_code in {200, 302, 404, 410, 422}


def test_recording_that_someone_has_left(scene: World) -> None:
    client = visitor(scene)
    shown = client.get(of(scene, "dana", "departure/")).content.decode()
    assert "Record that Dana has left" in shown
    client.post(of(scene, "dana", "departure/"))
    page = client.get(at(scene)).content.decode()
    assert "The council has 3 members today." in page
    assert "1 person has left" in page
    assert "Left on 10 March." in page
    again = client.post(of(scene, "dana", "departure/"))
    assert again.status_code == 422
    assert "This person has left the association." in again.content.decode()


def test_joining_with_the_account_that_is_signed_in(scene: World) -> None:
    other = world()
    client = visitor(other)
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    shown = client.get(f"/join/{token}/").content.decode()
    assert "Join as Bob" in shown
    assert f"alice.{other.slug}@example.org" in shown
    assert client.post(f"/join/{token}/")["Location"] == at(scene, "")
    assert client.get(at(scene)).status_code == 200
    assert client.get(at(other)).status_code == 200
    used = client.get(f"/join/{token}/")
    assert used.status_code == 410
    assert "This invitation has been used already." in used.content.decode()


def test_joining_by_signing_in_first(scene: World) -> None:
    account(name="bob", now=START)
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    client = stranger()
    taken = client.post(f"/join/{token}/", {"email": "bob@example.org", "password": PASSWORD, "name": "Bob"})
    assert taken.status_code == 422
    assert "There is already an account with this address: sign in with it." in taken.content.decode()
    assert f"/sign-in/?next=%2Fjoin%2F{token}%2F" in taken.content.decode()
    signed = client.post("/sign-in/", {"email": "bob@example.org", "password": PASSWORD, "next": f"/join/{token}/"})
    assert signed["Location"] == f"/join/{token}/"
    assert client.post(f"/join/{token}/")["Location"] == at(scene, "")


def test_an_account_that_is_a_member_already_joins_as_no_other(scene: World) -> None:
    client = visitor(scene)
    token = invite(actor=scene.bob, member_id=scene.dana.member_id, now=START)
    answer = client.post(f"/join/{token}/")
    assert answer.status_code == 422
    assert "already that of another member" in answer.content.decode()


def test_links_that_no_longer_open_are_refused_kindly(scene: World, clock: Any) -> None:
    first = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    second = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    typed = {"email": "bob@example.org", "password": PASSWORD, "name": "Bob"}
    replaced = stranger().post(f"/join/{first}/", typed)
    assert replaced.status_code == 410
    assert "A newer invitation has replaced this one." in replaced.content.decode()
    assert stranger().get("/join/no-such-link/").status_code == 404
    clock.shift(INVITATION_LASTS)
    late = stranger().get(f"/join/{second}/")
    assert late.status_code == 410
    assert "This invitation is too old." in late.content.decode()
    assert not Account.objects.filter(email="bob@example.org").exists()


def test_joining_with_what_cannot_be_keeps_what_was_typed(scene: World) -> None:
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    answer = stranger().post(f"/join/{token}/", {"email": "bob", "password": "dusk", "name": "Bobby"})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "This is not an email address" in body
    assert "This password is too short" in body
    assert 'value="bob"' in body
    assert 'value="Bobby"' in body
    assert "dusk" not in body


PAGES = (
    "members/",
    "members/?on=2026-03-01",
    "members/new/",
    "members/{bob}/",
    "members/{bob}/invitation/",
    "members/{bob}/departure/",
    "settings/",
    "rulebook/",
    "rulebook/?version=1",
    "rulebook/try/",
    "rulebook/try/?rulebook=consent",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_another_association_opens(scene: World, path: str) -> None:
    other = world()
    client = visitor(other)
    address = at(scene, path.format(bob=scene.bob.member_id))
    before = seq(scene)
    for answer in (client.get(address), client.post(address, {"name": "Mine"})):
        assert answer.status_code == 404
        assert "The Fireflies" not in answer.content.decode()
    # The same words as for an association that is not there.
    nowhere = client.get(at(scene, path).replace(scene.slug, "nowhere"))
    assert nowhere.status_code == 404
    asked = stranger().get(address)
    assert asked["Location"].startswith("/sign-in/?next=/a/")
    assert stranger().post(address)["Location"].startswith("/sign-in/?next=/a/")
    assert seq(scene) == before


def test_members_of_another_association_are_not_found_among_ours(scene: World) -> None:
    other = world()
    client = visitor(scene)
    identity = other.people["bob"].member_id
    for path in ("", "invitation/", "departure/"):
        address = at(scene, f"members/{identity}/{path}")
        assert client.post(address).status_code == 404
    assert client.get(at(scene, f"members/{identity}/")).status_code == 404
    assert len(members(association_id=other.association_id, at=START + timedelta(days=1))) == 5


def test_a_closed_session_sees_nothing(scene: World) -> None:
    identity = account(name="bob", now=START)
    link(scene, "bob", account_id=identity)
    client = browser(identity)
    Account.objects.filter(id=identity).update(is_active=False)
    assert client.get(at(scene))["Location"].startswith("/sign-in/")


def test_no_form_changes_anything_without_its_token(scene: World) -> None:
    client = Client(enforce_csrf_checks=True)
    identity = account(name="alice", now=START)
    link(scene, "alice", account_id=identity)
    client.cookies = browser(identity).cookies
    before = seq(scene)
    for path in (at(scene, "members/new/"), of(scene, "bob", "invitation/"), of(scene, "bob", "departure/")):
        assert client.post(path, {"name": "Fay"}).status_code == 403
    assert seq(scene) == before


def test_the_page_asks_as_much_of_the_database_for_five_members_as_for_forty(
    django_assert_max_num_queries: Any,
) -> None:
    for council in (4, 40):
        scene = world(council=council)
        client = visitor(scene)
        with django_assert_max_num_queries(14):
            client.get(at(scene))
