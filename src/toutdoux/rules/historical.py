"""Rows of old tables against a rulebook: do the figures of a row allow the decision part of its label?

Source: the rules of the tout-doux-cratie, "Exactly" 12. A row has final counts and days, but neither the order of the
ballots, nor the hours, nor who objected; so its figures allow a *set* of decisions, and a label is at fault only when no
decision of that set permits it. Deciding is ``outcome``'s; here its rules are applied to all the histories that end in
the figures of the row, on the understanding that a row shows For and Against at their highest.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from toutdoux.rules.articles import Article
from toutdoux.rules.facts import STANDING, Branch, Status
from toutdoux.rules.label import Label
from toutdoux.rules.outcome import marks
from toutdoux.rules.rulebook import Base, CountRules, Kind, ObjectionReading, Rulebook, Silence
from toutdoux.rules.time import deadline

# Old tables know days only: whichever zone the association lives in, its days begin and end together.
_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one row says. ``against`` is None where the table has none (ordinary actions): any number is possible.

    ``for_`` and ``against`` together are at most ``council``; days lie between 1900 and 2199.
    """

    kind: Kind
    label: Label
    opened_on: date
    for_: int
    against: int | None
    council: int
    urgent: bool = False
    carried_out_on: date | None = None


class Reason(StrEnum):
    """Why a label is allowed (the first three) or not."""

    AGREES = "agrees"
    ABANDONED = "abandoned"
    EARLY_BY_URGENCY = "early-by-urgency"
    NOT_ACCEPTED = "not-accepted"
    NOT_REJECTED = "not-rejected"
    NOT_WAITING = "not-waiting"
    NOT_OPEN = "not-open"
    ORDINARY_ONLY = "ordinary-only"
    NOT_COUNTED = "not-counted"
    ANNULMENT_NOT_IN_ROW = "annulment-not-in-row"
    ANNOUNCED_AT_ONCE = "announced-at-once"
    CARRIED_OUT_REJECTED = "carried-out-rejected"
    CARRIED_OUT_UNDECIDED = "carried-out-undecided"
    CARRIED_OUT_TOO_EARLY = "carried-out-too-early"
    CARRIED_OUT_BEFORE_OPENING = "carried-out-before-opening"
    URGENCY_NOT_FORESEEN = "urgency-not-foreseen"


