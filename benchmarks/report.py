"""The results, as a page to read: tables, and beside each figure the aim it is held to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.chatting import PEOPLE as PRESSERS
from benchmarks.chatting import PRESSES, Chatted
from benchmarks.documents import Written
from benchmarks.gathering import AT_ONCE as DOORS
from benchmarks.gathering import Gathered
from benchmarks.reading import Page
from benchmarks.starting import Start
from benchmarks.voting import ACTIONS, AT_ONCE, PEOPLE, Rate

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
COUNCIL_AIM, IMPORT_AIM = 100.0, 20.0
PAGE_AIM, MEMORY_AIM, START_AIM, PRESS_AIM = 50.0, 150.0, 2.0, 100.0
HALL_AIM, LATE_AIM = 60.0, 2.0


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A recount: seconds of each way, how many ballots and actions were counted, and how many actions differ."""

    ballots: int
    actions: int
    differing: int
    database: float
    read: float
    rules: float
    one: float


@dataclass(frozen=True, kw_only=True)
class Registered:
    """The register of members after a long past: milliseconds, queries of a page, seconds of an import of 10,000 rows."""

    members: int
    periods: int
    council: int
    council_at: float
    page: float
    search: float
    queries: int
    importing: float


def written(
    *,
    described: Iterable[str],
    rates: Mapping[str, tuple[Rate, Rate]],
    chats: Mapping[str, Chatted],
    counts: Mapping[str, Counted],
    pages: Mapping[str, list[Page]],
    starts: Mapping[str, Start],
    registers: Mapping[str, Registered],
    halls: Mapping[str, Gathered],
    documents: Iterable[Written],
    runs: int,
) -> str:
    """Return the whole of RESULTS.md."""
    title = (
        f"# What it takes\n\nWritten by `make bench`; every figure is the median of {runs} runs (pages: of the requests) on "
        "this machine, over loopback, with commits that reach the disk:\n"
    )
    parts = [
        title,
        "\n".join(f"- {line}" for line in described),
        _votes(rates),
        _chats(chats),
        gathered_part(halls),
        _pages(pages),
        _counts(counts),
        _registers(registers),
        documents_part(documents),
        _starts(starts),
    ]
    return "\n".join(parts)


def _votes(rates: Mapping[str, tuple[Rate, Rate]]) -> str:
    rows = []
    for database, (web, bare) in rates.items():
        rows += [
            (
                f"HTTP, {NAMES[database]}",
                f"{web.per_second:.0f}",
                f"{web.ours:.1f} ms",
                f"{web.database:.1f} ms" if web.database else "in ours",
                f"{web.middle:.0f} ms",
                f"{web.slowest:.0f} ms",
            ),
            (
                f"bare driver, {NAMES[database]}",
                f"{bare.per_second:.0f}",
                f"{bare.ours:.2f} ms",
                f"{bare.database:.2f} ms" if bare.database else "in ours",
                f"{bare.middle:.1f} ms",
                "",
            ),
        ]
    return (
        "\n## Votes\n\n"
        f"{PEOPLE} people vote on {ACTIONS} actions, twice, {AT_ONCE} requests at once, each on a page's terms: session, "
        "CSRF, rights, rules, ballot, outcome, ledger entry, receipt. The bare driver writes the same rows into the same "
        "tables with the same locks, one after another on one connection, in turns with the HTTP runs; it checks nothing. "
        "The load's own processor time is in neither, but shares the cores.\n\n"
        + _table(
            ("", "votes per second", "our processor time per vote", "the database's", "median answer", "99 of 100"),
            rows,
        )
    )


def _chats(chats: Mapping[str, Chatted]) -> str:
    rows = [
        (
            NAMES[database],
            _aimed(found.middle, PRESS_AIM, "ms"),
            _aimed(found.slowest, PRESS_AIM, "ms"),
            f"{found.ours:.1f} ms",
            f"{found.publishing:.0f} ms",
            f"{found.telling:.0f} s",
            str(found.told),
        )
        for database, found in chats.items()
    ]
    return (
        "\n## From a chat\n\n"
        f"{PRESSERS} people press {PRESSES} buttons each, one after another, from the chat's call to our whole answer; the aim "
        f"is {PRESS_AIM:.0f} ms. Then one action opens to a council that prefers private messages: what publishing takes the "
        "person who publishes, and how long one worker takes to tell everyone.\n\n"
        + _table(
            ("", "press to answer", "99 of 100", "our processor time", "publishing", "everyone told", "people"), rows
        )
    )


