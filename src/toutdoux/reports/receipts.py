"""The receipt of a support membership, put in order as a document: who gave how much, when, at which level."""

from datetime import date

from django.utils.translation import gettext

from toutdoux.associations.queries import AssociationRow
from toutdoux.finance.logic.sheets import RECEIVED
from toutdoux.registers.queries import EntryRow
from toutdoux.reports.heads import finished
from toutdoux.reports.logic.document import Column, Document, Heading, Table, paragraph, words
from toutdoux.wording.dates import day_words
from toutdoux.wording.entries import amount_words, field_label


def support_receipt(*, association: AssociationRow, row: EntryRow, language: str) -> Document:
    """Return the receipt of a support membership that was received, in the active language.

    It says what was received and nothing about taxes: whether a gift may be deducted is not ours to say.
    """
    received = row.day_of(RECEIVED)
    assert received is not None, "a receipt is made for what was received"
    giver = str(row.values["organisation"])
    said = gettext("%(association)s received %(amount)s from %(giver)s on %(day)s, as a support membership.") % {
        "association": association.name,
        "amount": amount_words(row.amount or 0, currency=row.currency),
        "giver": giver,
        "day": day_words(received),
    }
    document = Document(
        title=gettext("Receipt: %(giver)s") % {"giver": giver},
        owner=association.name,
        lines=(day_words(received),),
        language=language,
        on=received,
        contents=gettext("Contents"),
        blocks=(
            Heading(level=1, text=gettext("Support membership")),
            paragraph(said),
            Table(
                caption="",
                columns=(Column(title=gettext("What it says"), share=3), Column(title="", share=5)),
                rows=tuple((words(label), words(value)) for label, value in _lines(row, received) if value),
            ),
            paragraph(gettext("With our thanks. This is a receipt, and no certificate for taxes.")),
        ),
        identity=str(row.values.get("receipt") or str(row.id)[:8]),
        subject=row.title,
    )
    return finished(document, association=association)


def _lines(row: EntryRow, received: date) -> tuple[tuple[str, str], ...]:
    return (
        (field_label(row.kind, "organisation"), str(row.values["organisation"])),
        (field_label(row.kind, "level"), str(row.values.get("level", ""))),
        (field_label(row.kind, "amount"), amount_words(row.amount or 0, currency=row.currency)),
        (field_label("income", "day"), day_words(received)),
        (field_label(row.kind, "last_day"), day_words(row.last_day) if row.last_day else ""),
        (field_label(row.kind, "receipt"), str(row.values.get("receipt", ""))),
    )
