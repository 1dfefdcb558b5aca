"""Lines of lists: frozen rows of actions, whatever the list, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.logic.tables_cells import Row
from toutdoux.decisions.models import Action, Ballot, HistoricalRecord, Lead, Note, OutcomeRecord, Seat
from toutdoux.decisions.queries.doors import reference_of
from toutdoux.decisions.queries.facts import Loaded, light
from toutdoux.kernel.people import Actor
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import Branch, Choice, Execution, Outcome, Status, Tally
from toutdoux.rules.label import Label, label
from toutdoux.rules.outcome import ballots_close_at, marks
from toutdoux.rules.rulebook import Kind, Rulebook


@dataclass(frozen=True, kw_only=True)
class LeadRow:
    """Who carries an action."""

    member_id: UUID
    name: str
    first: bool


@dataclass(frozen=True, kw_only=True)
class HistoricalRow:
    """The figures of an old table, as printed. ``against`` None: the table did not say."""

    lead: str
    for_: int
    against: int | None
    council: int
    status_text: str
    note: str
    link: str
    text: str
    urgent: bool
    carried_out_on: date | None


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """One action in a list. ``outcome`` and ``rulebook`` are None for historical rows, whose figures are in ``historical``.

    ``opened_at`` is when the current text was published: what its count and its deadline run from; ``opened_on`` is the
    day of the register, that of the first publication.
    ``my_choice`` is the reader's counting ballot on the current text; ``seated`` says whether they have a seat in its
    frozen council.
    """

    id: UUID
    reference: Reference
    kind: Kind
    period: str
    title: str
    opened_on: date | None
    opened_at: datetime | None
    deadline: datetime | None
    execution: Execution
    carried_out_on: date | None
    urgent: bool
    label: Label
    outcome: Outcome | None
    rulebook: Rulebook | None
    historical: HistoricalRow | None
    leads: tuple[LeadRow, ...]
    lead_wanted: bool
    co_lead_wanted: bool
    discussion_url: str
    footnotes: tuple[str, ...]
    version: int
    seated: bool = False
    my_choice: Choice | None = None

    @property
    def tally(self) -> Tally:
        """Return the count to print."""
        if self.outcome is not None:
            return self.outcome.tally
        old = self.historical
        if old is None:
            return Tally(council=0)
        return Tally(council=old.council, for_=old.for_, against=old.against or 0)

    @property
    def carried_out_early(self) -> bool:
        """Say whether it was declared urgent and has been begun, so that it was carried out before its outcome."""
        if self.historical is not None:
            return self.historical.urgent
        return self.urgent and self.execution in {Execution.IN_PROGRESS, Execution.DONE}

    @property
    def lead_names(self) -> str:
        """Return who leads, the first lead first, for a cell of the register."""
        if self.historical is not None:
            return self.historical.lead
        return ", ".join(lead.name for lead in sorted(self.leads, key=lambda lead: not lead.first))


def action_rows(*, actions: Iterable[Action], actor: Actor | None, now: datetime) -> tuple[ActionRow, ...]:
    """Return the rows of ``actions`` (loaded with ``NEEDED``), in the same order, as the reader sees them at ``now``."""
    found = list(actions)
    ids = [action.id for action in found]
    live = [action for action in found if not action.historical and action.opened_at is not None]
    loaded = light(live)
    records = {(r.action_id, r.status): r for r in OutcomeRecord.objects.filter(action_id__in=ids)}
    leads: dict[UUID, list[LeadRow]] = defaultdict(list)
    for lead in Lead.objects.filter(action_id__in=ids).select_related("member").order_by("-first", "since", "id"):
        leads[lead.action_id].append(LeadRow(member_id=lead.member_id, name=lead.member.name, first=lead.first))
    footnotes: dict[UUID, list[str]] = defaultdict(list)
    for note in Note.objects.filter(action_id__in=ids, about="footnote").order_by("id"):
        footnotes[note.action_id].append(note.text)
    printed = {r.action_id: r for r in HistoricalRecord.objects.filter(action_id__in=ids)}
    seats, choices = _own(live, actor)
    return tuple(
        _row(
            action,
            outcome=_outcome(action, loaded.get(action.id), records, now),
            rulebook=loaded[action.id].rulebook if action.id in loaded else None,
            printed=printed.get(action.id),
            leads=tuple(leads[action.id]),
            footnotes=tuple(footnotes[action.id]),
            seated=action.current_id in seats,
            choice=choices.get(action.current_id),
        )
        for action in found
    )


def recorded_outcome(*, action: Action, loaded: Loaded, record: OutcomeRecord, now: datetime) -> Outcome:
    """Return the outcome of a decided action from its record, with the count as it stands now."""
    facts = loaded.facts
    for_mark, against_mark = marks(loaded.rulebook.count_rules(facts.kind), facts.council)
    closes_at = ballots_close_at(
        status=Status(action.status), decided_at=record.at, deadline=facts.deadline, ended_at=facts.ended_at
    )
    return Outcome(
        status=Status(record.status),
        branch=Branch(record.branch),
        article=Article(record.article),
        decided_at=record.at,
        tally=facts.steps[-1].tally if facts.steps else Tally(council=facts.council),
        tally_then=Tally(
            council=record.council,
            for_=record.for_votes,
            against=record.against_votes,
            blank=record.blank_votes,
        ),
        ballots_open=closes_at is None or now < closes_at,
        ballots_close_at=closes_at,
        for_mark=for_mark,
        against_mark=against_mark,
        standing_objections=len(facts.objections),
        expected=None,
        changes=(),
    )


def _outcome(
    action: Action, loaded: Loaded | None, records: dict[tuple[UUID, str], OutcomeRecord], now: datetime
) -> Outcome | None:
    if loaded is None:
        return None
    record = records.get((action.id, action.status))
    if record is not None:
        return recorded_outcome(action=action, loaded=loaded, record=record, now=now)
    return loaded.outcome(now=now)


def _own(actions: list[Action], actor: Actor | None) -> tuple[set[int | None], dict[int | None, Choice]]:
    if actor is None:
        return set(), {}
    versions = [action.text_id for action in actions]
    seats = Seat.objects.filter(version_id__in=versions, member_id=actor.member_id)
    ballots = Ballot.objects.filter(
        seat__version_id__in=versions, seat__member_id=actor.member_id, counting=True
    ).values_list("seat__version_id", "choice")
    return set(seats.values_list("version_id", flat=True)), {v: Choice(c) for v, c in ballots}


def _row(
    action: Action,
    *,
    outcome: Outcome | None,
    rulebook: Rulebook | None,
    printed: HistoricalRecord | None,
    leads: tuple[LeadRow, ...],
    footnotes: tuple[str, ...],
    seated: bool,
    choice: Choice | None,
) -> ActionRow:
    kind, execution = Kind(action.kind), Execution(action.execution)
    if printed is not None:
        word = Label(printed.label)
    else:
        word = label(status=outcome.status if outcome else Status.OPEN, execution=execution, kind=kind)
    return ActionRow(
        id=action.id,
        reference=reference_of(action),
        kind=kind,
        period=action.period.code if action.period else "",
        title=action.title,
        opened_on=action.opened_on,
        opened_at=action.current.opened_at if action.current else None,
        deadline=action.deadline,
        execution=execution,
        carried_out_on=action.carried_out_on,
        urgent=action.urgent_at is not None,
        label=word,
        outcome=outcome,
        rulebook=rulebook,
        historical=_printed(printed) if printed else None,
        leads=leads,
        lead_wanted=action.lead_wanted,
        co_lead_wanted=action.co_lead_wanted,
        discussion_url=action.discussion_url,
        footnotes=(printed.note,) if printed and printed.note else footnotes,
        version=action.current.number if action.current else 0,
        seated=seated,
        my_choice=choice,
    )


def _printed(row: HistoricalRecord) -> HistoricalRow:
    return HistoricalRow(
        lead=row.lead,
        for_=row.for_votes,
        against=row.against_votes,
        council=row.council,
        status_text=row.status_text,
        note=row.note,
        link=row.link,
        text=row.text,
        urgent=Row(row=0, cells={"urgent": row.urgent}).truth("urgent")[0],
        carried_out_on=row.carried_out_on,
    )
