"""``/toutdoux``: answered to its author alone, in French or English, or by a form that works once."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.support.chatting import Talk, talking
from toutdoux.associations.models import Association
from toutdoux.decisions import commands
from toutdoux.decisions.models import Action, Note, Objection
from toutdoux.integrations.chat.commands import unlink_account
from toutdoux.integrations.chat.models import Nonce, SeenTrigger
from toutdoux.integrations.mattermost.models import Connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        yield found


def test_it_works(talk: Talk) -> None:
    action = talk.here.open()
    said = talk.typed("bob", "votes")
    assert "**1 action waits for your vote**" in said
    assert "P26-E1 · Open a tool library" in said
    assert "Without another vote" in said
    talk.here.vote(action, "for", "bob")
    assert "Nothing waits for your vote." in talk.typed("bob", "votes")


@pytest.mark.parametrize("text", ["", "aide", "help", "Help please"])
def test_help_says_what_can_be_typed(talk: Talk, text: str) -> None:
    said = talk.typed("bob", text)
    for typed in (
        "new",
        "votes",
        "action E12",
        "objection E12",
        "amend E12",
        "withdraw E12",
        "done E12",
        "back",
        "help",
    ):
        assert f"`/toutdoux {typed}" in said


def test_a_word_that_is_not_known_leads_to_help(talk: Talk) -> None:
    assert "I do not know the word “sing”. `/toutdoux help`" in talk.typed("bob", "sing")
    assert "@all" not in talk.typed("bob", "@all")


def test_an_action_is_shown_as_it_stands(talk: Talk) -> None:
    action = talk.here.open()
    assert "You have not voted yet." in talk.typed("bob", "action E1")
    talk.here.vote(action, "against", "bob")
    said = talk.typed("bob", "action p26-e1")
    assert "You voted Against." in said
    assert "1 against" in said
    assert "Extraordinary" in said
    assert "Which action?" in talk.typed("bob", "action")
    assert "There is no action E99 here" in talk.typed("bob", "action E99")


def test_an_announcement_is_shown_too(talk: Talk) -> None:
    talk.here.open(kind="ordinary", title="Bake on Sunday")
    assert "Bake on Sunday" in talk.typed("bob", "action O1")


def test_the_lead_withdraws_saying_why(talk: Talk) -> None:
    action = talk.here.open()
    assert "is withdrawn" in talk.typed("alice", "retirer E1 parce qu’il pleut")
    assert talk.here.status(action) == "withdrawn"
    assert Note.objects.get().text == "parce qu’il pleut"
    assert "is withdrawn" not in talk.typed("alice", "withdraw E1 again")


def test_without_a_reason_a_form_asks_for_it(talk: Talk) -> None:
    action = talk.here.open()
    assert "The form is open" in talk.typed("alice", "withdraw E1")
    assert "reason" in talk.send("alice", {"reason": " "}).json()["errors"]
    assert talk.send("alice", {"reason": "It rains"}).json() == {}
    assert talk.here.status(action) == "withdrawn"
    assert "is withdrawn" in talk.chat.direct("alice")[-1]


def test_others_do_not_withdraw_nor_amend_nor_finish(talk: Talk) -> None:
    action = talk.here.open()
    for text in ("withdraw E1 because", "withdraw E1", "amend E1", "done E1"):
        said = talk.typed("bob", text)
        assert "lead" in said, text
    assert talk.chat.dialog("bob") is None
    assert talk.here.status(action) == "open"


def test_the_lead_says_that_it_is_carried_out(talk: Talk) -> None:
    action = talk.here.open(kind="ordinary")
    assert "is carried out" in talk.typed("alice", "réalisée O1 with thanks to all")
    assert talk.here.row(action).execution == "done"
    assert Note.objects.get().text == "with thanks to all"


def test_an_objection_asks_for_its_reason(talk: Talk) -> None:
    action = talk.here.open()
    talk.typed("bob", "objection E1")
    assert "reason" in talk.send("bob", {"reason": ""}).json()["errors"]
    assert talk.said(action) == {}
    assert talk.send("bob", {"reason": "Too dear"}).json() == {}
    assert talk.said(action) == {"bob": "against"}
    assert Objection.objects.get().ballot.reason == "Too dear"


def test_an_objection_comes_from_inside_the_channel(talk: Talk) -> None:
    talk.here.open()
    talk.chat.chat.leave(talk.chat.channel["id"], talk.user_id("bob"))
    assert "voting channel" in talk.typed("bob", "objection E1")


def test_the_lead_amends_and_votes_start_again(talk: Talk) -> None:
    action = talk.here.open(text="Every day")
    talk.here.vote(action, "for", "bob")
    talk.typed("alice", "amender E1")
    dialog = talk.dialog("alice")
    assert [element["default"] for element in dialog["elements"]] == ["Open a tool library", "Every day"]
    assert "The 1 vote cast so far becomes history" in dialog["introduction_text"]
    same = talk.send("alice", {"title": "Open a tool library", "text": "Every day"}).json()
    assert "text" in same["errors"]
    assert talk.send("alice", {"title": "Open a tool library", "text": "Twice a week"}).json() == {}
    assert talk.here.page(action).version.text == "Twice a week"
    assert talk.said(action) == {}
    assert "votes start again" in talk.chat.direct("alice")[-1]


def test_a_text_too_long_for_a_form_is_amended_on_its_page(talk: Talk) -> None:
    talk.here.open(text="x" * 3001)
    said = talk.typed("alice", "amend E1")
    assert "too long for a form" in said
    assert "/actions/P26-E1/" in said
    assert talk.chat.dialog("alice") is None


def test_a_new_action_is_helped_to_its_kind_and_published(talk: Talk) -> None:
    talk.typed("bob", "nouvelle Buy a second oven")
    dialog = talk.dialog("bob")
    kind, title, _text, _when = dialog["elements"]
    assert [option["value"] for option in kind["options"]] == ["ordinary", "extraordinary"]
    assert title["default"] == "Buy a second oven"
    assert "The council decides: 5 people" in dialog["introduction_text"]
    assert "For example" in dialog["introduction_text"]
    fields = {"kind": "extraordinary", "title": "Buy a second oven", "text": "It bakes", "when": "publish"}
    assert talk.send("bob", fields).json() == {}
    action = Action.objects.get()
    assert (action.title, action.status, action.number) == ("Buy a second oven", "open", 1)
    assert "P26-E1, “Buy a second oven”, is published" in talk.chat.direct("bob")[-1]
    assert "sent already" in talk.send_again(fields).json()["error"]
    assert Action.objects.count() == 1


def test_a_new_action_can_be_kept_as_a_draft(talk: Talk) -> None:
    talk.typed("bob", "new")
    talk.send("bob", {"kind": "ordinary", "title": "Bake", "text": "", "when": "draft"})
    assert Action.objects.get().opened_at is None
    assert "/drafts/" in talk.chat.direct("bob")[-1]


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(talk: Talk) -> None:
    talk.typed("bob", "new")
    errors = talk.send("bob", {"kind": "sideways", "title": "  ", "text": "", "when": "publish"}).json()["errors"]
    assert set(errors) == {"kind", "title"}
    assert not Action.objects.exists()
    assert Nonce.objects.get().used_at is None


def test_where_forms_cannot_be_opened_it_is_said(talk: Talk) -> None:
    with talk.chat.failing(on="/actions/dialogs/open"):
        assert "does not answer" in talk.typed("bob", "new")


# --- security.md 10 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed", [{"token": "another"}, {"token": ""}, {"team_id": "another"}, {"user_id": ""}, {"trigger_id": ""}]
)
def test_a_command_with_another_token_or_team_is_not_heard(talk: Talk, changed: dict[str, str]) -> None:
    action = talk.here.open()
    answer = talk.call("command", talk.command("alice", "withdraw E1 because", **changed))
    assert answer.status_code == 404
    assert talk.here.status(action) == "open"
    assert not SeenTrigger.objects.exists()


def test_without_a_token_of_ours_no_command_is_heard(talk: Talk) -> None:
    """An empty token does not match one that was never given."""
    Connection.objects.update(command_token_digest="")
    for token in ("", talk.token):
        assert talk.call("command", talk.command("alice", "votes", token=token)).status_code == 404


def test_a_command_that_comes_again_is_answered_the_same(talk: Talk) -> None:
    talk.here.open()
    body = talk.command("alice", "withdraw E1 because")
    first = talk.call("command", body).json()
    assert talk.call("command", body).json() == first
    assert Note.objects.count() == 1


def test_who_is_not_linked_is_brought_the_link(talk: Talk) -> None:
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    assert "A private message brings the link" in talk.typed("bob", "votes")
    assert "/chat/link/" in talk.chat.direct("bob")[-1]


def test_words_are_in_the_language_of_the_person(talk: Talk) -> None:
    talk.here.open()
    assert "Without another vote" in talk.typed("bob", "action E1")
    Association.objects.update(language="fr")
    with translation.override("en"):
        assert "Sans autre vote" in talk.typed("bob", "action E1")


# --- what Mattermost shows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "fr-tu"])
def test_forms_fit_in_the_room_that_mattermost_gives(talk: Talk, language: str) -> None:
    Association.objects.update(
        language=language.split("-", maxsplit=1)[0], address_form="tu" if language == "fr-tu" else "vous"
    )
    action = talk.here.open(title="A title " * 20, text="Words")
    commands.amend_action(actor=talk.here.alice, action_id=action.id, title="Short", text="Words", now=talk.here.now)
    for text in ("new", "amend P26-E1", "withdraw P26-E1", "objection P26-E1"):
        talk.typed("alice", text)
        dialog = talk.dialog("alice")
        assert 0 < len(dialog["title"]) <= 24
        assert 0 < len(dialog["submit_label"]) <= 24
        for element in dialog["elements"]:
            assert 0 < len(element["display_name"]) <= 24
            assert len(element.get("help_text", "")) <= 150
            assert all(len(option["text"]) <= 64 for option in element.get("options", []))
            if element["type"] == "text":
                assert element["max_length"] <= 150
