"""Amendments: how one changes a text, whether it still can, and the text that those adopted make of it. Pure.

An amendment names the passage it changes by its words. They are looked for in the text as it stands when it is voted, and must be
there exactly once: an amendment never changes anything but what people had before their eyes. However the words are typed, any
white space is any other, and a straight apostrophe a curved one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.logic.facts import Change, ItemKind
from toutdoux.assemblies.logic.preparing import moved
from toutdoux.assemblies.voting.logic.acts import VOTED
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.decisions.logic.difference import Part, Piece
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article

#: Letters in a passage and in what takes its place.
AMENDMENT_LENGTH = 5_000
#: Letters of an unchanged text shown on each side of what changes.
AROUND = 160
_APOSTROPHES = re.compile("['’]")
_SAID = 80
#: What stands between two paragraphs.
_BETWEEN = "\n\n"
_CLOSES = frozenset(",.)]…")


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change to a text. ``passage``: the words it is about, none at the end; ``words``: those that come, none to delete."""

    change: Change
    passage: str = ""
    words: str = ""


def places(*, text: str, passage: str) -> int:
    """Return how many times a text says a passage: 0, 1, or 2 for more. No passage is nowhere."""
    return len(_found(text, passage))


def applied(*, text: str, edit: Edit) -> str | None:
    """Return a text as an amendment changes it; None when its passage is not there exactly once.

    Nothing but white space changes around the passage: what a deletion leaves is closed, and what comes after a whole paragraph
    is a paragraph of its own.
    """
    if edit.change is Change.END:
        return _BETWEEN.join(part for part in (text.rstrip(), edit.words) if part)
    found = _found(text, edit.passage)
    if len(found) != 1:
        return None
    start, end = found[0]
    before, passage, after = text[:start], text[start:end], text[end:]
    if edit.change is Change.REPLACE:
        return before + edit.words + after
    if edit.change is Change.DELETE:
        return _closed(before, after)
    if _ends(before, last=True) and _ends(after, last=False):
        return f"{before}{passage}{_BETWEEN}{edit.words}{after}"
    space = "" if edit.words[:1] in _CLOSES else " "
    return f"{before}{passage}{space}{edit.words}{after}"


def merged(*, text: str, edits: Iterable[Edit]) -> str:
    """Return a text with the amendments adopted, in the order in which they were voted. One that does not apply changes nothing."""
    for edit in edits:
        found = applied(text=text, edit=edit)
        text = text if found is None else found
    return text


def as_it_stands(*, text: str, passage: str) -> str:
    """Return a passage in the very letters of the text that says it once; as it was typed where it does not."""
    found = _found(text, passage)
    return text[slice(*found[0])] if len(found) == 1 else passage.strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text at its blank lines, to choose a passage from."""
    return tuple(found for part in re.split(r"\n\s*\n", text) if (found := part.strip()))


def text_voted(*, title: str, text: str) -> str:
    """Return what is asked of the assembly: the item's title, then its text with every amendment it adopted."""
    return "\n\n".join(part for part in (title.strip(), text.strip()) if part)


@dataclass(frozen=True, kw_only=True)
class AmendingFacts:
    """All that decides whether an amendment is taken, or reworded.

    ``text``: what it changes, as it stands now. ``settled``: the item was voted; ``running``: it is being voted.
    """

    change: str
    passage: str
    words: str
    text: str
    kind: ItemKind
    stage: Stage
    state: ItemState
    settled: bool
    running: bool


def edit_data(edit: Edit) -> dict[str, str]:
    """Return a change as its digest is taken of it."""
    return {"change": edit.change.value, "passage": edit.passage, "words": edit.words}


def amendment_refusals(facts: AmendingFacts) -> list[Refusal]:
    """Return every reason not to take an amendment, or nothing."""
    found = _edit_refusals(facts)
    if facts.kind not in VOTED:
        found.append(_no(VoteRefusal.NOT_TO_VOTE_ON, kind=facts.kind))
    if facts.stage not in {Stage.CONVENED, Stage.OPEN} or facts.state in {ItemState.DEFERRED, ItemState.DONE}:
        found.append(_no(VoteRefusal.ITEM_OVER, stage=facts.stage, state=facts.state))
    if facts.settled:
        found.append(_no(VoteRefusal.VOTED_ALREADY))
    if facts.running:
        found.append(_no(VoteRefusal.VOTE_RUNNING))
    return found


def edit_of(facts: AmendingFacts) -> Edit:
    """Return the change that was typed and is taken: a passage as the text says it, nothing that its kind has no use for."""
    change = Change(facts.change)
    return Edit(
        change=change,
        passage="" if change is Change.END else as_it_stands(text=facts.text, passage=facts.passage),
        words="" if change is Change.DELETE else facts.words.strip(),
    )


