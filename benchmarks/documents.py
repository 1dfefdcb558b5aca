"""Documents from the command line: a report over 39 actions, then 3,000; the minutes of a large assembly.

`python -m benchmarks.documents` prints what they took.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (39, 3000)
#: Of the large assembly.
ITEMS, PRESENT, REPRESENTED = 40, 200, 100
_HEADER = "number,title,opened_on,lead,for,against,council,status,note\n"
_TITLE = "Donner les accès aux serveurs à quelqu’un pour les besoins du projet numéro"


def main() -> None:
    """Load the demo, enter what is to be told, write each document once warm, and say how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        _run(folder, "demo", "--no-serve")
        for size in SIZES:
            table = Path(folder) / f"{size}.csv"
            table.write_text(_HEADER + "".join(_row(number) for number in range(1, size + 1)), encoding="utf-8")
            _run(folder, "import", "actions", str(table), "--period", f"B{size}", "--kind", "extraordinary")
            _write(folder, f"{size} actions", "report", "activity", "--period", f"B{size}")
        assembly = Path(folder) / "assembly.toml"
        assembly.write_text(_assembly(), encoding="utf-8")
        said = _run(folder, "import", "assembly", str(assembly)).split()
        reference = next(word.rstrip(".") for word in said if word.startswith("AG"))
        _write(folder, f"minutes of {ITEMS} items, {PRESENT + REPRESENTED} people", "minutes", reference)


def _write(folder: str, what: str, *arguments: str) -> None:
    for form in ("pdf", "odt", "html"):
        began = time.perf_counter()
        out = Path(folder) / f"out.{form}"
        _run(folder, *arguments, "--format", form, "-o", str(out))
        seconds = time.perf_counter() - began
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        sys.stdout.write(
            f"{what}, {form}: {seconds:.1f} s, {out.stat().st_size // 1024} KiB; at most {most} MiB so far\n"
        )


def _assembly() -> str:
    """Return the facts of an assembly where much was said and voted."""
    people = [f'[[people]]\nname = "Person {number}"\n' for number in range(PRESENT)]
    people += [f'[[people]]\nname = "Absent {number}"\nproxy_to = "Person {number}"\n' for number in range(REPRESENTED)]
    said = "".join(
        f'[[items.discussion]]\nwho = "Person {number}"\nsaid = "{"What one thinks of it, and why. " * 4}"\n'
        for number in range(6)
    )
    items = [
        f'[[items]]\nkind = "resolution"\ntitle = "Item {number}"\ntext = "{"What is proposed. " * 12}"\n{said}'
        f"[[items.votes]]\nfor = {PRESENT}\nagainst = {number}\nblank = 2\n"
        for number in range(ITEMS)
    ]
    head = (
        'title = "A large assembly"\nheld_at = 2020-05-30T14:00:00\nroll = 400\n'
        'quorum = { share = "1/2", base = "council" }\n'
    )
    return "\n".join([head, *people, *items])


def _row(number: int) -> str:
    month, day = number % 6 + 1, number % 28 + 1
    note = "Le délai des dix jours est passé" if number % 10 == 0 else ""
    return f"{number},{_TITLE} {number},2019-{month:02}-{day:02},Rosa,{number % 15},0,21,Acceptée,{note}\n"


def _run(folder: str, *arguments: str) -> str:
    environment = {**os.environ, "TOUTDOUX_DATA": str(Path(folder) / "data")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "toutdoux.cli.main", *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


if __name__ == "__main__":
    main()
