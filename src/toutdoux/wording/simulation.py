"""What other rules would have made of an old row, in words."""

from dataclasses import replace

from toutdoux.rules.historical import Figures, Judgement, Reason
from toutdoux.wording.checks import why


def old_reason(*, figures: Figures, judgement: Judgement) -> str:
    """Say what the figures of a row give under the rules tried; whether its label fits is not asked here."""
    return why(figures=figures, judgement=replace(judgement, consistent=True, reason=Reason.AGREES), recorded="")
