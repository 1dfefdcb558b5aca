"""`make bench`: measure on this machine and write RESULTS.md. Takes half an hour on two cores; `--quick` is for trying."""

import argparse
import sys
from pathlib import Path

from benchmarks import chatting, documents, gathering, machine, reading, starting, voting
from benchmarks.report import Counted, Registered, written
from tests.soak.place import DATABASES, place

RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one run of each, printed and not kept")
    quick = parser.parse_args().quick
    runs, actions, times = (1, 2000, 5) if quick else (3, 10_000, 30)
    described = machine.described()
    rates, counts, pages, starts, chats, registers, halls = {}, {}, {}, {}, {}, {}, {}
    for database in DATABASES:
        _say(f"{database}: starting")
        starts[database] = starting.measured(database=database, runs=runs)
        # fsync stays on: what is acknowledged is on the disk, as in an installation.
        with place(database=database, durable=True) as found:
            _say(f"{database}: votes")
            rates[database] = voting.measured(found, runs=runs)
        with place(database=database, durable=True) as found:
            found.programs = "benchmarks.inside"
            _say(f"{database}: presses in a chat")
            chats[database] = chatting.measured(found, told=100 if quick else chatting.TOLD)
        with place(database=database, durable=True) as found:
            found.programs = "benchmarks.inside"
            _say(f"{database}: {actions} actions")
            stage = found.call("fill", actions=actions, council=100)
            _say(f"{database}: pages")
            pages[database] = reading.measured(found, stage=stage, times=times)
            _say(f"{database}: recount")
            counts[database] = Counted(**found.call("count", runs=min(runs, 3)))
        with place(database=database, durable=True) as found:
            found.programs = "benchmarks.inside"
            _say(f"{database}: the register of members")
            sizes = {"members": 1000, "periods": 20} if quick else {}
            registers[database] = Registered(**found.call("register", **sizes))
        with place(database=database, durable=True) as found:
            _say(f"{database}: an assembly of many")
            halls[database] = gathering.measured(found, people=100 if quick else gathering.PEOPLE)
    _say("documents")
    papers = documents.measured(runs=runs)
    text = written(
        described=described,
        rates=rates,
        chats=chats,
        counts=counts,
        pages=pages,
        starts=starts,
        registers=registers,
        halls=halls,
        documents=papers,
        runs=runs,
    )
    sys.stdout.write(text)
    if not quick:
        RESULTS.write_text(text, encoding="utf-8")


def _say(what: str) -> None:
    sys.stderr.write(f"… {what}\n")


if __name__ == "__main__":
    main()
