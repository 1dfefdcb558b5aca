"""What a proposed version of the rules changes, applied to the rules of the day it passes.

People vote on a difference. Between proposal and passing another action may have changed the rules as well: what both leave
alone stays, what one of them changed is changed, and what both changed differently cannot be applied.
"""

from collections.abc import Mapping
from typing import Any

from toutdoux.decisions.logic.effects import EffectOutcome
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import NeededFor, missing, rulebook_from_data, rulebook_to_data
from toutdoux.rules.rulebook import Rulebook

Data = Mapping[str, Any]
Path = tuple[str, ...]

#: Tables that mean something as a whole only: half a delay in days and half in hours is no delay.
_WHOLE = frozenset(
    {
        "accept",
        "answer_within",
        "block",
        "delay",
        "intent",
        "notice",
        "quorum",
        "second_convening",
        "title",
        "waiting",
    }
)


def changed_paths(*, before: Data, after: Data) -> dict[Path, Any]:
    """Return what differs, by path, as it is in ``after`` (None: it is not there any more)."""
    old, new = _leaves(before), _leaves(after)
    return {path: new.get(path) for path in {**old, **new} if old.get(path) != new.get(path)}


def merge(*, base: Data, proposed: Data, current: Data) -> dict[str, Any] | None:
    """Return ``current`` with what ``proposed`` changes of ``base``; None when both changed one thing differently."""
    wanted, since = changed_paths(before=base, after=proposed), changed_paths(before=base, after=current)
    if any(path in since and since[path] != value for path, value in wanted.items()):
        return None
    leaves = _leaves(current) | wanted
    merged: dict[str, Any] = {}
    for path, value in leaves.items():
        if value is None:
            continue
        table = merged
        for part in path[:-1]:
            table = table.setdefault(part, {})
        table[path[-1]] = value
    return merged


def adoption(*, base: Rulebook, proposed: Rulebook, current: Rulebook) -> Rulebook | EffectOutcome:
    """Return the rules that adopting ``proposed``, written on top of ``base``, gives to-day; or why it changes nothing."""
    merged = merge(base=rulebook_to_data(base), proposed=rulebook_to_data(proposed), current=rulebook_to_data(current))
    if merged is None:
        return EffectOutcome.RULES_CONFLICT
    try:
        rulebook = rulebook_from_data(merged)
    except Refused:
        # Two changes that each made sense, and do not together.
        return EffectOutcome.RULES_CONFLICT
    if rulebook == current:
        return EffectOutcome.RULES_THE_SAME
    if any(value.needed_for is NeededFor.SET_UP for value in missing(rulebook)):
        return EffectOutcome.RULES_CONFLICT
    return rulebook


def _leaves(data: Data, path: Path = ()) -> dict[Path, Any]:
    found: dict[Path, Any] = {}
    for key, value in data.items():
        if isinstance(value, Mapping) and key not in _WHOLE:
            found |= _leaves(value, (*path, key))
        else:
            found[*path, key] = value
    return found
