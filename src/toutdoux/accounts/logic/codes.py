"""Codes that people type: those an application shows for thirty seconds (RFC 6238), and those kept on paper."""

import base64
from datetime import datetime, timedelta

#: What every application assumes; the link in the picture says it too.
DIGITS = 6
STEP = timedelta(seconds=30)
#: Clocks of telephones differ: the code before and the one after are taken as well.
TOLERATED_STEPS = 1

#: A code on paper: 80 bits, in four groups of letters and figures that nobody confuses.
RECOVERY_BYTES = 10
RECOVERY_CODES = 10
_GROUP = 4


def step_at(now: datetime) -> int:
    """Return the number of the stretch of thirty seconds that ``now`` is in."""
    return int(now.timestamp()) // int(STEP.total_seconds())


def steps_taken(*, now: datetime) -> range:
    """Return the stretches whose codes are taken at ``now``."""
    step = step_at(now)
    return range(step - TOLERATED_STEPS, step + TOLERATED_STEPS + 1)


def plain_code(text: str) -> str:
    """Return a code as it is compared: without spaces and hyphens, in capitals."""
    return "".join(text.split()).replace("-", "").upper()


def is_app_code(plain: str) -> bool:
    """Return whether a plain code looks like one of an application, rather than one on paper."""
    return plain.isascii() and plain.isdigit() and len(plain) == DIGITS


def recovery_code(random: bytes) -> str:
    """Return the code on paper made of ``RECOVERY_BYTES`` random bytes."""
    text = base64.b32encode(random).decode().lower()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