def gathered_part(halls: Mapping[str, Gathered]) -> str:
    """Return the part on assemblies of many."""
    rows = [
        (
            f"{NAMES[database]}, {found.servers} server" + ("s" if found.servers > 1 else ""),
            str(found.people),
            _aimed(found.seconds, HALL_AIM, "s"),
            f"{found.per_second:.0f}",
            f"{found.middle:.0f} ms",
            f"{found.slowest:.0f} ms",
            _aimed(found.late, LATE_AIM, "s"),
            f"{found.ours:.1f} ms",
            f"{found.theirs:.1f} ms" if found.theirs else "in ours",
            f"{found.memory:.0f} MiB",
            str(found.faults),
        )
        for database, found in halls.items()
    ]
    return (
        "\n## An assembly of many\n\n"
        f"Everyone has a page open that follows it; then all come in and vote, {DOORS} requests at once, a quarter of them "
        f"pressing each button twice. The aim is {HALL_AIM:.0f} seconds for everyone, nobody lost and nobody doubled, and the "
        f"projector right within {LATE_AIM:.0f} seconds of the last arrival. Pages are not fetched again by the load.\n\n"
        + _table(
            (
                "",
                "people",
                "all of it",
                "presses per second",
                "median answer",
                "99 of 100",
                "the projector",
                "our processor time per press",
                "the database's",
                "memory",
                "lost or doubled",
            ),
            rows,
        )
    )


def _pages(pages: Mapping[str, list[Page]]) -> str:
    rows = []
    for database, found in pages.items():
        rows += [
            (
                NAMES[database],
                page.name,
                _aimed(page.milliseconds, PAGE_AIM, "ms"),
                f"{page.slowest:.0f} ms",
                f"{page.processor:.0f} ms",
                str(page.queries),
                f"{page.kib:.0f} KiB",
            )
            for page in found
        ]
    return (
        "\n## Pages of an association with 10,000 actions and a million ballots\n\n"
        f"From request to whole answer, one after another; the aim is {PAGE_AIM:.0f} ms.\n\n"
        + _table(("", "page", "median", "95 of 100", "processor time", "queries", "size"), rows)
    )


def _counts(counts: Mapping[str, Counted]) -> str:
    rows = [
        (
            NAMES[database],
            f"{found.ballots:,} of {found.actions:,} actions",
            f"{found.database:.2f} s",
            f"{found.read:.1f} s",
            f"{found.rules:.1f} s",
            f"{found.one:.1f} s",
            str(found.differing),
        )
        for database, found in counts.items()
    ]
    return (
        "\n## Recount\n\n"
        "By the database: one grouped query over the counting ballots. By the rules: every ballot read, every step of "
        "every count and every outcome worked out again. The last column counts the actions in which the two, or the "
        "recorded outcome, differ.\n\n"
        + _table(
            (
                "",
                "ballots",
                "by the database",
                "reading them",
                "steps and outcomes",
                "steps of one action with a million ballots",
                "differing",
            ),
            rows,
        )
    )


def _registers(registers: Mapping[str, Registered]) -> str:
    rows = [
        (
            NAMES[database],
            _aimed(found.council_at, COUNCIL_AIM, "ms"),
            f"{found.page:.0f} ms ({found.queries} queries)",
            f"{found.search:.0f} ms",
            _aimed(found.importing, IMPORT_AIM, "s"),
        )
        for database, found in registers.items()
    ]
    one = next(iter(registers.values()))
    return (
        "\n## The register of members\n\n"
        f"{one.members} members after {one.periods} periods of arrivals, leaves and departures, {one.council} of them in the council; "
        f"the aims are {COUNCIL_AIM:.0f} ms for the council at any date and {IMPORT_AIM:.0f} s for 10,000 rows of a table.\n\n"
        + _table(("", "council at a date", "a page", "a search", "10,000 rows entered"), rows)
    )


def documents_part(documents: Iterable[Written]) -> str:
    """Return the part on documents."""
    rows = [
        (
            found.name,
            found.form.upper(),
            _aimed(found.seconds, found.aim, "s"),
            f"{found.aim:.0f} s",
            f"{found.processor:.1f} s",
            f"{found.memory:.0f} MiB",
            f"{found.kib:,.0f} KiB",
        )
        for found in documents
    ]
    return (
        "\n## Documents\n\n"
        "Each by `toutdoux report` or `toutdoux minutes`, on SQLite, from the start of the process to its end; starting alone, with "
        "nothing to write, takes about a second of it. Processor time and memory are those of the program and of the engine of "
        "the PDF; memory is that of the larger of both.\n\n"
        + _table(("", "form", "time", "aim", "processor time", "memory at most", "size"), rows)
    )


def _starts(starts: Mapping[str, Start]) -> str:
    rows = [
        (
            NAMES[database],
            f"{found.first:.1f} s",
            _aimed(found.again, START_AIM, "s"),
            _aimed(found.at_rest, MEMORY_AIM, "MiB"),
            f"{found.after_use:.0f} MiB",
        )
        for database, found in starts.items()
    ]
    return (
        "\n## `toutdoux serve`\n\n"
        f"From the start of the process to the first page; the aims are {START_AIM:.0f} s and {MEMORY_AIM:.0f} MiB at "
        "rest.\n\n"
        + _table(
            ("", "first start (the database is created)", "later starts", "memory at rest", "after 200 pages"), rows
        )
    )


def _aimed(value: float, aim: float, unit: str) -> str:
    text = f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return text if value <= aim else f"**{text}** (missed)"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
