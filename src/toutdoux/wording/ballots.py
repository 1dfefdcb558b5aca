"""One's own ballot in sentences: what was recorded, until when it can change, what a reason does."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import CountRules, ObjectionReading
from toutdoux.wording import dates
from toutdoux.wording.words import choice_word


def receipt_sentences(
    *,
    choice: Choice,
    replaced: Choice | None,
    reasoned: bool,
    repeated_from: datetime | None,
    of: str = "",
    zone: ZoneInfo,
    now: datetime,
) -> tuple[str, ...]:
    """Say what a ballot did, at the instant it is taken; ``of``: the organisation whose vote it is, if it is one's.

    ``repeated_from`` is the instant of the first, when the same ballot came again and changed nothing.
    """
    word = choice_word(choice)
    if repeated_from is not None:
        return (
            gettext("This vote was recorded already, %(on)s: %(choice)s. It counts once.")
            % {"choice": word, "on": dates.on_words(repeated_from, zone=zone, now=now)},
        )
    if of:
        said = _of_an_organisation(of=of, choice=choice, replaced=replaced)
    elif replaced is not None and replaced is not choice:
        said = gettext("Your vote is changed: it was %(before)s, it is now %(choice)s.")
        said %= {"before": choice_word(replaced), "choice": word}
    else:
        said = gettext("Your vote is recorded: %(choice)s.") % {"choice": word}
    if choice is not Choice.AGAINST:
        return (said,)
    if reasoned:
        return said, gettext("Your reason opens a conversation below: what would make it acceptable to you?")
    return said, gettext("If you can, say why: a reason gives the others something to answer.")


def _of_an_organisation(*, of: str, choice: Choice, replaced: Choice | None) -> str:
    data = {"name": " ".join(of.split()), "choice": choice_word(choice)}
    if replaced is not None and replaced is not choice:
        said = gettext("The vote of %(name)s is changed: it was %(before)s, it is now %(choice)s.")
        return said % (data | {"before": choice_word(replaced)})
    return gettext("The vote of %(name)s is recorded: %(choice)s.") % data


def seat_sentence(*, name: str, choice: Choice, at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Say what an organisation has said: "The Bees voted For on 21 March at 14:02."."""
    data = {"name": name, "choice": choice_word(choice), "on": dates.on_words(at, zone=zone, now=now)}
    return gettext("%(name)s voted %(choice)s %(on)s.") % data


def ballot_sentence(*, choice: Choice, at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Say what the reader has said: "You voted For on 21 March at 14:02."."""
    return gettext("You voted %(choice)s %(on)s.") % {
        "choice": choice_word(choice),
        "on": dates.on_words(at, zone=zone, now=now),
    }


def change_sentence(*, closes_at: datetime | None, decided: bool, zone: ZoneInfo, now: datetime) -> str:
    """Say until when one can change one's mind, and whether that still weighs on the outcome."""
    if closes_at is None:
        return gettext("You can change your mind as long as the action is not over.")
    until = {"until": dates.until_words(closes_at, zone=zone, now=now)}
    if decided:
        return gettext("You can change your mind %(until)s; the outcome no longer depends on it.") % until
    return gettext("You can change your mind %(until)s.") % until


def open_sentence(*, closes_at: datetime | None, decided: bool, zone: ZoneInfo, now: datetime) -> str:
    """Say to who has not voted yet what a vote still does; nothing where it is plain."""
    if closes_at is None:
        return gettext("This is announced, not counted: your vote is an opinion that those who lead it will read.")
    if decided:
        return gettext("This is decided; you can still say what you think %(until)s.") % {
            "until": dates.until_words(closes_at, zone=zone, now=now)
        }
    return ""


def reason_help(rules: CountRules | None) -> str:
    """Say what a reason does under these rules."""
    if rules is None:
        return gettext("Everyone in the association can read it.")
    if rules.objection is ObjectionReading.VETO:
        return gettext(
            "Everyone in the association can read it. With an Against it is an objection: unless it is lifted before the "
            "end, it blocks the action."
        )
    return gettext(
        "Everyone in the association can read it. With an Against it is an objection: it opens a conversation, to look "
        "for a compromise."
    )
