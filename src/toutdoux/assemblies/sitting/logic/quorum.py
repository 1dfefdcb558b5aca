"""Which quorum an assembly is held to. Pure."""

from toutdoux.rules.assembly import Presence, Quorum, quorum
from toutdoux.rules.rulebook import AssemblyRules, Share


def share_of(*, rules: AssemblyRules, second: bool) -> Share | None:
    """Return the share of the roll that is asked for: that of a second convening when it is one. None: none is."""
    if second and rules.second_convening is not None:
        return rules.second_convening.quorum
    return rules.quorum


def quorum_of(*, presence: Presence, rules: AssemblyRules, second: bool) -> Quorum:
    """Return whether an assembly has its quorum, with the arithmetic."""
    return quorum(presence=presence, share=share_of(rules=rules, second=second))
