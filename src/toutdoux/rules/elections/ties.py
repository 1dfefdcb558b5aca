"""Filling seats from the first on, and what happens where the count cannot tell options apart."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from toutdoux.rules.elections.results import Settled, Tie

#: Orders that settle ties, each over the options it names: the whole of a lot, or what people who know said of some.
Orders = tuple[tuple[str, ...], ...]


@dataclass(kw_only=True)
class Filling:
    """Seats being filled. ``tie`` is set once the count cannot go on; nothing is filled after that."""

    seats: int
    orders: Orders
    elected: list[str] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    tie: Tie | None = None

    @property
    def left(self) -> int:
        """Return how many seats are still to be filled."""
        return self.seats - len(self.elected)

    def take(self, group: Iterable[str]) -> None:
        """Elect a group of equals; where it is larger than what is left, whom the orders put first."""
        tied = tuple(sorted(group))
        if self.tie is not None or self.left <= 0 or not tied:
            return
        if len(tied) <= self.left:
            # Equals that are all elected need no rule: their order changes nothing.
            self.elected.extend(tied)
            return
        order = order_of(tied, self.orders)
        if order is None:
            self.tie = Tie(options=tied, seats=self.left, standing=tied)
            return
        self.settled.append(Settled(options=tied, order=order))
        self.elected.extend(order[: self.left])


def order_of(tied: Collection[str], orders: Orders) -> tuple[str, ...] | None:
    """Return ``tied`` in the order of the first of ``orders`` that names all of them, None if none does."""
    for order in orders:
        if set(tied) <= set(order):
            return tuple(option for option in order if option in set(tied))
    return None


def groups(options: Iterable[str], score: Callable[[str], Fraction | int | tuple[int, ...]]) -> list[list[str]]:
    """Return the options by descending score, equals together."""
    found: dict[Fraction | int | tuple[int, ...], list[str]] = {}
    for option in options:
        found.setdefault(score(option), []).append(option)
    return [found[key] for key in sorted(found, reverse=True)]
