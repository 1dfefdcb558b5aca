"""The command line as a door: the same rules and refusals as everywhere, said in one's language, with exit statuses."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toutdoux.accounts.commands import create_account, sign_in
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.queries import access_association, current_rulebook
from toutdoux.cli.main import COMMANDS, main
from toutdoux.decisions.models import Action, Ballot
from toutdoux.kernel.people import Actor
from toutdoux.ledger.commands import writing
from toutdoux.ledger.models import Head
from toutdoux.members.commands import NewPerson, add_member, found_association
from toutdoux.members.models import Invitation
from toutdoux.members.queries import access_invitation, access_member, members
from toutdoux.rules.reading import with_answers
from toutdoux.rules.rulebook import Waiting
from toutdoux.rules.shipped import shipped, shipped_toml

Say = Callable[..., Result]


@pytest.fixture
def say() -> Say:
    """Run a command in this process, on the test's database, in English."""

    def run(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(main, ["--lang", "en", *arguments], input=given, catch_exceptions=False)

    return run


def found(slug: str, *, names: tuple[str, ...] = ("Alice", "Bob", "Dana", "Eli")) -> list[Actor]:
    now = datetime.now(tz=UTC) - timedelta(days=40)
    association_id = found_association(
        name=slug.capitalize(),
        slug=slug,
        zone="Europe/Paris",
        language="en",
        rulebook=with_answers(shipped("tout-doux-cratie"), {"voting_right.waiting": {"months": 3}}),
        period=PeriodFacts(code="P26"),
        founders=[NewPerson(name=name, email=f"{name.lower()}@example.org") for name in names],
        now=now,
    )
    return [row.actor for row in members(association_id=association_id, at=now)]


@pytest.fixture
def fireflies(db: None) -> list[Actor]:
    return found("fireflies")


def test_it_works(fireflies: list[Actor], say: Say) -> None:
    opened = say("open", "--kind", "extraordinary", "--title", "Open a tool library", "--as", "alice@example.org")
    assert opened.exit_code == 0, opened.output
    assert opened.output.startswith("P26-E1  Open a tool library\n")
    assert "The vote is open until" in opened.output
    voted = say("vote", "E1", "pour", "--as", "Bob")
    assert "1 for · 0 against · half: 2 of 4" in voted.output
    say("vote", "p26-e1", "for", "--as", "dana@example.org", "--reason", "We need one")
    shown = say("action", "E1")
    assert "Accepted on" in shown.output
    assert "(art. 6)" in shown.output
    assert "● For  Dana — We need one" in shown.output
    assert {ballot.door for ballot in Ballot.objects.all()} == {"cli"}


def test_the_door_refuses_what_every_door_refuses(fireflies: list[Actor], say: Say) -> None:
    say("open", "--kind", "extraordinary", "--title", "Open a tool library", "--as", "Alice")
    add_member(actor=fireflies[0], person=NewPerson(name="Charlie"), now=datetime.now(tz=UTC))
    refused = say("vote", "E1", "against", "--as", "Charlie")
    assert refused.exit_code == 1
    assert "(art. 2)" in refused.stderr
    assert Ballot.objects.count() == 0
    unknown = say("vote", "E7", "for", "--as", "Alice")
    assert unknown.exit_code == 1
    assert "E7" in unknown.stderr


def test_an_ordinary_action_is_announced_with_its_text(fireflies: list[Actor], say: Say) -> None:
    answer = say(
        "open",
        "--kind",
        "ordinary",
        "--title",
        "Sort the cables",
        "--text",
        "-",
        "--as",
        "Eli",
        given="All of **them**.\n",
    )
    assert answer.exit_code == 0, answer.output
    assert "Announced on" in answer.output
    action = Action.objects.get()
    assert action.current is not None
    assert action.current.text == "All of **them**.\n"


def test_a_historical_row_is_shown_as_printed(fireflies: list[Actor], say: Say, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "number,title,opened_on,lead,for,against,council,status,note\n3,Paint the door,2019-03-01,Rosa,5,,9,Menée,\n"
    )
    assert say("import", "actions", str(table), "--period", "P19", "--kind", "ordinary").exit_code == 0
    shown = say("action", "P19-O3")
    assert shown.output.startswith("P19-O3  Paint the door\n")
    assert "5 for" in shown.output
    exported = say("export", "actions", "--period", "p19", "--kind", "ordinary", "--format", "json")
    assert json.loads(exported.output)[0]["against"] is None


def test_with_several_associations_one_says_which(fireflies: list[Actor], say: Say) -> None:
    found("toolshed", names=("Alice",))
    unsaid = say("action", "E1")
    assert unsaid.exit_code == 1
    assert "fireflies, toolshed" in unsaid.stderr
    opened = say("open", "--kind", "ordinary", "--title", "Here", "--as", "Alice", "--association", "toolshed")
    assert opened.exit_code == 0, opened.output
    nowhere = say("action", "E1", "--association", "nowhere")
    assert nowhere.exit_code == 1
    assert "No association" in nowhere.stderr


def test_without_an_association_one_learns_how_to_begin(db: None, say: Say) -> None:
    assert "toutdoux init" in say("list").output
    refused = say("action", "E1")
    assert refused.exit_code == 1
    assert "toutdoux init" in refused.stderr
    assert say("verify").exit_code == 0


def test_a_member_is_named_by_address_or_name(fireflies: list[Actor], say: Say) -> None:
    now = datetime.now(tz=UTC)
    add_member(actor=fireflies[0], person=NewPerson(name="Bob", email="bob2@example.org"), now=now)
    assert say("invite", "bob2@example.org", "--as", "Alice").exit_code == 0
    twice = say("invite", "bob", "--as", "Alice")
    assert twice.exit_code == 1
    assert "Several members" in twice.stderr
    nobody = say("invite", "Zoe")
    assert nobody.exit_code == 1
    assert "Zoe" in nobody.stderr


def test_an_invitation_is_a_link_to_copy(fireflies: list[Actor], say: Say) -> None:
    answer = say("invite", "bob@example.org")
    assert answer.exit_code == 0
    assert "/join/" in answer.output
    assert Invitation.objects.count() == 1
    add_member(actor=fireflies[0], person=NewPerson(name="Charlie"), now=datetime.now(tz=UTC))
    unsaid = say("invite", "Charlie")
    assert unsaid.exit_code == 1
    assert "--as" in unsaid.stderr
    assert say("invite", "Charlie", "--as", "Alice").exit_code == 0


def test_a_forgotten_password_is_replaced(db: None, say: Say) -> None:
    now = datetime.now(tz=UTC)
    account_id = create_account(email="alice@example.org", password="the first phrase", now=now)
    answer = say("password", "Alice@Example.org", given="another long phrase\n")
    assert answer.exit_code == 0, answer.output
    assert "another long phrase" not in answer.output
    assert sign_in(email="alice@example.org", password="another long phrase", source="here", now=now) == account_id
    short = say("password", "alice@example.org", given="short\n")
    assert short.exit_code == 1
    assert "10" in short.stderr
    nobody = say("password", "zoe@example.org", given="another long phrase\n")
    assert nobody.exit_code == 1
    assert "zoe@example.org" in nobody.stderr


def test_a_clock_that_went_backwards_refuses_in_a_sentence(fireflies: list[Actor], say: Say) -> None:
    later = datetime.now(tz=UTC) + timedelta(hours=2)
    with writing(association_id=fireflies[0].association_id, now=later) as log:
        log.append(kind="note", actor_id=None, data={})
    refused = say("open", "--kind", "ordinary", "--title", "Now", "--as", "Alice")
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
    assert Action.objects.filter(opened_at__isnull=False).count() == 0
    examined = say("doctor")
    assert examined.exit_code == 1
    assert "behind the last entry" in examined.output


SETTINGS = """
name = "The Toolshed"
slug = "toolshed"
zone = "Europe/Paris"
rulebook = "ours.toml"
public_register = "without-names"

[answers]
"voting_right.waiting" = { weeks = 2 }

[period]
code = "A26"
title = "Autumn"
starts_on = 2026-09-01

[[founders]]
name = "Alice"
email = "alice@example.org"
password = "a long enough phrase"

[[founders]]
name = "Bob"
"""


def test_an_association_is_set_up_from_a_file_with_a_rulebook_beside_it(db: None, say: Say, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(shipped_toml("consent").replace('"consent"', '"ours"'), encoding="utf-8")
    answer = say("init", "--settings", str(tmp_path / "settings.toml"))
    assert answer.exit_code == 0, answer.output
    association = access_association(slug="toolshed")
    assert association.public_register == "without-names"
    rulebook = current_rulebook(association_id=association.id).rulebook
    assert (rulebook.name, rulebook.voting_right.waiting) == ("ours", Waiting(weeks=2))
    now = datetime.now(tz=UTC)
    account_id = sign_in(email="alice@example.org", password="a long enough phrase", source="here", now=now)
    assert access_member(account_id=account_id, association_id=association.id, now=now).name == "Alice"
    [invitation] = [line for line in answer.output.splitlines() if "/join/" in line]
    token = invitation.rsplit("/", 2)[1]
    assert access_invitation(token=token, now=now).member_name == "Bob"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('email = "alice@example.org"\n', "", "founders[1].email"),
        ("[period]", "[[period]]", "period"),
        ("{ weeks = 2 }", "3", "voting_right.waiting"),
        ('"voting_right.waiting"', '"kinds.ordinary"', "kinds.ordinary"),
        ("[answers]\n", "", "voting_right.waiting"),
        ('rulebook = "ours.toml"', 'rulebook = "settings.toml"', "slug"),
    ],
)
def test_a_settings_file_at_fault_keeps_nothing(
    db: None, say: Say, tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in SETTINGS
    (tmp_path / "ours.toml").write_text(shipped_toml("consent"), encoding="utf-8")
    (tmp_path / "settings.toml").write_text(SETTINGS.replace(before, after), encoding="utf-8")
    answer = say("init", "--settings", str(tmp_path / "settings.toml"))
    assert answer.exit_code == 1
    assert said in answer.stderr
    assert say("list").output.startswith("There is no association")


TABLE = """\
number,title,opened_on,lead,for,against,council,status,note
1,Paint the door,2019-03-01,Rosa,5,2,9,Acceptée,
2,Buy a ladder,2019-03-02,Rosa,3,0,9,Acceptée,
"""


def test_old_tables_come_in_are_told_about_and_go_out(fireflies: list[Actor], say: Say, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    arguments = (str(tmp_path / "table.csv"), "--period", "P19", "--kind", "extraordinary")
    tried = say("import", "actions", *arguments, "--dry-run")
    assert "2 rows would be added" in tried.output
    assert say("export", "actions", "--period", "P19", "--kind", "extraordinary").exit_code == 1
    done = say("import", "actions", *arguments)
    assert done.exit_code == 0, done.output
    assert next(line for line in done.output.splitlines() if line.startswith("  #")).startswith("  #2")
    exported = say("export", "actions", "--period", "P19", "--kind", "extraordinary")
    assert exported.stdout == TABLE
    say("open", "--kind", "extraordinary", "--title", "Paint it again", "--period", "P19", "--as", "Alice")
    assert "P19-E3" in say("action", "P19-E3").output
    (tmp_path / "table.csv").write_text(TABLE.replace("2,Buy", "3,Buy"), encoding="utf-8")
    refused = say("import", "actions", *arguments)
    assert refused.exit_code == 1
    assert "#3" in refused.stderr
    listed = say("export", "actions", "--period", "P19", "--kind", "extraordinary", "--format", "json")
    assert [(row["number"], row["status"]) for row in json.loads(listed.stdout)][2] == (3, "Ouverte")
    verified = say("verify")
    assert verified.exit_code == 0
    assert "2 historical records, as printed." in verified.output


def test_what_does_not_verify_ends_with_status_1(fireflies: list[Actor], say: Say) -> None:
    say("open", "--kind", "extraordinary", "--title", "Open a tool library", "--as", "Alice")
    Action.objects.update(number=7)
    answer = say("verify")
    assert answer.exit_code == 1
    assert "the ledger leads to" in answer.output
    Head.objects.update(digest="0" * 64)
    answer = say("verify", "--association", "fireflies")
    assert answer.exit_code == 1
    assert "its head" in answer.output


def test_the_worker_is_asked_once(fireflies: list[Actor], say: Say) -> None:
    assert say("worker", "--once").output == "Deadlines applied: 0.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("vote", "E1", "perhaps", "--as", "Alice"),
        ("vote", "E1", "for"),
        ("serve", "--port", "99999"),
        ("import", "actions", "nowhere.csv", "--period", "P20", "--kind", "ordinary"),
        ("export", "actions", "--period", "P20"),
        ("init", "--settings", "nowhere.toml"),
    ],
)
def test_what_cannot_be_understood_ends_with_status_2(say: Say, arguments: tuple[str, ...]) -> None:
    answer = say(*arguments)
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Usage:")


@pytest.mark.parametrize("command", list(COMMANDS))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_command_tells_what_it_is_for(command: str, language: str) -> None:
    answer = CliRunner().invoke(main, ["--lang", language, command, "--help"])
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 3


def test_the_help_lists_every_command_and_the_version_is_told() -> None:
    listed = CliRunner().invoke(main, ["--help"])
    assert listed.exit_code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in listed.output
    assert CliRunner().invoke(main, ["--version"]).output.startswith("toutdoux 0.")
