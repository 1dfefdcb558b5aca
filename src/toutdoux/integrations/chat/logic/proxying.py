"""What a member types about their proxy in a chat, read: pure.

``@dana`` · ``Dana Roux 2 3`` (those items alone) · ``@dana 3=contre`` (all items, and how to vote at the third) · ``back``
(all one has given) · ``back @dana``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from toutdoux.assemblies.logic.convening import Instruction
from toutdoux.integrations.chat.logic.typing import CHOICES
from toutdoux.kernel.search import searchable
from toutdoux.rules.facts import Choice

#: What takes a proxy back.
BACK = frozenset({"back", "reprendre", "retour", "aucune", "none"})
_ITEM = re.compile(r"(\d{1,3})(?:[=:](\w+))?")
_INSTRUCTIONS: Mapping[Choice, Instruction] = {
    Choice.FOR: Instruction.FOR,
    Choice.AGAINST: Instruction.AGAINST,
    Choice.BLANK: Instruction.BLANK,
}


@dataclass(frozen=True, kw_only=True)
class ProxyTyped:
    """What was asked. ``name``: who is to vote, or not any more (``back``), as typed. ``positions``: the items it is for; None: all of them.

    ``unread``: words in the place of a vote that are none.
    """

    name: str
    back: bool
    positions: frozenset[int] | None
    instructions: Mapping[int, Instruction]
    unread: tuple[str, ...] = ()


def read_proxy(words: str) -> ProxyTyped:
    """Read what follows the word "proxy": a name, then items, each perhaps with a vote."""
    name: list[str] = []
    plain: set[int] = set()
    said: dict[int, Instruction] = {}
    unread: list[str] = []
    for word in words.split():
        item = _ITEM.fullmatch(word)
        if item is None:
            name.append(word)
        elif item[2] is None:
            plain.add(int(item[1]))
        elif (choice := CHOICES.get(searchable(item[2]).strip())) is not None:
            said[int(item[1])] = _INSTRUCTIONS[choice]
        else:
            unread.append(item[2])
    back = bool(name) and name[0].casefold() in BACK
    return ProxyTyped(
        name=" ".join(name[1:] if back else name),
        back=back,
        positions=frozenset(plain | set(said)) if plain else None,
        instructions=said,
        unread=tuple(unread),
    )


def called(name: str, *, people: Mapping[UUID, str]) -> tuple[UUID, ...]:
    """Return who is called so, by name: those of exactly this name, or else those whose name holds it."""
    wanted = searchable(name.removeprefix("@"))
    if not wanted:
        return ()
    exactly = tuple(one for one, known in people.items() if searchable(known) == wanted)
    return exactly or tuple(one for one, known in people.items() if wanted in searchable(known))
