"""Why something about money is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.wording.entries import amount_words

Data = Mapping[str, Any]

_SENTENCES: Mapping[FinanceRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        FinanceRefusal.LIMIT_OPEN: lambda _: gettext(
            "Above which amount a payment needs a decision is not chosen yet (art. 19): choose it first, in what is said once "
            "about money."
        ),
        FinanceRefusal.LIMIT_MALFORMED: lambda _: gettext(
            "The limit is a whole number of euros, such as 50; 0 is one too."
        ),
        FinanceRefusal.NEEDS_A_DECISION: lambda data: (
            gettext(
                "Above %(limit)s a payment needs a decision that allows it (art. 19): propose an action that commits the "
                "amount, or choose the expense that one allowed."
            )
            % {"limit": amount_words(data["limit"])}
        ),
        FinanceRefusal.MORE_THAN_ALLOWED: lambda data: (
            gettext(
                "The decision allows %(granted)s, of which %(spent)s is paid (art. 19): another decision can allow more."
            )
            % {"granted": amount_words(data["granted"]), "spent": amount_words(data["spent"])}
        ),
        FinanceRefusal.ACTION_HAS_NOT_PASSED: lambda _: gettext(
            "Only an action that was voted and passed allows money to be spent: name one that did."
        ),
        FinanceRefusal.SIREN_MISSING: lambda _: gettext(
            "The file of accounting entries bears the SIREN of the association: write it in what is said once about money."
        ),
        FinanceRefusal.SIREN_MALFORMED: lambda _: gettext(
            "A SIREN has nine figures, the last of which checks the others."
        ),
        FinanceRefusal.ACCOUNT_MALFORMED: lambda data: (
            gettext("Line %(line)s: write a heading, an equals sign, a number of account and its name.") % data
        ),
        FinanceRefusal.PERIOD_WITHOUT_DAYS: lambda data: (
            gettext("The period %(period)s has no last day: give it one before its accounting entries are taken away.")
            % data
        ),
    }
)


def finance_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``FinanceRefusal``."""
    return _SENTENCES[FinanceRefusal(refusal.code)](refusal.data)
