"""The first steps, and meetings, in words. The cards say what the association's own rulebook says."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from toutdoux.procedures.queries.belonging import MeetingRow
from toutdoux.rules.articles import Article
from toutdoux.rules.rulebook import Rulebook
from toutdoux.wording import dates
from toutdoux.wording.articles import articles


@dataclass(frozen=True, kw_only=True)
class Card:
    """How one thing is decided here: a title, plain words, and the article to read more."""

    title: str
    words: str
    article: int


def cards(rulebook: Rulebook) -> tuple[Card, ...]:
    """Return the five cards that tell a newcomer how things are decided here."""
    titles = {
        Article.KINDS: gettext("Two kinds of action"),
        Article.ACCEPTANCE: gettext("When an action passes"),
        Article.SILENCE: gettext("What silence does"),
        Article.OBJECTION: gettext("When you disagree"),
        Article.COUNCIL: gettext("When you vote"),
    }
    texts = {text.number: text for text in articles(rulebook)}
    return tuple(
        Card(title=title, words=texts[int(article)].plain, article=int(article)) for article, title in titles.items()
    )


def meeting_sentence(row: MeetingRow, *, today: datetime, zone: ZoneInfo) -> str:
    """Say when and where the next meeting is: "Tuesday 17 March at 18:30, at the mill"."""
    day = dates.long_day_words(row.on, today=today.astimezone(zone).date())
    begins = dates.clock_words(datetime.combine(row.on, row.begins, tzinfo=zone), zone=zone)
    return gettext("%(day)s at %(time)s, %(place)s") % {"day": day, "time": begins, "place": row.place}


def rhythm_sentence(weeks: int) -> str:
    """Say how often meetings come back."""
    return ngettext("Every week.", "Every %(weeks)s weeks.", weeks) % {"weeks": weeks}
