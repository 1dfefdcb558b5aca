"""The inactivity procedure by its pages and by mail: the list, the question, both answers, silence, the action, the return."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.test import Client

from tests.support.mailbox import Mailbox, path, plain
from tests.support.pages import Pages, words
from tests.support.people import TEN_DAYS, World, world
from toutdoux.decisions.models import Action, Effect
from toutdoux.integrations.delivering import tell
from toutdoux.ledger.queries import entries
from toutdoux.members.queries import member
from toutdoux.operations.verify import verify
from toutdoux.procedures.models import ListedMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> World:
    """Four votes in which Alice and Bob took part, and Dana, Eli and F5 in none."""
    found = world(council=5)
    for number in range(4):
        action = found.open(title=f"Matter {number}")
        found.vote(action, "for", "alice", "bob")
        found.later(days=11)
        found.settle()
    return found


@pytest.fixture
def pages(scene: World) -> Pages:
    return Pages(scene)


def begin(pages: Pages, by: str = "alice") -> str:
    """Begin a procedure over everything so far; return the address of its page."""
    first, last = pages.scene.now - timedelta(days=60), pages.scene.now
    response = pages.post(by, "taking-part/", {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"})
    assert response.status_code == 302, words(response)
    return response["Location"].removeprefix(f"/a/{pages.scene.slug}/")


def row_of(scene: World, name: str) -> ListedMember:
    return ListedMember.objects.get(member_id=scene.people[name].member_id)


def step(pages: Pages, run: str, do: str, by: str = "alice") -> None:
    assert pages.post(by, run, {"do": do}).status_code == 302


def of_person(run: str, pages: Pages, name: str) -> str:
    return f"{run}{row_of(pages.scene, name).id}/"


def send(scene: World) -> None:
    tell(now=scene.now)
    # Sending takes time, and what is written of it bears the instant at which the server answered.
    scene.later(minutes=1)


def questions(box: Mailbox, name: str) -> list[EmailMessage]:
    """Return the questions whether they stay that were mailed to someone who has no account."""
    return [mail for mail in box.to(name) if "do you wish to stay?" in mail["Subject"]]


def standing(scene: World, name: str) -> str:
    actor = scene.people[name]
    return str(member(actor=scene.alice, member_id=actor.member_id, now=scene.now).right.standing)


def mailed(scene: World, link: str, data: dict[str, str] | None = None) -> str:
    """Open a mailed link as whoever holds it, without a session; press a button when ``data`` is given."""
    client = Client()
    client.cookies["toutdoux_language"] = "en"
    with time_machine.travel(scene.now, tick=False):
        response = client.post(link, data, follow=True) if data else client.get(link)
    assert response.status_code == 200
    return words(response)


def test_it_works(scene: World, pages: Pages, box: Mailbox) -> None:
    """From the list to the action and back: one stays by mail, one leaves by the page, one is silent and comes back."""
    run = begin(pages)
    shown = pages.words("alice", run)
    assert "Nobody has been told anything" in shown
    assert all(name in shown for name in ("Dana", "Eli", "F5"))
    assert "0 of 4 votes" in shown
    assert not ListedMember.objects.filter(member_id__in=[scene.alice.member_id, scene.bob.member_id]).exists()

    step(pages, run, "ask")
    send(scene)
    assert {mail["To"] for mail in box.mails if "do you wish to stay?" in mail["Subject"]} == {
        "dana@example.org",
        "eli@example.org",
        "f5@example.org",
    }
    [question] = questions(box, "dana")
    assert "You took part in 0 of the 4 votes you could have cast" in " ".join(plain(question).split())
    assert "Told by mail" in pages.words("alice", run)

    link = path(question, "staying")
    assert "I stay" in mailed(scene, link)
    assert row_of(scene, "dana").answer == ""
    assert "You have answered that you stay" in mailed(scene, link, {"answer": "stay", "words": "I was at sea"})
    assert "I was at sea" in pages.words("alice", run)

    left = pages.post("eli", "taking-part/answer/", {"answer": "leave", "words": ""})
    assert left["Location"] == "/", left["Location"]
    assert standing(scene, "eli") == "left"

    scene.later(days=9)
    refused = pages.post("alice", run, {"do": "open"})
    assert refused.status_code == 422
    assert "may still answer" in words(refused)

    scene.later(days=2)
    step(pages, run, "open")
    action = Action.objects.latest("opened_at")
    assert action.kind == "extraordinary"
    assert pages.get("alice", run).status_code == 200
    scene.vote(action, "for", "alice", "bob")
    scene.later(days=11)
    scene.settle()
    assert scene.status(action) == "accepted"
    assert standing(scene, "f5") == "out-of-council"
    assert standing(scene, "dana") == "votes"

    assert "Ask for my place back" in pages.words("f5", "taking-part/")
    pages.post("f5", f"taking-part/back/{scene.f5.member_id}/", {})
    back = Action.objects.latest("opened_at")
    scene.vote(back, "for", "alice", "bob")
    assert standing(scene, "f5") == "votes"


def asked(scene: World, pages: Pages) -> str:
    """Begin, ask and send; return the address of the procedure."""
    run = begin(pages)
    step(pages, run, "ask")
    send(scene)
    return run


def opened(scene: World, pages: Pages) -> tuple[str, Action]:
    """Go on until the action is opened for Dana, Eli and F5, who stayed silent."""
    run = asked(scene, pages)
    scene.later(days=11)
    step(pages, run, "open")
    return run, Action.objects.latest("opened_at")


def on_it(scene: World, action: Action) -> set[str]:
    """Return the names of those whom the present text of an action excludes."""
    by_id = {str(actor.member_id): name for name, actor in scene.people.items()}
    effects = Effect.objects.filter(version_id=scene.row(action).current_id)
    return {by_id[effect.params["member"]] for effect in effects}


def test_the_action_names_the_silent_and_excludes_from_the_council_alone(
    scene: World, pages: Pages, box: Mailbox
) -> None:
    _, action = opened(scene, pages)
    assert on_it(scene, action) == {"dana", "eli", "f5"}
    assert {effect.params["scope"] for effect in Effect.objects.filter(version_id=action.current_id)} == {"council"}
    assert not [name for name in ("Dana", "Eli", "F5") if name in action.title + scene.page(action).version.text]


def test_an_appeal_by_mail_takes_someone_off_the_running_action(scene: World, pages: Pages, box: Mailbox) -> None:
    """Dana answers late, by the same link: the action goes on with the others, as a new text that everyone is told of."""
    run, action = opened(scene, pages)
    link = path(questions(box, "dana")[0], "staying")
    assert "The action that is being decided" in mailed(scene, link)
    assert "You have answered that you stay" in mailed(scene, link, {"answer": "stay"})
    assert on_it(scene, action) == {"eli", "f5"}
    assert "The council is deciding" in pages.words("alice", run)
    scene.vote(action, "for", "alice", "bob", "dana")
    assert scene.status(action) == "accepted"
    assert (standing(scene, "dana"), standing(scene, "eli")) == ("votes", "out-of-council")


def test_when_everyone_answers_late_the_action_is_withdrawn(scene: World, pages: Pages, box: Mailbox) -> None:
    _, action = opened(scene, pages)
    for name in ("dana", "eli", "f5"):
        pages.post(name, "taking-part/answer/", {"answer": "stay", "words": ""})
        scene.later(minutes=1)
    assert scene.status(action) == "withdrawn"
    assert {standing(scene, name) for name in ("dana", "eli", "f5")} == {"votes"}


def test_someone_is_taken_off_at_every_step_and_it_is_kept_by_whom(scene: World, pages: Pages, box: Mailbox) -> None:
    run = begin(pages)
    pages.post("alice", of_person(run, pages, "dana"), {"do": "off", "why": "She has a newborn"})
    step(pages, run, "ask")
    send(scene)
    assert not questions(box, "dana")
    pages.post("alice", of_person(run, pages, "eli"), {"do": "off"})
    scene.later(days=11)
    step(pages, run, "open")
    action = Action.objects.latest("opened_at")
    assert on_it(scene, action) == {"f5"}
    shown = pages.words("alice", run)
    assert "Taken off by Alice." in shown
    assert "She has a newborn" in shown
    pages.post("alice", of_person(run, pages, "f5"), {"do": "off"})
    assert scene.status(action) == "withdrawn"
    assert "This procedure is over" in pages.words("alice", run)


def test_leaving_by_the_mailed_link(scene: World, pages: Pages, box: Mailbox) -> None:
    asked(scene, pages)
    assert "Thank you for the time together" in mailed(
        scene, path(questions(box, "eli")[0], "staying"), {"answer": "leave"}
    )
    assert standing(scene, "eli") == "left"


def test_a_link_answers_once_and_opens_nothing_else(scene: World, pages: Pages, box: Mailbox) -> None:
    asked(scene, pages)
    link = path(questions(box, "dana")[0], "staying")
    mailed(scene, link, {"answer": "stay"})
    client = Client()
    with time_machine.travel(scene.now, tick=False):
        assert client.post(link, {"answer": "leave"}).status_code == 422
        assert client.get(f"/a/{scene.slug}/").status_code == 302
        elsewhere = world()
        assert client.get(link.replace(scene.slug, elsewhere.slug)).status_code == 404
    assert standing(scene, "dana") == "votes"


def test_who_cannot_be_mailed_is_told_by_a_person_and_their_delay_begins_then(scene: World, pages: Pages) -> None:
    """Without any mail server, nobody's delay runs until someone says that they told them."""
    run = begin(pages)
    step(pages, run, "ask")
    send(scene)
    scene.later(days=30)
    shown = pages.words("alice", run)
    assert "This installation sends no mail" in shown
    assert "Not told yet" in shown
    refused = pages.post("alice", run, {"do": "open"})
    assert "3 people have not been told yet" in words(refused)
    for name in ("dana", "eli", "f5"):
        pages.post("alice", of_person(run, pages, name), {"do": "told"})
    assert "Told by Alice" in pages.words("alice", run)
    assert "may still answer" in words(pages.post("alice", run, {"do": "open"}))
    assert "Your answer is waited for until" in pages.words("dana", "taking-part/")
    scene.later(days=10)
    step(pages, run, "open")
    assert on_it(scene, Action.objects.latest("opened_at")) == {"dana", "eli", "f5"}


