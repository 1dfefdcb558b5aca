"""The shape of a written rulebook: which keys, what they hold, and what does not fit together.

One function for each table, in the order of the documentation (docs/rulebook.md).
"""

from toutdoux.rules.reading.faults import RulebookFault
from toutdoux.rules.reading.table import Table
from toutdoux.rules.rulebook import (
    Admission,
    AssemblyRules,
    Base,
    CounterVoteRules,
    CountRules,
    DecidedBy,
    Delay,
    ElectionMethod,
    ElectionRules,
    Example,
    InactivityRules,
    Kind,
    KindRules,
    Kinds,
    LastDay,
    MembershipRules,
    MoneyRules,
    ObjectionReading,
    OnLeave,
    QuorumMissing,
    Rulebook,
    SecondConvening,
    Share,
    Silence,
    TieRule,
    VotingRightRules,
    Waiting,
    Words,
)

MAX_DAYS = 3650
MAX_HOURS = 87_600
MAX_WEEKS = 520
MAX_MONTHS = 120
MAX_PROXIES = 100
MAX_EXAMPLES = 200
MAX_PAYMENT = 10_000_000
LONGEST_TITLE = 120
LONGEST_INTENT = 5000
LONGEST_EXAMPLE = 300

_COUNT_KEYS = ("accept", "accept_early", "block", "silence", "objection", "delay")


def read_rulebook(table: Table) -> Rulebook:
    """Read the whole; faults are in ``table.faults``."""
    kinds = _kinds(table.table("kinds"))
    rulebook = Rulebook(
        name=table.name("name"),
        title=_words(table.table("title"), longest=LONGEST_TITLE),
        intent=_words(table.table("intent"), longest=LONGEST_INTENT, lines=True),
        kinds=kinds,
        counter_vote=_counter_vote(table.table("counter_vote")),
        urgency=table.switch("urgency"),
        amendments=table.switch("amendments"),
        change_ballot=table.switch("change_ballot"),
        voting_right=_voting_right(table.table("voting_right")),
        assembly=_assembly(table.table("assembly")),
        inactivity=_inactivity(table.table("inactivity")),
        membership=_membership(table.table("membership")) if table.has("membership") else MembershipRules(),
        money=_money(table.table("money")) if table.has("money") else MoneyRules(),
        elections=_elections(table.table("elections")) if table.has("elections") else ElectionRules(),
        examples=tuple(_example(one) for one in table.tables("examples", most=MAX_EXAMPLES)),
    )
    _check_counter_vote_is_there(table, rulebook)
    table.close()
    return rulebook


def _check_counter_vote_is_there(table: Table, rulebook: Rulebook) -> None:
    """Where only a counter-vote can oppose, nobody could if there were none."""
    if rulebook.counter_vote.allowed or not table.sound("counter_vote.allowed"):
        return
    counted = {"ordinary": rulebook.kinds.ordinary.count, "extraordinary": rulebook.kinds.extraordinary.count}
    for kind, rules in counted.items():
        only_counter_vote = rules is not None and rules.objection is ObjectionReading.COUNTER_VOTE
        if only_counter_vote and table.sound(f"kinds.{kind}.objection"):
            table.fault(RulebookFault.COUNTER_VOTE_NEEDED, "counter_vote.allowed", kind=kind)


def _words(table: Table, *, longest: int, lines: bool = False) -> Words:
    words = Words(
        fr=table.text("fr", longest=longest, lines=lines),
        en=table.text("en", longest=longest, lines=lines),
    )
    table.close()
    return words


def _kinds(table: Table) -> Kinds:
    kinds = Kinds(ordinary=_kind(table.table("ordinary")), extraordinary=_kind(table.table("extraordinary")))
    table.close()
    return kinds


def _kind(table: Table) -> KindRules:
    decided_by = table.choice("decided_by", among=DecidedBy)
    if not table.sound("decided_by"):
        # Without knowing which, no other key can be called missing or superfluous.
        return KindRules(decided_by=decided_by)
    if decided_by is DecidedBy.ANNOUNCEMENT:
        for key in _COUNT_KEYS:
            if table.has(key):
                table.fault(RulebookFault.NOTHING_IS_COUNTED, key)
        table.close()
        return KindRules(decided_by=decided_by)
    rules = CountRules(
        accept=read_share(table.table("accept")),
        block=read_share(table.table("block")) if table.has("block") else None,
        accept_early=table.switch("accept_early"),
        silence=table.choice("silence", among=(Silence.ACCEPTS, Silence.REJECTS)),
        objection=table.choice("objection", among=ObjectionReading),
        delay=_delay(table.table("delay")),
    )
    _check_count(table, rules)
    table.close()
    return KindRules(decided_by=decided_by, count=rules)


def _check_count(table: Table, rules: CountRules) -> None:
    """Check that the thresholds of a count make sense together.

    A threshold that acts as soon as it is reached must be a share of the whole council: of the votes cast, the first
    ballot alone would be all of them.
    """
    only_counter_vote = rules.objection is ObjectionReading.COUNTER_VOTE
    if rules.block is not None and rules.block.base is not Base.COUNCIL and table.sound("block.base"):
        table.fault(RulebookFault.BLOCK_NEEDS_COUNCIL_BASE, "block.base")
    if rules.block is None and not only_counter_vote and table.sound("objection"):
        table.fault(RulebookFault.BLOCK_MISSING, "block", objection=str(rules.objection))
    if rules.block is not None and only_counter_vote and table.sound("objection"):
        table.fault(RulebookFault.BLOCK_NOT_USED, "block")
    early = rules.accept_early and table.sound("accept_early")
    if early and rules.accept.base is not Base.COUNCIL and table.sound("accept.base"):
        table.fault(RulebookFault.EARLY_NEEDS_COUNCIL_BASE, "accept.base")