_CONSISTENT = frozenset({Reason.AGREES, Reason.ABANDONED, Reason.EARLY_BY_URGENCY})


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What the figures of a row allow, and whether its label is among it.

    ``possible`` has each decision the figures allow, in the order accepted, blocked, tacit, rejected, open; ``computed``
    is the one that the label agrees with, else the first; ``branch`` is the rule that gives it. ``article`` is the one
    ``reason`` comes from. ``ends_on`` is the last day on which the delay may be running; like the rules and the marks
    (see ``outcome.marks``), it is None for what is not counted.
    """

    computed: Status
    possible: tuple[Status, ...]
    branch: Branch
    consistent: bool
    reason: Reason
    article: Article
    rules: CountRules | None = None
    ends_on: date | None = None
    for_mark: int | None = None
    against_mark: int | None = None


#: Each branch with its decision and its article, in the order in which one is chosen when several are possible.
_BRANCHES = MappingProxyType(
    {
        Branch.ANNOUNCED: (Status.ANNOUNCED, Article.ANNOUNCEMENT),
        Branch.SHARE_FOR: (Status.ACCEPTED, Article.ACCEPTANCE),
        Branch.SHARE_FOR_AT_DEADLINE: (Status.ACCEPTED, Article.ACCEPTANCE),
        Branch.SHARE_AGAINST: (Status.BLOCKED, Article.BLOCKING),
        Branch.OBJECTION_STANDS: (Status.BLOCKED, Article.OBJECTION),
        Branch.SILENCE: (Status.TACIT, Article.SILENCE),
        Branch.SHARE_NOT_REACHED: (Status.REJECTED, Article.SILENCE),
        Branch.COUNTER_VOTE_LAPSED: (Status.LAPSED, Article.COUNTER_VOTE),
        Branch.AWAITING: (Status.OPEN, Article.DELAY),
    }
)

_AT_DEADLINE = MappingProxyType(
    {
        Silence.ACCEPTS: Branch.SILENCE,
        Silence.REJECTS: Branch.SHARE_NOT_REACHED,
        Silence.LAPSES: Branch.COUNTER_VOTE_LAPSED,
    }
)

#: The decisions each label may stand for. Carrying out (done, in progress) is looked at more closely.
_ALLOWED = MappingProxyType(
    {
        Label.ABANDONED: frozenset(Status),
        Label.ACCEPTED: frozenset({Status.ACCEPTED}),
        Label.REJECTED: frozenset({Status.BLOCKED, Status.REJECTED, Status.LAPSED}),
        Label.WAITING: frozenset({Status.TACIT, Status.ANNOUNCED}),
        Label.OPEN: frozenset({Status.OPEN}),
        Label.DONE: STANDING,
        Label.IN_PROGRESS: STANDING,
    }
)

_FAULTS = MappingProxyType(
    {
        Label.ACCEPTED: (Reason.NOT_ACCEPTED, Reason.NOT_COUNTED),
        Label.REJECTED: (Reason.NOT_REJECTED, Reason.ANNULMENT_NOT_IN_ROW),
        Label.WAITING: (Reason.NOT_WAITING, Reason.NOT_WAITING),
        Label.OPEN: (Reason.NOT_OPEN, Reason.ANNOUNCED_AT_ONCE),
    }
)

_ARTICLES = MappingProxyType(
    {
        Reason.ABANDONED: Article.EXECUTION,
        Reason.EARLY_BY_URGENCY: Article.URGENCY,
        Reason.NOT_ACCEPTED: Article.ACCEPTANCE,
        Reason.NOT_REJECTED: Article.BLOCKING,
        Reason.NOT_WAITING: Article.SILENCE,
        Reason.NOT_OPEN: Article.DELAY,
        Reason.ORDINARY_ONLY: Article.KINDS,
        Reason.NOT_COUNTED: Article.ANNOUNCEMENT,
        Reason.ANNULMENT_NOT_IN_ROW: Article.COUNTER_VOTE,
        Reason.ANNOUNCED_AT_ONCE: Article.ANNOUNCEMENT,
        Reason.CARRIED_OUT_REJECTED: Article.EXECUTION,
        Reason.CARRIED_OUT_UNDECIDED: Article.EXECUTION,
        Reason.CARRIED_OUT_TOO_EARLY: Article.EXECUTION,
        Reason.CARRIED_OUT_BEFORE_OPENING: Article.EXECUTION,
        Reason.URGENCY_NOT_FORESEEN: Article.URGENCY,
    }
)


def judge(*, figures: Figures, rulebook: Rulebook, at: date) -> Judgement:
    """Say which decision the figures allow on the day ``at``, and whether the label is one it permits, and why.

    Pure and total. A rulebook has its early threshold and its blocking one of the council, as reading one ensures.
    """
    rules = rulebook.count_rules(figures.kind)
    branches = _possible(figures=figures, rules=rules, at=at)
    allowed = _ALLOWED[figures.label]
    if figures.label is Label.WAITING and figures.kind is Kind.ORDINARY:
        # Where ordinary actions are counted, the register says "waiting" of those still open too.
        allowed |= {Status.OPEN}
    possible = _statuses(branches)
    if figures.label in {Label.DONE, Label.IN_PROGRESS}:
        reason = _carried_out(figures=figures, rulebook=rulebook, rules=rules, at=at, possible=possible)
    else:
        reason = _agreement(label=figures.label, counted=rules is not None, agrees=bool(allowed & possible))
    if reason is Reason.EARLY_BY_URGENCY:
        allowed |= {Status.OPEN}
    branch = next((branch for branch in branches if _BRANCHES[branch][0] in allowed), branches[0])
    status, article = _BRANCHES[branch]
    for_mark, against_mark = marks(rules, figures.council)
    return Judgement(
        computed=status,
        possible=tuple(dict.fromkeys(_BRANCHES[branch][0] for branch in branches)),
        branch=branch,
        consistent=reason in _CONSISTENT,
        reason=reason,
        article=_ARTICLES.get(reason, article),
        rules=rules,
        ends_on=_ends_on(figures=figures, rules=rules) if rules else None,
        for_mark=for_mark,
        against_mark=against_mark,
    )


def _agreement(*, label: Label, counted: bool, agrees: bool) -> Reason:
    """Say whether a label that tells the decision, or abandonment, agrees with what is possible."""
    if label is Label.ABANDONED:
        return Reason.ABANDONED
    if agrees:
        return Reason.AGREES
    when_counted, when_announced = _FAULTS[label]
    return when_counted if counted else when_announced


def _carried_out(
    *, figures: Figures, rulebook: Rulebook, rules: CountRules | None, at: date, possible: frozenset[Status]
) -> Reason:
    """Say whether the action could be carried out: it stood on that day, or urgency was declared and it was not refused.

    Without a day, any up to ``at`` will do. Urgency allows acting before the outcome; an action that ends blocked or
    rejected is labelled so, whatever was done early.
    """
    if figures.label is Label.IN_PROGRESS and figures.kind is not Kind.ORDINARY and rules is not None:
        return Reason.ORDINARY_ONLY
    if not possible & (STANDING | {Status.OPEN}):
        return Reason.CARRIED_OUT_REJECTED
    on = figures.carried_out_on
    before_opening = on is not None and on < figures.opened_on
    stood = possible if on is None or on >= at else _statuses(_possible(figures=figures, rules=rules, at=on))
    # Where no day is given, the word "urgent" is all that tells how a counted action was carried out.
    declared = figures.urgent and rulebook.urgency and on is None and rules is not None
    if stood & STANDING and not before_opening and not declared:
        return Reason.AGREES
    if figures.urgent:
        return Reason.EARLY_BY_URGENCY if rulebook.urgency else Reason.URGENCY_NOT_FORESEEN
    if before_opening:
        return Reason.CARRIED_OUT_BEFORE_OPENING
    return Reason.CARRIED_OUT_UNDECIDED if on is None or on > at else Reason.CARRIED_OUT_TOO_EARLY


def _statuses(branches: tuple[Branch, ...]) -> frozenset[Status]:
    return frozenset(_BRANCHES[branch][0] for branch in branches)


def _possible(*, figures: Figures, rules: CountRules | None, at: date) -> tuple[Branch, ...]:
    """Return the branches that some history with these figures takes by some instant of the day ``at``; never empty."""
    if rules is None:
        return (Branch.ANNOUNCED,)
    first, last = _deadlines(figures=figures, rules=rules)
    found = set[Branch]()
    # The action was published, and the question is asked, at unknown hours of two known days.
    if last > _first_instant(at):
        found |= _by_count(figures=figures, rules=rules, over=False)
    if first <= _last_instant(at):
        found |= _by_count(figures=figures, rules=rules, over=True)
    return tuple(branch for branch in _BRANCHES if branch in found)


def _by_count(*, figures: Figures, rules: CountRules, over: bool) -> set[Branch]:
    """Return the branches possible while the delay runs, or once it is ``over``."""
    council, for_ = figures.council, figures.for_
    least = 0 if figures.against is None else figures.against
    most = council - for_ if figures.against is None else figures.against
    found = set[Branch]()
    unblocked = most
    if rules.block is not None:
        mark = rules.block.needed(of=council)
        unblocked = min(most, mark - 1)
        if most >= mark:
            found.add(Branch.SHARE_AGAINST)
    if rules.accept_early and rules.accept.reached(count=for_, of=council):
        # When Against is there as well, the table does not tell which came first.
        found.add(Branch.SHARE_FOR)
    elif least <= unblocked:
        found |= _at_deadline(figures, rules, least=least, most=unblocked) if over else {Branch.AWAITING}
    return found


def _at_deadline(figures: Figures, rules: CountRules, *, least: int, most: int) -> set[Branch]:
    """Return the branches possible at the deadline with ``least`` to ``most`` against, too few to have blocked."""
    for_ = figures.for_
    found = set[Branch]()
    if rules.objection is ObjectionReading.VETO and most > 0:
        # The table does not tell whether someone against objected, and did not lift it.
        found.add(Branch.OBJECTION_STANDS)
    if rules.accept_early:
        return found | {_AT_DEADLINE[rules.silence]}
    # Nor does it count the Blank, which share the base with For and Against where all that is cast counts.
    smallest, largest = {
        Base.COUNCIL: (figures.council, figures.council),
        Base.EXPRESSED: (for_ + least, for_ + most),
        Base.CAST: (for_ + least, figures.council),
        Base.PRESENT: (for_ + least, figures.council),
    }[rules.accept.base]
    if rules.accept.reached(count=for_, of=smallest):
        found.add(Branch.SHARE_FOR_AT_DEADLINE)
    if not rules.accept.reached(count=for_, of=largest):
        found.add(_AT_DEADLINE[rules.silence])
    return found


def _deadlines(*, figures: Figures, rules: CountRules) -> tuple[datetime, datetime]:
    """Return the first and the last instant at which the delay may have ended."""
    day = figures.opened_on
    first = deadline(opened_at=_first_instant(day), delay=rules.delay, zone=_ZONE)
    return first, deadline(opened_at=_last_instant(day), delay=rules.delay, zone=_ZONE)


def _ends_on(*, figures: Figures, rules: CountRules) -> date:
    """Return the last day on which the delay may have been running."""
    _, last = _deadlines(figures=figures, rules=rules)
    return (last - timedelta(microseconds=1)).date()


def _first_instant(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _last_instant(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=UTC)
