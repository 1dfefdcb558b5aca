"""The documentation says all there is, and nothing that is not: commands, variables, settings, refusals, entries, labels, links."""

import ast
import inspect
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.support.refusals_page import PAGE, PARTS, refusals_page, unexplained
from toutdoux.accesses.logic import events as access_events
from toutdoux.assemblies.elections.logic import events as election_events
from toutdoux.assemblies.logic import events as assembly_events
from toutdoux.assemblies.minutes.logic import events as minutes_events
from toutdoux.assemblies.sitting.logic import events as sitting_events
from toutdoux.assemblies.voting.logic import events as voting_events
from toutdoux.associations.commands import SETTINGS
from toutdoux.associations.logic import events as association_events
from toutdoux.cli.main import COMMANDS
from toutdoux.decisions.logic import events as decision_events
from toutdoux.integrations.chat.logic import words as chat_events
from toutdoux.mandates.logic import events as mandate_events
from toutdoux.members.logic import events as member_events
from toutdoux.procedures.logic import events as procedure_events
from toutdoux.registers.logic import events as register_events
from toutdoux.wording.refusals import SENTENCES
from toutdoux.writings.logic import events as writing_events

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "toutdoux"
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
#: The same in English and in French.
PAIRS = [
    ("README.en.md", "README.md"),
    ("docs/guide.md", "docs/guide.fr.md"),
    ("docs/rulebook.md", "docs/rulebook.fr.md"),
    ("docs/old-tables.md", "docs/anciens-tableaux.md"),
    ("docs/assembly-file.md", "docs/fichier-assemblee.md"),
    ("docs/period-file.md", "docs/fichier-periode.md"),
    ("docs/reports.md", "docs/reports.fr.md"),
    ("docs/install.md", "docs/installer.md"),
    ("docs/mail.md", "docs/courriel.md"),
    ("docs/matrix.md", "docs/matrix.fr.md"),
    ("docs/feeds.md", "docs/feeds.fr.md"),
    ("docs/webhooks.md", "docs/webhooks.fr.md"),
    ("docs/mattermost.md", "docs/mattermost.fr.md"),
    ("docs/sign-in.md", "docs/sign-in.fr.md"),
    ("docs/inactivity.md", "docs/inactivity.fr.md"),
    ("docs/privacy.md", "docs/privacy.fr.md"),
    ("docs/chat.md", "docs/chat.fr.md"),
    ("docs/mandates.md", "docs/mandates.fr.md"),
    ("docs/members.md", "docs/members.fr.md"),
    ("docs/elections.md", "docs/elections.fr.md"),
    ("docs/votes.md", "docs/votes.fr.md"),
    ("docs/convening.md", "docs/convening.fr.md"),
    ("docs/holding.md", "docs/holding.fr.md"),
    ("docs/minutes.md", "docs/minutes.fr.md"),
    ("docs/accesses.md", "docs/accesses.fr.md"),
    ("docs/registers.md", "docs/registers.fr.md"),
]
#: In both languages at once.
BILINGUAL = ["docs/refusals.md", "docs/settings.md"]
#: For the next developer, in English.
FOR_DEVELOPERS = [
    "docs/add-a-channel.md",
    "docs/directory-map.md",
    "docs/how-it-works.md",
    "docs/look.md",
    "docs/who-sees-what.md",
]
#: Read by the tools we stand on, not settings of ours.
OF_OTHERS = {"DJANGO_SETTINGS_MODULE", "LANGUAGE"}
CATALOGUE = SOURCES / "wording" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
#: What the pages never say, the guide does not say either.
NEVER = re.compile(
    r"\b(soumettre|soumis\w*|valider|validé\w*|utilisat\w+|erreur 40\d|submit\w*|users?)\b|!", re.IGNORECASE
)


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def prose(page: str) -> str:
    """Return a page without its code, its comments and its pictures."""
    return re.sub(r"(?s)```.*?```|<!--.*?-->|`[^`\n]*`|!\[[^\]]*\]\([^)]*\)", "", text(page))


def rows(page: str, pattern: str) -> list[str]:
    """Return what stands in the first cell of each row that begins with code, if it is of the kind ``pattern``."""
    return re.findall(rf"^\| `({pattern})` \|", text(page), re.MULTILINE)


def headings(page: str) -> list[tuple[int, str]]:
    """Return the headings of a page, each with its level."""
    plain = re.sub(r"(?s)```.*?```", "", text(page))
    return [(len(marks), words.strip()) for marks, words in re.findall(r"^(#+) (.*)$", plain, re.MULTILINE)]


def anchors(page: str) -> set[str]:
    """Return what a link within a page may lead to, as forges name it."""
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _, words in headings(page)}


