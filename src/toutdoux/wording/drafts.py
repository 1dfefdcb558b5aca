"""What publishing would do, in sentences: the two kinds of action under a rulebook, and the consequences of one draft."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from toutdoux.rules.outcome import marks
from toutdoux.rules.rulebook import CountRules, Kind, ObjectionReading, Rulebook, Silence
from toutdoux.wording import dates
from toutdoux.wording.shares import at_least_words, share_words


def kind_promise(rulebook: Rulebook, *, kind: Kind, council: int) -> str:
    """Say what a kind of action means today: "The council of 22 decides within 10 days: half, 11 votes, is enough…"."""
    rules = rulebook.count_rules(kind)
    if rules is None:
        return gettext("Announced, and you may start at once. The others see it, support it, or call a counter-vote.")
    return " ".join([_who_decides(rules, council), _silence(rules)])


def consequences(
    rulebook: Rulebook,
    *,
    kind: Kind,
    council: int,
    reference: str,
    deadline: datetime | None,
    zone: ZoneInfo,
    now: datetime,
) -> tuple[str, ...]:
    """Say what will happen if this draft is published at ``now``."""
    rules = rulebook.count_rules(kind)
    told = []
    if reference:
        told.append(
            gettext("It will bear the number %(reference)s, unless another takes it first.") % {"reference": reference}
        )
    if rules is None or deadline is None:
        told.append(gettext("It is announced to everyone, and you may start at once."))
        if rulebook.counter_vote.allowed:
            told.append(
                gettext("Until it is done, a counter-vote that gathers %(share)s can annul it.")
                % {"share": share_words(rulebook.counter_vote.accept)}
            )
        return tuple(told)
    frozen = ngettext(
        "The council is frozen at that instant: %(count)s person votes, whoever joins or leaves afterwards.",
        "The council is frozen at that instant: %(count)s people vote, whoever joins or leaves afterwards.",
        council,
    )
    told.append(frozen % {"count": council})
    told.append(
        gettext("Published now, the vote ends %(ends)s. %(silence)s")
        % {"ends": dates.ends_words(deadline, zone=zone, now=now), "silence": _silence(rules)}
    )
    told.append(_what_decides(rules, council))
    if rulebook.amendments:
        told.append(gettext("You can still amend it while it is undecided: the count then begins afresh."))
    return tuple(told)


def amendment_sentences(*, cast: int) -> tuple[str, ...]:
    """Say what amending does, when ``cast`` ballots count on the text of today."""
    told = [gettext("The council is frozen anew, and the whole delay starts again: everyone can read what changed.")]
    if cast:
        history = ngettext(
            "The %(count)s vote cast so far becomes history, and counts no more.",
            "The %(count)s votes cast so far become history, and count no more.",
            cast,
        )
        told.append(history % {"count": cast})
    told.append(gettext("The number stays."))
    return tuple(told)


def counter_vote_sentences(rulebook: Rulebook) -> tuple[str, ...]:
    """Say what a counter-vote does under ``rulebook``, and what comes before it."""
    data = {
        "share": at_least_words(rulebook.counter_vote.accept),
        "delay": dates.delay_words(rulebook.counter_vote.delay),
    }
    return (
        gettext("Have you talked with those who lead the action? A counter-vote is for when talking has led nowhere."),
        gettext(
            "The council of today votes for %(delay)s. If %(share)s is for, the action is annulled at that instant."
        )
        % data,
        gettext(
            "Otherwise the counter-vote lapses and nothing changes. Meanwhile the action goes on: it is not suspended."
        ),
    )


def _who_decides(rules: CountRules, council: int) -> str:
    mark, _ = marks(rules, council)
    data = {
        "count": council,
        "delay": dates.delay_words(rules.delay),
        "share": at_least_words(rules.accept),
        "mark": mark,
    }
    if mark is None:
        words = ngettext(
            "The council decides: %(count)s person, in %(delay)s. It takes %(share)s.",
            "The council decides: %(count)s people, in %(delay)s. It takes %(share)s.",
            council,
        )
    else:
        words = ngettext(
            "The council decides: %(count)s person, in %(delay)s. It takes %(share)s: %(mark)s today.",
            "The council decides: %(count)s people, in %(delay)s. It takes %(share)s: %(mark)s today.",
            council,
        )
    return words % data


def _what_decides(rules: CountRules, council: int) -> str:
    """Say which counts decide, in numbers of votes where the council is the base."""
    for_mark, against_mark = marks(rules, council)
    if for_mark is None:
        return gettext("It takes %(share)s.") % {"share": at_least_words(rules.accept)}
    passes = ngettext(
        "%(count)s vote for and it passes at once.", "%(count)s votes for and it passes at once.", for_mark
    )
    if not rules.accept_early:
        passes = ngettext(
            "It takes %(count)s vote for when the delay is over.",
            "It takes %(count)s votes for when the delay is over.",
            for_mark,
        )
    told = [passes % {"count": for_mark}]
    if against_mark is not None:
        blocks = ngettext(
            "%(count)s vote against and it is blocked.", "%(count)s votes against and it is blocked.", against_mark
        )
        told.append(blocks % {"count": against_mark})
    if rules.objection is ObjectionReading.VETO:
        told.append(gettext("One objection that is not lifted blocks it."))
    return " ".join(told)


def _silence(rules: CountRules) -> str:
    return {
        Silence.ACCEPTS: gettext("Without another vote it passes at the end."),
        Silence.REJECTS: gettext("Without enough votes it is rejected at the end."),
        Silence.LAPSES: gettext("Without enough votes it lapses at the end."),
    }[rules.silence]
