"""A pretend action in a pretend council, decided by the real rules. It lives in the address of its page, nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from toutdoux.rules.facts import ActionFacts, Choice, CountStep, ObjectionFacts, Outcome, Tally
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind, ObjectionReading, Rulebook
from toutdoux.rules.time import deadline
from toutdoux.wording import dates
from toutdoux.wording.words import choice_word

#: The others of the pretend council; the reader is the twelfth.
OTHERS = ("Ada", "Brahim", "Céleste", "Diego", "Élise", "Farah", "Gaspard", "Hana", "Ismaël", "Jeanne", "Karim")
COUNCIL = len(OTHERS) + 1
TOGETHER = 3
#: One letter a move, in the address. The reader votes; three others vote; the delay passes.
MINE = {"f": Choice.FOR, "a": Choice.AGAINST, "b": Choice.BLANK}
THEIRS = {"o": Choice.FOR, "p": Choice.AGAINST}
TIME = "d"
MOST = 40


@dataclass(frozen=True, kw_only=True)
class Practice:
    """Where the pretend action stands after the moves made. ``told``: what happened, in sentences, in order."""

    moves: str
    facts: ActionFacts
    outcome: Outcome
    at: datetime
    mine: Choice | None
    waiting: int
    told: tuple[str, ...]


def read_moves(text: str) -> str:
    """Return the moves an address names; what is none is left out."""
    known = {*MINE, *THEIRS, TIME}
    return "".join(letter for letter in text if letter in known)[:MOST]


def play(*, moves: str, rulebook: Rulebook, kind: Kind, zone: ZoneInfo, now: datetime) -> Practice:
    """Play ``moves`` on an action published at ``now`` and counted under ``rulebook``."""
    rules = rulebook.count_rules(kind)
    assert rules is not None, "only what is counted can be practised"
    ends = deadline(opened_at=now, delay=rules.delay, zone=zone)
    pace = min(timedelta(hours=1), (ends - now) / (MOST + 1))
    choices: dict[str, Choice] = {}
    facts = ActionFacts(kind=kind, council=COUNCIL, opened_at=now, deadline=ends)
    at, mine = now, None
    told: list[str] = []
    for letter in moves:
        if letter == TIME:
            at = max(at, ends)
            told.append(gettext("%(delay)s pass.") % {"delay": dates.delay_words(rules.delay).capitalize()})
            continue
        at += pace
        if not outcome(facts, rulebook, at).ballots_open:
            told.append(gettext("The vote is closed: nothing more is counted."))
            continue
        if letter in MINE:
            if mine is not None and not rulebook.change_ballot:
                told.append(gettext("Under these rules a vote that is cast is not changed: the first one counts."))
                continue
            mine = MINE[letter]
            choices[""] = mine
            told.append(gettext("You vote %(choice)s.") % {"choice": choice_word(mine)})
            facts = _counted(
                facts, choices, at, objects=mine is Choice.AGAINST and rules.objection is ObjectionReading.VETO
            )
            continue
        voters = [name for name in OTHERS if name not in choices][:TOGETHER]
        if voters:
            choices |= dict.fromkeys(voters, THEIRS[letter])
            told.append(_they_vote(voters, THEIRS[letter]))
            facts = _counted(facts, choices, at, objects=False)
    return Practice(
        moves=moves,
        facts=facts,
        outcome=outcome(facts, rulebook, at),
        at=at,
        mine=mine,
        waiting=len([name for name in OTHERS if name not in choices]),
        told=tuple(told),
    )


def _they_vote(voters: Sequence[str], choice: Choice) -> str:
    words = ngettext("%(names)s votes %(choice)s.", "%(names)s vote %(choice)s.", len(voters))
    return words % {"names": ", ".join(voters), "choice": choice_word(choice)}


def _counted(facts: ActionFacts, choices: dict[str, Choice], at: datetime, *, objects: bool) -> ActionFacts:
    """Return the facts after a ballot. Where one objection blocks, the reader's Against is one, until they vote again."""
    cast = list(choices.values())
    tally = Tally(
        council=COUNCIL,
        for_=cast.count(Choice.FOR),
        against=cast.count(Choice.AGAINST),
        blank=cast.count(Choice.BLANK),
    )
    still = facts.objections
    if objects and not still:
        still = (ObjectionFacts(raised_at=at),)
    elif choices.get("") is not Choice.AGAINST:
        still = ()
    return ActionFacts(
        kind=facts.kind,
        council=COUNCIL,
        opened_at=facts.opened_at,
        deadline=facts.deadline,
        steps=(*facts.steps, CountStep(at=at, tally=tally)),
        objections=still,
    )
