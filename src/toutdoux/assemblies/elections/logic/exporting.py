"""The ballots of a round as files that others read: how often each one was cast, never by whom.

CSV for any method; BLT (OpaVote, OpenSTV) for a single transferable vote; PrefLib (preflib.org/format) for the methods
that put names in an order.
"""

from collections.abc import Mapping

from toutdoux.rules.elections import Marks, Question
from toutdoux.rules.elections.ballots import RANKED, ranking
from toutdoux.rules.rulebook import ElectionMethod

#: Spreadsheets take a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def formats(method: ElectionMethod) -> tuple[str, ...]:
    """Return the files that a method can be written as."""
    if method is ElectionMethod.TRANSFERABLE:
        return ("csv", "blt", "soi")
    return ("csv", "toi") if method in RANKED else ("csv",)


def as_csv(*, question: Question, ballots: Mapping[Marks, int], names: Mapping[str, str], number: str) -> str:
    """Write one line for each different ballot: how many people cast it (``number``: that column), then its marks."""
    lines = [[number, *(names[option] for option in question.options)]]
    for marks, count in _sorted(ballots):
        said = {option: str(mark) for option, mark in marks}
        lines.append([str(count), *(said.get(option, "") for option in question.options)])
    return "".join(",".join(_cell(cell) for cell in line) + "\r\n" for line in lines)


def as_blt(*, question: Question, ballots: Mapping[Marks, int], names: Mapping[str, str], title: str) -> str:
    """Write the ballots as BLT: people and seats, each ballot as ``how many, first, second, …, 0``, then names and title."""
    place = {option: at for at, option in enumerate(question.options, start=1)}
    lines = [f"{len(question.options)} {question.seats}"]
    for marks, count in _sorted(ballots):
        order = [str(place[option]) for group in ranking(marks) for option in sorted(group)]
        lines.append(" ".join([str(count), *order, "0"]))
    lines += ["0", *(_quoted(names[option]) for option in question.options), _quoted(title)]
    return "\n".join(lines) + "\n"


def as_preflib(*, question: Question, ballots: Mapping[Marks, int], names: Mapping[str, str], title: str) -> str:
    """Write the ballots as PrefLib's orders, incomplete, with or without ties (``soi``, ``toi``): ``3: 1,{2,4}``."""
    place = {option: at for at, option in enumerate(question.options, start=1)}
    kind = "soi" if question.method is ElectionMethod.TRANSFERABLE else "toi"
    lines = [
        f"# TITLE: {_line(title)}",
        f"# DATA TYPE: {kind}",
        f"# NUMBER ALTERNATIVES: {len(question.options)}",
        f"# NUMBER VOTERS: {sum(ballots.values())}",
        f"# NUMBER UNIQUE ORDERS: {len(ballots)}",
        *(f"# ALTERNATIVE NAME {place[option]}: {_line(names[option])}" for option in question.options),
    ]
    for marks, count in _sorted(ballots):
        groups = [sorted(place[option] for option in group) for group in ranking(marks)]
        order = ",".join(
            str(group[0]) if len(group) == 1 else "{" + ",".join(str(one) for one in group) + "}" for group in groups
        )
        lines.append(f"{count}: {order}")
    return "\n".join(lines) + "\n"


def _sorted(ballots: Mapping[Marks, int]) -> list[tuple[Marks, int]]:
    """Return the ballots in an order that says nothing of when they were cast: the most frequent first."""
    return sorted(((marks, count) for marks, count in ballots.items() if count), key=lambda one: (-one[1], one[0]))


def _cell(text: str) -> str:
    text = f"'{text}" if text.startswith(_FORMULA) else text
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',;"\r\n') else text


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return '"' + _line(text).replace('"', "'") + '"'
