"""PDF by Typst: tagged (PDF/UA-1), archivable (PDF/A-2a), the same bytes from the same facts.

The engine runs in a process of its own (``engine.py``), in a folder that holds at most the logo, with a limit of time and memory.
It gets the document as data, never as its own language, so nothing a member writes can be run by it; it reaches no network and no
other file.
"""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from toutdoux.reports.logic.document import Document, to_data

#: A report over three thousand actions takes seconds; what takes longer than this is not a document.
LONGEST = 60
MEMORY = 2 * 2**30
_HERE = Path(__file__).parent


class EngineError(Exception):
    """The engine made no PDF. The message is its own; the document is not in it."""


def to_pdf(document: Document) -> bytes:
    """Return the document as PDF. Raises ``EngineError`` when the engine fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="toutdoux-document-") as root:
        if document.logo is not None:
            (Path(root) / "logo.png").write_bytes(document.logo)
        template = (_HERE / "document.typ").read_text(encoding="utf-8")
        told = json.dumps(to_data(document), ensure_ascii=False)
        return compiled(template=template, document=told, on=document.on, root=Path(root))


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
