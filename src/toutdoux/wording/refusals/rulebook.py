"""What is wrong with a rulebook, in sentences: where, what, and what would mend it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.reading import RulebookFault, Type

Data = Mapping[str, Any]


def rulebook_fault(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``RulebookFault``, with its line and key in front."""
    data = {**refusal.data, "sentence": _SENTENCES[RulebookFault(refusal.code)](refusal.data)}
    line, key = data.get("line"), data.get("key")
    if line and key:
        return gettext("Line %(line)s, “%(key)s”: %(sentence)s") % data
    if line:
        return gettext("Line %(line)s: %(sentence)s") % data
    if key:
        return gettext("“%(key)s”: %(sentence)s") % data
    sentence: str = data["sentence"]
    return sentence[:1].upper() + sentence[1:]


def _wrong_type(data: Data) -> str:
    return gettext("%(expected)s is needed here, not %(found)s.") % {
        "expected": _type(data["expected"]),
        "found": _type(data["found"]),
    }


def _type(type_: str) -> str:
    return {
        Type.TEXT: gettext("a text between quotation marks"),
        Type.SWITCH: gettext("true or false"),
        Type.WHOLE_NUMBER: gettext("a whole number"),
        Type.NUMBER: gettext("a number with a decimal point"),
        Type.DATE: gettext("a date or a time"),
        Type.LIST: gettext("a list"),
        Type.TABLE: gettext("a table"),
        Type.OTHER: gettext("nothing at all"),
    }[Type(type_)]


