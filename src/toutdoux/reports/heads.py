"""What every document of an association has in common: its letterhead, and the typography of its language."""

from dataclasses import replace

from toutdoux.associations.queries import AssociationRow
from toutdoux.reports.logic.document import Document
from toutdoux.reports.logic.typography import set_in_french
from toutdoux.writings.queries import letterhead


def finished(document: Document, *, association: AssociationRow) -> Document:
    """Return the document with the association's picture and colour, set as its language asks."""
    head = letterhead(association_id=association.id)
    headed = replace(document, logo=head.logo, logo_words=head.logo_words or association.name, colour=head.colour)
    return set_in_french(headed) if document.language == "fr" else headed
