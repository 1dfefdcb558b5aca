"""Past assemblies in, minutes out: the figures of the file, worked out anew, in every form and both languages."""

import io
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.support.command_line import CommandLine

ASSEMBLY = (
    (Path(__file__).parents[2] / "docs" / "assembly-file.md").read_text(encoding="utf-8").split("```toml\n", 1)[1]
)
FILE = ASSEMBLY.split("```", 1)[0]


@pytest.fixture
def toutdoux(demo: Path, tmp_path: Path) -> CommandLine:
    shutil.copytree(demo, tmp_path / "data")
    return CommandLine(tmp_path / "data")


def file_of(tmp_path: Path, text: str = FILE) -> Path:
    path = tmp_path / "assembly.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_it_works(toutdoux: CommandLine, tmp_path: Path) -> None:
    path = file_of(tmp_path)
    tried = toutdoux("import", "assembly", path, "--dry-run")
    assert (tried.status, "It would be AG3." in tried.out) == (0, True)
    done = toutdoux("import", "assembly", path)
    assert done.out.splitlines() == [
        "It is AG3.",
        "3 members of 6 were present or represented: 2 present and 1 represented.",
        "The quorum is met: 3 of 6, and 3 are enough.",
    ]
    assert "there already" in toutdoux("import", "assembly", path).out
    markdown = toutdoux("minutes", "AG3", "--format", "md").out
    for said in (
        "# Minutes: Ordinary general assembly, spring 2026",
        "- Ada represents 1 person: Jo",
        "- For: 3",
        "**Accepted unanimously by those present or represented.**",
        "**Sam:** Let us meet outdoors.",
        "| Find a place | Sam | 15 June 2026 |",
    ):
        assert said in markdown
    # The record is whole: the ledger holds it, and whoever recomputes it finds nothing to say.
    assert toutdoux("verify").status == 0


def test_every_form_says_the_same_in_both_languages(toutdoux: CommandLine, tmp_path: Path) -> None:
    toutdoux("import", "assembly", file_of(tmp_path))
    french = {}
    for form in ("pdf", "odt", "html", "md"):
        out = tmp_path / f"minutes.{form}"
        answer = toutdoux("--lang", "fr", "minutes", "ag3", "--format", form, "-o", out)
        assert answer.status == 0, answer.err
        french[form] = out.read_bytes()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(french["pdf"])).pages)
    for said in ("Présences", "Ordre du jour", "Le quorum est atteint", "à l’unanimité"):
        assert said in " ".join(text.split())
        assert said in french["html"].decode()
        assert said in french["md"].decode()
    assert french["odt"][:2] == b"PK"
    # Where nothing can be written, a sentence says why.
    for place, why in (("/dev/full", "No space left on device"), (tmp_path, "Is a directory")):
        answer = toutdoux("minutes", "AG3", "--format", "md", "-o", place)
        assert (answer.status, answer.out, len(answer.err.splitlines())) == (1, "", 1)
        assert why in answer.err


def test_another_file_about_the_same_instant_is_refused_and_nothing_changes(
    toutdoux: CommandLine, tmp_path: Path
) -> None:
    toutdoux("import", "assembly", file_of(tmp_path))
    before = toutdoux("minutes", "AG3", "--format", "md").out
    refused = toutdoux("import", "assembly", file_of(tmp_path, FILE.replace("for = 3", "for = 2")))
    assert refused.status == 1
    assert "its facts differ" in refused.err
    assert toutdoux("minutes", "AG3", "--format", "md").out == before


def test_every_fault_of_a_file_is_told_with_its_line_and_nothing_is_written(
    toutdoux: CommandLine, tmp_path: Path
) -> None:
    wrong = FILE.replace('proxy_to = "Ada"', 'proxy_to = "Eli"').replace("for = 3", "for = 33")
    refused = toutdoux("import", "assembly", file_of(tmp_path, wrong))
    assert refused.status == 1
    assert "represented by Eli, who is not among the people" in refused.err
    assert "33 votes are counted" in refused.err
    assert all(line.startswith("Line ") for line in refused.err.splitlines())
    assert "There is no assembly “AG3” here" in toutdoux("minutes", "AG3").err
