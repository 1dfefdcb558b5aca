"""The rulebook as articles that can be linked to, its versions, and trying other rules on what was decided."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from toutdoux.associations.queries import RulebookRow, rulebooks
from toutdoux.decisions.queries.articles import last_applied
from toutdoux.decisions.queries.simulation import SimulatedOldRow, SimulatedRow, simulation
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.facts import Outcome, Status
from toutdoux.rules.reading import rulebook_from_toml, rulebook_to_toml
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.shipped import SHIPPED, shipped
from toutdoux.web.associations.forms import TryForm
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.links import action_url, decision_links
from toutdoux.web.refusing import tell
from toutdoux.wording import dates
from toutdoux.wording.articles import articles
from toutdoux.wording.outcomes import outcome_sentence
from toutdoux.wording.simulation import old_reason
from toutdoux.wording.words import localised, status_word


@inside
def rulebook_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the rules in force, or an earlier version, article by article, with where each last applied."""
    versions = rulebooks(association_id=visit.association.id)
    shown = _version(versions, request.GET.get("version"))
    slug = visit.association.slug
    applied = {
        article: [
            (
                row,
                action_url(slug=slug, reference=row.reference),
                status_word(row.status, kind=row.kind),
                _day(row.at, visit),
            )
            for row in rows
        ]
        for article, rows in last_applied(association_id=visit.association.id).items()
    }
    adopted_by = decision_links(visit, [row.action_id for row in versions])
    context = {
        "shown": shown,
        "current": versions[0],
        "adopted": _day(shown.adopted_at, visit),
        "title": localised(shown.rulebook.title),
        "articles": [(article, applied.get(article.number, [])) for article in articles(shown.rulebook)],
        "versions": [
            (row, localised(row.rulebook.title), _day(row.adopted_at, visit), adopted_by.get(row.action_id))
            for row in versions
        ],
        "adopted_by": adopted_by.get(shown.action_id),
    }
    return page(request, "rulebook/rulebook.html", context)


@inside
def try_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Replay what was decided under other rules, shipped or pasted. Nothing is stored."""
    current = rulebooks(association_id=visit.association.id)[0]
    name = request.GET.get("rulebook", "")
    form = TryForm(initial={"toml": rulebook_to_toml(current.rulebook)})
    rulebook, status = None, 200
    if request.method == "POST":
        form = TryForm(request.POST)
        rulebook = _pasted(form)
        status = 200 if rulebook else 422
    elif name in SHIPPED:
        rulebook = shipped(name)
    context: dict[str, Any] = {
        "form": form,
        "choice": name,
        "shipped": [(one, localised(shipped(one).title)) for one in SHIPPED],
        "tried": localised(rulebook.title) if rulebook else "",
    }
    if rulebook is not None:
        context |= _results(visit, rulebook)
    return page(request, "rulebook/try.html", context, status=status)


def _version(versions: tuple[RulebookRow, ...], asked: str | None) -> RulebookRow:
    if asked is None:
        return versions[0]
    found = next((row for row in versions if str(row.number) == asked), None)
    if found is None:
        raise Http404
    return found


def _pasted(form: TryForm) -> Rulebook | None:
    if not form.is_valid():
        return None
    try:
        return rulebook_from_toml(form.cleaned_data["toml"])
    except Refused as refused:
        tell(form, refused.refusals, fields=tuple((refusal.code, "toml") for refusal in refused.refusals))
        return None


def _results(visit: Visit, rulebook: Rulebook) -> dict[str, Any]:
    found = simulation(association_id=visit.association.id, rulebook=rulebook, now=visit.now)
    differing = [row for row in found.rows if row.comparison.differs]
    moved = [row for row in found.rows if row.comparison.moved]
    old = [row for row in found.old_rows if row.differs]
    return {
        "total": len(found.rows) + len(found.old_rows),
        "same": len(found.rows) - len(differing) - len(moved) + len(found.old_rows) - len(old),
        "differing": [_row(row, visit, rulebook) for row in differing],
        "moved": [_row(row, visit, rulebook) for row in moved],
        "old": [_old_row(row, visit) for row in old],
        "changes": len(differing) + len(old),
    }


def _row(row: SimulatedRow, visit: Visit, rulebook: Rulebook) -> dict[str, Any]:
    def side(outcome: Outcome, rules: Rulebook) -> dict[str, Any]:
        return {
            "state": outcome.status,
            "word": status_word(outcome.status, kind=row.kind),
            "why": outcome_sentence(outcome, rules, visit.association.zone, kind=row.kind, now=visit.now),
            "on": _day(outcome.decided_at, visit) if outcome.decided_at else "",
            "open": outcome.status is Status.OPEN,
        }

    return {
        "reference": row.reference,
        "url": action_url(slug=visit.association.slug, reference=row.reference),
        "title": row.title,
        "before": side(row.comparison.before, row.rulebook),
        "after": side(row.comparison.after, rulebook),
    }


def _old_row(row: SimulatedOldRow, visit: Visit) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "url": action_url(slug=visit.association.slug, reference=row.reference),
        "title": row.title,
        "label": row.label,
        "before": {"state": row.before.computed, "word": status_word(row.before.computed, kind=row.figures.kind)},
        "after": {
            "state": row.after.computed,
            "word": status_word(row.after.computed, kind=row.figures.kind),
            "why": old_reason(figures=row.figures, judgement=row.after),
        },
    }


def _day(instant: datetime, visit: Visit) -> str:
    return dates.day_words(instant.astimezone(visit.association.zone).date())
