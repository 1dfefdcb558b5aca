"""From a rulebook back to data and to TOML."""

from enum import StrEnum
from fractions import Fraction
from typing import Any

import tomlkit
from tomlkit.items import Item

from toutdoux.rules.rulebook import (
    AssemblyRules,
    CountRules,
    Delay,
    KindRules,
    Rulebook,
    SecondConvening,
    Share,
    Waiting,
    Words,
)

Data = dict[str, Any]

#: Tables short enough to stand on one line.
_INLINE = frozenset(
    {"accept", "block", "delay", "waiting", "quorum", "notice", "answer_within", "second_convening"},
)


def fraction_text(fraction: Fraction) -> str:
    """Write a fraction in lowest terms, always with its denominator: ``1/2``, ``1/1``."""
    return f"{fraction.numerator}/{fraction.denominator}"


def rulebook_to_data(rulebook: Rulebook) -> Data:
    """Return the rulebook as plain values (text, whole numbers, booleans, lists, dicts), one form for each rulebook.

    Values still open are left out; defaults are written. ``rulebook_from_data`` gives the rulebook back; versions are
    stored, and their digests computed, in this form.
    """
    return {
        "name": rulebook.name,
        "urgency": rulebook.urgency,
        "amendments": rulebook.amendments,
        "change_ballot": rulebook.change_ballot,
        "title": _words(rulebook.title),
        "intent": _words(rulebook.intent),
        "kinds": {
            "ordinary": _kind(rulebook.kinds.ordinary),
            "extraordinary": _kind(rulebook.kinds.extraordinary),
        },
        "counter_vote": {
            "allowed": rulebook.counter_vote.allowed,
            "accept": _share(rulebook.counter_vote.accept),
            "delay": _delay(rulebook.counter_vote.delay),
        },
        "voting_right": _given(
            waiting=_waiting(rulebook.voting_right.waiting),
            on_leave=rulebook.voting_right.on_leave,
        ),
        "assembly": _assembly(rulebook.assembly),
        "inactivity": {
            "share": fraction_text(rulebook.inactivity.share),
            "answer_within": _delay(rulebook.inactivity.answer_within),
        },
        # Left out as a whole while it is open, so that rulebooks written before it existed keep their digest.
        **_given(membership=_given(admission=rulebook.membership.admission) or None),
        **_given(money=_given(payment_limit=rulebook.money.payment_limit) or None),
        **_given(elections=_given(method=rulebook.elections.method, tie=rulebook.elections.tie) or None),
        "examples": [{"kind": str(one.kind), **_words(one.text)} for one in rulebook.examples],
    }


def rulebook_to_toml(rulebook: Rulebook) -> str:
    """Write the rulebook as TOML laid out for people to edit; ``rulebook_from_toml`` gives it back."""
    document = tomlkit.document()
    for key, value in rulebook_to_data(rulebook).items():
        document.add(key, _toml(key, value))
    return tomlkit.dumps(document)


def _toml(key: str, value: Any) -> Item:
    if isinstance(value, dict):
        table = tomlkit.inline_table() if key in _INLINE else tomlkit.table()
        for name, inner in value.items():
            table.add(name, _toml(name, inner))
        return table
    if isinstance(value, list):
        tables = tomlkit.aot()
        for inner in value:
            tables.append(tomlkit.item(inner))
        return tables
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    scalar: Item = tomlkit.item(value)
    return scalar


def _given(**values: Any) -> Data:
    """Keep what has a value, words as plain text."""
    return {
        key: str(value) if isinstance(value, StrEnum) else value for key, value in values.items() if value is not None
    }


def _words(words: Words) -> Data:
    return {"fr": words.fr, "en": words.en}


def _share(share: Share | None) -> Data | None:
    if share is None:
        return None
    return {"share": fraction_text(share.share), "base": str(share.base), "inclusive": share.inclusive}


def _delay(delay: Delay | None) -> Data | None:
    if delay is None:
        return None
    return _given(days=delay.days, hours=delay.hours, ends=delay.ends if delay.days is not None else None)


def _waiting(waiting: Waiting | None) -> Data | None:
    if waiting is None:
        return None
    return _given(days=waiting.days, weeks=waiting.weeks, months=waiting.months)


def _kind(rules: KindRules) -> Data:
    return {"decided_by": str(rules.decided_by), **(_count(rules.count) if rules.count else {})}


def _count(rules: CountRules) -> Data:
    return _given(
        accept=_share(rules.accept),
        accept_early=rules.accept_early,
        block=_share(rules.block),
        silence=rules.silence,
        objection=rules.objection,
        delay=_delay(rules.delay),
    )


def _assembly(rules: AssemblyRules) -> Data:
    return _given(
        majority_base=rules.majority_base,
        leave_counts=rules.leave_counts,
        quorum=_share(rules.quorum),
        quorum_missing=rules.quorum_missing,
        proxies_per_holder=rules.proxies_per_holder,
        notice=_delay(rules.notice),
        second_convening=_second_convening(rules.second_convening),
    )


def _second_convening(rules: SecondConvening | None) -> Data | None:
    if rules is None:
        return None
    return _given(notice=_delay(rules.notice), quorum=_share(rules.quorum))