def read_share(table: Table) -> Share:
    """Read a threshold: ``{ share = "1/2", base = "council", inclusive = true }``."""
    share = Share(
        share=table.fraction("share"),
        base=table.choice("base", among=Base, default=Base.COUNCIL),
        inclusive=table.switch("inclusive", default=True),
    )
    if share.share == 1 and not share.inclusive and table.sound("share"):
        table.fault(RulebookFault.NEVER_REACHED, "inclusive")
    table.close()
    return share


def _delay(table: Table) -> Delay:
    days = table.whole("days", low=1, high=MAX_DAYS) if table.has("days") else None
    hours = table.whole("hours", low=1, high=MAX_HOURS) if table.has("hours") else None
    _check_one_unit(table, days=days, hours=hours)
    if table.has("ends") and days is None and hours is not None:
        table.fault(RulebookFault.ENDS_NEEDS_DAYS, "ends")
    ends = table.choice("ends", among=LastDay, default=LastDay.SAME_TIME)
    table.close()
    return Delay(days=days, hours=hours, ends=ends)


def _check_one_unit(table: Table, **units: int | None) -> None:
    given = [name for name, value in units.items() if value is not None]
    if len(given) > 1:
        table.faults.add(RulebookFault.SEVERAL_UNITS, table.path, given=given)
    if not given:
        table.faults.add(RulebookFault.NO_UNIT, table.path, allowed=list(units))


def _counter_vote(table: Table) -> CounterVoteRules:
    rules = CounterVoteRules(
        allowed=table.switch("allowed"),
        accept=read_share(table.table("accept")),
        delay=_delay(table.table("delay")),
    )
    # A counter-vote passes as soon as its share is reached.
    if rules.accept.base is not Base.COUNCIL and table.sound("accept.base"):
        table.fault(RulebookFault.COUNTER_VOTE_NEEDS_COUNCIL_BASE, "accept.base")
    table.close()
    return rules


def _voting_right(table: Table) -> VotingRightRules:
    rules = VotingRightRules(
        waiting=_waiting(table.table("waiting")) if table.has("waiting") else None,
        on_leave=table.choice("on_leave", among=OnLeave, default=OnLeave.SUSPENDED),
    )
    table.close()
    return rules


def _waiting(table: Table) -> Waiting:
    waiting = Waiting(
        days=table.whole("days", low=0, high=MAX_DAYS) if table.has("days") else None,
        weeks=table.whole("weeks", low=0, high=MAX_WEEKS) if table.has("weeks") else None,
        months=table.whole("months", low=0, high=MAX_MONTHS) if table.has("months") else None,
    )
    _check_one_unit(table, days=waiting.days, weeks=waiting.weeks, months=waiting.months)
    table.close()
    return waiting


def _assembly(table: Table) -> AssemblyRules:
    rules = AssemblyRules(
        majority_base=table.choice("majority_base", among=Base, default=Base.EXPRESSED),
        leave_counts=table.switch("leave_counts") if table.has("leave_counts") else None,
        quorum=read_share(table.table("quorum")) if table.has("quorum") else None,
        quorum_missing=table.choice("quorum_missing", among=QuorumMissing, default=QuorumMissing.REFUSED),
        proxies_per_holder=(
            table.whole("proxies_per_holder", low=0, high=MAX_PROXIES) if table.has("proxies_per_holder") else None
        ),
        notice=_delay(table.table("notice")) if table.has("notice") else None,
        second_convening=(
            _second_convening(table.table("second_convening")) if table.has("second_convening") else None
        ),
    )
    table.close()
    return rules


def _second_convening(table: Table) -> SecondConvening:
    rules = SecondConvening(
        notice=_delay(table.table("notice")),
        quorum=read_share(table.table("quorum")) if table.has("quorum") else None,
    )
    table.close()
    return rules


def _inactivity(table: Table) -> InactivityRules:
    rules = InactivityRules(share=table.fraction("share"), answer_within=_delay(table.table("answer_within")))
    table.close()
    return rules


def _money(table: Table) -> MoneyRules:
    limit = table.whole("payment_limit", low=0, high=MAX_PAYMENT) if table.has("payment_limit") else None
    table.close()
    return MoneyRules(payment_limit=limit)


def _membership(table: Table) -> MembershipRules:
    rules = MembershipRules(admission=table.choice("admission", among=Admission) if table.has("admission") else None)
    table.close()
    return rules


def _elections(table: Table) -> ElectionRules:
    # A single list needs no choice: it is not the method of an association, but a way to stand together.
    methods = [method for method in ElectionMethod if method is not ElectionMethod.LIST]
    rules = ElectionRules(
        method=table.choice("method", among=methods) if table.has("method") else None,
        tie=table.choice("tie", among=TieRule) if table.has("tie") else None,
    )
    table.close()
    return rules


def _example(table: Table) -> Example:
    example = Example(
        kind=table.choice("kind", among=(Kind.ORDINARY, Kind.EXTRAORDINARY)),
        text=Words(fr=table.text("fr", longest=LONGEST_EXAMPLE), en=table.text("en", longest=LONGEST_EXAMPLE)),
    )
    table.close()
    return example
