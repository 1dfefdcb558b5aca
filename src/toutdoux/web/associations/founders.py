"""The other founders, as typed: one person a line, a name and perhaps an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST = 200

_ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
_AROUND = " \t,;<>()-–—"


class LineFault(StrEnum):
    """What a line lacks."""

    NAME_MISSING = "name-missing"
    NAME_TOO_LONG = "name-too-long"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person, from line ``number`` (from 1) of what was typed."""

    number: int
    name: str
    email: str
    fault: LineFault | None = None


def read_lines(text: str) -> Iterator[Line]:
    """Read lines such as "Jo Delmas", "Jo Delmas <jo@example.org>" or "Jo Delmas, jo@example.org"; skip empty ones."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _ADDRESS.search(line)
        email = found[0] if found else ""
        name = " ".join(line.replace(email, " ", 1).strip(_AROUND).split()) if email else " ".join(line.split())
        name = name.strip(_AROUND)
        fault = None
        if not name:
            fault = LineFault.NAME_MISSING
        elif len(name) > 120:
            fault = LineFault.NAME_TOO_LONG
        yield Line(number=number, name=name, email=email, fault=fault)
