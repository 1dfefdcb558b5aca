"""PDF by Typst: tagged (PDF/UA-1), archivable (PDF/A-2a), the same bytes from the same facts.

The engine runs in a process of its own, in a folder that holds at most the logo, with a limit of time and memory. It gets the document as
data, never as its own language, so nothing a member writes can be run by it; it reaches no network and no other file.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from toutdoux.reports.logic.document import Document, to_data

#: A report over three thousand actions takes seconds; what takes longer than this is not a document.
LONGEST = 60
_MEMORY = 2 * 2**30
_HERE = Path(__file__).parent
#: Run by the engine's own process: reads the data from its input, writes the PDF to its output.
_PROGRAM = """
import json, sys, datetime, typst
order = json.load(sys.stdin)
year, month, day = order["on"]
made = typst.compile(
    order["template"].encode(), root=order["root"], font_paths=[order["fonts"]], ignore_system_fonts=True,
    format="pdf", pdf_standards=["a-2a", "ua-1"],
    timestamp=datetime.datetime(year, month, day, tzinfo=datetime.timezone.utc),
    sys_inputs={"document": order["document"], "year": str(year), "month": str(month), "day": str(day)},
)
sys.stdout.buffer.write(made)
"""


class EngineError(Exception):
    """The engine made no PDF. The message is its own; the document is not in it."""


def to_pdf(document: Document) -> bytes:
    """Return the document as PDF. Raises ``EngineError`` when the engine fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="toutdoux-document-") as root:
        if document.logo is not None:
            (Path(root) / "logo.png").write_bytes(document.logo)
        order = {
            "template": (_HERE / "document.typ").read_text(encoding="utf-8"),
            "fonts": str(_HERE / "fonts"),
            "root": root,
            "on": [document.on.year, document.on.month, document.on.day],
            "document": json.dumps(to_data(document), ensure_ascii=False),
        }
        try:
            done = subprocess.run(  # noqa: S603 -- our own program, the document is its input
                [sys.executable, "-c", _PROGRAM],
                input=json.dumps(order).encode(),
                capture_output=True,
                cwd=root,
                env={"HOME": root, "TYPST_PACKAGE_PATH": root, "TYPST_PACKAGE_CACHE_PATH": root},
                timeout=LONGEST,
                check=False,
                preexec_fn=_bounded,
            )
        except subprocess.TimeoutExpired as error:
            raise EngineError(f"no PDF after {LONGEST} seconds") from error
    if done.returncode:
        raise EngineError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
