"""PDF by Typst: tagged (PDF/UA-1), archivable (PDF/A-2a), the same bytes from the same facts.

The engine runs in a process of its own (``engine.py``), in a folder that holds at most the logo, with a limit of time and memory.
It gets the document as data, never as its own language, so nothing a member writes can be run by it; it reaches no network and no
other file.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from toutdoux.reports.logic.document import Document, to_data

#: A report over three thousand actions takes seconds; what takes longer than this is not a document.
LONGEST = 60
MEMORY = 2 * 2**30
_HERE = Path(__file__).parent
#: What the engine says of a character that its fonts have no sign for, and that no archive may hold.
_UNSHOWN = re.compile("could not be displayed with font|the PDF contains the codepoint")
#: All that its fonts certainly show: Latin, Greek, Cyrillic, and the signs that prose is written with.
_SHOWN = (
    "\t\n -~\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u1e00-\u1eff"
    "\u2000-\u2040\u2044-\u2052\u2054-\u2064\u2070\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20bf"
    "\u2100-\u211e\u2122\u2126-\u214f\u2153-\u2184\u2190-\u22ff\u25a0-\u2606\u2609-\u262f\u2713\u2714\u2717\ufb00-\ufb06"
)
_OTHER = re.compile(f"[^{_SHOWN}]")
#: What no line of a page holds, and an archive not past some length: a word so long may be broken there.
_LONG_WORD = re.compile(r"\S{80}(?=\S)")
_BREAK = "\u200b"
#: Stands for a sign that is not in the fonts: what was written is in the other formats.
_MISSING = "\u25a1"


class EngineError(Exception):
    """The engine made no PDF. The message is its own; the document is not in it."""


def to_pdf(document: Document) -> bytes:
    """Return the document as PDF. Raises ``EngineError`` when the engine fails or takes too long.

    A PDF that is tagged and archivable holds no character without a sign: where the fonts lack one (an emoji, a name in
    Chinese), and where a paste brought a control character along, a square stands for it, and the rest is there.
    """
    with tempfile.TemporaryDirectory(prefix="toutdoux-document-") as root:
        if document.logo is not None:
            (Path(root) / "logo.png").write_bytes(document.logo)
        template = (_HERE / "document.typ").read_text(encoding="utf-8")
        told = _changed(to_data(document), _broken, but=("href", "svg"))
        try:
            return _made(told, template=template, on=document.on, root=Path(root))
        except EngineError as error:
            if not _UNSHOWN.search(str(error)):
                raise
        # An address is followed, not shown.
        return _made(_changed(told, _shown, but=("href",)), template=template, on=document.on, root=Path(root))


def _made(told: Any, *, template: str, on: date, root: Path) -> bytes:
    return compiled(template=template, document=json.dumps(told, ensure_ascii=False), on=on, root=root)


def _broken(text: str) -> str:
    """Let a line end within a word that no line holds."""
    return _LONG_WORD.sub(rf"\g<0>{_BREAK}", text)


def _shown(text: str) -> str:
    """Return the words with a square in place of each character that may have no sign."""
    return _OTHER.sub(_MISSING, text)


def _changed(told: Any, change: Callable[[str], str], *, but: Collection[str]) -> Any:
    """Return the data of a document with its words changed, but those under some names."""
    if isinstance(told, str):
        return change(told)
    if isinstance(told, Mapping):
        return {name: value if name in but else _changed(value, change, but=but) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_changed(value, change, but=but) for value in told]
    return told


def compiled(
    *, template: str, document: str, on: date, root: Path, seconds: int = LONGEST, memory: int = MEMORY
) -> bytes:
    """Return what the engine makes of a template and a document as JSON. It reads no file outside ``root`` but the fonts.

    ``seconds`` and ``memory`` (bytes) are its bounds. Raises ``EngineError`` when it fails, or goes past one of them.
    """
    order = {
        "template": template,
        "document": document,
        "on": [on.year, on.month, on.day],
        "root": str(root),
        "fonts": str(_HERE / "fonts"),
        "seconds": seconds,
        "memory": memory,
    }
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, the document is its input
            [sys.executable, "-I", str(_HERE / "engine.py")],
            input=json.dumps(order).encode(),
            capture_output=True,
            cwd=root,
            env={"HOME": str(root), "TYPST_PACKAGE_PATH": str(root), "TYPST_PACKAGE_CACHE_PATH": str(root)},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"no PDF after {seconds} seconds") from error
    if done.returncode:
        raise EngineError(done.stderr.decode(errors="replace")[-2000:] or f"ended by signal {-done.returncode}")
    return done.stdout
