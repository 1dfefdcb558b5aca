"""The first start: from an empty installation to an association whose founders hold their invitations."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.support.mailbox import mail_server, plain
from tests.support.people import world
from tests.support.visitors import PASSWORD, account, browser, stranger, visitor
from toutdoux.accounts.models import Account
from toutdoux.associations.queries import access_association, associations, current_rulebook, periods
from toutdoux.integrations import delivering
from toutdoux.ledger.queries import chain_flaw
from toutdoux.members.queries import members
from toutdoux.rules.rulebook import Waiting

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def answers(**more: Any) -> dict[str, Any]:
    typed = {
        "name": "Les Lucioles",
        "slug": "",
        "zone": "Europe/Paris",
        "language": "fr",
        "address_form": "tu",
        "inclusive_form": "doublet",
        "rulebook": "lazy-consensus",
        "waiting": "3",
        "waiting_unit": "weeks",
        "code": "p26",
        "first_day": "2026-01-01",
        "last_day": "2026-06-30",
        "founder_name": "Alice",
        "founder_email": "alice@example.org",
        "founder_password": PASSWORD,
        "others": "Bob <bob@example.org>\n\nDana\nEli, eli@example.org",
    }
    return {**typed, **more}


def links(body: str) -> list[str]:
    return re.findall(r'value="http://127\.0\.0\.1:8000(/join/[^"]+)"', body)


def test_it_works() -> None:
    client = stranger()
    assert client.get("/")["Location"] == "/new/"
    shown = client.get("/new/").content.decode()
    # Proposed from the day; the waiting period is not guessed.
    assert 'value="P26"' in shown
    assert 'value="2026-06-30"' in shown
    assert not re.search(r'name="waiting"[^>]*value=', shown)
    assert not re.search(r'name="waiting_unit"[^>]*checked', shown)

    answer = client.post("/new/", answers())
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "Les Lucioles is founded" in body
    assert len(links(body)) == 3

    row = access_association(slug="les-lucioles")
    assert (row.address_form, row.inclusive_form, str(row.zone)) == ("tu", "doublet", "Europe/Paris")
    rules = current_rulebook(association_id=row.id).rulebook
    assert (rules.name, rules.voting_right.waiting) == ("lazy-consensus", Waiting(weeks=3))
    (period,) = periods(association_id=row.id)
    assert (period.code, period.starts_on, period.ends_on) == ("P26", date(2026, 1, 1), date(2026, 7, 1))
    people = members(association_id=row.id, at=NOW)
    assert [(one.name, one.email, one.right.votes) for one in people] == [
        ("Alice", "alice@example.org", True),
        ("Bob", "bob@example.org", True),
        ("Dana", "", True),
        ("Eli", "eli@example.org", True),
    ]
    assert chain_flaw(association_id=row.id) is None
    # Whoever founded is signed in.
    assert client.get("/")["Location"] == "/a/les-lucioles/"


def test_each_founder_joins_by_their_link() -> None:
    body = stranger().post("/new/", answers()).content.decode()
    bob = stranger()
    shown = bob.get(links(body)[0]).content.decode()
    assert "Welcome, Bob" in shown
    assert "Alice invites you to the pages where Les Lucioles decides together." in shown
    joined = bob.post(links(body)[0], {"email": "bob@example.org", "password": PASSWORD, "name": "Bob"})
    assert joined["Location"] == "/a/les-lucioles/"
    assert bob.get("/a/les-lucioles/members/").status_code == 200


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays() -> None:
    answer = stranger().post(
        "/new/",
        answers(
            waiting="", waiting_unit="", founder_password="dusk", others="Bob\n<dana@example.org>\nEli eli@", code=""
        ),
    )
    assert answer.status_code == 422
    body = answer.content.decode()
    for sentence in (
        "Choose how long a new member waits before voting; zero days means at once.",
        "Say whether these are days, weeks or months.",
        "The period needs a code.",
        "Line 2: the name is missing.",
    ):
        assert sentence in body
    assert 'value="Les Lucioles"' in body
    # The address made from the name is shown, to be changed or not.
    assert 'value="les-lucioles"' in body
    assert "Bob\n&lt;dana@example.org&gt;" in body
    assert re.search(r'value="lazy-consensus"[^>]*checked', body)
    assert "dusk" not in body
    assert associations() == ()
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "Les Lucioles!"}, "An address has up to 40 small letters"),
        ({"slug": "new"}, "is needed by Toutdoux itself"),
        ({"name": "光"}, "No address can be made from this name"),
        ({"zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"waiting": "-1"}, "0"),
        ({"waiting": "3650", "waiting_unit": "months"}, "voting_right.waiting.months"),
        ({"waiting": "three"}, "A whole number is needed."),
        ({"last_day": "2025-12-31"}, "its last day comes after its first"),
        ({"last_day": "9999-12-31"}, "This is not a day"),
        ({"first_day": "0001-01-01"}, "This is not a day"),
        ({"first_day": "soon"}, "This is not a day"),
        ({"founder_email": "alice"}, "This is not an email address"),
        ({"founder_password": "dusk"}, "This password is too short"),
        ({"founder_password": "alice@example.org"}, "too close to the address"),
        ({"others": "x" * 121}, "Line 1: this name is too long."),
        ({"others": "Bob <bob@nowhere>"}, "Line 1: “bob@nowhere” is not an email address."),
        ({"others": "\n".join(f"P{n}" for n in range(201))}, "At most 200 people"),
        ({"name": "Les\x00Lucioles"}, "Null characters are not allowed."),
        ({"rulebook": "monarchy"}, "monarchy"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(wrong: dict[str, str], said: str) -> None:
    answer = stranger().post("/new/", answers(**wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert associations() == ()
    assert not Account.objects.exists()


def test_a_stranger_cannot_take_over_an_installation_that_has_an_association() -> None:
    scene = world()
    client = stranger()
    assert client.get("/")["Location"] == "/sign-in/"
    assert client.get("/new/")["Location"] == "/sign-in/?next=/new/"
    assert client.post("/new/", answers())["Location"] == "/sign-in/?next=/new/"
    assert [row.slug for row in associations()] == [scene.slug]
    assert not Account.objects.exists()


def test_someone_signed_in_founds_another_association_with_their_account() -> None:
    scene = world()
    client = visitor(scene)
    shown = client.get("/new/").content.decode()
    assert "founder_password" not in shown
    typed = {key: value for key, value in answers().items() if key not in {"founder_email", "founder_password"}}
    assert client.post("/new/", {**typed, "slug": scene.slug}).status_code == 422
    assert client.post("/new/", typed).status_code == 200
    both = client.get("/")
    assert both.status_code == 200
    assert "/a/les-lucioles/" in both.content.decode()
    assert f"/a/{scene.slug}/" in both.content.decode()


def test_founders_with_an_address_are_mailed_by_the_worker_and_the_others_have_a_link_to_be_given() -> None:
    with mail_server() as box:
        body = stranger().post("/new/", answers()).content.decode()
        assert "These receive theirs by mail" in body
        assert len(re.findall(r'value="[^"]+/join/[^"]+"', body)) == 1
        assert box.mails == [], "nothing is sent while the founder waits"
        delivering.tell(now=NOW)
        assert {mail["To"] for mail in box.mails} == {"bob@example.org", "eli@example.org"}
        [invitation] = box.to("bob")
        [link] = re.findall(r"^https?://[^/]+(/join/\S+)$", plain(invitation), re.MULTILINE)
        assert "Welcome, Bob" in stranger().get(link).content.decode()


def test_looking_at_the_wizard_founds_nothing() -> None:
    client = stranger()
    client.get("/new/", answers())
    assert associations() == ()


def test_someone_in_no_association_is_told_what_to_do() -> None:
    world()
    client = browser(account(name="erin", now=NOW))
    shown = client.get("/").content.decode()
    assert "Here will be the associations you belong to" in shown
    assert "/new/" in shown


@pytest.mark.parametrize("name", ["tout-doux-cratie", "consent", "lazy-consensus", "absolute-majority", "two-thirds"])
def test_each_rulebook_can_be_read_in_full_before_choosing(name: str) -> None:
    body = stranger().get(f"/rulebooks/{name}/").content.decode()
    assert 'id="art-6"' in body
    assert name in stranger().get("/new/").content.decode()
    assert stranger().get("/rulebooks/monarchy/").status_code == 404


def test_the_wizard_speaks_french() -> None:
    client = Client(headers={"accept-language": "fr"})
    assert '<html lang="fr">' in client.get("/new/").content.decode()


def test_a_post_without_its_token_founds_nothing() -> None:
    assert Client(enforce_csrf_checks=True).post("/new/", answers()).status_code == 403
    assert associations() == ()
