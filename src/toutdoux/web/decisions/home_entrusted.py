"""What home says of accesses and mandates: questions to the reader, doors to open or shut, elections to prepare."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from toutdoux.accesses.queries import questions, to_do_by_hand
from toutdoux.activities.queries import reminders
from toutdoux.integrations.queries import troubles_since
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.mandates.queries import holds_now, to_elect
from toutdoux.web.door import Visit
from toutdoux.wording.mandates import election_reminder

#: For how long home speaks of a message that did not arrive.
LATELY = timedelta(days=7)
#: More conventions than that are read in their register.
_MOST_REMINDERS = 5


@dataclass(frozen=True, kw_only=True)
class Entrusted:
    """One line: what it says, and where it leads."""

    sentence: str
    url: str


def entrusted(visit: Visit) -> tuple[Entrusted, ...]:
    """Return the lines of home about what is entrusted to people, those for the reader alone first."""
    slug = visit.association.slug
    found = []
    if asked := len(questions(actor=visit.actor, at=visit.now)):
        words = ngettext(
            "Do you still need %(number)s access? One press answers.",
            "Do you still need %(number)s accesses? One press answers each.",
            asked,
        )
        found.append(Entrusted(sentence=words % {"number": asked}, url=reverse("my_accesses", args=[slug])))
    if doors := to_do_by_hand(actor=visit.actor, at=visit.now):
        words = ngettext(
            "%(number)s door waits to be opened or shut by hand.",
            "%(number)s doors wait to be opened or shut by hand.",
            doors,
        )
        found.append(Entrusted(sentence=words % {"number": doors}, url=reverse("accesses_by_hand", args=[slug])))
    if lost := _not_arrived(visit):
        words = ngettext(
            "%(number)s message of these last days did not arrive.",
            "%(number)s messages of these last days did not arrive.",
            lost,
        )
        found.append(Entrusted(sentence=words % {"number": lost}, url=reverse("deliveries", args=[slug])))
    today = visit.now.astimezone(visit.association.zone).date()
    due = reminders(association_id=visit.association.id, day=today)
    found += [
        Entrusted(
            sentence=gettext("The convention with %(name)s is to be renewed, or said to be over.")
            % {"name": row.title},
            url=reverse("entry", args=[slug, row.id]),
        )
        for row in due.to_renew[:_MOST_REMINDERS]
    ]
    if owed := len(due.thanks_owed):
        words = ngettext("Thanks are owed to %(number)s partner.", "Thanks are owed to %(number)s partners.", owed)
        found.append(Entrusted(sentence=words % {"number": owed}, url=reverse("entries", args=[slug, "partner"])))
    found += [
        Entrusted(sentence=election_reminder(page, now=visit.now), url=reverse("mandates", args=[slug]))
        for page in to_elect(association_id=visit.association.id, at=visit.now)
    ]
    return tuple(found)


def _not_arrived(visit: Visit) -> int:
    """Return how many messages did not arrive lately, for whoever holds the administrative mandate."""
    if not holds_now(actor=visit.actor, kind=BuiltIn.ADMINISTRATIVE, at=visit.now):
        return 0
    return troubles_since(association_id=visit.association.id, since=visit.now - LATELY)