def variables_read() -> Iterator[str]:
    """Find every environment variable that the code names."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                words = [node.args[0]] if node.args and _is_environ(node.func) else []
                if isinstance(node.func, ast.Attribute) and node.func.attr == "whole_number":
                    words += [keyword.value for keyword in node.keywords if keyword.arg == "name"]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                words = [node.slice]
            else:
                continue
            yield from (str(word.value) for word in words if isinstance(word, ast.Constant))


def _is_environ(called: ast.expr) -> bool:
    return ast.unparse(called) in {"os.environ.get", "os.getenv", "os.environ.setdefault", "os.environ.pop"}


def test_every_page_has_a_place() -> None:
    known = {page for pair in PAIRS for page in pair} | {*BILINGUAL, *FOR_DEVELOPERS}
    # Folders of docs/ gather pages of one sort, told apart by their folder.
    assert known == {path.relative_to(ROOT).as_posix() for path in PAGES if path.parent in {ROOT, DOCS}}


@pytest.mark.parametrize("page", ["docs/guide.md", "docs/guide.fr.md"])
def test_every_command_has_its_row(page: str) -> None:
    assert rows(page, r"toutdoux \w+") == [f"toutdoux {name}" for name in COMMANDS]


def test_every_variable_has_its_row() -> None:
    found = set(variables_read()) - OF_OTHERS
    assert "TOUTDOUX_DATA" in found
    assert sorted(rows("docs/settings.md", "[A-Z_]+")) == sorted(found)
    told = inspect.getdoc(__import__("toutdoux.config.settings", fromlist=["settings"])) or ""
    assert set(re.findall(r"^([A-Z_]+)  ", told, re.MULTILINE)) == found


def test_every_setting_has_its_row_with_its_choices() -> None:
    table = text("docs/settings.md")
    of_an_association = table[table.index("· The association") : table.index("· What is chosen")]
    assert re.findall(r"^\| `(\w+)` \|", of_an_association, re.MULTILINE) == list(SETTINGS)
    for name, choices in SETTINGS.items():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", of_an_association, re.MULTILINE)
        assert re.findall(r"`([^`]+)`", row.split("|")[-2]) == list(choices or ())


def test_every_refusal_has_its_row_and_says_what_to_do() -> None:
    assert set(PARTS) == set(SENTENCES)
    assert not unexplained()
    written = PAGE.read_text(encoding="utf-8")
    assert written == refusals_page(), "python -m tests.support.refusals_page writes docs/refusals.md anew"
    for codes in SENTENCES:
        for code in codes:
            assert f"| `{code}` |" in written


def test_every_entry_of_the_ledger_has_its_row() -> None:
    kinds = [
        str(kind)
        for module in (
            procedure_events,
            assembly_events,
            sitting_events,
            voting_events,
            election_events,
            minutes_events,
            association_events,
            member_events,
            mandate_events,
            access_events,
            register_events,
            decision_events,
            chat_events,
            writing_events,
        )
        for name, events in inspect.getmembers(module, inspect.isclass)
        if issubclass(events, StrEnum) and name.endswith("Event")
        for kind in events
    ]
    assert len(kinds) > 20
    assert sorted(rows("docs/how-it-works.md", r"[a-z]+\.[a-z-]+")) == sorted(kinds)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    page = path.relative_to(ROOT).as_posix()
    words = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", text(page))
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", words):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        anchored = not anchor or there.suffix != ".md"
        if not there.exists() or not (anchored or anchor in anchors(there.relative_to(ROOT).as_posix())):
            lost.append(target)
    assert not lost


@pytest.mark.parametrize(("english", "french"), PAIRS)
def test_both_languages_say_the_same_things(english: str, french: str) -> None:
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(french)]
    codes = r"^\| `([^`]+)` \|"
    assert re.findall(codes, text(english), re.MULTILINE) == re.findall(codes, text(french), re.MULTILINE)


@pytest.mark.parametrize(("page", "language"), [("docs/guide.md", "en"), ("docs/guide.fr.md", "fr")])
def test_what_the_guide_tells_people_to_press_is_there(page: str, language: str) -> None:
    """Bold is for words that stand on a page; they are looked up in the catalogue, in either language."""
    with CATALOGUE.open("rb") as stream:
        catalogue = list(read_po(stream))
    shown = {
        plain(word)
        for message in catalogue
        for words in ((message.id,) if language == "en" else (message.string,))
        for word in ((words,) if isinstance(words, str) else words)
    }
    pressed = re.findall(r"\*\*([^*]+)\*\*", prose(page))
    assert len(pressed) > 20
    assert not [words for words in pressed if plain(" ".join(words.split())) not in shown]


def plain(words: str) -> str:
    return words.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("page", ["docs/guide.md", "docs/guide.fr.md", "docs/settings.md"])
def test_the_guide_speaks_like_the_pages(page: str) -> None:
    said = prose(page)
    assert not NEVER.findall(said)
    # French: thin spaces that do not break, « guillemets », the curved apostrophe.
    assert not re.findall(r"\w[ \u00a0][;:?!»]|«[ \u00a0]", said)
    assert "'" not in said


def test_the_guide_keeps_its_sentences_short() -> None:
    """Short sentences: what a tired person reads at ten in the evening."""
    for page in ("docs/guide.md", "docs/guide.fr.md"):
        sentences = re.split(r"(?<=[.?…])\s+|\n\n|\n- |\n\|", prose(page))
        long = [sentence for sentence in sentences if len(sentence.split()) > 42]
        assert not long, long
