"""A founding text as a document; the internal rules with what the rulebook says, rendered from the rules themselves."""

from collections.abc import Iterator

from django.utils.translation import gettext

from toutdoux.associations.queries import AssociationRow, current_rulebook
from toutdoux.reports.heads import finished
from toutdoux.reports.logic.document import Block, Document, Heading, paragraph
from toutdoux.reports.rendering.prose import prose
from toutdoux.wording import dates
from toutdoux.wording.articles import articles as rulebook_articles
from toutdoux.wording.reports import charter_name
from toutdoux.writings.logic.charters import Charter, articles
from toutdoux.writings.queries import CharterRow


def charter_document(*, association: AssociationRow, charter: CharterRow, language: str) -> Document:
    """Return a version of a founding text as a document in the active language."""
    document = Document(
        title=f"{charter_name(charter.code)} {association.name}",
        owner=association.name,
        lines=(
            gettext("Version %(number)s, in force from %(day)s")
            % {"number": charter.number, "day": dates.day_words(charter.in_force_on)},
        ),
        language=language,
        on=charter.in_force_on,
        contents=gettext("Contents"),
        blocks=tuple(_blocks(association, charter)),
        identity=gettext("Version %(number)s, %(digest)s") % {"number": charter.number, "digest": charter.digest[:16]},
    )
    return finished(document, association=association)


def _blocks(association: AssociationRow, charter: CharterRow) -> Iterator[Block]:
    for article in articles(charter.text):
        if article.title:
            yield Heading(level=1, text=article.title)
        yield from prose(article.text, first_level=2)
    if charter.code is Charter.INTERNAL_RULES:
        yield Heading(level=1, text=gettext("How we decide, as the rulebook says it"))
        for rule in rulebook_articles(current_rulebook(association_id=association.id).rulebook):
            yield Heading(
                level=2, text=gettext("Art. %(number)s: %(title)s") % {"number": rule.number, "title": rule.title}
            )
            yield paragraph(rule.law)
