"""The Atom feed of outcomes (RFC 4287), written by Django's generator."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.queries import ActionRow
from toutdoux.decisions.queries.outcomes import OutcomeItem, outcomes
from toutdoux.wording import dates
from toutdoux.wording.outcomes import outcome_sentence
from toutdoux.wording.words import status_word

#: How many outcomes a feed holds: what readers keep themselves need not be told for ever.
MOST = 50

Say = Callable[[ActionRow, str], str]


def atom(*, association: AssociationRow, feed_url: str, page_url: Callable[[str], str], say: Say, now: datetime) -> str:
    """Return the feed of an association's latest outcomes, in the language that is active.

    ``feed_url`` is the feed's own address, ``page_url`` gives that of an action, ``say`` is what free texts pass
    through. The same outcome has the same id in every feed of the association, so that readers of two see it once.
    """
    items = outcomes(association_id=association.id, most=MOST, now=now)
    feed = Atom1Feed(
        title=gettext("What %(association)s decides") % {"association": association.name},
        link=f"{settings.TOUTDOUX_URL}/a/{association.slug}/",
        description="",
        subtitle=gettext("Every outcome, and why, as it is recorded."),
        language=(get_language() or "").split("-", maxsplit=1)[0],
        feed_url=feed_url,
        feed_guid=_tag(association.created_at, association.id),
        author_name=association.name,
    )
    for item in items:
        feed.add_item(
            title=_title(item, say),
            link=page_url(str(item.row.reference)),
            description=_sentence(item, zone=association.zone, now=now),
            unique_id=_tag(association.created_at, item.row.id, item.status),
            pubdate=item.at,
            updateddate=item.at,
        )
    # A feed without entries is dated by its association: it must not look new each time it is read.
    feed.latest_post_date = lambda: max((item.at for item in items), default=association.created_at)  # type: ignore[method-assign]
    return str(feed.writeString("utf-8"))


def _title(item: OutcomeItem, say: Say) -> str:
    return gettext("%(reference)s %(status)s: %(title)s") % {
        "reference": item.row.reference,
        "status": status_word(item.status, kind=item.row.kind).lower(),
        "title": " ".join(say(item.row, item.row.title).split()),
    }


def _sentence(item: OutcomeItem, *, zone: ZoneInfo, now: datetime) -> str:
    """Say why it was decided so; of a decision that another one has replaced since, when it was made."""
    row = item.row
    if item.current and row.outcome and row.rulebook:
        return outcome_sentence(row.outcome, row.rulebook, zone, kind=row.kind, now=now)
    word = status_word(item.status, kind=row.kind)
    return f"{word}, {dates.moment_words(item.at, zone=zone, now=now)}."


def _tag(since: datetime, *names: UUID | str) -> str:
    """Name a thing for ever (RFC 4151): the host, as it was when the association began, and its own random id."""
    host = urlsplit(settings.TOUTDOUX_URL).hostname
    return f"tag:{host},{since:%Y-%m-%d}:" + "/".join(str(name) for name in names)
