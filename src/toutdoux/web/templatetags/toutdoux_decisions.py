"""What the pages of the decisions need besides the components: sentences whose articles can be followed."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

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
