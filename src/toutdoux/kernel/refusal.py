"""Why something cannot be done: a code and data, never a sentence.

The sentence is made at the edge by ``wording`` so that web, chat, mail, API and command line say the same words in the
reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One reason not to do something.

    ``code`` belongs to the enum of the sub-domain that refuses; ``article`` is the number of the article of the
    rulebook the reason comes from, if it comes from one; ``data`` holds what the sentence needs (instants, counts,
    names of fields), in plain values.
    """

    code: StrEnum
    article: int | None = None
    data: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


class Refused(Exception):  # noqa: N818 -- "refused" is the word of the domain; it is not an error of the program
    """A command declined. Carries *every* reason, so that the person can mend them all at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        if not refusals:
            msg = "a refusal needs at least one reason"
            raise ValueError(msg)
        self.refusals = tuple(refusals)
        super().__init__(", ".join(str(r.code) for r in refusals))


def refuse_if_any(refusals: Sequence[Refusal]) -> None:
    """Raise ``Refused`` with all of ``refusals``; do nothing when there are none."""
    if refusals:
        raise Refused(refusals)
