"""How each part that is verified apart goes through its entries of the ledger, up to the first difference with its tables. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.ledger.logic.chain import EntryFacts, read_data

Told = TypeVar("Told", bound="Fold")
Key = TypeVar("Key")
#: What an entry adds to what is told so far.
Handler = Callable[[Told, EntryFacts, Mapping[str, Any]], None]


class Differs(Exception):  # noqa: N818 -- a finding, caught by the one who asked for it
    """The replay stops at the first difference."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference)
        self.difference = difference


@dataclass(kw_only=True)
class Fold:
    """What the ledger has told so far of one sort of fact; each part adds what it remembers."""

    fact: Fact

    def differ(
        self, sort: Sort, seq: int | None, *, stated: object = "", found: object = "", fact: Fact | None = None
    ) -> NoReturn:
        """Stop here. ``fact``: where the difference is about another than this part's own."""
        raise Differs(Difference(sort=sort, fact=fact or self.fact, seq=seq, stated=str(stated), found=str(found)))

    def same(self, sort: Sort, seq: int | None, *, stated: object, found: object, fact: Fact | None = None) -> None:
        """Differ unless what the ledger states is what was found."""
        if stated != found:
            self.differ(sort, seq, stated=stated, found=found, fact=fact)

    def all_kept(self, *, told: Mapping[Key, object], kept: Mapping[Key, object], fact: Fact | None = None) -> None:
        """Differ unless the rows are those that were told of, all of them and no other."""
        for key in sorted(told, key=str):
            if key not in kept:
                self.differ(Sort.ABSENT, None, stated=key, fact=fact)
            self.same(Sort.KEPT, None, stated=told[key], found=kept[key], fact=fact)
        self.none_untold(told=told, kept=kept, fact=fact)

    def none_untold(self, *, told: Iterable[object], kept: Iterable[object], fact: Fact | None = None) -> None:
        """Differ if a row is kept that no entry speaks of."""
        strangers = set(kept) - set(told)
        if strangers:
            self.differ(Sort.UNKNOWN, None, found=min(strangers, key=str), fact=fact)


def first_difference(
    story: Told,
    *,
    entries: Iterable[EntryFacts],
    handlers: Mapping[str, Handler[Told]],
    compare: Callable[[Told], None],
) -> Difference | None:
    """Tell ``story`` the entries (whose chain holds) that have a handler, then ``compare``; return the first difference."""
    try:
        for entry in entries:
            handler = handlers.get(entry.kind)
            if handler is None:
                continue
            try:
                handler(story, entry, read_data(entry.data))
            except (KeyError, ValueError, TypeError):
                story.differ(Sort.UNREADABLE, entry.seq, stated=entry.kind)
        compare(story)
    except Differs as found:
        return found.difference
    return None
