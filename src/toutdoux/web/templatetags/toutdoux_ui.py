"""The components every page is made of: ``{% load toutdoux_ui %}``.

Each tag prepares what its template in ``components/`` shows, and takes facts that are ready and words that are already
localised; only words that never change (For, Against, Blank, Previous…) are translated here or in the templates. The
parameters are described at the top of each template, the whole vocabulary in ``docs/look.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypedDict

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from toutdoux.drawing.council_bar_svg import council_bar_svg
from toutdoux.drawing.markdown import render_markdown
from toutdoux.drawing.symbols import symbol_svg
from toutdoux.drawing.timeline import timeline_rows, timeline_svg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page
    from django.forms import BoundField
    from django.template.context import RequestContext

    from toutdoux.drawing.council_bar import CouncilBar
    from toutdoux.drawing.timeline import Timeline

register = template.Library()

TONES: Final = {
    "accepted": "leaf",
    "tacit": "leaf",
    "done": "leaf",
    "announced": "leaf",
    "for": "leaf",
    "blocked": "plum",
    "rejected": "plum",
    "annulled": "plum",
    "against": "plum",
    "withdrawn": "stone",
    "lapsed": "stone",
    "abandoned": "stone",
    "blank": "stone",
    "urgent": "sun",
    "waits": "sun",
}
"""The colour of a state; one that is not named is in ink."""


class LanguageChoice(TypedDict):
    """One language a reader may choose, named in itself."""

    code: str
    name: str
    current: bool


@register.filter
def markdown(text: str | None) -> SafeString:
    """Show a member's Markdown, made safe; headings start at the third level."""
    return mark_safe(render_markdown(text or ""))  # noqa: S308 - sanitised, see drawing/markdown.py


@register.simple_tag
def symbol(name: str) -> SafeString:
    """Show the symbol of a choice or a state; always followed by its word."""
    return mark_safe(symbol_svg(name))  # noqa: S308 - drawn by us from a closed list


@register.inclusion_tag("components/council_bar.html")
def council_bar(bar: CouncilBar, *, small: bool = False, words: bool = True) -> dict[str, Any]:
    """Show the council bar with its dates, figures and sentence; see components/council_bar.html."""
    # The words stand beside the drawing, so the drawing itself stays silent and nothing is heard twice.
    drawing = mark_safe(council_bar_svg(bar))  # noqa: S308 - drawn by us, every word in it escaped
    return {"bar": bar, "drawing": drawing, "classes": _classes("council-bar", small=small), "words": words}


@register.inclusion_tag("components/timeline.html")
def timeline(story: Timeline, *, ident: str = "timeline") -> dict[str, Any]:
    """Show an action's ballots over time, and the same as a table; see components/timeline.html."""
    drawing = mark_safe(timeline_svg(story, ident=ident))  # noqa: S308 - drawn by us, every word in it escaped
    return {"story": story, "drawing": drawing, "rows": timeline_rows(story)}


@register.inclusion_tag("components/vote_form.html", takes_context=True)
def vote_form(
    context: RequestContext,
    *,
    url: str,
    version: object,
    key: str,
    about: str = "",
    choice: str = "",
    said: str = "",
    reason: str = "",
    reason_before: str = "",
    reason_help: str = "",
    with_reason: bool = True,
    ident: str = "vote",
    thumb: bool = False,
    small: bool = False,
    target: str = "",
    next_page: str = "",
) -> dict[str, Any]:
    """Show the three gestures For, Against, Blank as one form; see components/vote_form.html."""
    choices = [
        {"name": "for", "word": _("For")},
        {"name": "against", "word": _("Against")},
        {"name": "blank", "word": _("Blank")},
    ]
    return {
        "csrf_token": context.get("csrf_token"),
        "choices": choices,
        "url": url,
        "version": version,
        "key": key,
        "about": about,
        "choice": choice,
        "said": said,
        "reason": reason,
        "reason_before": reason_before,
        "reason_help": reason_help,
        "with_reason": with_reason,
        "ident": ident,
        "classes": _classes("vote", thumb=thumb, small=small),
        "target": target,
        "next_page": next_page,
    }


@register.inclusion_tag("components/state_chip.html")
def state_chip(state: str, word: str, *, small: bool = False) -> dict[str, Any]:
    """Show a state as its symbol and its word; see components/state_chip.html."""
    tone = {TONES[state]: True} if state in TONES else {}
    return {"state": state, "word": word, "classes": _classes("chip", **tone, small=small)}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", *, url: str = "", gesture: str = "") -> dict[str, Any]:
    """Say what will be here and the one gesture that fills it; see components/empty_state.html."""
    return {"title": title, "text": text, "url": url, "gesture": gesture}


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    title: str = "",
    *,
    reasons: Iterable[object] = (),
    form: object = None,
    safe: str = "",
    todo: str = "",
    url: str = "",
    gesture: str = "",
    ident: str = "trouble",
) -> dict[str, Any]:
    """Say what happened, what is safe, what to do; see components/error_summary.html."""
    return {
        "title": title,
        "reasons": list(reasons),
        "form": form,
        "safe": safe,
        "todo": todo,
        "url": url,
        "gesture": gesture,
        "ident": ident,
    }


@register.inclusion_tag("components/form_field.html")
def form_field(field: BoundField, *, optional: bool | None = None) -> dict[str, Any]:
    """Show one field with its label, help and errors tied to it; see components/form_field.html."""
    return {
        "field": field,
        "optional": not field.field.required if optional is None else optional,
        "classes": _classes("field", wrong=bool(field.errors)),
        "tick": field.widget_type == "checkbox",
        "many": field.use_fieldset,
        "described": field.aria_describedby,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any], *, total: str = "") -> dict[str, Any]:
    """Show previous and next, keeping the address's other parameters; see components/pagination.html."""
    return {"request": context.get("request"), "page": page, "total": total}


@register.inclusion_tag("components/definitions.html")
def definitions(rows: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """Show pairs of term and value; see components/definitions.html."""
    return {"rows": [(term, value) for term, value in rows if value not in (None, "")]}


@register.simple_tag
def html_language() -> str:
    """Return the language of the page as browsers know it: a variant of ours such as ``fr-tu`` is ``fr`` to them."""
    code = get_language() or settings.LANGUAGE_CODE
    return str(get_language_info(code)["code"])


@register.simple_tag
def language_choices() -> list[LanguageChoice]:
    """Return one entry per language; the variants of one (tu or vous) are a setting, not a language to choose."""
    here = html_language()
    known: dict[str, LanguageChoice] = {}
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        plain = str(info["code"])
        known.setdefault(plain, {"code": code, "name": str(info["name_local"]), "current": plain == here})
    return list(known.values())


def _classes(block: str, **variants: bool) -> str:
    """Return the class of a component and of its variants that hold: ``vote vote--thumb``."""
    return " ".join([block, *(f"{block}--{name}" for name, holds in variants.items() if holds)])
