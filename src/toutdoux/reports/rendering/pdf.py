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
from collections.abc import Mapping
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
        told = to_data(document)
        try:
            return _made(told, template=template, on=document.on, root=Path(root))
        except EngineError as error:
            if not _UNSHOWN.search(str(error)):
                raise
        return _made(_shown(told), template=template, on=document.on, root=Path(root))


def _made(told: Any, *, template: str, on: date, root: Path) -> bytes:
    return compiled(template=template, document=json.dumps(told, ensure_ascii=False), on=on, root=root)


def _shown(told: Any) -> Any:
    """Return the data of a document with a square in place of each character that may have no sign."""
    if isinstance(told, str):
        return _OTHER.sub(_MISSING, told)
    if isinstance(told, Mapping):
        # An address is followed, not shown.
        return {name: value if name == "href" else _shown(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_shown(value) for value in told]
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
