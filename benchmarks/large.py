"""A large, old association, written straight into the tables: ten thousand actions and a million ballots.

Ballots, outcomes and figures are those the rules give; only the ledger stays short, because nothing measured reads it.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.core.management.color import no_style
from django.db import connection, transaction

from tests.soak.stage import founded, opened, session
from toutdoux.associations.models import Period
from toutdoux.decisions.commands import settle_due
from toutdoux.decisions.logic.counting import BallotEvent, steps
from toutdoux.decisions.models import Action, Ballot, Lead, OutcomeRecord, Seat, Version
from toutdoux.decisions.queries.facts import rulebook_of
from toutdoux.kernel.people import Actor
from toutdoux.kernel.search import searchable
from toutdoux.rules.facts import ActionFacts, Choice, Status
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind

DELAY = timedelta(days=10)
WORDS = "library bicycle garden server repair kitchen radio workshop printer archive lamp bench choir boat oven seed".split()
TEXT = "We would like to do this together, for the reasons that follow. " * 20
PERIODS = 20
#: Keys of versions begin here, beyond those the commands gave.
FIRST = 10


def fill(*, actions: int, council: int) -> dict[str, Any]:
    """Found the association and write its past; return its slug, a session of one member, references of one action of
    each status."""
    now = datetime.now(UTC).replace(microsecond=0)
    begun = now - timedelta(days=365 * PERIODS // 2)
    slug, people, accounts = founded(council=council, at=begun - timedelta(days=1), signed_in=True)
    pattern = opened(by=people[0], kind="extraordinary", title="The first of all", at=begun)
    periods = Period.objects.bulk_create(
        [Period(association_id=pattern.association_id, code=f"B{number:02}") for number in range(PERIODS)]
    )
    with transaction.atomic():
        for start in range(0, actions - 1, 500):
            _write(
                range(start, min(start + 500, actions - 1)),
                actions=actions,
                pattern=Action.objects.select_related("rulebook").get(id=pattern.id),
                periods=periods,
                people=people,
                begun=begun,
                now=now,
            )
        with connection.cursor() as cursor:
            # Keys were given by us: the database's own counters go on after them.
            for statement in connection.ops.sequence_reset_sql(no_style(), [Version, Seat, Ballot]):
                cursor.execute(statement)
    if connection.vendor == "postgresql":
        # What its autovacuum does by itself. Nobody does it for SQLite, which then plans by what indexes exist.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
    # The very first one waited for this: nothing else of the past is left undecided.
    settle_due(association_id=pattern.association_id, now=now)
    shown = {}
    for status in ("open", "accepted", "blocked", "tacit", "announced"):
        row = Action.objects.filter(status=status).select_related("period").order_by("-number")[0]
        shown[status] = f"{row.period.code if row.period else ''}-{'O' if row.kind == 'ordinary' else 'E'}{row.number}"
    return {"slug": slug, "session": session(accounts[0]), "shown": shown}


def _write(
    numbers: range,
    *,
    actions: int,
    pattern: Action,
    periods: list[Period],
    people: list[Actor],
    begun: datetime,
    now: datetime,
) -> None:
    random = Random(numbers.start)
    rulebook = rulebook_of(pattern)
    rows: list[Action] = []
    versions, records, leads = [], [], []
    seats: list[tuple[object, ...]] = []
    ballots: list[tuple[object, ...]] = []
    for number in numbers:
        opened_at = begun + (now - timedelta(minutes=1) - begun) * (number + 1) / actions
        kind = "ordinary" if number % 3 == 2 else "extraordinary"
        title = f"{random.choice(WORDS).capitalize()} and {random.choice(WORDS)} number {number}"
        deadline = opened_at + DELAY if kind == "extraordinary" else None
        version_id = number + FIRST
        weights = (random.random(), random.random(), 0.3)
        choices = random.choices((Choice.FOR, Choice.AGAINST, Choice.BLANK), weights, k=len(people))
        events = [
            BallotEvent(
                member_id=person.member_id,
                choice=choice,
                at=opened_at + timedelta(minutes=place),
                seq=version_id * 1000 + place,
            )
            for place, (person, choice) in enumerate(zip(people, choices, strict=True))
        ]
        facts = ActionFacts(
            kind=Kind(kind),
            council=len(people),
            opened_at=opened_at,
            deadline=deadline,
            steps=steps(council=len(people), ballots=events),
        )
        found = outcome(facts, rulebook, now)
        if found.status is Status.BLOCKED and found.decided_at is not None:
            # Blocking closes: what would have come after it was never cast.
            closed_at = found.decided_at
            events = [event for event in events if event.at <= closed_at]
        seats += [(version_id * 1000 + place, version_id, person.member_id) for place, person in enumerate(people)]
        ballots += [(e.seq, e.seq, str(e.choice), "", "", e.at, e.seq, True, "web", str(e.seq)) for e in events]
        action = Action(
            id=uuid4(),
            association_id=pattern.association_id,
            kind=kind,
            period=periods[number * PERIODS // actions],
            number=number + 1,
            rulebook=pattern.rulebook,
            title=title,
            search=searchable(title, TEXT),
            created_by_id=people[0].member_id,
            created_at=opened_at,
            opened_on=opened_at.date(),
            opened_at=opened_at,
            deadline=deadline,
            status=found.status,
            decided_at=found.decided_at,
            execution="done" if number % 2 and found.status is not Status.OPEN else "to-do",
        )
        rows.append(action)
        versions.append(
            Version(
                id=version_id,
                action=action,
                number=1,
                title=title,
                text=TEXT,
                written_by_id=people[0].member_id,
                opened_at=opened_at,
                deadline=deadline,
                council=len(people),
            )
        )
        leads.append(Lead(action=action, member_id=people[number % len(people)].member_id, first=True, since=opened_at))
        if found.decided_at is not None:
            then = found.tally_then
            records.append(
                OutcomeRecord(
                    action=action,
                    status=found.status,
                    branch=found.branch,
                    article=found.article,
                    at=found.decided_at,
                    council=then.council,
                    for_votes=then.for_,
                    against_votes=then.against,
                    blank_votes=then.blank,
                )
            )
    Action.objects.bulk_create(rows)
    Version.objects.bulk_create(versions)
    for action, version in zip(rows, versions, strict=True):
        action.current_id = version.id
    Action.objects.bulk_update(rows, ["current"], batch_size=100)
    OutcomeRecord.objects.bulk_create(records)
    Lead.objects.bulk_create(leads)
    _copy("decisions_seat", "id, version_id, member_id", seats)
    _copy("decisions_ballot", "id, seat_id, choice, reason, salt, at, seq, counting, door, key", ballots)


def _copy(table: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    """Write rows by the fastest way of each database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(rows[0]))
            plain = [tuple(_plain(value) for value in row) for row in rows]
            cursor.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", plain)


def _plain(value: object) -> object:
    """Return a value as Django keeps it in SQLite."""
    if isinstance(value, UUID):
        return value.hex
    return str(value.replace(tzinfo=None)) if isinstance(value, datetime) else value
