"""Reading, writing and completing rulebooks. The format is described in docs/rulebook.md."""

from collections.abc import Mapping

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.reading.answers import NeededFor, OpenValue, missing, with_answers
from toutdoux.rules.reading.faults import Faults, RulebookFault
from toutdoux.rules.reading.shape import read_rulebook
from toutdoux.rules.reading.source import MAX_BYTES, parse
from toutdoux.rules.reading.table import Table, Type, type_of
from toutdoux.rules.reading.writing import fraction_text, rulebook_to_data, rulebook_to_toml
from toutdoux.rules.rulebook import Rulebook

__all__ = [
    "MAX_BYTES",
    "NeededFor",
    "OpenValue",
    "RulebookFault",
    "Type",
    "fraction_text",
    "missing",
    "rulebook_from_data",
    "rulebook_from_toml",
    "rulebook_to_data",
    "rulebook_to_toml",
    "with_answers",
]


def rulebook_from_toml(source: bytes | str) -> Rulebook:
    """Read a rulebook from TOML of at most 256 KiB.

    Raises ``Refused`` with every fault at once, each with its ``key`` (dotted) and ``line``; never anything else.
    """
    text = parse(source)
    faults = Faults(lines=text.lines)
    rulebook = read_rulebook(Table(text.values, path=(), faults=faults))
    faults.refuse_if_any()
    return rulebook


def rulebook_from_data(data: object) -> Rulebook:
    """Read a rulebook from the data of ``rulebook_to_data``. Raises ``Refused`` with every fault at once."""
    if not isinstance(data, Mapping):
        raise Refused(
            [Refusal(code=RulebookFault.WRONG_TYPE, data={"key": "", "expected": Type.TABLE, "found": type_of(data)})]
        )
    faults = Faults()
    rulebook = read_rulebook(Table(data, path=(), faults=faults))
    faults.refuse_if_any()
    return rulebook
