"""Why the ledger takes no entry, in a sentence."""

from django.utils.translation import gettext

from toutdoux.kernel.refusal import Refusal


def ledger_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``LedgerRefusal``."""
    return gettext(
        "The clock of this installation is %(seconds)s seconds behind what is recorded already, so nothing can be dated "
        "rightly. Nothing was written; try again once the clock is right."
    ) % {"seconds": refusal.data["seconds"]}
