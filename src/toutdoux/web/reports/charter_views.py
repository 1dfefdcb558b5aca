"""Founding texts by versions, article by article; the rulebook beside them, which renders itself; the head of documents."""

from datetime import date
from itertools import pairwise

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.difference import difference
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.reports.charters import charter_document
from toutdoux.web.decisions.reading import plain_text, whole_number
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.web.reports.forms import CharterForm, LetterheadForm
from toutdoux.web.reports.presenting import as_file
from toutdoux.wording.articles import ArticleText
from toutdoux.wording.articles import articles as rulebook_articles
from toutdoux.wording.reports import charter_name
from toutdoux.writings import commands
from toutdoux.writings.logic.charters import Charter, articles, compared
from toutdoux.writings.logic.events import WritingRefusal
from toutdoux.writings.pictures import MOST_BYTES
from toutdoux.writings.queries import CharterRow, charter_versions, charters, letterhead

_MISFIT = 422
FIELDS: Fields = (
    (WritingRefusal.ARTICLE_MISSING, "text"),
    (WritingRefusal.TEXT_TOO_LONG, "text"),
    (WritingRefusal.CHARTER_SAME, "text"),
    (WritingRefusal.CHARTER_CHANGED, "text"),
    (WritingRefusal.PICTURE_REFUSED, "logo"),
    (WritingRefusal.COLOUR_REFUSED, "colour"),
)


@require_safe
@never_cache
@inside
def charters_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the founding texts with the version that stands."""
    found = charters(association_id=visit.association.id)
    rows = [(code, charter_name(code), found.get(code)) for code in Charter]
    return page(request, "reports/charters.html", {"rows": rows, "may": visit.member.right.votes})


@require_safe
@never_cache
@inside
def charter_page(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    """Show a version of a founding text, article by article; the one that stands unless another is asked for."""
    code, versions = _asked(visit, text)
    number = whole_number(request.GET.get("version", ""))
    row = next((one for one in versions if one.number == number), versions[0] if versions and not number else None)
    if number and row is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_VERSION)])
    context = {
        "code": code,
        "name": charter_name(code),
        "row": row,
        "articles": articles(row.text) if row else (),
        "versions": versions,
        "older": dict(pairwise(one.number for one in versions)),
        "rules": _rules(visit) if code is Charter.INTERNAL_RULES else (),
        "may": visit.member.right.votes,
    }
    return page(request, "reports/charter.html", context)


@require_safe
@never_cache
@inside
def charter_difference(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    """Show what changed from one version to another, article by article and word by word."""
    code, versions = _asked(visit, text)
    by_number = {row.number: row for row in versions}
    after = by_number.get(whole_number(request.GET.get("to", "")), versions[0] if versions else None)
    if after is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_VERSION)])
    before = by_number.get(whole_number(request.GET.get("from", "")) or after.number - 1)
    found = compared(before=before.text if before else "", after=after.text)
    context = {
        "code": code,
        "name": charter_name(code),
        "before": before,
        "after": after,
        "changed": [(one, difference(before=one.before, after=one.after)) for one in found if one.fate != "same"],
        "same": sum(one.fate == "same" for one in found),
    }
    return page(request, "reports/charter_difference.html", context)


@require_safe
@never_cache
@inside
def charter_file(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    """Give a founding text that stands as a file; the internal rules with what the rulebook says."""
    code, versions = _asked(visit, text)
    if not versions:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_VERSION)])
    document = charter_document(
        association=visit.association,
        charter=versions[0],
        language=(translation.get_language() or "fr").split("-")[0],
    )
    return as_file(document, form=request.GET.get("format", ""), name=f"{visit.association.slug}-{code}")


@never_cache
@inside
def charter_write(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    """Enter a version of a founding text, as it was voted."""
    code, versions = _asked(visit, text)
    stands = versions[0] if versions else None
    form = CharterForm(
        request.POST if request.method == "POST" else None,
        initial={
            "text": stands.text if stands else "",
            "version": stands.number if stands else 0,
            "in_force_on": visit.now.astimezone(visit.association.zone).date(),
        },
    )
    if request.method == "POST" and form.is_valid():
        day: date = form.cleaned_data["in_force_on"]
        try:
            commands.write_charter(
                actor=visit.actor,
                code=code,
                text=plain_text(form.cleaned_data["text"]),
                note=plain_text(form.cleaned_data["note"]),
                in_force_on=day,
                version=form.cleaned_data["version"],
                now=visit.now,
            )
        except Refused as refused:
            tell(form, refused.refusals, fields=FIELDS)
        else:
            messages.success(request, _("The version is entered, with those before it."))
            return redirect("charter", visit.association.slug, code)
    context = {"code": code, "name": charter_name(code), "form": form, "may": visit.member.right.votes}
    return page(request, "reports/charter_write.html", context, status=_MISFIT if form.errors else 200)


@never_cache
@inside
def letterhead_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose the picture and the colour of documents."""
    row = letterhead(association_id=visit.association.id)
    form = LetterheadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"logo_words": row.logo_words, "colour": row.colour},
    )
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["logo"]
        try:
            commands.change_letterhead(
                actor=visit.actor,
                logo=sent.read(MOST_BYTES + 1) if sent else None,
                logo_words=plain_text(form.cleaned_data["logo_words"]),
                remove=form.cleaned_data["remove"],
                colour=form.cleaned_data["colour"],
                now=visit.now,
            )
        except Refused as refused:
            tell(form, refused.refusals, fields=FIELDS)
        else:
            messages.success(request, _("Documents begin like this from now on."))
            return redirect("letterhead", visit.association.slug)
    context = {"form": form, "row": row, "may": visit.member.right.votes}
    return page(request, "reports/letterhead.html", context, status=_MISFIT if form.errors else 200)


@require_safe
@never_cache
@inside
def letterhead_picture(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the picture of documents, as it was drawn anew."""
    row = letterhead(association_id=visit.association.id)
    if row.logo is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_VERSION)])
    return HttpResponse(row.logo, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def _asked(visit: Visit, text: str) -> tuple[Charter, tuple[CharterRow, ...]]:
    if text not in set(Charter):
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_CHARTER)])
    return Charter(text), charter_versions(association_id=visit.association.id, code=Charter(text))


def _rules(visit: Visit) -> tuple[ArticleText, ...]:
    return rulebook_articles(current_rulebook(association_id=visit.association.id).rulebook)
