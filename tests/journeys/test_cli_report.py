"""The activity report from the command line: the register's own figures, both inventories, notes under their tables."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.support.command_line import CommandLine

OLD = """\
number,title,opened_on,lead,for,against,council,status,note
1,Open a bank account,2019-02-03,Rosa,11,0,15,Acceptée,
2,Rent a small server,2019-02-10,Samir,9,1,15,Acceptée,Found another one since
4,Buy a lamp,2019-03-01,Lucie,5,2,15,Menée,
"""
ORDINARY = """\
number,title,opened_on,lead,for,against,council,status,note
1,Answer the newspaper,2019-02-05,Awa,0,,15,Menée,
"""


@pytest.fixture(scope="module")
def prepared(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = Path(shutil.copytree(demo, tmp_path_factory.mktemp("prepared") / "data"))
    toutdoux = CommandLine(data)
    for kind, text in (("extraordinary", OLD), ("ordinary", ORDINARY)):
        path = data.parent / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        assert toutdoux("import", "actions", path, "--period", "P19", "--kind", kind).status == 0
    return data


@pytest.fixture
def toutdoux(prepared: Path, tmp_path: Path) -> CommandLine:
    shutil.copytree(prepared, tmp_path / "data")
    return CommandLine(tmp_path / "data")


def test_it_works(toutdoux: CommandLine) -> None:
    text = toutdoux("report", "activity", "--period", "P19", "--format", "md").out
    assert "4 actions = 3 extraordinary + 1 ordinary." in text
    rows = re.findall(r"^\| #(\d+) \| (.*?) \| (\S+) \| (\S+) \| (\S+) \| (?:(\S+) \| )?(\S+) \|$", text, re.MULTILINE)
    assert rows == [
        ("1", "Open a bank account", "03/02/2019", "Rosa", "11/15", "0/15", "Accepted"),
        ("2", "Rent a small server (1)", "10/02/2019", "Samir", "9/15", "1/15", "Accepted"),
        ("4", "Buy a lamp", "01/03/2019", "Lucie", "5/15", "2/15", "Done"),
        ("1", "Answer the newspaper", "05/02/2019", "Awa", "0/15", "", "Done"),
    ]
    # The note stands under the table that calls it, before the other table begins.
    assert text.index("(1) Found another one since") < text.index("**Ordinary actions**")


def test_the_figures_are_those_of_the_register_in_every_form_and_language(
    toutdoux: CommandLine, tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    assert toutdoux("--lang", "fr", "report", "activity", "--period", "P26", "-o", out).status == 0
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).split())
    listed = toutdoux("export", "actions", "--period", "P26", "--kind", "extraordinary").out
    assert "18 actions = 12 extraordinaires + 6 ordinaires" in text
    assert len(list(csv.reader(listed.splitlines(keepends=True)))) - 1 == 12
    for form in ("html", "odt", "md"):
        assert toutdoux("report", "activity", "--period", "P26", "--format", form, "-o", tmp_path / form).status == 0
    assert (tmp_path / "odt").read_bytes()[:2] == b"PK"
    assert "22 members" in (tmp_path / "html").read_text(encoding="utf-8")


def test_a_period_that_is_not_there_is_refused(toutdoux: CommandLine) -> None:
    refused = toutdoux("report", "activity", "--period", "Z99")
    assert refused.status == 1
    assert "Z99" in refused.err
    assert not refused.out
