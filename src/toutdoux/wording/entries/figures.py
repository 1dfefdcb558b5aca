"""Amounts, lengths, sizes and the values of fields, in words."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from toutdoux.registers.logic.shape import Field, Sort
from toutdoux.wording.dates import day_words
from toutdoux.wording.entries.fields import choice_word

_SYMBOLS = {"EUR": "€"}


def cents_words(cents: int) -> str:
    """Write cents, zero or more, as a figure: "1,234.50"; in French « 1 234,50 »."""
    whole, rest = divmod(cents, 100)
    figure = number_format(whole, force_grouping=True, use_l10n=True).replace("\u00a0", "\u202f")
    return gettext("%(whole)s.%(cents)s") % {"whole": figure, "cents": f"{rest:02}"}


def amount_words(cents: int, *, currency: str = "EUR") -> str:
    """Write an amount with its currency: "€1,234.50"; in French « 1 234,50 € »."""
    symbol, sign = _SYMBOLS.get(currency, currency), "−" if cents < 0 else ""
    return sign + gettext("%(symbol)s%(amount)s") % {"symbol": symbol, "amount": cents_words(abs(cents))}


def length_words(minutes: int) -> str:
    """Write a length of time: "2 h 30", "45 min"."""
    hours, rest = divmod(minutes, 60)
    data = {"hours": hours, "minutes": f"{rest:02}" if hours else rest}
    if not hours:
        return gettext("%(minutes)s min") % data
    return (gettext("%(hours)s h %(minutes)s") if rest else gettext("%(hours)s h")) % data


def size_words(size: int) -> str:
    """Write the size of a file: "120 kB"."""
    if size < 1000:
        return ngettext("%(count)s byte", "%(count)s bytes", size) % {"count": size}
    if size < 1_000_000:
        return gettext("%(size)s kB") % {"size": round(size / 1000)}
    return gettext("%(size)s MB") % {"size": number_format(size / 1_000_000, decimal_pos=1)}


def value_words(field: Field, value: Any) -> str:
    """Write what a field holds."""
    match field.sort:
        case Sort.AMOUNT:
            return amount_words(int(value))
        case Sort.MINUTES:
            return length_words(int(value))
        case Sort.DAY:
            return day_words(date.fromisoformat(str(value)))
        case Sort.CHOICE:
            return choice_word(field.name, str(value))
        case Sort.YES:
            return gettext("yes")
        case _:
            return str(value)


def share_words(share: Fraction | None) -> str:
    """Write a share of time in per cent, rounded down, so that what failed once is never told as perfect: "99.98%"."""
    if share is None:
        return gettext("not open")
    hundredths = int(share * 10_000)
    figure = number_format(Decimal(hundredths) / 100, decimal_pos=2)
    return gettext("%(share)s%%") % {"share": figure}
