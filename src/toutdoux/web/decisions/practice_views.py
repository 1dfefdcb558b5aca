"""A practice action: it never counts, and nothing of it is kept."""

from datetime import datetime, time
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from toutdoux.associations.queries import current_rulebook
from toutdoux.rules.facts import Status
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.web.decisions.practice import COUNCIL, MINE, THEIRS, TIME, TOGETHER, play, read_moves
from toutdoux.web.decisions.presenting import live_bar
from toutdoux.web.decisions.presenting_action import state_sentence
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording import dates
from toutdoux.wording.outcomes import change_sentences
from toutdoux.wording.words import choice_word, status_word

_LETTERS = {str(choice): letter for letter, choice in MINE.items()}


@inside
def practice(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the practice action after the moves its address names; a vote adds its move to the address."""
    moves = read_moves(request.GET.get("moves", ""))
    if request.method == "POST":
        letter = _LETTERS.get(request.POST.get("choice", ""), "")
        return redirect(_address(visit, read_moves(moves + letter)))
    rulebook = current_rulebook(association_id=visit.association.id).rulebook
    kind = _counted_kind(rulebook)
    if kind is None:
        return page(request, "actions/practice.html", {"nothing_counted": True})
    zone = visit.association.zone
    # The pretend clock starts at ten in the morning, so that the address shows the same page all day.
    opened = datetime.combine(visit.now.astimezone(zone).date(), time(10), tzinfo=zone)
    played = play(moves=moves, rulebook=rulebook, kind=kind, zone=zone, now=opened)
    outcome = played.outcome
    rules = rulebook.count_rules(kind)
    context = {
        "played": played,
        "sentence": state_sentence(outcome, rulebook, kind=kind, zone=zone, now=played.at),
        "bar": live_bar(
            outcome,
            rulebook,
            kind=kind,
            opened_at=opened,
            deadline=played.facts.deadline,
            zone=zone,
            now=played.at,
            sentence=None if outcome.expected else "",
        ),
        "state": (str(outcome.status), status_word(outcome.status, kind=kind)),
        "changes": change_sentences(outcome, rulebook, zone, kind=kind, now=played.at),
        "vote_url": _address(visit, moves),
        "key": str(uuid4()),
        "said": _("You voted %(choice)s.") % {"choice": choice_word(played.mine)} if played.mine else "",
        "others": [(read_moves(moves + letter), choice_word(choice)) for letter, choice in THEIRS.items()]
        if outcome.ballots_open and played.waiting
        else [],
        "together": min(TOGETHER, played.waiting),
        "time": read_moves(moves + TIME) if outcome.ballots_open else "",
        "delay": dates.delay_words(rules.delay) if rules else "",
        "council": COUNCIL,
        "decided": outcome.status is not Status.OPEN,
    }
    return page(request, "actions/practice.html", context)


def _address(visit: Visit, moves: str) -> str:
    return reverse("practice", args=[visit.association.slug]) + (f"?{urlencode({'moves': moves})}" if moves else "")


def _counted_kind(rulebook: Rulebook) -> Kind | None:
    """Return the kind that ballots decide: the extraordinary one, under every rulebook we ship."""
    return next((kind for kind in (Kind.EXTRAORDINARY, Kind.ORDINARY) if rulebook.count_rules(kind)), None)
