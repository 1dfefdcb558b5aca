"""Rulebooks that sentences are tried on, and how French is compared."""

from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.support.facts import HOUR, OPENED
from tests.support.strategies import counted, rulebook_with
from toutdoux.rules.facts import ObjectionFacts
from toutdoux.rules.rulebook import Base, ObjectionReading, Share, Silence
from toutdoux.rules.shipped import shipped

PARIS = ZoneInfo("Europe/Paris")

TOUT_DOUX = shipped("tout-doux-cratie")
CONSENT = shipped("consent")
MAJORITY = shipped("absolute-majority")
TWO_THIRDS = shipped("two-thirds")
ONLY_COUNTER_VOTE = rulebook_with(extraordinary=counted(block=None, objection=ObjectionReading.COUNTER_VOTE))
EXPRESSED = rulebook_with(
    extraordinary=counted(
        accept=Share(share=Fraction(2, 3), base=Base.EXPRESSED), accept_early=False, silence=Silence.REJECTS
    )
)
CAST = rulebook_with(
    extraordinary=counted(
        accept=Share(share=Fraction(1, 2), base=Base.CAST), accept_early=False, silence=Silence.REJECTS
    )
)
VETO = ObjectionFacts(raised_at=OPENED + HOUR)


def plain(text: str) -> str:
    """Show thin and hard spaces as ordinary ones; that French has them is a promise of its own."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")
