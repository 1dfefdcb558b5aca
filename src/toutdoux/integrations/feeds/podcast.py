"""The podcast: radio episodes that have an audio file, as RSS 2.0 with enclosures, for anyone to listen to."""

from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import get_language, gettext

from toutdoux.activities.queries import audio_weights, episodes
from toutdoux.associations.queries import AssociationRow
from toutdoux.registers.queries import WeightRow
from toutdoux.rules.time import start_of_day

#: What a player makes of a file by the end of its name; what is not said plays as MP3 in most.
_TYPES = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "m4a": "audio/mp4"}


def podcast(*, association: AssociationRow, feed_url: str) -> str | None:
    """Return the feed of an association's episodes, the latest first; None while there is none to listen to.

    An episode is in it only because someone ticked that it is: titles, guests and notes of the others are nobody else's.
    """
    found = episodes(association_id=association.id)
    if not found:
        return None
    feed = Rss201rev2Feed(
        title=gettext("%(association)s, the podcast") % {"association": association.name},
        link=f"{settings.TOUTDOUX_URL}/a/{association.slug}/",
        description=gettext("The radio episodes of %(association)s.") % {"association": association.name},
        language=(get_language() or "").split("-", maxsplit=1)[0],
        feed_url=feed_url,
    )
    weights = audio_weights(association_id=association.id, rows=found)
    for row in found:
        audio = str(row.values["audio"])
        guests = str(row.values.get("guests", ""))
        feed.add_item(
            title=row.title,
            link=audio,
            description=" ".join(part for part in (guests, row.note) if part),
            unique_id=str(row.id),
            unique_id_is_permalink=False,
            pubdate=start_of_day(day=row.day, zone=association.zone),
            enclosures=[_enclosure(audio, weights.get(row.id))],
        )
    # The day of the latest episode: a feed must not look new each time it is read.
    latest = datetime.combine(found[0].day, time(), tzinfo=UTC)
    feed.latest_post_date = lambda: latest  # type: ignore[method-assign]
    return str(feed.writeString("utf-8"))


def _enclosure(audio: str, weight: WeightRow | None) -> Enclosure:
    """Return where the audio is, what it weighs (nought while its server has not said) and what it is."""
    size = weight.size if weight and weight.size else 0
    kind = weight.media_type if weight and weight.media_type else _type(audio)
    return Enclosure(url=audio, length=str(size), mime_type=kind)


def _type(audio: str) -> str:
    return _TYPES.get(urlsplit(audio).path.rsplit(".", 1)[-1].lower(), "audio/mpeg")