def _edit_refusals(facts: AmendingFacts) -> list[Refusal]:
    """Return what is wrong with what was typed. A passage is looked for only where the rest can be told."""
    if facts.change not in set(Change):
        return [_no(VoteRefusal.UNKNOWN_CHANGE)]
    found = []
    passage, words = facts.passage.strip(), facts.words.strip()
    if facts.change != Change.DELETE and not words:
        found.append(_no(VoteRefusal.AMENDMENT_EMPTY))
    if max(len(words), len(passage)) > AMENDMENT_LENGTH:
        found.append(_no(VoteRefusal.AMENDMENT_TOO_LONG, most=AMENDMENT_LENGTH))
    elif facts.change != Change.END:
        times = places(text=facts.text, passage=passage)
        said = passage if len(passage) <= _SAID else f"{passage[:_SAID].rstrip()}…"
        if not passage:
            found.append(_no(VoteRefusal.PASSAGE_MISSING))
        elif times == 0:
            found.append(_no(VoteRefusal.PASSAGE_NOT_FOUND, passage=said))
        elif times > 1:
            found.append(_no(VoteRefusal.PASSAGE_TWICE, passage=said))
        elif facts.change == Change.REPLACE and as_it_stands(text=facts.text, passage=passage) == words:
            found.append(_no(VoteRefusal.CHANGES_NOTHING))
    return found


def reordered(*, order: Sequence[UUID], waiting: Sequence[UUID], one: UUID, by: int) -> tuple[UUID, ...]:
    """Return the amendments of an item once one that waits is moved ``by`` places among those that do, up when negative.

    Those that do not wait any more come first: one whose vote is cancelled is voted again before the others.
    """
    return (*(other for other in order if other not in waiting), *moved(tuple(waiting), one=one, by=by))


def legible(found: Sequence[Part], *, around: int = AROUND) -> tuple[Part, ...]:
    """Return a difference as it is read aloud: words that follow one another together, and of what did not change the nearest.

    Before the first change and after the last, that is their paragraph, or ``around`` letters of it.
    """
    parts = list(_joined(found))
    for at, part in enumerate(parts):
        if part.piece is Piece.SAME:
            before, after = at > 0, at < len(parts) - 1
            parts[at] = Part(piece=part.piece, text=_near(part.text, around=around, before=before, after=after))
    return tuple(parts)


def _near(text: str, *, around: int, before: bool, after: bool) -> str:
    """Keep of a text what is near a change: its end where one is ``after`` it, its beginning where one is ``before`` it."""
    said = text.strip()
    if after and not before and _BETWEEN in said:
        last = said.rpartition(_BETWEEN)[2]
        text = f"…{_BETWEEN}{text[text.rindex(last) :]}"
    if before and not after and _BETWEEN in said:
        first = said.partition(_BETWEEN)[0]
        text = f"{text[: text.index(first) + len(first)]}{_BETWEEN}…"
    if len(text) <= 2 * around:
        return text
    begins = f"{text[:around].rpartition(' ')[0]} " if before else ""
    ends = f" {text[-around:].partition(' ')[2]}" if after else ""
    return f"{begins}…{ends}"


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Put words that were replaced one by one into one replacement: what goes, then what comes."""
    found: list[Part] = []
    gone = come = gap = ""
    for part in parts:
        if part.piece is not Piece.SAME:
            removed = part.piece is Piece.REMOVED
            gone, come, gap = gone + gap + part.text * removed, come + gap + part.text * (not removed), ""
        elif gone and come and not part.text.strip():
            gap = part.text
        else:
            found += [*_replaced(gone, come, gap), part]
            gone = come = gap = ""
    return (*found, *_replaced(gone, come, gap))


def _replaced(gone: str, come: str, gap: str) -> list[Part]:
    pieces = ((Piece.REMOVED, gone), (Piece.ADDED, come), (Piece.SAME, gap))
    return [Part(piece=piece, text=text) for piece, text in pieces if text]


def _found(text: str, passage: str) -> list[tuple[int, int]]:
    """Return where a passage begins and ends, twice at most."""
    words = [_APOSTROPHES.sub("['’]", re.escape(word)) for word in passage.split()]
    if not words:
        return []
    # Looked for from every letter on: what overlaps itself is there twice.
    sought = re.compile("(?=(" + r"\s+".join(words) + "))")
    return [match.span(1) for match in islice(sought.finditer(text), 2)]


def _closed(before: str, after: str) -> str:
    """Join what a deletion leaves: as a paragraph where it was one, by one space inside a sentence."""
    left, right = before.rstrip(), after.lstrip()
    if not left or not right:
        return left + right
    gaps = before[len(left) :], after[: len(after) - len(right)]
    if lines := max(gap.count("\n") for gap in gaps):
        return left + "\n" * min(lines, 2) + right
    return f"{left}{''.join(gaps)[-1:] if right[0] not in _CLOSES else ''}{right}"


def _ends(text: str, *, last: bool) -> bool:
    """Say whether a paragraph ends where a text does, at its last or its first letter."""
    return not text.strip() or (text.endswith(_BETWEEN) if last else text.startswith(_BETWEEN))


def _no(code: VoteRefusal, **data: object) -> Refusal:
    return Refusal(code=code, article=Article.ASSEMBLY, data=data)
