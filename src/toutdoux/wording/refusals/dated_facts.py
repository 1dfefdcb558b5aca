"""Why a file of dated facts cannot be used, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.dated_facts import FactsFault

_SENTENCES: Mapping[FactsFault, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {
        FactsFault.NOT_TOML: lambda data: gettext("The facts are not TOML: %(why)s.") % data,
        FactsFault.NO_MEMBER: lambda _: gettext("The facts hold at least one [[member]], and nothing else."),
        FactsFault.UNKNOWN_KEY: lambda data: gettext("Member %(member)s: “%(key)s” means nothing here.") % data,
        FactsFault.NOT_A_DAY: lambda data: (
            gettext("Member %(member)s: “%(key)s” is to be a day, such as 2020-03-17.") % data
        ),
        FactsFault.OUT_OF_ORDER: lambda data: (
            gettext("Member %(member)s: one joins, then votes, then leaves; a leave ends after it begins.") % data
        ),
    }
)


def facts_fault(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``FactsFault``."""
    return _SENTENCES[FactsFault(refusal.code)](refusal.data)
