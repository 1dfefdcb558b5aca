"""The minutes of an assembly: its facts and the sentences that explain them, put in order as a document."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.logic.facts import AssemblyFacts, Item, Vote
from toutdoux.assemblies.minutes.queries import MinutesRow
from toutdoux.associations.queries import AssociationRow
from toutdoux.reports.elections import election_blocks
from toutdoux.reports.heads import finished
from toutdoux.reports.logic.document import (
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Quote,
    Run,
    Table,
    paragraph,
    words,
)
from toutdoux.reports.rendering.prose import prose
from toutdoux.wording import dates
from toutdoux.wording.assemblies import (
    attendee_words,
    change_words,
    count_lines,
    decision_sentence,
    held_words,
    leave_sentence,
    presence_sentence,
    quorum_sentence,
    vote_heading,
    vote_room_sentence,
)
from toutdoux.wording.kept_effects import kept_effect_sentence
from toutdoux.wording.minutes import standing_words


def minutes(*, association: AssociationRow, found: MinutesRow, language: str) -> Document:
    """Return the minutes in the active language; ``language`` is the one the document declares.

    Title page, attendance with proxies, agenda; each item with its text, discussion, votes, tasks; the attendance list; the
    corrections made since they were approved.
    """
    facts = found.facts
    document = Document(
        title=gettext("Minutes: %(title)s") % {"title": facts.title},
        owner=association.name,
        lines=tuple(
            line
            for line in (held_words(facts), facts.place, facts.period, standing_words(found, zone=association.zone))
            if line
        ),
        language=language,
        on=facts.held_at.date(),
        contents=gettext("Contents"),
        blocks=(*_blocks(facts), *_corrections(found, association)),
        identity=gettext("Facts %(digest)s") % {"digest": found.digest[:16]} if found.digest else "",
        subject=gettext("Minutes of the assembly of %(day)s") % {"day": dates.day_words(facts.held_at.date())},
    )
    return finished(document, association=association)


def _corrections(found: MinutesRow, association: AssociationRow) -> Iterator[Block]:
    for row in found.addenda:
        day = dates.day_words(row.added_at.astimezone(association.zone).date())
        words_of = {"number": row.number, "day": day, "name": row.author}
        yield Heading(level=1, text=gettext("Correction %(number)s, %(day)s, by %(name)s") % words_of)
        yield from prose(row.text)


def _blocks(facts: AssemblyFacts) -> Iterator[Block]:
    yield from _attendance(facts)
    yield Heading(level=1, text=gettext("Agenda"))
    yield Bullets(items=tuple((paragraph(item.title),) for item in facts.items), ordered=True)
    if facts.discussion:
        yield Heading(level=1, text=gettext("What was said"))
        for speech in facts.discussion:
            yield from _speech(speech.who, speech.said)
    for item in facts.items:
        yield from _item(facts, item)
    tasks = [*facts.tasks, *(task for item in facts.items for task in item.tasks)]
    if tasks:
        yield Heading(level=1, text=gettext("Who does what"))
        yield Table(
            caption="",
            columns=(
                Column(title=gettext("What"), share=4),
                Column(title=gettext("Who"), share=2),
                Column(title=gettext("By when"), share=2),
            ),
            rows=tuple(
                (words(task.what), words(task.who), words(dates.day_words(task.due_on) if task.due_on else ""))
                for task in tasks
            ),
        )
    yield from _list(facts)


def _attendance(facts: AssemblyFacts) -> Iterator[Block]:
    yield Heading(level=1, text=gettext("Attendance"))
    said = [presence_sentence(facts.presence), leave_sentence(facts), quorum_sentence(facts.quorum)]
    yield paragraph(" ".join(sentence for sentence in said if sentence))
    holders, partly = facts.holders(), facts.partly()
    if not holders and not partly:
        return
    yield Heading(level=2, text=gettext("Proxies"))
    yield Bullets(
        items=tuple(
            (
                paragraph(
                    ngettext(
                        "%(holder)s represents %(number)s person: %(names)s",
                        "%(holder)s represents %(number)s people: %(names)s",
                        len(givers),
                    )
                    % {"holder": holder, "number": len(givers), "names": ", ".join(givers)}
                ),
            )
            for holder, givers in holders.items()
        )
        + tuple(
            (
                paragraph(
                    ngettext(
                        "%(holder)s represents %(name)s at item %(numbers)s",
                        "%(holder)s represents %(name)s at items %(numbers)s",
                        len(one.items),
                    )
                    % {"holder": one.proxy_to, "name": one.name, "numbers": ", ".join(map(str, one.items))}
                ),
            )
            for one in partly
        )
    )


def _item(facts: AssemblyFacts, item: Item) -> Iterator[Block]:
    yield Heading(level=1, text=item.title)
    if item.presented_by:
        yield paragraph(gettext("Presented by %(name)s.") % {"name": item.presented_by})
    yield from prose(item.text)
    if item.candidates:
        yield Heading(level=2, text=gettext("The list"))
        if item.mandates_for:
            yield paragraph(gettext("The mandates are for %(period)s.") % {"period": item.mandates_for})
        yield Bullets(items=tuple((_candidate(candidate.name, candidate.mandate),) for candidate in item.candidates))
    if item.discussion:
        yield Heading(level=2, text=gettext("What was said"))
        for speech in item.discussion:
            yield from _speech(speech.who, speech.said)
    for vote in item.votes:
        yield from _vote(facts, item, vote)
    for election in item.elections:
        yield from election_blocks(facts, election)
    if item.deferred or item.deferred_to:
        yield Heading(level=2, text=gettext("Deferred"))
        if item.deferred_to:
            yield paragraph(
                gettext("Put to everyone online, as action %(reference)s.") % {"reference": item.deferred_to}
            )
        yield from prose(item.deferred)
    for task in item.tasks:
        if task.who:
            yield paragraph(gettext("%(who)s takes this on: %(what)s") % {"who": task.who, "what": task.what})


def _candidate(name: str, mandate: str) -> Block:
    return Paragraph(runs=(Run(text=gettext("%(name)s: ") % {"name": name}), Run(text=mandate, strong=True)))


def _speech(who: str, said: str) -> Iterator[Block]:
    blocks = prose(said)
    if who and blocks and isinstance(blocks[0], Paragraph):
        named = Run(text=gettext("%(name)s: ") % {"name": who}, strong=True)
        yield Paragraph(runs=(named, *blocks[0].runs))
        blocks = blocks[1:]
    elif who:
        yield Paragraph(runs=words(who, strong=True))
    yield from blocks


def _vote(facts: AssemblyFacts, item: Item, vote: Vote) -> Iterator[Block]:
    yield Heading(level=2, text=vote_heading(vote))
    if vote.question and any(one.change for one in item.votes):
        yield paragraph(gettext("The text that was voted, as the amendments adopted have made it:"))
    yield from prose(vote.question)
    for introduced, text in change_words(vote):
        yield paragraph(introduced)
        yield Quote(blocks=tuple(prose(text)))
    if room := vote_room_sentence(facts, vote):
        yield paragraph(room)
    found = facts.resolved(vote)
    yield Bullets(items=tuple((paragraph(line),) for line in count_lines(found)))
    yield Paragraph(runs=words(decision_sentence(found, kind=item.kind), strong=True))
    if vote.effects:
        yield Bullets(items=tuple((paragraph(kept_effect_sentence(one)),) for one in vote.effects))


def _list(facts: AssemblyFacts) -> Iterator[Block]:
    """The appendix: everyone present or represented, in the order of the sheet."""
    yield Heading(level=1, text=gettext("Attendance list"))
    yield Table(
        caption="",
        columns=(Column(title=gettext("Name"), share=3), Column(title=gettext("Present, or represented by"), share=3)),
        rows=tuple(
            (
                words(attendee.name),
                words(attendee_words(attendee, held_at=facts.held_at)),
            )
            for attendee in facts.attendees
        ),
    )
