"""How an amendment is shown: what it changes, word by word, in the text it is about."""

from toutdoux.assemblies.logic.facts import Change
from toutdoux.assemblies.queries import items
from toutdoux.assemblies.voting.logic.amending import applied, legible
from toutdoux.assemblies.voting.queries import AmendmentRow, Asked, VoteRow, asked
from toutdoux.decisions.logic.difference import Part, Piece, difference
from toutdoux.drawing.markdown import words_of


def changed(vote: VoteRow) -> tuple[Part, ...]:
    """Return what a vote on an amendment would change, or changed; nothing for another vote."""
    if vote.amendment_id is None:
        return ()
    text = next(row.text for row in items(assembly_id=vote.assembly_id) if row.id == vote.item_id)
    found = asked(assembly_id=vote.assembly_id, item_id=vote.item_id)
    return _between(found.body(text, before=vote), vote.text)


def change_parts(row: AmendmentRow, *, found: Asked, text: str) -> tuple[Part, ...]:
    """Return what an amendment changes: as it was voted, else in the text as it stands, else its own words alone."""
    if row.vote is not None:
        return _between(found.body(text, before=row.vote), row.vote.text)
    body = found.body(text)
    after = applied(text=body, edit=row.edit)
    if after is not None:
        return _between(body, after)
    kept = Piece.SAME if row.edit.change is Change.AFTER else Piece.REMOVED
    parts = (Part(piece=kept, text=f"{row.edit.passage} "), Part(piece=Piece.ADDED, text=row.edit.words))
    return tuple(part for part in parts if part.text.strip())


def _between(before: str, after: str) -> tuple[Part, ...]:
    """Compare the words that people read; where only their dress changes, the signs that make it."""
    words = words_of(before), words_of(after)
    seen = words if words[0] != words[1] else (before, after)
    return legible(difference(before=seen[0], after=seen[1]))
