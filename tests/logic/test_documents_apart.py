"""The engine of the PDF stands apart: whatever it is given, it reads no other file, reaches nobody, and ends in time."""

import io
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.logic.test_documents import document, text_of
from toutdoux.reports.logic.document import Figure
from toutdoux.reports.rendering import engine, to_pdf
from toutdoux.reports.rendering.pdf import EngineError, compiled
from toutdoux.reports.rendering.prose import prose

SECRET = "the keys are under the mat"
DAY = date(2026, 5, 30)


def made(template: str, root: Path, *, seconds: int = 60, memory: int = 2**30) -> bytes:
    """Return what the engine makes of a template that somebody else wrote."""
    begun = f'#set document(title: "A title")\n#set text(lang: "en")\n{template}'
    return compiled(template=begun, document="{}", on=DAY, root=root, seconds=seconds, memory=memory)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give the engine's folder; a secret stands beside it, and a text in it."""
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "said.txt").write_text("what is ours", encoding="utf-8")
    return folder


def test_it_works(root: Path) -> None:
    assert "what is ours" in text_of(made('#read("said.txt")', root))


@pytest.mark.parametrize(
    "template",
    [
        '#read("/etc/passwd")',
        '#read("../secret.txt")',
        '#read("/../secret.txt")',
        '#read("said.txt/../../secret.txt")',
        '#image("/etc/passwd", format: "svg", alt: "it")',
        '#include "/etc/passwd"',
        '#image("https://example.org/a.png", alt: "it")',
        '#read("file:///etc/passwd")',
        '#import "@preview/example:0.1.0": *',
        '#import "@local/example:0.1.0": *',
        '#plugin("/bin/true")',
    ],
)
def test_a_template_reads_no_file_outside_its_folder_no_address_and_no_package(root: Path, template: str) -> None:
    """No template of ours asks for any of this; one that did would get nothing."""
    with pytest.raises(EngineError, match=r"not found|would escape|failed to download"):
        made(template, root)


@pytest.mark.skipif(not engine.landlock(), reason="links out of the folder are closed by Landlock: Linux 5.13 or later")
def test_a_link_out_of_its_folder_leads_nowhere(root: Path) -> None:
    (root / "link.txt").symlink_to(root.parent / "secret.txt")
    with pytest.raises(EngineError, match="access denied"):
        made('#read("link.txt")', root)


#: Run once everything is given up: what is not refused is printed.
TRIED = """
def refused(what, *given):
    try:
        what(*given)
    except OSError:
        return
    print(what.__name__, given)
refused(socket.socket)
refused(socket.socket, socket.AF_UNIX)
refused(socket.socketpair)
refused(os.execv, "/bin/true", ["true"])
refused(subprocess.run, ["/bin/true"])
"""
FILES = """
refused(open, "/etc/passwd")
refused(open, ROOT + "/../secret.txt")
refused(open, ROOT + "/said.txt", "w")
refused(os.mkdir, ROOT + "/more")
refused(os.listdir, "/")
assert open(ROOT + "/said.txt").read()
"""


def test_the_kernel_refuses_the_process_other_files_sockets_and_programs(root: Path) -> None:
    """Not only the engine's own good manners: a fault in it would find the same doors shut."""
    program = (
        f"import os, socket, subprocess, sys; sys.path.insert(0, {str(Path(engine.__file__).parent)!r}); import engine\n"
        f"ROOT = {str(root)!r}; engine.confine(readable=[ROOT])\n{TRIED}{FILES if engine.landlock() else ''}"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("template", "seconds", "memory"),
    [
        ("#for a in range(100000) { for b in range(100000) { [] } }", 1, 2**30),
        ('#let a = "x" * 900000000\n#a.len()', 60, 2**29),
    ],
)
def test_what_takes_too_long_or_too_much_ends_and_gives_no_document(
    root: Path, template: str, seconds: int, memory: int
) -> None:
    with pytest.raises(EngineError):
        made(template, root, seconds=seconds, memory=memory)


HOSTILE_SVG = (
    '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file://SECRET">]>'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">'
    "<text y='9'>&secret;</text><script>fetch('http://HERE/')</script><style>@import url(http://HERE/a.css);</style>"
    '<image href="http://HERE/a.png" width="9" height="9"/><image xlink:href="file://SECRET" width="9" height="9"/>'
    '<image href="SECRET" width="9" height="9"/><use href="http://HERE/a.svg#a"/><foreignObject><p>SECRET</p></foreignObject></svg>'
)


def test_a_hostile_drawing_fetches_nothing_and_shows_no_file(root: Path) -> None:
    """Drawings are ours, and none is of this kind: it is no document, or one without what it asked for."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        here = f"127.0.0.1:{listening.getsockname()[1]}"
        svg = HOSTILE_SVG.replace("SECRET", str(root.parent / "secret.txt")).replace("HERE", here)
        for drawing in (svg, svg.split("]>", 1)[1].replace("&secret;", "")):
            with suppress(EngineError):
                pdf = to_pdf(document(Figure(svg=drawing, alt="A drawing")))
                assert SECRET not in text_of(pdf)
                assert not any(page.images for page in PdfReader(io.BytesIO(pdf)).pages)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_the_language_of_the_engine_and_pictures_from_elsewhere_stay_words_in_a_text(root: Path) -> None:
    said = f'#read("/etc/passwd") #image("{root}/said.txt") ![a](/etc/passwd) ![b](file:///etc/passwd) $x$ @a <b>'
    pdf = to_pdf(document(*prose(said), contents=""))
    text = text_of(pdf)
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text
    # An address that is not safe is not even a link.
    assert not [note for page in PdfReader(io.BytesIO(pdf)).pages for note in page.get("/Annots", ())]
