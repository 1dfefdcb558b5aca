"""What was sent on behalf of the association, and what did not arrive, by name and reason: for whose business it is."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from toutdoux.integrations.delivering import served
from toutdoux.integrations.logic.words import About, State
from toutdoux.integrations.queries import access_deliveries, counts, troubles
from toutdoux.members.queries import names
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.preferences.views import shown
from toutdoux.wording.messages import about_word, state_word, trouble_words

_ORDER = (State.SENT, State.WAITING, State.SKIPPED, State.FAILED, State.GIVEN_UP)


@inside
def deliveries_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show how many messages left, of which kind, and each that did not arrive."""
    access_deliveries(actor=visit.actor, now=visit.now)
    people = names(association_id=visit.association.id)
    rows = shown(troubles(association_id=visit.association.id), association=visit.association)
    for one in rows:
        row = one["row"]
        one["name"] = people.get(row.member_id, "")
        one["trouble"] = trouble_words(state=row.state, reason=row.reason, error=row.error)
    context = {
        "lines": list(_lines(counts(association_id=visit.association.id))),
        "troubles": rows,
        "served": bool(served(association_id=visit.association.id)),
    }
    return page(request, "preferences/deliveries.html", context)


def _lines(found: dict[tuple[str, str], int]) -> Iterable[dict[str, Any]]:
    """Yield a line for each kind of message there is; one that is leaving is counted with those that wait."""
    for about in About:
        by_state = {state: found.get((about, state), 0) for state in State}
        by_state[State.WAITING] += by_state[State.CLAIMED]
        if any(by_state.values()):
            yield {
                "about": about_word(about),
                "counts": [(state_word(state), by_state[state]) for state in _ORDER if by_state[state]],
            }
