"""The inactivity procedure in words: taking part, the question, the two answers, the action. For care, never for shame."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from toutdoux.procedures.logic.inactivity import PersonState, Reply, Stage
from toutdoux.procedures.logic.participation import Participation, Window
from toutdoux.procedures.queries.inactivity import PersonRow, QuestionRow
from toutdoux.rules.articles import Article
from toutdoux.rules.rulebook import InactivityRules
from toutdoux.wording import dates
from toutdoux.wording.messages.pieces import Link, Piece, Text, Written
from toutdoux.wording.outcomes import cite
from toutdoux.wording.shares import percent_words

_STAGES: Mapping[Stage, Promise] = MappingProxyType(
    {
        Stage.LISTING: pgettext_lazy("step", "The list"),
        Stage.ASKING: pgettext_lazy("step", "The question"),
        Stage.VOTING: pgettext_lazy("step", "The action"),
        Stage.OVER: pgettext_lazy("step", "Over"),
    }
)
_STATES: Mapping[PersonState, Promise] = MappingProxyType(
    {
        PersonState.LISTED: pgettext_lazy("someone on the list", "Proposed"),
        PersonState.TAKEN_OFF: pgettext_lazy("someone on the list", "Taken off"),
        PersonState.NOT_TOLD: pgettext_lazy("someone on the list", "Not told yet"),
        PersonState.WAITING: pgettext_lazy("someone on the list", "Has time to answer"),
        PersonState.SILENT: pgettext_lazy("someone on the list", "Has not answered"),
        PersonState.STAYS: pgettext_lazy("someone on the list", "Stays"),
        PersonState.LEAVES: pgettext_lazy("someone on the list", "Leaves"),
        PersonState.GONE: pgettext_lazy("someone on the list", "No longer a member"),
    }
)
_TROUBLES: Mapping[str, Promise] = MappingProxyType(
    {
        "no-address": gettext_lazy("No address is known."),
        "no-channel": gettext_lazy("No channel reaches this person."),
    }
)


def stage_word(stage: Stage) -> str:
    """Name a step."""
    return str(_STAGES[stage])


def state_word(state: PersonState) -> str:
    """Say in a word or two where someone on the list is."""
    return str(_STATES[state])


def window_words(window: Window, *, zone: ZoneInfo) -> str:
    """Write the stretch of time that is looked at: "from 1 September 2025 to 28 February 2026"."""
    first = window.starts_at.astimezone(zone).date()
    last = (window.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return gettext("from %(first)s to %(last)s") % {"first": dates.day_words(first), "last": dates.day_words(last)}


def participation_sentence(found: Participation, *, window: Window, zone: ZoneInfo) -> str:
    """Say to someone what they took part in themselves."""
    data = {"window": window_words(window, zone=zone), "took": found.took, "could": found.could}
    if found.could == 0:
        return gettext("No vote that you could have cast ended %(window)s.") % data
    words = ngettext(
        "You took part in %(took)s of the %(could)s vote you could have cast %(window)s.",
        "You took part in %(took)s of the %(could)s votes you could have cast %(window)s.",
        found.could,
    )
    return words % data


def counts_words(found: Participation) -> str:
    """Write someone's participation for those who run the procedure: "2 of 9 votes"."""
    words = ngettext("%(took)s of %(could)s vote", "%(took)s of %(could)s votes", found.could)
    return words % {"took": found.took, "could": found.could}


def rule_sentence(rules: InactivityRules) -> str:
    """Say the rule, with its article."""
    clause = gettext(
        "Whoever took part in less than %(share)s of the votes they could have cast may be asked whether they stay, and has "
        "%(delay)s to answer"
    )
    data = {"share": percent_words(rules.share), "delay": dates.delay_words(rules.answer_within)}
    return cite(clause % data, Article.INACTIVITY)


