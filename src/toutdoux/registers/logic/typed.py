"""What people type for an amount or a length of time, read exactly; and written back as they would type it."""

import re

#: What is longer is no figure that anyone typed.
LONGEST = 40
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ .,\u00a0\u202f'][0-9]{3})+")
_AMOUNT = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<cents>[0-9]{1,2}))?")
_HOURS = re.compile(r"(?P<hours>[0-9]{1,5})(?:h|:)(?P<minutes>[0-5]?[0-9])?(?:min|mn|m)?")
_MINUTES = re.compile(r"(?P<minutes>[0-9]{1,7})(?:min|mn|m)")
_PLAIN = re.compile(r"(?P<hours>[0-9]{1,5})(?:[.,](?P<part>25|5|50|75|0|00))?")


def read_amount(text: str) -> int | None:
    """Return the cents of an amount as people write it: "54,28", "1 234.50 €", "2.500"; None for anything else.

    A group of three figures after a point or a comma is thousands: nobody writes a tenth of a cent.
    """
    if len(text) > LONGEST:
        return None
    bare = text.strip().removesuffix("€").removesuffix("EUR").strip()
    whole, sign, cents = bare, "", ""
    if (found := re.fullmatch(r"(.*?)([.,])([0-9]{1,2})", bare)) is not None:
        whole, sign, cents = found[1], found[2], found[3]
    # The sign before the cents is not the one between thousands: 1,234,5 is nobody's amount.
    if _GROUPED.fullmatch(whole) and not (sign and sign in whole):
        whole = re.sub(r"[^0-9]", "", whole)
    match = _AMOUNT.fullmatch(whole + (f".{cents}" if sign else ""))
    if match is None:
        return None
    return int(match["whole"]) * 100 + int((match["cents"] or "0").ljust(2, "0"))


def write_amount(cents: int) -> str:
    """Write cents as they are typed: "1234,50", without a symbol."""
    return f"{cents // 100},{cents % 100:02}"


def read_minutes(text: str) -> int | None:
    """Return the minutes of a length as people write it: "2 h 30", "2:30", "90 min", "2,5" (hours); None otherwise."""
    if len(text) > LONGEST:
        return None
    bare = re.sub(r"[\s\u00a0\u202f]", "", text.lower())
    if (match := _MINUTES.fullmatch(bare)) is not None:
        return int(match["minutes"])
    if (match := _HOURS.fullmatch(bare)) is not None:
        return int(match["hours"]) * 60 + int(match["minutes"] or 0)
    if (match := _PLAIN.fullmatch(bare)) is not None:
        part = {"5": 30, "50": 30, "25": 15, "75": 45}.get(match["part"] or "", 0)
        return int(match["hours"]) * 60 + part
    return None


def write_minutes(minutes: int) -> str:
    """Write minutes as they are typed: "2 h 30", "45 min"."""
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
