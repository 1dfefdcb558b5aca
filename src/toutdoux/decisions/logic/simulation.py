"""What earlier decisions would have been under other rules: pure, and nothing of it is kept.

The ballots, reasons, withdrawals and councils stay as they were; the delays are those of the other rules, counted from
the same publications. What people would have done with more time, or less, nobody knows.
"""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from toutdoux.rules.facts import ActionFacts, Outcome
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.time import deadline


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One action under the rules it was decided by, and under others."""

    before: Outcome
    after: Outcome

    @property
    def differs(self) -> bool:
        """Say whether something else would have been decided."""
        return self.before.status is not self.after.status

    @property
    def moved(self) -> bool:
        """Say whether the same would have been decided, at another instant."""
        return not self.differs and self.before.decided_at != self.after.decided_at


def under(*, facts: ActionFacts, rulebook: Rulebook, zone: ZoneInfo) -> ActionFacts:
    """Return ``facts`` with the delays of ``rulebook``; counter-votes it does not know fall away."""
    rules = rulebook.count_rules(facts.kind)
    counters = facts.counter_votes if rulebook.counter_vote.allowed else ()
    return replace(
        facts,
        deadline=deadline(opened_at=facts.opened_at, delay=rules.delay, zone=zone) if rules else None,
        counter_votes=tuple(under(facts=counter, rulebook=rulebook, zone=zone) for counter in counters),
    )
