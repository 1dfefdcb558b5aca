"""How long each kind of data is kept, and on which days what has grown too old is erased. Pure.

Nothing is erased by surprise: erasing happens on the first day of a month, what will go then can be read on the page of
retention all the month before, and a period that was just changed waits for two weeks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

SHORTEST, LONGEST = 30, 3660
#: A changed period is not applied before people had this long to read of it.
NOTICE = timedelta(days=14)


class Kept(StrEnum):
    """The kinds of data that grow old."""

    DELIVERIES = "deliveries"
    SENT_WORDS = "sent-words"
    LINKS = "links"
    LEFT_CONTACTS = "left-contacts"
    ANSWERS = "answers"
    REQUESTS = "requests"
    WHISPERS = "whispers"
    SIGN_INS = "sign-ins"


#: In days, until an association chooses otherwise.
DEFAULTS: Mapping[Kept, int] = MappingProxyType(
    {
        Kept.DELIVERIES: 365,
        Kept.SENT_WORDS: 90,
        Kept.LINKS: 30,
        Kept.LEFT_CONTACTS: 365,
        Kept.ANSWERS: 365,
        Kept.REQUESTS: 180,
        Kept.WHISPERS: 90,
        Kept.SIGN_INS: 365,
    }
)
#: Of the whole installation: accounts belong to no association, so none of them chooses.
OF_THE_INSTALLATION = frozenset({Kept.SIGN_INS})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What grows old: rows of ``table`` from their instant ``since`` on, where ``where`` holds.

    ``place`` leads to the association (empty: the installation's). ``blank``: these fields are emptied; none: the rows go.
    Rows whose fields are empty already are neither counted nor touched again.
    """

    kind: Kept
    table: str
    since: str
    place: str = ""
    where: tuple[tuple[str, object], ...] = ()
    blank: tuple[str, ...] = ()


RULES: tuple[Rule, ...] = (
    Rule(
        kind=Kept.DELIVERIES,
        table="integrations.Delivery",
        since="created_at",
        place="association",
        where=(("state__in", ("sent", "failed", "given-up", "skipped")),),
    ),
    Rule(kind=Kept.SENT_WORDS, table="sent.SentWords", since="delivery__sent_at", place="delivery__association"),
    Rule(kind=Kept.LINKS, table="integrations.VoteLink", since="expires_at", place="member__association"),
    Rule(kind=Kept.LINKS, table="integrations.GestureLink", since="expires_at", place="member__association"),
    Rule(kind=Kept.LINKS, table="procedures.AnswerLink", since="expires_at", place="listed__member__association"),
    Rule(kind=Kept.LINKS, table="members.Invitation", since="expires_at", place="member__association"),
    Rule(kind=Kept.LINKS, table="chat.Nonce", since="expires_at", place="association"),
    Rule(kind=Kept.LINKS, table="chat.LinkRequest", since="expires_at", place="association"),
    Rule(
        kind=Kept.LEFT_CONTACTS,
        table="members.Member",
        since="left_at",
        place="association",
        blank=("email", "contact", "pronoun"),
    ),
    Rule(kind=Kept.LEFT_CONTACTS, table="chat.ChatIdentity", since="member__left_at", place="association"),
    Rule(
        kind=Kept.LEFT_CONTACTS, table="integrations.Preference", since="member__left_at", place="member__association"
    ),
    Rule(kind=Kept.LEFT_CONTACTS, table="feeds.FeedAddress", since="member__left_at", place="member__association"),
    Rule(
        kind=Kept.ANSWERS,
        table="procedures.ListedMember",
        since="inactivity__started_at",
        place="member__association",
        blank=("words", "taken_off_why"),
    ),
    Rule(
        kind=Kept.REQUESTS,
        table="members.JoinRequest",
        since="answered_at",
        place="association",
        where=(("answer__in", ("declined", "withdrawn")),),
    ),
    Rule(kind=Kept.WHISPERS, table="chat.Whisper", since="created_at", place="association"),
    Rule(kind=Kept.SIGN_INS, table="accounts.Note", since="at"),
    Rule(kind=Kept.SIGN_INS, table="accounts.SignInLink", since="expires_at"),
    Rule(kind=Kept.SIGN_INS, table="accounts.SignInAttempt", since="at"),
    Rule(kind=Kept.SIGN_INS, table="accounts.AddressProof", since="expires_at"),
)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How long one kind is kept, and since when that holds (None: since ever)."""

    kind: Kept
    days: int
    changed_at: datetime | None = None

    def applies(self, *, at: datetime) -> bool:
        """Say whether people had the time to read of it by ``at``."""
        return self.changed_at is None or self.changed_at + NOTICE <= at

    def before(self, *, at: datetime) -> datetime:
        """Return the instant before which data has grown too old at ``at``."""
        return at - timedelta(days=self.days)


def chosen(*, changed: Mapping[str, tuple[int, datetime]]) -> tuple[Chosen, ...]:
    """Return every kind with its period: what was changed, and the defaults."""
    found = []
    for kind in Kept:
        days, changed_at = changed.get(kind, (DEFAULTS[kind], None))
        found.append(Chosen(kind=kind, days=days, changed_at=changed_at))
    return tuple(found)


def this_round(day: date) -> date:
    """Return the day of erasing of the month that ``day`` falls into."""
    return day.replace(day=1)


def next_round(day: date) -> date:
    """Return the first day of erasing after ``day``."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
