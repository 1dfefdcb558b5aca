"""What the ledger and the tables hold, from outside: old tables in and out byte for byte, and one changed byte found."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

TABLE = """\
number,title,opened_on,lead,for,against,council,status,note,link,text,urgent,carried_out_on
1,"Open a bank account, at last",2019-02-03,Rosa,11,0,15,Acceptée,,,,,
2,Rent a small server,2019-02-10,Samir,9,1,15,Acceptée,"Two lines
of note",https://example.org/t/2,A longer text,,
4,'=SUM(A1:A3),2019-03-01,Lucie,5,2,15,Menée,,,,,2019-04-01
7,Join the federation,2019-03-08,Clara,6,1,15,Acceptée,,,,oui,
"""


@pytest.fixture
def toutdoux(demo: Path, tmp_path: Path) -> CommandLine:
    shutil.copytree(demo, tmp_path / "data")
    return CommandLine(tmp_path / "data")


@contextmanager
def tampering(toutdoux: CommandLine) -> Iterator[sqlite3.Connection]:
    """Open the file as someone would who may write it and knows SQL: the triggers are theirs to drop."""
    connection = sqlite3.connect(toutdoux.data / "toutdoux.sqlite3")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.commit()
    connection.close()


def table(tmp_path: Path, text: str = TABLE) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    return path


def test_it_works(toutdoux: CommandLine, tmp_path: Path) -> None:
    answer = toutdoux("import", "actions", table(tmp_path), "--period", "S19", "--kind", "extraordinary")
    assert answer.status == 0, answer.err
    assert "4 rows added, 0 were there already." in answer.out
    assert "Period S19 is opened." in answer.out
    exported = toutdoux("export", "actions", "--period", "S19", "--kind", "extraordinary", "-o", tmp_path / "back.csv")
    assert exported.status == 0, exported.err
    assert (tmp_path / "back.csv").read_bytes() == TABLE.encode()
    verified = toutdoux("verify", "--association", "marmite")
    assert verified.status == 0
    assert "12 historical records, as printed" in verified.out


def test_labels_that_their_figures_do_not_allow_are_named_and_kept(toutdoux: CommandLine, tmp_path: Path) -> None:
    answer = toutdoux("import", "actions", table(tmp_path), "--period", "S19", "--kind", "extraordinary")
    told = [line for line in answer.out.splitlines() if line.startswith("  #")]
    assert [line.split()[0] for line in told] == ["#7"]
    assert "art. 6" in told[0]


def test_importing_again_changes_nothing_and_a_row_that_differs_is_refused(
    toutdoux: CommandLine, tmp_path: Path
) -> None:
    arguments = ("--period", "S19", "--kind", "extraordinary")
    toutdoux("import", "actions", table(tmp_path), *arguments)
    again = toutdoux("import", "actions", table(tmp_path), *arguments)
    assert (again.status, again.out.splitlines()[0]) == (0, "0 rows added, 4 were there already.")
    changed = TABLE.replace("Rent a small server,2019-02-10,Samir,9", "Rent a small server,2019-02-10,Samir,8")
    more = changed + "9,One more,2019-05-01,Awa,1,0,15,En attente,,,,,\n"
    refused = toutdoux("import", "actions", table(tmp_path, more), *arguments)
    assert refused.status == 1
    assert "#2" in refused.err
    assert "for" in refused.err
    exported = toutdoux("export", "actions", *arguments)
    assert exported.out.encode() == TABLE.encode()


def test_a_dry_run_writes_nothing(toutdoux: CommandLine, tmp_path: Path) -> None:
    before = toutdoux("verify").out
    answer = toutdoux("import", "actions", table(tmp_path), "--period", "S19", "--kind", "extraordinary", "--dry-run")
    assert answer.status == 0
    assert "4 rows would be added" in answer.out
    assert "Period S19 would be opened." in answer.out
    assert toutdoux("verify").out == before
    assert toutdoux("export", "actions", "--period", "S19", "--kind", "extraordinary").status == 1


def test_a_file_at_fault_is_refused_whole_with_row_and_column(toutdoux: CommandLine, tmp_path: Path) -> None:
    wrong = TABLE.replace("2019-02-10", "10/02/2019").replace("Menée", "Finie")
    answer = toutdoux("import", "actions", table(tmp_path, wrong), "--period", "S19", "--kind", "extraordinary")
    assert answer.status == 1
    assert [line.split(":")[0] for line in answer.err.splitlines()] == [
        "Row 3, column opened_on",
        "Row 5, column status",
    ]


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        (
            "UPDATE ledger_entry SET data = replace(data, '\"for\"', '\"not\"') WHERE kind = 'ballot.cast' AND seq > 100",
            "",
        ),
        ("UPDATE ledger_entry SET kind = 'ballot.Cast' WHERE seq = 200", "entry 200"),
        ("DELETE FROM ledger_entry WHERE seq = 300", "entry 300"),
        ("UPDATE ledger_head SET digest = 'e' || substr(digest, 2) WHERE substr(digest, 1, 1) <> 'e'", ""),
        (
            "UPDATE decisions_ballot SET choice = 'for' WHERE id = (SELECT min(id) FROM decisions_ballot WHERE choice = 'against')",
            "ballot",
        ),
        ("UPDATE decisions_action SET status = 'accepted' WHERE status = 'blocked'", "outcome"),
        ("UPDATE decisions_version SET text = text || '.' WHERE id = 3", "text"),
        ("DELETE FROM decisions_seat WHERE id = 40", "council"),
        ("UPDATE decisions_historicalrecord SET lead = 'Someone else' WHERE for_votes = 9", "historical record"),
        ("UPDATE associations_rulebookversion SET data = replace(data, '1/2', '1/3')", "rulebook"),
    ],
)
def test_a_change_made_behind_its_back_is_named(toutdoux: CommandLine, statement: str, names: str) -> None:
    with tampering(toutdoux) as connection:
        assert connection.execute(statement).rowcount > 0
    answer = toutdoux("verify")
    assert answer.status == 1
    assert answer.out.startswith("La Marmite libre: ")
    assert names in answer.out
    assert "everything agrees" not in answer.out
