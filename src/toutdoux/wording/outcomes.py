"""Why an action is where it is, what will happen if nobody does anything more, and what would change it.

One sentence for every branch of the outcome and for every lever, each with the article it comes from.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from toutdoux.rules.facts import Branch, Change, Lever, Outcome, Status, Tally
from toutdoux.rules.outcome import base_of
from toutdoux.rules.rulebook import Base, CountRules, Kind, ObjectionReading, Rulebook, Share
from toutdoux.wording import dates
from toutdoux.wording.shares import enough_words, share_words, was_needed_words

_HALF = Share(share=Fraction(1, 2), base=Base.COUNCIL, inclusive=True)

# A register shows many sentences: only those that are used are looked up.
_ACTION: Mapping[Branch, Promise] = MappingProxyType(
    {
        Branch.ANNOUNCED: gettext_lazy("Announced %(on)s: announcing it is enough, it may start at once"),
        Branch.AWAITING: gettext_lazy("The vote is open %(until)s: %(tally)s"),
        Branch.SHARE_FOR: gettext_lazy("Accepted %(on)s: %(for)s, %(enough)s"),
        Branch.SHARE_FOR_AT_DEADLINE: gettext_lazy("Accepted %(ended)s, when the delay was over: %(for)s, %(enough)s"),
        Branch.SHARE_AGAINST: gettext_lazy("Blocked %(on)s: %(against)s, %(enough_against)s"),
        Branch.OBJECTION_STANDS: gettext_lazy(
            "Blocked %(ended)s: an objection was still standing when the delay was over, and one is enough"
        ),
        Branch.SHARE_NOT_REACHED: gettext_lazy("Rejected %(ended)s, when the delay was over: %(for)s, %(needed)s"),
        Branch.WITHDRAWN: gettext_lazy("Withdrawn %(on)s by those who lead it"),
        Branch.COUNTER_VOTE_PASSED: gettext_lazy("Annulled %(on)s: a counter-vote gathered %(gathered)s"),
    }
)
#: Silence passes what nobody stopped; what could have stopped it depends on the reading of objections.
_SILENCE: Mapping[ObjectionReading, Promise] = MappingProxyType(
    {
        ObjectionReading.SHARE: gettext_lazy(
            "Passed %(ended)s without another vote: the delay of %(delay)s is over with %(opposition)s, and blocking "
            "takes %(block)s"
        ),
        ObjectionReading.VETO: gettext_lazy(
            "Passed %(ended)s without another vote: the delay of %(delay)s is over and no objection is left standing"
        ),
        ObjectionReading.COUNTER_VOTE: gettext_lazy(
            "Passed %(ended)s without another vote: the delay of %(delay)s is over and no counter-vote has annulled it"
        ),
    }
)
_COUNTER_VOTE: Mapping[Branch, Promise] = MappingProxyType(
    {
        Branch.AWAITING: gettext_lazy("The counter-vote is open %(until)s: %(tally)s"),
        Branch.SHARE_FOR: gettext_lazy("The counter-vote passed %(on)s: %(for)s, %(enough)s"),
        Branch.COUNTER_VOTE_LAPSED: gettext_lazy("The counter-vote lapsed %(ended)s: %(for)s, %(needed)s"),
        Branch.TARGET_GONE: gettext_lazy("The counter-vote lapsed %(on)s: the action it was about no longer stands"),
        Branch.WITHDRAWN: gettext_lazy("The counter-vote was withdrawn %(on)s by those who lead it"),
    }
)
#: What the end of the delay does when nobody votes any more.
_SILENT: Mapping[Status, Promise] = MappingProxyType(
    {
        Status.TACIT: gettext_lazy("Without another vote, the action passes %(at)s"),
        Status.ACCEPTED: gettext_lazy("Without another vote, the action is accepted %(at)s"),
        Status.REJECTED: gettext_lazy("Without another vote, the action is rejected %(at)s"),
        Status.LAPSED: gettext_lazy("Without another vote, the counter-vote lapses %(at)s"),
    }
)


def outcome_sentence(
    outcome: Outcome, rulebook: Rulebook, zone: ZoneInfo, *, kind: Kind, now: datetime | None = None
) -> str:
    """Say what is decided, and why.

    "Accepted on 21 March at 14:02: 12 of the 24 council members voted for, half is enough (art. 6)." Years are left out
    when they are that of ``now``.
    """
    rules = rulebook.count_rules(kind)
    if kind is Kind.COUNTER_VOTE:
        template = _COUNTER_VOTE[outcome.branch]
    elif outcome.branch is Branch.SILENCE and rules is not None:
        template = _SILENCE[rules.objection]
    else:
        template = _ACTION[outcome.branch]
    parts = _instants(outcome, zone, now) | (_counts(outcome, rules) if rules else {})
    parts["gathered"] = lambda: share_words(rulebook.counter_vote.accept)
    return cite(str(template) % _Said(parts), outcome.article)


def expected_sentence(outcome: Outcome, zone: ZoneInfo, *, now: datetime | None = None) -> str | None:
    """Say what silence will do: "Without another vote, the action passes on Friday 27 March at 18:00."

    None when nothing is expected: decided already, or open without a deadline.
    """
    if outcome.expected is None:
        return None
    return gettext("%(clause)s.") % {"clause": _expected(outcome.expected, outcome, zone, now)}


def change_sentences(
    outcome: Outcome, rulebook: Rulebook, zone: ZoneInfo, *, kind: Kind, now: datetime | None = None
) -> tuple[str, ...]:
    """Say what would change the outcome, one sentence each, with its article; what silence will do comes last."""
    return tuple(
        cite(_change(change, outcome, rulebook, zone, kind, now), change.article) for change in outcome.changes
    )


def bar_words(outcome: Outcome, rulebook: Rulebook, *, kind: Kind) -> str:
    """Say in few words what the council bar shows: "9 for · 1 against · half: 11 of 22".

    Where both sides do not need just half: "9 for · 1 against · 16 of 24 needed · 9 against block".
    """
    tally = outcome.tally
    words = [
        pgettext("few words", "%(count)s for") % {"count": tally.for_},
        pgettext("few words", "%(count)s against") % {"count": tally.against},
    ]
    if tally.blank:
        words.append(ngettext("%(count)s blank", "%(count)s blank", tally.blank) % {"count": tally.blank})
    return " · ".join([*words, *_marks(outcome, rulebook.count_rules(kind))])


def cite(clause: str, article: int) -> str:
    """End a sentence with the article it comes from."""
    return gettext("%(clause)s (art. %(article)s).") % {"clause": clause, "article": int(article)}


class _Said(dict[str, Callable[[], str]]):
    """Parts of a sentence, each worded only when its template asks for it."""

    def __getitem__(self, key: str) -> str:  # type: ignore[override]
        return super().__getitem__(key)()


def _instants(outcome: Outcome, zone: ZoneInfo, now: datetime | None) -> dict[str, Callable[[], str]]:
    decided, closes = outcome.decided_at, outcome.ballots_close_at
    if decided is None:
        return {"until": lambda: dates.until_words(closes, zone=zone, now=now) if closes else ""}
    return {
        "on": lambda: dates.on_words(decided, zone=zone, now=now),
        "ended": lambda: dates.ended_words(decided, zone=zone, now=now),
    }


def _counts(outcome: Outcome, rules: CountRules) -> dict[str, Callable[[], str]]:
    then = outcome.tally_then
    parts = {
        "tally": lambda: _tally_words(outcome.tally),
        "delay": lambda: dates.delay_words(rules.delay),
        "for": lambda: _voted_for(then, rules.accept),
        "enough": lambda: enough_words(rules.accept),
        "needed": lambda: was_needed_words(rules.accept),
        "opposition": lambda: _opposition_words(then),
    }
    block = rules.block
    if block is not None:
        parts["against"] = lambda: _voted_against(then)
        parts["enough_against"] = lambda: enough_words(block)
        parts["block"] = lambda: share_words(block)
    return parts


def _opposition_words(tally: Tally) -> str:
    return gettext("%(count)s of %(council)s against") % {"count": tally.against, "council": tally.council}


def _tally_words(tally: Tally) -> str:
    """Say where a running count is: "9 for, 1 against, in a council of 22"."""
    return gettext("%(for)s for, %(against)s against, in a council of %(council)s") % {
        "for": tally.for_,
        "against": tally.against,
        "council": tally.council,
    }


def _voted_for(tally: Tally, share: Share) -> str:
    data = {"count": tally.for_, "council": tally.council, "base": base_of(share, tally)}
    if share.base is Base.COUNCIL:
        words = ngettext(
            "%(count)s of the %(council)s council members voted for",
            "%(count)s of the %(council)s council members voted for",
            tally.for_,
        )
    elif share.base is Base.EXPRESSED:
        words = ngettext(
            "%(count)s of the %(base)s votes expressed was for",
            "%(count)s of the %(base)s votes expressed were for",
            tally.for_,
        )
    else:
        words = ngettext(
            "%(count)s of the %(base)s votes cast was for", "%(count)s of the %(base)s votes cast were for", tally.for_
        )
    return words % data


def _voted_against(tally: Tally) -> str:
    words = ngettext(
        "%(count)s of the %(council)s council members voted against",
        "%(count)s of the %(council)s council members voted against",
        tally.against,
    )
    return words % {"count": tally.against, "council": tally.council}


def _marks(outcome: Outcome, rules: CountRules | None) -> list[str]:
    council = outcome.tally.council
    if rules is not None and rules.accept == _HALF and rules.block in (None, _HALF):
        return [gettext("half: %(mark)s of %(council)s") % {"mark": outcome.for_mark, "council": council}]
    words = []
    if outcome.for_mark is None:
        words.append(gettext("council of %(council)s") % {"council": council})
    else:
        words.append(gettext("%(mark)s of %(council)s needed") % {"mark": outcome.for_mark, "council": council})
    if outcome.against_mark is not None:
        blocking = ngettext("%(mark)s against blocks", "%(mark)s against block", outcome.against_mark)
        words.append(blocking % {"mark": outcome.against_mark})
    return words


def _change(
    change: Change, outcome: Outcome, rulebook: Rulebook, zone: ZoneInfo, kind: Kind, now: datetime | None
) -> str:
    data = {
        "count": change.count,
        "at": dates.ends_words(change.at, zone=zone, now=now) if change.at is not None else "",
        "share": share_words(rulebook.counter_vote.accept),
    }
    match change.lever:
        case Lever.MORE_FOR:
            return _more_for(change, kind) % data
        case Lever.MORE_AGAINST:
            return (
                ngettext(
                    "%(count)s more vote against and it is blocked at once",
                    "%(count)s more votes against and it is blocked at once",
                    change.count,
                )
                % data
            )
        case Lever.LIFT_OBJECTIONS:
            return _lifted(change) % data
        case Lever.RAISE_OBJECTION:
            return gettext("A single objection, unless it is lifted, blocks the action %(at)s") % data
        case Lever.COUNTER_VOTE:
            return gettext("A counter-vote that gathers %(share)s annuls it") % data
        case Lever.TIME:
            return _expected(change, outcome, zone, now)


def _more_for(change: Change, kind: Kind) -> str:
    if kind is Kind.COUNTER_VOTE:
        return ngettext(
            "%(count)s more vote for and the counter-vote passes at once",
            "%(count)s more votes for and the counter-vote passes at once",
            change.count,
        )
    if change.at is None:
        return ngettext(
            "%(count)s more vote for and it passes at once",
            "%(count)s more votes for and it passes at once",
            change.count,
        )
    return ngettext(
        "%(count)s more vote for and it is accepted %(at)s",
        "%(count)s more votes for and it is accepted %(at)s",
        change.count,
    )


def _lifted(change: Change) -> str:
    return {
        Status.TACIT: ngettext(
            "If the objection is lifted, the action passes %(at)s",
            "If the %(count)s objections are lifted, the action passes %(at)s",
            change.count,
        ),
        Status.ACCEPTED: ngettext(
            "If the objection is lifted, the action is accepted %(at)s",
            "If the %(count)s objections are lifted, the action is accepted %(at)s",
            change.count,
        ),
        Status.REJECTED: ngettext(
            "Even if the objection is lifted, the action is rejected %(at)s without another vote",
            "Even if the %(count)s objections are lifted, the action is rejected %(at)s without another vote",
            change.count,
        ),
    }[change.becomes]


def _expected(change: Change, outcome: Outcome, zone: ZoneInfo, now: datetime | None) -> str:
    if change.becomes is Status.BLOCKED:
        sentence = ngettext(
            "If the objection is not lifted, the action is blocked %(at)s",
            "If the objections are not lifted, the action is blocked %(at)s",
            outcome.standing_objections,
        )
    else:
        sentence = str(_SILENT[change.becomes])
    return sentence % {"at": dates.ends_words(change.at, zone=zone, now=now) if change.at is not None else ""}
