"""From rows to the frozen facts that the rules look at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max

from toutdoux.associations.queries import read_rulebook
from toutdoux.decisions.logic.counting import BallotEvent, objections, steps, tally
from toutdoux.decisions.models import Action, Ballot, Objection
from toutdoux.rules.facts import ActionFacts, Choice, CountStep, ObjectionFacts, Outcome, Status
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind, Rulebook

#: What an action is loaded with, so that its facts need no further query of their own.
NEEDED = ("rulebook", "current", "period", "target", "target__period")
#: What counting alone needs of them.
COUNTED = ("rulebook", "current")

#: Rows named in one query, well under what a database takes.
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """An action's facts with the rules it is pinned to."""

    facts: ActionFacts
    rulebook: Rulebook

    def outcome(self, *, now: datetime) -> Outcome:
        """Return the outcome at ``now``."""
        return outcome(self.facts, self.rulebook, now)


def rulebook_of(action: Action) -> Rulebook:
    """Return the rules an action (loaded with its rulebook) is pinned to."""
    if action.rulebook is None:
        msg = "a draft is not under a rulebook yet"
        raise ValueError(msg)
    return read_rulebook(action.rulebook.data)


def light(actions: Iterable[Action]) -> dict[UUID, Loaded]:
    """Return the facts of open actions from their current tally alone: two queries, however many actions.

    Enough where nothing was decided before the last ballot, which ``cast_ballot`` guarantees for an open status.
    Counter-votes that passed have already annulled; only the open ones could still, and they need a ballot to.
    """
    rows = list(actions)
    versions = [row.text_id for row in rows]
    counted = (
        Ballot.objects.filter(seat__version_id__in=versions, counting=True)
        .values("seat__version_id", "choice")
        .annotate(number=Count("*"), last=Max("at"))
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    last: dict[int, datetime] = {}
    for row in counted:
        version_id = row["seat__version_id"]
        counts[version_id][row["choice"]] = row["number"]
        last[version_id] = max(row["last"], last.get(version_id, row["last"]))
    standing: dict[int, list[ObjectionFacts]] = defaultdict(list)
    for version_id, raised_at in Objection.objects.filter(version_id__in=versions, lifted_at=None).values_list(
        "version_id", "raised_at"
    ):
        standing[version_id].append(ObjectionFacts(raised_at=raised_at))
    found = {}
    for action in rows:
        version = action.current
        if version is None or version.opened_at is None:
            continue
        step: tuple[CountStep, ...] = ()
        if version.id in last:
            step = (
                CountStep(at=last[version.id], tally=tally(council=version.council or 0, counts=counts[version.id])),
            )
        found[action.id] = Loaded(
            facts=ActionFacts(
                kind=Kind(action.kind),
                council=version.council or 0,
                opened_at=version.opened_at,
                deadline=version.deadline,
                steps=step,
                objections=tuple(standing[version.id]),
                withdrawn_at=action.withdrawn_at,
                ended_at=action.ended_at,
            ),
            rulebook=rulebook_of(action),
        )
    return found


def full(action: Action, *, counters: Sequence[Action] | None = None) -> Loaded:
    """Return all the facts of one action, its history and its counter-votes included: a constant number of queries.

    ``counters``: its counter-votes in order, loaded with ``NEEDED``, when the caller has them already.
    """
    family = [action, *(counters_of(action) if counters is None else counters)]
    histories = _histories([row.text_id for row in family])
    facts = _facts(action, histories, tuple(_facts(row, histories) for row in family[1:]))
    if action.kind == Kind.COUNTER_VOTE and action.target is not None:
        facts = _facts(action, histories, moot=_target_gone_at(action))
    return Loaded(facts=facts, rulebook=rulebook_of(action))


def counters_of(action: Action) -> list[Action]:
    """Return the counter-votes of an action, in order, with what their facts need."""
    return list(Action.objects.filter(target=action).select_related(*NEEDED).order_by("suffix"))


def full_of_all(actions: Sequence[Action]) -> dict[UUID, Loaded]:
    """Return what ``full`` returns, for many actions that are not counter-votes: three queries for each 500 of them."""
    found = {}
    for start in range(0, len(actions), _BATCH):
        batch = actions[start : start + _BATCH]
        counters = Action.objects.filter(target__in=batch).select_related(*NEEDED).order_by("suffix")
        by_target: dict[UUID | None, list[Action]] = defaultdict(list)
        for counter in counters:
            by_target[counter.target_id].append(counter)
        histories = _histories([row.text_id for row in [*batch, *counters]])
        for action in batch:
            own = tuple(_facts(row, histories) for row in by_target[action.id])
            found[action.id] = Loaded(facts=_facts(action, histories, own), rulebook=rulebook_of(action))
    return found


def _target_gone_at(action: Action) -> datetime | None:
    """Return when the target of a counter-vote was gone by itself, from its recorded status."""
    target = action.target
    if target is None or target.decided_at is None:
        return None
    gone = {Status.BLOCKED, Status.REJECTED, Status.WITHDRAWN}
    return target.decided_at if target.status in gone else None


def _facts(
    action: Action,
    histories: dict[int, tuple[list[BallotEvent], dict[UUID, list[datetime]]]],
    counters: tuple[ActionFacts, ...] = (),
    moot: datetime | None = None,
) -> ActionFacts:
    version = action.current
    if version is None or version.opened_at is None:
        msg = "a draft has no facts to decide on"
        raise ValueError(msg)
    ballots, lifted = histories.get(version.id, ([], {}))
    return ActionFacts(
        kind=Kind(action.kind),
        council=version.council or 0,
        opened_at=version.opened_at,
        deadline=version.deadline,
        steps=steps(council=version.council or 0, ballots=ballots),
        objections=objections(ballots=ballots, lifted=lifted),
        withdrawn_at=action.withdrawn_at,
        ended_at=action.ended_at,
        moot_at=moot,
        counter_votes=counters,
    )


def _histories(
    version_ids: list[int],
) -> dict[int, tuple[list[BallotEvent], dict[UUID, list[datetime]]]]:
    found: dict[int, tuple[list[BallotEvent], dict[UUID, list[datetime]]]] = defaultdict(
        lambda: ([], defaultdict(list))
    )
    rows = Ballot.objects.filter(seat__version_id__in=version_ids).values_list(
        "seat__version_id", "seat__member_id", "choice", "at", "seq", "reason"
    )
    for version_id, member_id, choice, at, seq, reason in rows:
        found[version_id][0].append(
            BallotEvent(member_id=member_id, choice=Choice(choice), at=at, seq=seq, reasoned=bool(reason))
        )
    lifted = Objection.objects.filter(version_id__in=version_ids, lifted_at__isnull=False)
    for version_id, member_id, lifted_at in lifted.values_list("version_id", "member_id", "lifted_at"):
        if lifted_at is not None:
            found[version_id][1][member_id].append(lifted_at)
    return found
