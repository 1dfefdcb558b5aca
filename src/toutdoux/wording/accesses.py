"""Accesses in words: what can be entered, how far one can go, where an access stands and what is to be done by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext, pgettext

from toutdoux.accesses.logic.ledger import Cause, EndCause, Level, Sort, State
from toutdoux.accesses.queries import AccessRow
from toutdoux.wording import dates
from toutdoux.wording.mandates import last_day


def sort_word(sort: Sort) -> str:
    """Name what can be entered."""
    return {
        Sort.MACHINE: pgettext("what can be entered", "machine"),
        Sort.ROOT: pgettext("what can be entered", "administration of a machine (root)"),
        Sort.SERVICE: pgettext("what can be entered", "service"),
        Sort.ACCOUNT: pgettext("what can be entered", "account elsewhere"),
        Sort.MAILBOX: pgettext("what can be entered", "mailbox"),
        Sort.KEY: pgettext("what can be entered", "key"),
        Sort.PUBLIC_CHANNEL: pgettext("what can be entered", "public channel"),
        Sort.PRIVATE_CHANNEL: pgettext("what can be entered", "private channel"),
    }[sort]


def level_word(level: Level) -> str:
    """Say how far whoever enters can go."""
    return {
        Level.EVERYDAY: pgettext("how far an access goes", "everyday: a mistake is easily mended"),
        Level.SENSITIVE: pgettext("how far an access goes", "sensitive: what people entrusted to us can be read"),
        Level.CRITICAL: pgettext("how far an access goes", "critical: everything can be changed or lost"),
    }[level]


def level_short(level: Level) -> str:
    """Say the same in one word."""
    return {
        Level.EVERYDAY: pgettext("how far an access goes, in a word", "everyday"),
        Level.SENSITIVE: pgettext("how far an access goes, in a word", "sensitive"),
        Level.CRITICAL: pgettext("how far an access goes, in a word", "critical"),
    }[level]


def review_words(months: int) -> str:
    """Say how often holders are asked."""
    return ngettext(
        "Holders are asked every %(months)s month whether they still need it.",
        "Holders are asked every %(months)s months whether they still need it.",
        months,
    ) % {"months": months}


def access_sentence(row: AccessRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say since when someone may enter and until when; or why no longer, and whether the door is shut."""
    since = dates.day_words(row.facts.starts_at.astimezone(zone).date())
    if row.state is State.HELD:
        if row.facts.until is None:
            return gettext("since %(since)s, without end") % {"since": since}
        until = dates.day_words(last_day(row.facts.until, zone=zone))
        return gettext("since %(since)s, until %(until)s") % {"since": since, "until": until}
    if row.ending is None:
        return gettext("from %(since)s on") % {"since": since}
    ended = {
        "since": since,
        "on": dates.on_words(row.ending.at, zone=zone, now=now),
        "why": end_words(row.ending.cause),
    }
    if row.state is State.TO_UNDO:
        return gettext("since %(since)s; ended %(on)s, %(why)s; nobody has ticked yet that the door is shut") % ended
    return gettext("since %(since)s; ended %(on)s, %(why)s") % ended


def end_words(cause: EndCause) -> str:
    """Say why an access ended."""
    return {
        EndCause.EXPIRED: pgettext("why an access ended", "as foreseen"),
        EndCause.REVOKED: pgettext("why an access ended", "taken back"),
        EndCause.GIVEN_UP: pgettext("why an access ended", "no longer needed"),
        EndCause.LEFT: pgettext("why an access ended", "by leaving the association"),
        EndCause.EXCLUDED: pgettext("why an access ended", "by an exclusion"),
        EndCause.ANNULLED: pgettext("why an access ended", "the action was annulled"),
        EndCause.CLOSED: pgettext("why an access ended", "it exists no longer"),
    }[cause]


def origin_words(row: AccessRow) -> str:
    """Say where an access comes from, when no action can be linked to."""
    if row.cause is Cause.DECLARED:
        return gettext("declared by %(name)s, without a decision") % {"name": row.declared_by}
    return ""


def by_hand_words(row: AccessRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say what someone has to do by hand."""
    said = {"name": row.member_name, "resource": row.resource.name}
    if row.to_open:
        return gettext("Open %(resource)s to %(name)s.") % said
    assert row.ending is not None
    why = {"on": dates.on_words(row.ending.at, zone=zone, now=now), "why": end_words(row.ending.cause)}
    return gettext("Shut %(resource)s to %(name)s: the access ended %(on)s, %(why)s.") % (said | why)
