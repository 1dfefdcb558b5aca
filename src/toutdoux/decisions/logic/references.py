"""How actions are named by people: ``P20-E12``, ``P20-O12``, short ``E12`` in the current period, ``P20-E12-C1`` for a
counter-vote. The same in addresses, chat and command line.
"""

import re
from dataclasses import dataclass

from toutdoux.rules.rulebook import Kind

_LETTER = {Kind.ORDINARY: "O", Kind.EXTRAORDINARY: "E"}
_KIND = {letter: kind for kind, letter in _LETTER.items()}
_REFERENCE = re.compile(
    r"\s*#?(?:(?P<period>[A-Za-z0-9]{1,12})-)?(?P<kind>[EeOo])(?P<number>[0-9]{1,9})(?:-[Cc](?P<suffix>[0-9]{1,9}))?\s*\Z"
)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A name of an action. ``period`` None means the current one; ``suffix`` numbers a counter-vote of it."""

    period: str | None
    kind: Kind
    number: int
    suffix: int | None = None

    def __str__(self) -> str:
        period = f"{self.period}-" if self.period else ""
        suffix = f"-C{self.suffix}" if self.suffix else ""
        return f"{period}{_LETTER[self.kind]}{self.number}{suffix}"


def read_reference(text: str) -> Reference | None:
    """Read a reference as people type it, whatever the case; None when it is not one."""
    found = _REFERENCE.match(text)
    if found is None or int(found["number"]) == 0 or found["suffix"] == "0":
        return None
    return Reference(
        period=found["period"].upper() if found["period"] else None,
        kind=_KIND[found["kind"].upper()],
        number=int(found["number"]),
        suffix=int(found["suffix"]) if found["suffix"] else None,
    )
