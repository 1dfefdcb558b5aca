"""Documents from the command line, each a process from its start to its end: reports over 39 and 3,000 actions, minutes.

`python -m benchmarks.documents` measures them alone.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FORMS = ("pdf", "odt", "html")
#: By number of actions of the period, the seconds its report may take.
SIZES = {39: 2.0, 3000: 10.0}
#: Of the large assembly, and of its minutes.
ITEMS, PRESENT, REPRESENTED, MINUTES_AIM = 40, 200, 100, 3.0
_HEADER = "number,title,opened_on,lead,for,against,council,status,note\n"
_TITLE = "Donner les accès aux serveurs à quelqu’un pour les besoins du projet numéro"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A document in one form: seconds from start to end, of them those of our processor, MiB of the largest process, KiB."""

    name: str
    form: str
    aim: float
    seconds: float
    processor: float
    memory: float
    kib: float


def measured(*, runs: int) -> list[Written]:
    """Load the demo, enter what is to be told, write each document once warm and then ``runs`` times: the medians."""
    with tempfile.TemporaryDirectory() as folder:
        return list(_measured(Path(folder), runs))


def _measured(folder: Path, runs: int) -> Iterator[Written]:
    _run(folder, "demo", "--no-serve")
    for size, aim in SIZES.items():
        table = folder / f"{size}.csv"
        table.write_text(_HEADER + "".join(_row(number) for number in range(1, size + 1)), encoding="utf-8")
        _run(folder, "import", "actions", str(table), "--period", f"B{size}", "--kind", "extraordinary")
        yield from _written(
            folder, f"report over {size:,} actions", aim, runs, "report", "activity", "--period", f"B{size}"
        )
    assembly = folder / "assembly.toml"
    assembly.write_text(_assembly(), encoding="utf-8")
    said = _run(folder, "import", "assembly", str(assembly)).split()
    reference = next(word.rstrip(".") for word in said if word.startswith("AG"))
    yield from _written(
        folder, f"minutes of {ITEMS} items, {PRESENT + REPRESENTED} people", MINUTES_AIM, runs, "minutes", reference
    )


def _written(folder: Path, name: str, aim: float, runs: int, *arguments: str) -> Iterator[Written]:
    for form in FORMS:
        out = folder / f"out.{form}"
        times = [_timed(folder, *arguments, "--format", form, "-o", str(out)) for _ in range(runs + 1)][1:]
        seconds, processor, memory = (median(column) for column in zip(*times, strict=True))
        yield Written(
            name=name,
            form=form,
            aim=aim,
            seconds=seconds,
            processor=processor,
            memory=memory,
            kib=out.stat().st_size / 1024,
        )


def _timed(folder: Path, *arguments: str) -> tuple[float, float, float]:
    """Run a command; return its seconds, its processor's and its engine's, and the MiB that the larger of both held."""
    began = time.perf_counter()
    process = subprocess.Popen(_command(*arguments), env=_environment(folder), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


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


def _run(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        _command(*arguments), env=_environment(folder), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "toutdoux.cli.main", *arguments]


def _environment(folder: Path) -> dict[str, str]:
    # As an installation: its programs are compiled once, and not at each start.
    left_out = {"DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "TOUTDOUX_DATA": str(folder / "data")}


if __name__ == "__main__":
    from benchmarks.report import documents_part

    sys.stdout.write(documents_part(measured(runs=1)))
