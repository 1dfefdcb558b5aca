"""Facts of actions in a few letters, around one opening and its deadline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.support.strategies import FIVE
from toutdoux.rules.facts import ActionFacts, CountStep, Outcome, Tally
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.rules.time import deadline as end_of_delay

TOUT_DOUX, CONSENT, VETO, MAJORITY, TWO_THIRDS = FIVE
OPENED = datetime(2024, 3, 21, 17, 30, tzinfo=UTC)
DEADLINE = end_of_delay(opened_at=OPENED, delay=TOUT_DOUX.counter_vote.delay, zone=ZoneInfo("Europe/Paris"))
MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


def votes(words: str, *, council: int, start: datetime = OPENED + HOUR) -> tuple[CountStep, ...]:
    """One ballot an hour by as many members: ``"f"`` For, ``"a"`` Against, ``"b"`` Blank."""
    return tuple(
        CountStep(
            at=start + n * HOUR,
            tally=Tally(
                council=council,
                for_=words[: n + 1].count("f"),
                against=words[: n + 1].count("a"),
                blank=words[: n + 1].count("b"),
            ),
        )
        for n in range(len(words))
    )


def action(words: str = "", *, council: int, kind: Kind = Kind.EXTRAORDINARY, **more: object) -> ActionFacts:
    facts = ActionFacts(
        kind=kind,
        council=council,
        opened_at=OPENED,
        deadline=None if kind is Kind.ORDINARY else DEADLINE,
        steps=votes(words, council=council),
    )
    return replace(facts, **more)


def at_deadline(facts: ActionFacts, rulebook: Rulebook = TOUT_DOUX) -> Outcome:
    return outcome(facts, rulebook, DEADLINE)


def counter(words: str = "", *, council: int, opened_at: datetime = OPENED, **more: object) -> ActionFacts:
    facts = ActionFacts(
        kind=Kind.COUNTER_VOTE,
        council=council,
        opened_at=opened_at,
        deadline=opened_at + (DEADLINE - OPENED),
        steps=votes(words, council=council, start=opened_at + HOUR),
    )
    return replace(facts, **more)
