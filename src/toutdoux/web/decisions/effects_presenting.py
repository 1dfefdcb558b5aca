"""Effects on pages: their sentences, what waits to be ticked off, and for new rules the articles that change."""

from dataclasses import dataclass

from toutdoux.decisions.logic.difference import Part, Piece, difference
from toutdoux.decisions.queries import ActionPage
from toutdoux.decisions.queries.effects import EffectRecordRow, EffectRow
from toutdoux.rules.rulebook import Rulebook
from toutdoux.web.door import Visit
from toutdoux.wording.articles import articles
from toutdoux.wording.effects import effect_promise, effect_sentences


@dataclass(frozen=True, kw_only=True)
class ArticleChange:
    """One article as it would change, word by word."""

    number: int
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class EffectShown:
    """One effect in sentences, with what remains to be ticked off, and the articles it changes."""

    sentences: tuple[str, ...]
    to_tick: tuple[EffectRecordRow, ...] = ()
    articles: tuple[ArticleChange, ...] = ()
    silent: bool = False


def effects_shown(page: ActionPage, *, visit: Visit) -> tuple[EffectShown, ...]:
    """Return what the action changes by itself, in sentences."""
    outcome = page.row.outcome
    return tuple(
        EffectShown(
            sentences=effect_sentences(
                effect,
                status=page.status,
                decided_at=outcome.decided_at if outcome else None,
                zone=visit.association.zone,
                now=visit.now,
            ),
            to_tick=tuple(r for r in effect.records if r.what == "by-hand" and r.ticked_at is None),
            articles=_articles(effect),
            silent=_silent(effect),
        )
        for effect in page.effects
    )


def effect_promised(effect: EffectRow) -> EffectShown:
    """Return what an effect would do, as its voters will read it."""
    return EffectShown(sentences=(effect_promise(effect),), articles=_articles(effect), silent=_silent(effect))


def article_changes(*, before: Rulebook, after: Rulebook) -> tuple[ArticleChange, ...]:
    """Return the articles that differ between two rulebooks, each with its difference."""
    return tuple(
        ArticleChange(number=new.number, title=new.title, parts=_parts(before=old.law, after=new.law))
        for old, new in zip(articles(before), articles(after), strict=True)
        if old.law != new.law
    )


def _parts(*, before: str, after: str) -> tuple[Part, ...]:
    """Return a difference people can read: where little stays, the old words as a whole and then the new ones."""
    parts = difference(before=before, after=after)
    same = sum(len(part.text.split()) for part in parts if part.piece is Piece.SAME)
    if 2 * same >= max(len(before.split()), len(after.split())):
        return parts
    return (Part(piece=Piece.REMOVED, text=f"{before} "), Part(piece=Piece.ADDED, text=after))


def _articles(effect: EffectRow) -> tuple[ArticleChange, ...]:
    return article_changes(before=effect.rules[0], after=effect.rules[1]) if effect.rules else ()


def _silent(effect: EffectRow) -> bool:
    """Say whether new rules read like the old ones: only examples or names changed, which no article tells."""
    return effect.rules is not None and effect.rules[0] != effect.rules[1] and not _articles(effect)
