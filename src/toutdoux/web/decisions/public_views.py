"""The public register: what an association lets everyone read, without a sign-in, a cookie, or a voter's name.

Three settings: closed (there is nothing here), without names (leads are left out, and members' names are taken out of
titles and texts), with names (who leads and who voted what are shown). Reasons never are, whatever the setting.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import AssociationRow, access_association, periods
from toutdoux.decisions.queries import ActionRow
from toutdoux.decisions.queries import register as register_of
from toutdoux.decisions.queries.public import public_action
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import names
from toutdoux.web.decisions.presenting import action_bar, and_list, state_of
from toutdoux.web.decisions.register_forms import RegisterForm
from toutdoux.web.decisions.rows_presenting import sentence_of, titled
from toutdoux.web.decisions.table_presenting import table_of
from toutdoux.wording import dates
from toutdoux.wording.inclusive import inclusive
from toutdoux.wording.registers import early_note
from toutdoux.wording.words import choice_word, kind_word, lead_word
from toutdoux.writings.queries import has_published

#: How long anyone on the way may keep a page, in seconds: short, so that closing the register is soon true everywhere.
KEPT = 60
_CLOSED, _WITH_NAMES = "closed", "with-names"
_LANGUAGES = {"fr": "Français", "en": "English"}

Say = Callable[[ActionRow, str], str]


@require_safe
@conditional_page
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the register to anyone, if the association opened it."""
    now = timezone.now()
    association = opened(slug)
    speak_outside(request, association)
    with timezone.override(association.zone):
        codes = [period.code for period in periods(association_id=association.id)]
        form = RegisterForm(request.GET, periods=codes)
        found = register_of(association_id=association.id, actor=None, asked=form.asked(), now=now)
        table = table_of(
            found,
            address=lambda reference: address_outside("public-action", slug, reference, request=request),
            zone=association.zone,
            now=now,
            shown=saying(association),
            names=_named(association),
        )
        context = {
            "form": form,
            "table": table,
            "summary": form.summary(),
            "names": _named(association),
            "title": gettext("What %(association)s decides") % {"association": association.name},
            "description": gettext("Every action of the association, how it was decided, and what became of it."),
            "reports_url": address_outside("public-reports", slug, request=request)
            if has_published(association_id=association.id)
            else "",
            "feed_url": address_outside("public-outcomes", slug, request=request),
        }
        return page_outside(request, association, "public/register.html", context)


