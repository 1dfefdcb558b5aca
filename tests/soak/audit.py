"""An independent recount: what the database says happened, held against itself, without the code that wrote it.

Written for the rules of the tout-doux-cratie alone: extraordinary actions pass at half, are blocked at half, pass by
silence at the deadline; counter-votes annul at half. Every fault is a sentence; no fault is an empty list.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count

from toutdoux.decisions.models import Action, Ballot, OutcomeRecord, Seat
from toutdoux.ledger.models import Entry
from toutdoux.ledger.queries import chain_flaw


def audit(*, association: str, now: str = "") -> list[str]:
    """Return every fault of an association. `now` (ISO): also name the actions left open past their deadline."""
    association_id = UUID(association)
    faults = [*_storage()]
    flaw = chain_flaw(association_id=association_id)
    if flaw is not None:
        faults.append(f"the chain breaks at {flaw}")
    faults += [*_ballots_and_entries(association_id), *_numbers(association_id)]
    decided = _decisions(association_id)
    for action in Action.objects.filter(association_id=association_id, opened_at__isnull=False):
        faults += [f"{action.kind} {action.number}: {fault}" for fault in _action(action, decided)]
        if now and action.status == "open" and action.deadline <= datetime.fromisoformat(now):
            faults.append(f"{action.kind} {action.number} was left open past its deadline")
    return faults


def votes(*, association: str) -> list[dict[str, str]]:
    """Return every ballot of an association: who, on what, which choice, with which reason."""
    rows = Ballot.objects.filter(seat__version__action__association_id=UUID(association))
    return [
        {"member": str(member), "action": str(action), "choice": choice, "reason": reason}
        for member, action, choice, reason in rows.values_list(
            "seat__member_id", "seat__version__action_id", "choice", "reason"
        )
    ]


def _decisions(association_id: UUID) -> dict[tuple[str, str], int]:
    """Return the number of the entry of each decision, by action and status."""
    found = {}
    for entry in Entry.objects.filter(association_id=association_id, kind="action.decided"):
        data = json.loads(entry.data)
        found[data["action"], data["status"]] = entry.seq
    return found


def _storage() -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (f"integrity: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            yield from (f"foreign key: {row}" for row in cursor.fetchall())


def _ballots_and_entries(association_id: UUID) -> Iterator[str]:
    """Every ballot has its entry and every entry its ballot; every outcome likewise; nobody counts twice."""
    ballots = Ballot.objects.filter(seat__version__action__association_id=association_id)
    written = {
        row.seq: (
            str(row.seat.version.action_id),
            row.seat.version.number,
            row.seat.member_id,
            row.choice,
            row.at,
            bool(row.reason),
        )
        for row in ballots.select_related("seat__version")
    }
    entries, decided = {}, Counter[tuple[str, str, str]]()
    for entry in Entry.objects.filter(association_id=association_id):
        data = json.loads(entry.data)
        if entry.kind == "ballot.cast":
            entries[entry.seq] = (
                data["action"],
                data["version"],
                entry.actor_id,
                data["choice"],
                entry.at,
                data["reasoned"],
            )
        elif entry.kind == "action.decided":
            decided[data["action"], data["status"], f"{data['for']}/{data['against']}/{data['blank']}"] += 1
    if len(written) != ballots.count():
        yield "two ballots bear one number"
    for seq in sorted(written.keys() | entries.keys()):
        if written.get(seq) != entries.get(seq):
            yield f"entry {seq} says {entries.get(seq)}, its ballot {written.get(seq)}"
    recorded = Counter(
        (str(r.action_id), r.status, f"{r.for_votes}/{r.against_votes}/{r.blank_votes}")
        for r in OutcomeRecord.objects.filter(action__association_id=association_id).exclude(status="announced")
    )
    for key in recorded.keys() | decided.keys():
        if recorded[key] != 1 or decided[key] != 1:
            yield f"outcome {key}: {recorded[key]} records, {decided[key]} entries"
    doubles = ballots.filter(counting=True).values("seat_id").annotate(number=Count("id")).filter(number__gt=1)
    yield from (f"seat {row['seat_id']} counts {row['number']} times" for row in doubles)


def _numbers(association_id: UUID) -> Iterator[str]:
    series: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in Action.objects.filter(association_id=association_id, opened_at__isnull=False):
        key = ("counter-votes of", row.target_id) if row.target_id else (row.period_id, row.kind)
        series[key].append((row.suffix if row.target_id else row.number) or 0)
    for key, found in series.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"numbers of {key} have a hole or a double: {sorted(found)}"


def _action(action: Action, decided: dict[tuple[str, str], int]) -> Iterator[str]:
    """Recount one action: the decision its ballots lead to is the one recorded, and nothing was counted after it."""
    records = list(OutcomeRecord.objects.filter(action=action).order_by("id"))
    council = Seat.objects.filter(version_id=action.text_id).count()
    ballots = list(Ballot.objects.filter(seat__version_id=action.text_id).order_by("seq"))
    counting = {ballot.seat_id: ballot.choice for ballot in ballots if ballot.counting}
    last = {ballot.seat_id: ballot.choice for ballot in ballots}
    if counting != last:
        yield f"the counting ballots {counting} are not the last ones {last}"
    if records and action.status != records[-1].status:
        yield f"its status is {action.status}, the last record's {records[-1].status}"
    expected = _recount(action, ballots, council)
    first = records[0] if records else None
    if first is None or action.status == "open":
        if expected is not None:
            yield f"it should be {expected} and is open"
        if first is not None:
            yield f"it is open and has the record {first.status}"
        return
    found = (first.status, first.at, first.for_votes, first.against_votes, first.blank_votes)
    if first.status not in {"announced", "annulled", "lapsed"} and found != expected:
        yield f"recorded {found}, recounted {expected}"
    if first.council != council:
        yield f"recorded a council of {first.council}, {council} seats"
    yield from _tallies(records, ballots, decided)
    yield from _after_the_close(action, records, ballots, decided)


def _after_the_close(
    action: Action, records: list[OutcomeRecord], ballots: list[Ballot], decided: dict[tuple[str, str], int]
) -> Iterator[str]:
    """No ballot is dated at or after the deadline; none is recorded after what closed the action at once."""
    closing = next((r for r in records if r.status in {"blocked", "withdrawn", "annulled", "lapsed"}), None)
    for ballot in ballots:
        if action.deadline is not None and ballot.at >= action.deadline:
            yield f"ballot {ballot.seq} at {ballot.at} is not before the deadline {action.deadline}"
        if closing is not None and (
            ballot.at > closing.at or ballot.seq > decided.get((str(action.id), closing.status), 0)
        ):
            yield f"ballot {ballot.seq} at {ballot.at} came after {closing.status} at {closing.at}"


def _tallies(records: list[OutcomeRecord], ballots: list[Ballot], decided: dict[tuple[str, str], int]) -> Iterator[str]:
    """The tally stored with a decision is the count of the ballots recorded before it."""
    for record in records:
        if record.status == "announced":
            continue
        before = decided.get((str(record.action_id), record.status), 0)
        latest = {b.seat_id: b.choice for b in ballots if b.seq < before}
        counts = Counter(latest.values())
        stored = (record.for_votes, record.against_votes, record.blank_votes)
        if stored != (counts["for"], counts["against"], counts["blank"]):
            yield f"{record.status} stored the tally {stored}; the ballots before it give {dict(counts)}"


def _recount(action: Action, ballots: list[Ballot], council: int) -> tuple[str, datetime, int, int, int] | None:
    """Return the first decision of an extraordinary action or a counter-vote, from its ballots, as (status, …)."""
    if action.kind == "ordinary" or action.deadline is None:
        return None
    choices: dict[int, str] = {}
    counts = Counter[str]()
    for ballot in ballots:
        if ballot.at >= action.deadline or (action.withdrawn_at is not None and ballot.at > action.withdrawn_at):
            break
        choices[ballot.seat_id] = ballot.choice
        counts = Counter(choices.values())
        passed, blocked = 2 * counts["for"] >= council, 2 * counts["against"] >= council
        if passed or (blocked and action.kind == "extraordinary"):
            return "accepted" if passed else "blocked", ballot.at, counts["for"], counts["against"], counts["blank"]
    if action.withdrawn_at is not None:
        return "withdrawn", action.withdrawn_at, counts["for"], counts["against"], counts["blank"]
    if action.status == "open":
        return None
    silent = "tacit" if action.kind == "extraordinary" else "lapsed"
    return silent, action.deadline, counts["for"], counts["against"], counts["blank"]