def _list(words: list[str], *, last: str) -> str:
    quoted = [pgettext("a word to be written as it is", "“%(word)s”") % {"word": word} for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return last % {"words": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _or(words: list[str]) -> str:
    return _list(words, last=gettext("%(words)s or %(last)s"))


def _and(words: list[str]) -> str:
    return _list(words, last=gettext("%(words)s and %(last)s"))


def _unknown_key(data: Data) -> str:
    if data.get("near"):
        return gettext("this key is not known here; perhaps “%(near)s” is meant.") % data
    return gettext("this key is not known here; these are: %(keys)s.") % {"keys": _and(list(data["allowed"]))}


def _text_too_long(data: Data) -> str:
    sentence = ngettext(
        "this text has %(length)s characters, and %(limit)s fits.",
        "this text has %(length)s characters, and %(limit)s fit.",
        data["limit"],
    )
    return sentence % data


_SENTENCES: Mapping[RulebookFault, Callable[[Data], str]] = MappingProxyType(
    {
        RulebookFault.TOO_LARGE: lambda data: (
            gettext("this file is larger than %(limit)s KiB, which is more than any rulebook needs.") % data
        ),
        RulebookFault.NOT_UTF8: lambda _: gettext("this is not UTF-8 text; save the file in UTF-8, and try again."),
        RulebookFault.NOT_TOML: lambda data: (
            gettext(
                "TOML does not read on from character %(column)s: a quotation mark, a bracket or a sign is missing there, or is one too many."
            )
            % data
        ),
        RulebookFault.TOO_DEEP: lambda data: (
            gettext("tables and lists are nested more than %(limit)s deep; a rulebook needs three.") % data
        ),
        RulebookFault.DUPLICATE_KEY: lambda _: gettext("this key or this table is there a second time."),
        RulebookFault.UNKNOWN_KEY: _unknown_key,
        RulebookFault.MISSING_KEY: lambda _: gettext("this is missing."),
        RulebookFault.WRONG_TYPE: _wrong_type,
        RulebookFault.UNKNOWN_CHOICE: lambda data: (
            gettext("“%(value)s” is not a choice here; write %(choices)s.")
            % {"value": data["value"], "choices": _or(list(data["allowed"]))}
        ),
        RulebookFault.NOT_A_FRACTION: lambda data: (
            gettext("“%(value)s” is not an exact fraction; write it as “1/2” or “30/100”, between quotation marks.")
            % data
        ),
        RulebookFault.FRACTION_OUT_OF_RANGE: lambda data: gettext("“%(value)s” is not above 0 and up to 1.") % data,
        RulebookFault.NEVER_REACHED: lambda _: gettext(
            "more than everyone can never be reached; write true here, or a smaller share."
        ),
        RulebookFault.NUMBER_OUT_OF_RANGE: lambda data: gettext("%(value)s is not from %(low)s to %(high)s.") % data,
        RulebookFault.NOT_A_NAME: lambda data: (
            gettext(
                "“%(value)s” is not a name: write small letters without accents, figures and single hyphens, at most "
                "%(limit)s in all."
            )
            % data
        ),
        RulebookFault.EMPTY_TEXT: lambda _: gettext("this text is empty."),
        RulebookFault.TEXT_TOO_LONG: _text_too_long,
        RulebookFault.CONTROL_CHARACTER: lambda _: gettext(
            "this text holds a line break or an invisible character that has no place in it."
        ),
        RulebookFault.TOO_MANY: lambda data: gettext("there are %(count)s of them, and at most %(limit)s fit.") % data,
        RulebookFault.NOT_A_DAY: lambda _: gettext("write a day, such as 2026-03-17, without quotation marks."),
        RulebookFault.NOT_AN_AMOUNT: lambda _: gettext(
            'this is read neither as an amount nor as a length: write "54,28", or "2 h 30", between quotation marks.'
        ),
        RulebookFault.NOT_A_MOMENT: lambda _: gettext(
            "write a day and a time of the clock, such as 2026-03-17T18:00:00, without quotation marks or a zone."
        ),
        RulebookFault.NO_UNIT: lambda data: (
            gettext("a length of time is needed: write one of %(units)s.") % {"units": _and(list(data["allowed"]))}
        ),
        RulebookFault.SEVERAL_UNITS: lambda data: (
            gettext("only one unit of time is needed, and there are %(units)s.") % {"units": _and(list(data["given"]))}
        ),
        RulebookFault.ENDS_NEEDS_DAYS: lambda _: gettext(
            "hours are exact: only a delay in days says how its last day ends."
        ),
        RulebookFault.NOTHING_IS_COUNTED: lambda _: gettext(
            "nothing is counted for a kind that is decided by announcement: remove this key, or write decided_by = "
            "“count”."
        ),
        RulebookFault.BLOCK_MISSING: lambda _: gettext(
            "the share of votes against that blocks is missing; only objection = “counter-vote” does without."
        ),
        RulebookFault.BLOCK_NOT_USED: lambda _: gettext(
            "with objection = “counter-vote”, votes against block nothing by their number: remove this key."
        ),
        RulebookFault.BLOCK_NEEDS_COUNCIL_BASE: lambda _: gettext(
            "blocking happens at once, so its share is one of the council: of the votes cast, the first vote would be all."
        ),
        RulebookFault.EARLY_NEEDS_COUNCIL_BASE: lambda _: gettext(
            "with accept_early = true, the share is one of the council: of the votes cast, the first vote would be all."
        ),
        RulebookFault.COUNTER_VOTE_NEEDS_COUNCIL_BASE: lambda _: gettext(
            "a counter-vote passes at once, so its share is one of the council: of the votes cast, the first vote would be all."
        ),
        RulebookFault.COUNTER_VOTE_NEEDED: lambda data: (
            gettext(
                "only a counter-vote could stop an action of the kind “%(kind)s”: write true, or choose another objection."
            )
            % data
        ),
        RulebookFault.NOT_SHIPPED: lambda data: (
            gettext("no rulebook called “%(value)s” comes with Toutdoux; there are %(names)s.")
            % {"value": data["value"], "names": _and(list(data["allowed"]))}
        ),
        RulebookFault.NOT_OPEN: lambda _: gettext(
            "this is decided by the rulebook already; changing it is a new version, for the association to decide."
        ),
    }
)
