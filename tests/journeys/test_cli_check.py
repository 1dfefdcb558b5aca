"""``toutdoux check``: from a file to an answer, without database, settings or installation."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.support.tables import ROW, extraordinary, ordinary, table
from toutdoux.cli.main import main
from toutdoux.decisions.logic.tables import MAX_BYTES
from toutdoux.rules.shipped import shipped_toml

AT = ("--at", "2020-07-03")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def check(file: Path, *options: str, kind: str = "extraordinary", data: bytes | None = None) -> Result:
    if data is not None:
        file.write_bytes(data)
    return CliRunner().invoke(main, ["check", str(file), "--kind", kind, *options], catch_exceptions=False)


def rows(result: Result) -> list[dict[str, Any]]:
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def test_it_works(file: Path) -> None:
    result = check(file, *AT, data=extraordinary())
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("≠")] == ["#4"]
    assert lines[-1].endswith("#4.")
    assert len(lines) == 15 + 2
    assert result.stderr == ""


def test_all_agree(file: Path) -> None:
    result = check(file, *AT, kind="ordinary", data=ordinary())
    assert result.exit_code == 0
    assert "≠" not in result.stdout


def test_rows_for_programs(file: Path) -> None:
    result = check(file, *AT, "--format", "json", "--lang", "en", data=extraordinary())
    assert result.exit_code == 1
    found = rows(result)
    assert {tuple(row) for row in found} == {("number", "computed", "recorded", "consistent", "why")}
    assert [row["number"] for row in found if not row["consistent"]] == [4]
    by_number = {row["number"]: row for row in found}
    assert by_number[4] == {
        "number": 4,
        "computed": "tacit",
        "recorded": "Acceptée",
        "consistent": False,
        "why": "10/21 for (11 needed), 0/21 against (11 needed); the delay ended on 14 March 2020: passed without another"
        " vote. “Acceptée” would take 11 for (art. 6).",
    }
    assert [by_number[number]["computed"] for number in (1, 14, 23)] == ["tacit", "accepted", "tacit"]


def test_an_early_execution_is_named_with_its_days_unless_it_was_urgent(file: Path) -> None:
    english = (*AT, "--format", "json", "--lang", "en")
    late = rows(check(file, *english, data=extraordinary(n20=("", "2020-04-08"))))
    assert [row["number"] for row in late if not row["consistent"]] == [4, 20]
    (twenty,) = [row["why"] for row in late if row["number"] == 20]
    assert (
        "Carried out on 8 April 2020, before its delay ended on 15 April 2020, with 11/24 for, and no urgency" in twenty
    )
    urgent = rows(check(file, *english, data=extraordinary(n20=("oui", "2020-04-08"))))
    assert [row["number"] for row in urgent if not row["consistent"]] == [4]


def test_the_day_asked_about_decides(file: Path) -> None:
    data = table(ROW)
    assert check(file, "--at", "2020-03-13", data=data).exit_code == 1
    assert check(file, "--at", "2020-03-14").exit_code == 0
    assert check(file).exit_code == 0


def test_another_rulebook_by_name_or_by_file(file: Path, tmp_path: Path) -> None:
    data = table(ROW.replace("10,0", "13,0").replace("En attente", "Acceptée"))
    assert check(file, *AT, data=data).exit_code == 0
    assert check(file, *AT, "--rulebook", "two-thirds").exit_code == 1
    own = tmp_path / "ours.toml"
    own.write_text(shipped_toml("two-thirds"), encoding="utf-8")
    assert check(file, *AT, "--rulebook", str(own)).exit_code == 1


def test_french_unless_asked_otherwise(file: Path) -> None:
    french = check(file, *AT, data=extraordinary()).stdout
    assert "le délai s’est achevé le 14 mars 2020" in french
    assert french == check(file, *AT, "--lang", "fr").stdout
    assert "the delay ended on 14 March 2020" in check(file, *AT, "--lang", "en").stdout


def test_an_empty_table_agrees(file: Path) -> None:
    assert rows(check(file, "--format", "json", data=table())) == []
    assert check(file).exit_code == 0


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_cannot_be_read_is_told_on_the_standard_error(file: Path, form: str) -> None:
    data = table(ROW.replace("2020-03-04", "04/03/20"), ROW.replace("En attente", "Faite").replace("4,", "5,", 1))
    result = check(file, "--format", form, "--lang", "en", data=data)
    assert (result.exit_code, result.stdout) == (2, "")
    first, second = result.stderr.splitlines()
    assert first == "Row 2, column opened_on: “04/03/20” is to be written as year-month-day: 2020-03-04."
    assert second.startswith("Row 3, column status: “Faite” is not a status: Menée, ")


def test_after_a_hundred_faults_the_rest_is_counted(file: Path) -> None:
    result = check(file, "--lang", "en", data=table(*["x"] * 150))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 101
    assert "50" in result.stderr.splitlines()[-1]


def test_a_file_of_100_mb_is_refused_without_being_read_whole(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    result = check(file, "--lang", "en")
    assert result.exit_code == 2
    assert f"{MAX_BYTES // 1024 // 1024} MB" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--rulebook", "no-such-rulebook"),
        ("--rulebook", "/"),
        ("--rulebook", os.devnull),
        ("--at", "hier"),
        ("--format", "yaml"),
        ("--kind", "counter-vote"),
    ],
)
def test_what_cannot_be_understood_of_the_command_exits_with_2_and_a_word(file: Path, options: tuple[str, str]) -> None:
    result = check(file, *options, data=table(ROW))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip()


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    assert check(tmp_path / "nothing.csv").exit_code == 2
    assert check(tmp_path).exit_code == 2


def test_as_installed_with_nothing_set_up_and_from_the_standard_input(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "toutdoux.cli.main", "check", "-", "--kind", "extraordinary", *AT]
    result = subprocess.run(
        command, input=extraordinary(), capture_output=True, cwd=tmp_path, env=environment, check=False
    )
    assert (result.returncode, result.stderr) == (1, b"")
    assert "≠" in result.stdout.decode()
    assert "le 14 mars 2020" in result.stdout.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_terminal_without_our_signs_is_no_obstacle(file: Path, form: str) -> None:
    file.write_bytes(extraordinary())
    command = [
        sys.executable,
        "-m",
        "toutdoux.cli.main",
        "check",
        str(file),
        "--kind",
        "extraordinary",
        "--format",
        form,
    ]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (result.returncode, result.stderr) == (1, b"")
    assert "Acceptée" in result.stdout.decode("utf-8" if form == "json" else "latin-1")


def test_neither_models_nor_database_are_loaded() -> None:
    program = "import sys; import toutdoux.cli.check; print([m for m in sys.modules if m.startswith('django.db')])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert result.stdout.strip() == b"[]"