def test_a_refused_mail_is_shown_and_begins_no_delay(scene: World, pages: Pages, box: Mailbox) -> None:
    box.answers["dana@example.org"] = "550 No such mailbox"
    run = asked(scene, pages)
    assert "The message did not arrive: the server answered “smtp-550”." in pages.words("alice", run)
    scene.later(days=11)
    assert "1 person has not been told yet" in words(pages.post("alice", run, {"do": "open"}))


def test_the_list_is_for_those_who_run_it_and_each_for_themselves(scene: World, pages: Pages, box: Mailbox) -> None:
    run = asked(scene, pages)
    assert pages.get("bob", run).status_code == 404
    assert pages.get("dana", run).status_code == 404
    assert "Dana" not in pages.words("bob", "taking-part/")
    assert "You took part in 4 of the 4 votes" in pages.words("bob", "taking-part/")
    assert "Do you wish to stay?" not in pages.words("bob", "taking-part/")
    assert "Do you wish to stay?" in pages.words("dana", "taking-part/")
    assert "A question to you alone: do you wish to stay?" in pages.words("dana")
    assert "A question to you alone" not in pages.words("bob")


def test_the_ledger_names_no_one_who_was_asked(scene: World, pages: Pages, box: Mailbox) -> None:
    asked(scene, pages)
    mailed(scene, path(questions(box, "dana")[0], "staying"), {"answer": "stay", "words": "I was at sea"})
    written = [entry for entry in entries(association_id=scene.association_id) if entry.kind.startswith("inactivity.")]
    assert {entry.kind for entry in written} >= {"inactivity.asked", "inactivity.told", "inactivity.answered"}
    people = {str(scene.people[name].member_id) for name in ("dana", "eli", "f5")}
    assert not [entry for entry in written if str(entry.actor_id) in people or any(one in entry.data for one in people)]
    assert "sea" not in repr([entry.data for entry in written])
    assert verify(association_id=scene.association_id, now=scene.now).sound


def test_it_can_end_without_anything_happening(scene: World, pages: Pages, box: Mailbox) -> None:
    run = asked(scene, pages)
    step(pages, run, "close")
    scene.later(days=30)
    assert words(pages.post("alice", run, {"do": "open"})).count("step") >= 1
    assert "The question is no longer open" in pages.words("dana", "taking-part/")
    begin(pages)


def test_a_second_one_waits_for_the_first_to_be_over(scene: World, pages: Pages) -> None:
    begin(pages)
    first = f"{scene.now - TEN_DAYS:%Y-%m-%d}"
    refused = pages.post("bob", "taking-part/", {"first": first, "last": f"{scene.now:%Y-%m-%d}"})
    assert refused.status_code == 422
