"""Elections in the minutes: the method, each round with its full count, and who is elected."""

from collections.abc import Iterator

from django.utils.translation import gettext

from toutdoux.assemblies.logic.election_facts import Election, ElectionRound
from toutdoux.assemblies.logic.facts import AssemblyFacts
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.reports.logic.document import Block, Bullets, Column, Heading, Paragraph, Table, paragraph, words
from toutdoux.rules.assembly import Presence
from toutdoux.wording.assemblies import count_lines
from toutdoux.wording.election_tables import count_table
from toutdoux.wording.elections import (
    count_sentence,
    method_name,
    method_sentence,
    result_sentences,
    room_sentence,
)
from toutdoux.wording.mandates import mandate_name
from toutdoux.wording.voting import way_words


def election_blocks(facts: AssemblyFacts, election: Election) -> Iterator[Block]:
    """Return an election: everything is counted anew from the ballots that were kept."""
    mandate = mandate_name(election.mandate, "") if election.mandate in set(BuiltIn) else election.mandate
    yield Heading(level=2, text=gettext("Election: %(mandate)s") % {"mandate": mandate})
    seats = election.rounds[0].seats
    yield paragraph(f"{_sentence(method_name(election.method))} {method_sentence(election.method, seats=seats)}")
    lists = [option for option in election.options if option.people]
    yield from (
        paragraph(gettext("%(list)s: %(people)s.") % {"list": option.name, "people": ", ".join(option.people)})
        for option in lists
        if option.name != ", ".join(option.people)
    )
    for number, round_ in enumerate(election.rounds, start=1):
        yield from _round(facts, election, round_, number=number)
    elected = election.elected(roll=facts.roll, base=facts.majority_base)
    said = gettext("Elected: %(names)s.") % {"names": ", ".join(elected)} if elected else gettext("Nobody is elected.")
    yield Paragraph(runs=words(said, strong=True))


def _round(facts: AssemblyFacts, election: Election, round_: ElectionRound, *, number: int) -> Iterator[Block]:
    if len(election.rounds) > 1:
        yield Heading(level=3, text=gettext("Round %(number)s") % {"number": number})
    result = election.result(round_, roll=facts.roll, base=facts.majority_base)
    room = Presence(roll=facts.roll, present=round_.present, represented=round_.represented)
    yield paragraph(f"{_sentence(way_words(round_.way))} {room_sentence(room)}")
    if result.resolved is not None:
        yield Bullets(items=tuple((paragraph(line),) for line in count_lines(result.resolved)))
    else:
        yield paragraph(count_sentence(result))
    names = election.names
    table = count_table(result, names)
    if table is not None:
        yield Table(
            caption="",
            columns=(
                Column(title=gettext("Name"), share=5),
                # A mention stands on one line.
                *(Column(title=column, share=3) for column in table.columns),
            ),
            rows=tuple((words(name), *(words(cell) for cell in cells)) for name, cells in table.rows),
        )
    for sentence in result_sentences(result, names=names, rule=election.tie):
        yield paragraph(sentence)


def _sentence(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}."
