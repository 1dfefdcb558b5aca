"""Papers of an assembly before it opens, put in order as documents: the convening, the attendance sheet."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from toutdoux.assemblies.queries import MeetingPage, RollRow
from toutdoux.assemblies.voting.queries import agenda_changes
from toutdoux.associations.queries import AssociationRow
from toutdoux.reports.heads import finished
from toutdoux.reports.logic.document import Block, Bullets, Column, Document, Heading, Table, paragraph, words
from toutdoux.reports.rendering.prose import prose
from toutdoux.wording.convening import begins_words, holder_words, item_kind_word, terms_sentences
from toutdoux.wording.effects import effect_promise

#: Two lines to write on by hand.
_ROOM = "\N{NO-BREAK SPACE}\n\N{NO-BREAK SPACE}"


def convening_paper(*, association: AssociationRow, found: MeetingPage, language: str) -> Document:
    """Return the convening in the active language: when and where, the agenda, what the rules ask, a form of proxy."""
    document = Document(
        title=gettext("Convening: %(title)s") % {"title": found.meeting.title},
        owner=association.name,
        lines=_lines(association, found),
        language=language,
        on=found.meeting.at.astimezone(association.zone).date(),
        contents="",
        blocks=tuple(_convening(found)),
        identity=found.meeting.reference,
        subject=found.meeting.title,
    )
    return finished(document, association=association)


def attendance_sheet(
    *, association: AssociationRow, found: MeetingPage, people: Sequence[RollRow], language: str
) -> Document:
    """Return the sheet that people sign, in the active language: each member of the roll, their own line and hand."""
    document = Document(
        title=gettext("Attendance sheet: %(title)s") % {"title": found.meeting.title},
        owner=association.name,
        lines=_lines(association, found),
        language=language,
        on=found.meeting.at.astimezone(association.zone).date(),
        contents="",
        blocks=(
            Heading(level=1, text=gettext("Members")),
            Table(
                caption="",
                columns=(
                    Column(title=gettext("Name"), share=4),
                    Column(title=gettext("Represented by"), share=4),
                    Column(title=gettext("Arrived at"), share=2),
                    Column(title=gettext("Left at"), share=2),
                    Column(title=gettext("Signature"), share=5),
                ),
                rows=tuple(
                    (
                        words(row.name),
                        words(", ".join(holder_words(name, numbers) for name, numbers in row.represented_by)),
                        (),
                        (),
                        words(_ROOM),
                    )
                    for row in people
                ),
            ),
        ),
        identity=found.meeting.reference,
        subject=found.meeting.title,
    )
    return finished(document, association=association)


def _lines(association: AssociationRow, found: MeetingPage) -> tuple[str, ...]:
    when = begins_words(found.meeting, zone=association.zone)
    return tuple(line for line in (when[:1].upper() + when[1:], found.meeting.place, found.meeting.link) if line)


def _convening(found: MeetingPage) -> Iterator[Block]:
    if found.meeting.introduction:
        yield from prose(found.meeting.introduction)
    yield Heading(level=1, text=gettext("Agenda"))
    yield Bullets(
        items=tuple((paragraph(f"{row.title} ({item_kind_word(row.kind)})"),) for row in found.agenda), ordered=True
    )
    changes = agenda_changes(
        association_id=found.meeting.association_id, titles={row.id: row.title for row in found.agenda}
    )
    told = [row for row in found.agenda if row.text or row.id in changes]
    if told:
        yield Heading(level=1, text=gettext("What each item is about"))
    for row in told:
        yield Heading(level=2, text=row.title)
        yield from prose(row.text)
        if row.id in changes:
            yield Bullets(items=tuple((paragraph(effect_promise(effect)),) for effect in changes[row.id]))
    if found.documents:
        yield Heading(level=1, text=gettext("Documents"))
        yield Bullets(items=tuple((paragraph(row.title),) for row in found.documents))
    yield Heading(level=1, text=gettext("What the rules ask"))
    yield Bullets(items=tuple((paragraph(sentence),) for sentence in terms_sentences(found.terms, seats=found.seats)))
    if found.terms.proxies_per_holder:
        yield Heading(level=1, text=gettext("Proxy"))
        yield paragraph(
            gettext(
                "If you cannot come, give a proxy on the page of the assembly, in the chat or by the link of your message; or "
                "fill this in and hand it to the person who represents you."
            )
        )
        yield Table(
            caption="",
            columns=(Column(title=gettext("Form of proxy"), share=3), Column(title="", share=5)),
            rows=(
                (words(gettext("I, the undersigned")), words(_ROOM)),
                (words(gettext("give proxy to")), words(_ROOM)),
                (words(gettext("Day")), words(_ROOM)),
                (words(gettext("Signature")), words(_ROOM)),
            ),
        )