def told_sentence(person: PersonRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say how and when someone was told, the proof of it, or why they were not."""
    if person.told_at is None:
        if person.asked_at is None:
            return ""
        if person.trouble:
            return gettext("The message did not arrive: %(why)s") % {"why": trouble_words(person.trouble)}
        return gettext("The message has not left yet.")
    on = dates.on_words(person.told_at, zone=zone, now=now)
    if person.told_how == "person":
        return gettext("Told by %(name)s, %(on)s.") % {"name": person.told_by, "on": on}
    if person.told_how == "mail":
        return gettext("Told by mail, %(on)s: the mail server took the message.") % {"on": on}
    return gettext("Told in the chat, %(on)s: the server took the message.") % {"on": on}


def trouble_words(code: str) -> str:
    """Say why a message did not arrive."""
    known = _TROUBLES.get(code)
    return str(known) if known else gettext("the server answered “%(code)s”.") % {"code": code}


def reply_sentence(reply_by: datetime | None, *, zone: ZoneInfo, now: datetime) -> str:
    """Say until when an answer is waited for, or that the delay is over and an answer still taken."""
    if reply_by is None:
        return gettext("Your answer is waited for.")
    if now < reply_by:
        return gettext("Your answer is waited for %(until)s.") % {
            "until": dates.until_words(reply_by, zone=zone, now=now)
        }
    ended = dates.ended_words(reply_by, zone=zone, now=now)
    return gettext("The delay ended %(ended)s. An answer is still taken, as long as nothing is decided.") % {
        "ended": ended
    }


def question_letter(*, question: QuestionRow, association: str, url: str, page_url: str, zone: ZoneInfo) -> Written:
    """Write the question that one person is asked, privately."""
    delay = dates.delay_words(question.rules.answer_within)
    name = " ".join(question.member.name.split())
    place = " ".join(association.split())
    pieces: tuple[Piece, ...] = (
        Text(words=gettext("Hello %(name)s,") % {"name": name}),
        Text(words=participation_sentence(question.participation, window=question.window, zone=zone)),
        Text(
            words=gettext(
                "Perhaps life took another turn, perhaps our votes do not suit you: both are fine. We would like to know "
                "whether you wish to stay in %(association)s. Only those who look after this list see it."
            )
            % {"association": place}
        ),
        Link(words=gettext("Answer: I stay, or I leave"), url=url, main=True),
        Text(
            words=gettext(
                "You have %(delay)s. Without an answer, the council will be asked, in an extraordinary action, whether your "
                "place in it ends. Until that is decided, one word from you is enough to stop it; afterwards, one action "
                "brings you back."
            )
            % {"delay": delay}
        ),
        Link(words=gettext("What this is about, for whoever signs in"), url=page_url),
        Text(words=gettext("The link is for you alone: it takes this one answer, and opens nothing else.")),
    )
    return Written(subject=gettext("%(association)s: do you wish to stay?") % {"association": place}, pieces=pieces)


def exclusion_words(*, window: Window, rules: InactivityRules, zone: ZoneInfo) -> tuple[str, str, str]:
    """Write the action for those who stayed silent: its title, its text, and the reason to withdraw it. It names nobody."""
    data = {
        "window": window_words(window, zone=zone),
        "share": percent_words(rules.share),
        "delay": dates.delay_words(rules.answer_within),
    }
    title = gettext("End the place in the council of those who did not answer")
    text = gettext(
        "The people whom this action names took part in less than %(share)s of the votes they could have cast %(window)s. Each "
        "of them was asked privately whether they stay, and did not answer within %(delay)s (art. 18).\n\n"
        "If it passes, they no longer vote; they remain members, and one action brings any of them back at once.\n\n"
        "Whoever answers before it is decided is taken off this action, which then goes on with the others: its text is "
        "amended, or the action withdrawn when nobody is left, in the name of whoever opened it."
    )
    return title, text % data, gettext("Everyone whom this action named has answered, or was taken off the list.")


def return_words(*, name: str) -> tuple[str, str]:
    """Write the action that brings someone back: its title and its text."""
    data = {"name": name}
    title = gettext("Give %(name)s their place in the council back") % data
    return title, gettext("%(name)s takes part again from the instant this action passes.") % data


def staying_words() -> dict[Reply, str]:
    """Return what stands on the two buttons."""
    return {Reply.STAY: gettext("I stay"), Reply.LEAVE: gettext("I leave")}


def answered_words(*, answer: str, page_url: str) -> str:
    """Say in a chat what an answer did, and where more can be said. Markdown."""
    said = (
        gettext("Noted: you stay. Nothing else is asked of you; thank you for answering.")
        if answer == Reply.STAY
        else gettext("Noted: you leave, as of now. What you said and decided here stays; one action brings you back.")
    )
    if answer != Reply.STAY:
        return said
    more = gettext("If you wish to tell those who asked a word more, it is here: %(url)s") % {"url": page_url}
    return f"{said}\n{more}"