@require_safe
@conditional_page
def public_action_page(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Show one action to anyone: what it says, how it stands and why, the count, the dates."""
    now = timezone.now()
    association = opened(slug)
    speak_outside(request, association)
    with timezone.override(association.zone):
        found = public_action(
            association_id=association.id, reference=reference, with_voters=_named(association), now=now
        )
        row, zone, say = found.row, association.zone, saying(association)
        state, word = state_of(row)
        title, text = titled(row, say(row, row.title)), say(row, found.text)
        sentence = sentence_of(row, zone=zone, now=now)
        notes = [say(row, note) for note in row.footnotes]
        if row.carried_out_early:
            notes.insert(0, early_note())
        context = {
            "row": row,
            "title": title,
            "state": state,
            "word": word,
            "kind": kind_word(row.kind),
            "sentence": sentence,
            "bar": action_bar(row, zone=zone, now=now, sentence=""),
            "text": text,
            "notes": notes,
            "facts": [
                *_facts(association, row, now),
                *((choice_word(choice), ", ".join(names)) for choice, names in found.voters),
            ],
            "counter_votes": [
                (
                    address_outside("public-action", slug, str(other.reference), request=request),
                    other.reference,
                    state_of(other),
                )
                for other in found.counter_votes
            ],
            "target": found.target,
            "target_url": address_outside("public-action", slug, str(found.target.reference), request=request)
            if found.target
            else "",
            "target_title": say(found.target, found.target.title) if found.target else "",
            "description": Truncator(sentence or text).chars(200),
        }
        return page_outside(request, association, "public/action.html", context)


def opened(slug: str) -> AssociationRow:
    """Return an association whose register is open; a closed one answers as one that does not exist."""
    association = access_association(slug=slug)
    if association.public_register == _CLOSED:
        raise Refused([Refusal(code=AssociationRefusal.UNKNOWN_ASSOCIATION, data={"slug": slug})])
    return association


def _named(association: AssociationRow) -> bool:
    return association.public_register == _WITH_NAMES


def speak_outside(request: HttpRequest, association: AssociationRow) -> None:
    """Speak the language of the address (``?language=en``), else the association's; a reader outside has no cookie."""
    language = request.GET.get("language", "")
    if language not in _LANGUAGES:
        language = association.language
    if language == "fr" and association.address_form == "tu":
        language = "fr-tu"
    translation.activate(language)
    request.LANGUAGE_CODE = language


def saying(association: AssociationRow) -> Say:
    """Return what every free text passes through: as it is, or with members' names taken out."""
    if _named(association):
        return lambda _row, text: text
    members = names(association_id=association.id).values()
    someone = inclusive(gettext("a member"), association.inclusive_form)
    return lambda row, text: _without(text, [*members, *_printed_leads(row)], someone=someone)


def _without(text: str, people: Iterable[str], *, someone: str) -> str:
    """Return ``text`` with each full name in it replaced by ``someone``; the longest first, so that none is left in halves.

    Capitals make no difference, but for a name of one word, which may be a word of the language as well.
    """
    known = sorted({name.strip() for name in people if name.strip()}, key=len, reverse=True)
    if not known:
        return text
    patterns = (re.escape(name) if len(name.split()) == 1 else f"(?i:{re.escape(name)})" for name in known)
    return re.sub(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", lambda _found: someone, text)


def _printed_leads(row: ActionRow) -> list[str]:
    """Return the names an old table gave: several of them stand in one cell."""
    return re.split(r"\s*(?:[,;&/]|\bet\b|\band\b)\s*", row.historical.lead) if row.historical else []


def _facts(association: AssociationRow, row: ActionRow, now: datetime) -> list[tuple[str, str]]:
    today = now.astimezone(association.zone).date()

    def day(value: date | None) -> str:
        return dates.day_words(value, today=today) if value else ""

    leads = [row.historical.lead] if row.historical else [lead.name for lead in row.leads]
    done = row.historical.carried_out_on if row.historical else row.carried_out_on
    word = inclusive(lead_word(count=len(leads)), association.inclusive_form)
    deadline = row.deadline.astimezone(association.zone).date() if row.deadline else None
    return [
        (gettext("Published on"), day(row.opened_on)),
        (gettext("Deadline"), day(deadline)),
        (gettext("Carried out on"), day(done)),
        (word, and_list(leads) if _named(association) else ""),
    ]


def address_outside(name: str, *args: str, request: HttpRequest) -> str:
    """Return an address that keeps the language asked for."""
    language = request.GET.get("language", "")
    return reverse(name, args=args) + (f"?language={language}" if language in _LANGUAGES else "")


def page_outside(
    request: HttpRequest, association: AssociationRow, template: str, context: dict[str, object]
) -> HttpResponse:
    """Render without session, message or token, so that no cookie is set and the page is the same for everyone."""
    here = (translation.get_language() or "").split("-", maxsplit=1)[0]
    others = []
    for code, name in _LANGUAGES.items():
        if code != here:
            query = request.GET.copy()
            query["language"] = code
            others.append({"code": code, "name": name, "url": f"{request.path}?{query.urlencode()}"})
    context |= {
        "association": association,
        "home_url": address_outside(
            "public-reports" if association.public_register == _CLOSED else "public", association.slug, request=request
        ),
        "lead_word": inclusive(lead_word(), association.inclusive_form),
        "languages": others,
        "language": here if request.GET.get("language") in _LANGUAGES else "",
        "canonical": settings.TOUTDOUX_URL + request.path,
    }
    response = render(request, template, context)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
