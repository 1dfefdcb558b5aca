"""Mandates in words: what they are called, what they ask for, what is handed over."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext, pgettext

from toutdoux.mandates.logic.holding import BuiltIn, Handing
from toutdoux.mandates.queries import KindPage, KindRow, LineRow, MandateRow
from toutdoux.wording import dates


def mandate_name(code: str, name: str = "") -> str:
    """Name a mandate: ours in the reader's language, the association's own as it wrote it."""
    if code not in set(BuiltIn):
        return name or code
    return {
        BuiltIn.ADMINISTRATIVE: pgettext("a mandate", "administrative representative"),
        BuiltIn.FINANCIAL: pgettext("a mandate", "financial representative"),
        BuiltIn.TECHNICAL: pgettext("a mandate", "technical representative"),
    }[BuiltIn(code)]


def duties(kind: KindRow) -> str:
    """Say what a mandate asks for, in the association's words, or in ours until it has written its own."""
    if kind.duties or kind.own:
        return kind.duties
    return {
        BuiltIn.ADMINISTRATIVE: gettext(
            "Keeps the papers of the association, writes to the authorities, sends the minutes."
        ),
        BuiltIn.FINANCIAL: gettext("Keeps the accounts and the receipts, pays what was decided, reports what is left."),
        BuiltIn.TECHNICAL: gettext("Looks after the machines, opens and shuts the doors that decisions open and shut."),
    }[BuiltIn(kind.code)]


def line_words(line: LineRow) -> str:
    """Say a line of a checklist."""
    if not line.code:
        return line.text
    return {
        Handing.DUTIES: gettext("What the mandate asks for, week after week, and how long it takes"),
        Handing.CALENDAR: gettext("What falls due in the coming months, with its days"),
        Handing.PAPERS: gettext("Where the statutes, the minutes and the letters are kept"),
        Handing.REGISTERS: gettext("The register of members and that of decisions, looked through together"),
        Handing.MAILBOXES: gettext("The mailboxes and the letter box: who reads them now"),
        Handing.PREFECTURE: gettext("The change of representatives, declared to the authorities"),
        Handing.BANK: gettext("The bank: who may sign, declared and confirmed"),
        Handing.BOOKS: gettext("The accounts up to the day, with the balance checked together"),
        Handing.RECEIPTS: gettext("The receipts, and where the next ones go"),
        Handing.GRANTS: gettext("The subsidies and gifts: what was promised, and what is to be reported"),
        Handing.MACHINES: gettext("The machines: where each one stands, and what it does"),
        Handing.ACCESSES: gettext("The accesses: the list of doors to open and to shut, gone through together"),
        Handing.BACKUPS: gettext("The backups: where they are, and one restored together"),
        Handing.RENEWALS: gettext("Domain names, certificates, subscriptions: when each is renewed, and by whom"),
        Handing.UNDER_WAY: gettext("What is under way, and whom to talk to about it"),
    }[Handing(line.code)]


def until_words(row: MandateRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say until which day a mandate runs, the last day included: "until 30 June 2027"."""
    today = now.astimezone(zone).date()
    return gettext("until %(day)s") % {"day": dates.day_words(last_day(row.over_at, zone=zone), today=today)}


def span_words(row: MandateRow, *, zone: ZoneInfo) -> str:
    """Say from which day to which a mandate ran, or will run."""
    return gettext("from %(first)s to %(last)s") % {
        "first": dates.day_words(row.facts.starts_at.astimezone(zone).date()),
        "last": dates.day_words(last_day(row.over_at, zone=zone)),
    }


def last_day(over_at: datetime, *, zone: ZoneInfo) -> date:
    """Return the last day of what is over at ``over_at`` (excluded)."""
    return (over_at - timedelta(microseconds=1)).astimezone(zone).date()


def election_reminder(page: KindPage, *, now: datetime) -> str:
    """Say which election to prepare, and by when."""
    name = mandate_name(page.kind.code, page.kind.name)
    if page.vacant:
        return gettext("Nobody is %(mandate)s any more: prepare an election, or propose someone by an action.") % {
            "mandate": name
        }
    row = page.nearing[0]
    days = (row.over_at - now).days
    words = ngettext(
        "The mandate of %(name)s as %(mandate)s ends in %(days)s day: prepare the election, and the hand-over.",
        "The mandate of %(name)s as %(mandate)s ends in %(days)s days: prepare the election, and the hand-over.",
        days,
    )
    return words % {"name": row.member_name, "mandate": name, "days": days}
