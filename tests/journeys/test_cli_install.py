"""From nothing to a running installation with the real command: init, demo, serve, doctor; each ends as it should."""

import shutil
import signal
import sqlite3
import urllib.request
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

SETTINGS = """
name = "The Toolshed"
slug = "toolshed"
zone = "Europe/Paris"
language = "en"
rulebook = "tout-doux-cratie"

[answers]
voting_right.waiting = { months = 3 }

[period]
code = "A26"
starts_on = 2026-09-01
ends_on = 2027-02-01

[[founders]]
name = "Alice"
email = "alice@example.org"
password = "a long enough phrase"

[[founders]]
name = "Bob"
email = "bob@example.org"

[[founders]]
name = "Charlie"
"""


@pytest.fixture
def toutdoux(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder in which The Toolshed is set up, made once."""
    folder = tmp_path_factory.mktemp("prepared")
    answer = CommandLine(folder / "data")("init", "--settings", settings_file(folder))
    assert answer.status == 0, answer.err
    return folder / "data"


@pytest.fixture
def toolshed(prepared: Path, tmp_path: Path) -> CommandLine:
    """Return the command on an installation of its own, in which The Toolshed is set up."""
    shutil.copytree(prepared, tmp_path / "data")
    return CommandLine(tmp_path / "data")


def settings_file(tmp_path: Path, text: str = SETTINGS) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def tables(data: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "toutdoux.sqlite3") as connection:
        return connection.execute(query).fetchall()


def test_it_works(toutdoux: CommandLine, tmp_path: Path) -> None:
    answer = toutdoux("init", "--settings", settings_file(tmp_path))
    assert answer.status == 0, answer.err
    assert "/a/toolshed/" in answer.out
    links = [line for line in answer.out.splitlines() if "/join/" in line]
    assert [line.split()[0] for line in links] == ["Bob", "Charlie"]
    listed = toutdoux("list")
    assert listed.out.startswith("toolshed  The Toolshed  (3 members, 3 vote)")
    assert toutdoux("verify").status == 0


def test_the_settings_file_is_wrong_in_several_places_and_nothing_is_kept(
    toutdoux: CommandLine, tmp_path: Path
) -> None:
    wrong = SETTINGS.replace('zone = "Europe/Paris"', "zone = 3").replace('code = "A26"', "cod = 5")
    answer = toutdoux("init", "--settings", settings_file(tmp_path, wrong))
    assert answer.status == 1
    assert answer.out == ""
    said = answer.err.splitlines()
    assert [line.split(":")[0] for line in said] == [
        "Line 4, “zone”",
        "Line 11, “period.code”",
        "Line 12, “period.cod”",
    ]
    assert tables(toutdoux.data, "SELECT COUNT(*) FROM associations_association") == [(0,)]


def test_what_cannot_be_founded_is_refused_with_its_reason_and_nothing_is_kept(
    toutdoux: CommandLine, tmp_path: Path
) -> None:
    for before, after, reason in (
        ('slug = "toolshed"', 'slug = "Tool shed"', "small letters"),
        ("voting_right.waiting = { months = 3 }", "", "answers.voting_right.waiting"),
        ('email = "bob@example.org"', 'email = "bob"', "bob"),
        ('password = "a long enough phrase"', 'password = "short"', "password"),
        ('rulebook = "tout-doux-cratie"', 'rulebook = "nowhere.toml"', "nowhere.toml"),
        ('name = "Charlie"', 'nane = "Charlie"', "founders[3].nane"),
        ("starts_on = 2026-09-01", 'starts_on = "2026-09-01"', "period.starts_on"),
        ('zone = "Europe/Paris"', "zone = ", "Line 4"),
    ):
        assert before in SETTINGS
        answer = toutdoux("init", "--settings", settings_file(tmp_path, SETTINGS.replace(before, after)))
        assert (answer.status, answer.out) == (1, "")
        assert reason in answer.err
        assert "Traceback" not in answer.err
        assert tables(toutdoux.data, "SELECT COUNT(*) FROM associations_association") == [(0,)]
        assert tables(toutdoux.data, "SELECT COUNT(*) FROM accounts_account") == [(0,)]


def test_the_same_association_is_not_set_up_twice(toolshed: CommandLine, tmp_path: Path) -> None:
    answer = toolshed("init", "--settings", settings_file(tmp_path))
    assert answer.status == 1
    assert "already" in answer.err
    assert tables(toolshed.data, "SELECT COUNT(*) FROM associations_association") == [(1,)]


def test_the_demo_is_loaded_once(toutdoux: CommandLine) -> None:
    first = toutdoux("demo", "--no-serve")
    assert first.status == 0, first.err
    assert "ines@example.org" in first.out
    assert "marmite-libre" in first.out
    entries = tables(toutdoux.data, "SELECT COUNT(*) FROM ledger_entry")
    second = toutdoux("demo", "--no-serve")
    assert second.status == 0
    assert "there already" in second.out
    assert tables(toutdoux.data, "SELECT COUNT(*) FROM ledger_entry") == entries
    verified = toutdoux("verify")
    assert verified.status == 0
    assert "8 historical records, as printed" in verified.out


def test_serve_starts_from_nothing_answers_and_stops_when_asked(toutdoux: CommandLine) -> None:
    with toutdoux.running("serve", "--port", "0") as server:
        address = server.until(r"http://127\.0\.0\.1:\d+")[0]
        with urllib.request.urlopen(f"{address}/") as response:
            assert response.status == 200
        status, rest = server.stop()
    assert status == 0
    assert "Stopped." in rest
    assert oct((toutdoux.data / "secret-key").stat().st_mode)[-3:] == "600"


def test_one_process_serves_a_folder_and_the_next_may_when_it_was_killed(toolshed: CommandLine) -> None:
    with toolshed.running("serve", "--port", "0") as first:
        first.until(r"http://")
        second = toolshed("serve", "--port", "0")
        assert second.status == 1
        assert "already" in second.err
        first.process.kill()
        first.process.wait()
    with toolshed.running("serve", "--port", "0") as third:
        third.until(r"http://")
        assert third.stop(signal.SIGINT)[0] == 0


def test_a_port_in_use_is_told_before_anything_starts(toolshed: CommandLine) -> None:
    with toolshed.running("serve", "--port", "0") as server:
        port = server.until(r"http://127\.0\.0\.1:(\d+)")[1]
        answer = toolshed("serve", "--port", port)
        assert answer.status == 1
        assert f"Port {port}" in answer.err


def test_the_demo_is_served_on_the_port_asked_for(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "data")
    with CommandLine(tmp_path / "data").running("demo", "--port", "0") as server:
        server.until("ines@example.org")
        chat = server.until(r"Mattermost, to vote from: (http://127\.0\.0\.1:\d+)")[1]
        address = server.until(r"Toutdoux is on (http://127\.0\.0\.1:\d+)")[1]
        with urllib.request.urlopen(chat) as response:
            assert response.status == 200
        with urllib.request.urlopen(f"{address}/sign-in/") as response:
            assert response.status == 200
        assert server.stop()[0] == 0


def test_the_doctor_finds_nothing_wrong_with_a_fresh_installation(toolshed: CommandLine) -> None:
    answer = toolshed("doctor")
    assert answer.status == 0, answer.out
    assert "Nothing is wrong." in answer.out


def test_the_doctor_names_what_is_wrong_and_how_to_mend_it(toolshed: CommandLine) -> None:
    (toolshed.data / "secret-key").chmod(0o644)
    answer = toolshed("doctor", TOUTDOUX_URL="http://votes.example.org")
    assert answer.status == 1
    wrong = [line for line in answer.out.splitlines() if line.startswith("✗")]
    assert len(wrong) == 2
    assert "chmod 600" in wrong[0] + wrong[1]
    assert "https" in wrong[0] + wrong[1]
    assert "2 things to mend." in answer.out


def test_the_doctor_examines_an_installation_that_was_never_started(toutdoux: CommandLine) -> None:
    answer = toutdoux("doctor")
    assert answer.status == 1
    assert "The database is empty" in answer.out


def test_the_doctor_hears_that_the_database_does_not_answer(toutdoux: CommandLine) -> None:
    toutdoux.data.mkdir()
    (toutdoux.data / "toutdoux.sqlite3").write_bytes(b"not a database at all, whatever its name says" * 100)
    answer = toutdoux("doctor")
    assert answer.status == 1
    assert "does not answer" in answer.out


def test_settings_that_cannot_be_read_are_a_sentence_and_no_trace(toolshed: CommandLine) -> None:
    answer = toolshed("list", EMAIL_URL="gopher://example.org")
    assert answer.status == 1
    assert answer.err.startswith("EMAIL_URL")
    assert "Traceback" not in answer.err
