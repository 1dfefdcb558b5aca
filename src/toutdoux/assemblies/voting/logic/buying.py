"""A purchase in two steps: begun within an amount, its itemised list approved later. Amounts are whole cents. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.registers.logic.typed import read_amount, write_amount
from toutdoux.rules.articles import Article

MOST_LINES = 100
#: Ten million euros: beyond that somebody's finger stayed on a key.
MOST_CENTS = 1_000_000_000
LABEL_LENGTH = 200
LONGEST = 30


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to buy."""

    label: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class PurchaseFacts:
    """A purchase at one of its two steps. ``within``: the amount it was begun within. ``lines``: the list, at the second."""

    within: int
    lines: tuple[Line, ...] = ()

    @property
    def total(self) -> int:
        """Return what the list comes to."""
        return sum(line.cents for line in self.lines)

    @property
    def beyond(self) -> int:
        """Return by how much the list goes beyond the amount; zero when it does not. The assembly may approve it all the same."""
        return max(self.total - self.within, 0)

    @property
    def text(self) -> str:
        """Return what is voted on, as figures: they need no words, and mean the same in every language."""
        if not self.lines:
            return f"≤ {write_amount(self.within)} €"
        listed = [f"- {line.label}: {write_amount(line.cents)} €" for line in self.lines]
        sign = ">" if self.beyond else "≤"
        return "\n".join([*listed, "", f"= {write_amount(self.total)} € {sign} {write_amount(self.within)} €"])


def amount(text: str) -> int:
    """Return an amount as it was typed, in cents; refuse nothing, and what is no amount."""
    found = _cents(text)
    if found is None or not 0 < found <= MOST_CENTS:
        raise Refused([_no(VoteRefusal.AMOUNT_MALFORMED)])
    return found


def lines_of(text: str) -> tuple[Line, ...]:
    """Read a list, one line for each thing: its name, a semicolon, its amount. Refuses, all at once, the lines that are not."""
    found, wrong = [], []
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    for number, row in rows:
        label, _sign, price = row.rpartition(";")
        cents = _cents(price)
        if not label.strip() or len(label.strip()) > LABEL_LENGTH or cents is None or cents > MOST_CENTS:
            wrong.append(_no(VoteRefusal.LINE_MALFORMED, line=number))
        else:
            found.append(Line(label=label.strip(), cents=cents))
    if not rows:
        wrong.append(_no(VoteRefusal.NOTHING_TO_BUY))
    if len(rows) > MOST_LINES:
        wrong = [_no(VoteRefusal.TOO_MANY_LINES, most=MOST_LINES)]
    if wrong:
        raise Refused(wrong)
    return tuple(found)


def typed(lines: Sequence[Line]) -> str:
    """Write a list as it is typed."""
    return "\n".join(f"{line.label}; {write_amount(line.cents)}" for line in lines)


def _cents(text: str) -> int | None:
    """Read an amount of a length that people type."""
    return read_amount(text) if len(text) <= LONGEST else None


def _no(code: VoteRefusal, **data: object) -> Refusal:
    return Refusal(code=code, article=Article.ASSEMBLY, data=data)
