"""A report from the command line: over 39 actions, then over 3,000. `python -m benchmarks.documents` prints what it took."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (39, 3000)
_HEADER = "number,title,opened_on,lead,for,against,council,status,note\n"
_TITLE = "Donner les accès aux serveurs à quelqu’un pour les besoins du projet numéro"


def main() -> None:
    """Load the demo, enter old tables of both sizes, write each report once warm, and say how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        _run(folder, "demo", "--no-serve")
        for size in SIZES:
            table = Path(folder) / f"{size}.csv"
            table.write_text(_HEADER + "".join(_row(number) for number in range(1, size + 1)), encoding="utf-8")
            _run(folder, "import", "actions", str(table), "--period", f"B{size}", "--kind", "extraordinary")
            for form in ("pdf", "odt", "html"):
                began = time.perf_counter()
                out = Path(folder) / f"{size}.{form}"
                _run(folder, "report", "activity", "--period", f"B{size}", "--format", form, "-o", str(out))
                seconds = time.perf_counter() - began
                sys.stdout.write(f"{size} actions, {form}: {seconds:.1f} s, {out.stat().st_size // 1024} KiB\n")


def _row(number: int) -> str:
    month, day = number % 6 + 1, number % 28 + 1
    note = "Le délai des dix jours est passé" if number % 10 == 0 else ""
    return f"{number},{_TITLE} {number},2019-{month:02}-{day:02},Rosa,{number % 15},0,21,Acceptée,{note}\n"


def _run(folder: str, *arguments: str) -> None:
    environment = {**os.environ, "TOUTDOUX_DATA": str(Path(folder) / "data")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-m", "toutdoux.cli.main", *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
