"""Exact fractions and thresholds in words: "half", "two thirds", "3/5"; "half of the council", "more than half is needed"."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from toutdoux.rules.rulebook import Base, Share

# A register shows many sentences: only the words that are used are looked up.
_FRACTIONS: Mapping[Fraction, Promise] = MappingProxyType(
    {
        Fraction(1, 2): pgettext_lazy("fraction", "half"),
        Fraction(1, 3): pgettext_lazy("fraction", "a third"),
        Fraction(2, 3): pgettext_lazy("fraction", "two thirds"),
        Fraction(1, 4): pgettext_lazy("fraction", "a quarter"),
        Fraction(3, 4): pgettext_lazy("fraction", "three quarters"),
        Fraction(1): pgettext_lazy("fraction", "all"),
    }
)
_MORE_THAN: Mapping[Fraction, Promise] = MappingProxyType(
    {
        Fraction(1, 2): pgettext_lazy("fraction", "more than half"),
        Fraction(1, 3): pgettext_lazy("fraction", "more than a third"),
        Fraction(2, 3): pgettext_lazy("fraction", "more than two thirds"),
        Fraction(1, 4): pgettext_lazy("fraction", "more than a quarter"),
        Fraction(3, 4): pgettext_lazy("fraction", "more than three quarters"),
    }
)
_BASES: Mapping[Base, Promise] = MappingProxyType(
    {
        Base.COUNCIL: gettext_lazy("of the council"),
        Base.PRESENT: gettext_lazy("of those present or represented"),
        Base.CAST: gettext_lazy("of the votes cast"),
        Base.EXPRESSED: gettext_lazy("of the votes expressed"),
    }
)


def fraction_words(fraction: Fraction) -> str:
    """Write a fraction: "half", "a third", "two thirds", "a quarter", "three quarters", "all"; else its figures."""
    words = _FRACTIONS.get(fraction)
    return str(words) if words else f"{fraction.numerator}/{fraction.denominator}"


def percent_words(fraction: Fraction) -> str:
    """Write a fraction as a percentage when that is exact: "30%"; else in words."""
    percent = fraction * 100
    if percent.denominator != 1:
        return fraction_words(fraction)
    return gettext("%(number)s%%") % {"number": percent.numerator}


def share_words(share: Share) -> str:
    """Write a threshold as a part of its base: "half of the council", "more than half of the council"."""
    if share.inclusive:
        return pgettext("part of a base", "%(fraction)s %(of_base)s") % _parts(share)
    return pgettext("part of a base", "%(more_than_fraction)s %(of_base)s") % _parts(share)


def at_least_words(share: Share) -> str:
    """Write a threshold with its bound: "at least half of the council", "more than half of the council"."""
    if share.inclusive:
        return gettext("at least %(fraction)s %(of_base)s") % _parts(share)
    return share_words(share)


def reach_words(share: Share) -> str:
    """Write what votes do at a threshold: "reach half of the council", "exceed half of the council"."""
    if share.inclusive:
        return gettext("reach %(fraction)s %(of_base)s") % _parts(share)
    return gettext("exceed %(fraction)s %(of_base)s") % _parts(share)


def enough_words(share: Share) -> str:
    """Say why a threshold is reached: "half is enough", "more than half is needed"."""
    if not share.inclusive:
        many = share.share.numerator
        return ngettext("%(more_than_fraction)s is needed", "%(more_than_fraction)s are needed", many) % _parts(share)
    if share.share == 1:
        return gettext("all are needed")
    many = share.share.numerator
    return ngettext("%(fraction)s is enough", "%(fraction)s are enough", many) % _parts(share)


def was_needed_words(share: Share) -> str:
    """Say why a threshold was not reached: "half was needed", "more than half was needed"."""
    many = share.share.numerator
    if not share.inclusive:
        return ngettext("%(more_than_fraction)s was needed", "%(more_than_fraction)s were needed", many) % _parts(share)
    if share.share == 1:
        return gettext("all were needed")
    return ngettext("%(fraction)s was needed", "%(fraction)s were needed", many) % _parts(share)


def base_words(base: Base) -> str:
    """Write of what a share is taken: "of the council", "of the votes expressed"."""
    return str(_BASES[base])


def _parts(share: Share) -> dict[str, str]:
    return {
        "fraction": fraction_words(share.share),
        "more_than_fraction": _more_than(share.share),
        "of_base": base_words(share.base),
    }


def _more_than(fraction: Fraction) -> str:
    """Languages join "more than" to what follows (« plus d’un tiers »): each has its own words."""
    words = _MORE_THAN.get(fraction)
    if words:
        return str(words)
    return pgettext("fraction", "more than %(fraction)s") % {"fraction": fraction_words(fraction)}
