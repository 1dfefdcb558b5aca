"""What the pages of the decisions need besides the components: sentences whose articles can be followed, dates, words."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from toutdoux.decisions.queries.pages import LinkRow
from toutdoux.rules.facts import Choice
from toutdoux.web.door import Visit
from toutdoux.wording import dates, histories, words

register = template.Library()

#: As sentences cite an article, whatever space the language puts there: « (art. 6) ».
_ARTICLE = re.compile(r"\bart\.[\s\u00a0\u202f]*(\d{1,2})")


@register.filter
def cited(sentence: str, slug: str) -> SafeString:
    """Show ``sentence`` with each article it cites leading to the rulebook of the association ``slug``."""
    parts = []
    end = 0
    for found in _ARTICLE.finditer(str(sentence)):
        parts.append(conditional_escape(str(sentence)[end : found.start()]))
        parts.append(format_html('<a href="/a/{}/rulebook/#art-{}">{}</a>', slug, found[1], found[0]))
        end = found.end()
    parts.append(conditional_escape(str(sentence)[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above


@register.filter
def all_cited(sentences: Iterable[str], slug: str) -> list[SafeString]:
    """Show each of ``sentences`` as ``cited`` does."""
    return [cited(sentence, slug) for sentence in sentences]


@register.simple_tag(takes_context=True)
def moment(context: Context, instant: datetime) -> SafeString:
    """Show an instant in full, in the association's zone."""
    visit = context["visit"]
    words_ = dates.moment_words(instant, zone=visit.association.zone, now=visit.now)
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), words_)


@register.filter
def day(value: date, visit: Visit) -> str:
    """Show a day."""
    return dates.day_words(value, today=visit.now.astimezone(visit.association.zone).date())


@register.filter
def choice_word(choice: Choice) -> str:
    """Show the word of a ballot."""
    return words.choice_word(choice)


@register.filter
def link_word(link: LinkRow) -> str:
    """Say how another action stands to this one."""
    return histories.link_words(sort=link.sort, backwards=link.backwards)
