"""What can be played, and what each gesture is drawn from: mostly what fits, and at times what does not."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from tests.support.playing.stage import PEOPLE, VOTERS
from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.logic.facts import Change, ItemKind

TEXT = "A saw for the workshop, 300 €. It cuts wood."
METHODS = (
    "plurality",
    "two-rounds",
    "approval",
    "majority-judgment",
    "schulze",
    "transferable-vote",
    "proportional-list",
)
#: Mostly whoever chairs.
#: Mostly those who vote.
SOMEONE = VOTERS * 3 + PEOPLE
ANYONE = ("desk",) * 24 + PEOPLE
#: 0 to 5: something there is; 6 and 7: what does not fit.
PICK = (0,) * 12 + (1,) * 6 + (2, 2, 3, 3, 4, 5, 6, 7)
SOME = ((0,), (1,), (2,), (0, 1), (1, 3), (2, 3, 4), (6,), (0, 7))
KINDS = tuple(ItemKind)
CHOICES = ("for", "for", "against", "blank", "perhaps")
WAYS = ("hands", "named", "confidential", "confidential", "shouting")
FEW = tuple(range(7))
EITHER = (True, False)
PLACES = (-2, -1, 1, 2, 9)
CHANGES = (*Change, "sing")
PASSAGES = ("300 €", "workshop", "saw", "It cuts wood.", "Word", "nowhere", "")
COUNTS = ((4, 0, 0), (3, 1, 0), (1, 2, 1), (2, 2, 0), (0, 0, 0), (9, 0, 0), (-1, 1, 1))
MARKS = ((), (1,), (None, 1), (1, 1), (1, 2), (0,), (5, 2, 1), (2, 1, 3), (None, None, 1), (7, 1))

BEFORE, GOING, HELD = (Stage.PREPARED, Stage.CONVENED), (Stage.CONVENED, Stage.OPEN), (Stage.OPEN, Stage.CLOSED)
#: When each part of life is played, most of the time; and how much of each there is.
PARTS: dict[str, Collection[Stage]] = {
    "preparing": BEFORE,
    "agenda": BEFORE,
    "proxies": GOING,
    "coming": GOING,
    "room": GOING,
    "amending": (*BEFORE, Stage.OPEN),
    "voting": (Stage.OPEN,),
    "standing": (*BEFORE, Stage.OPEN),
    "rounds": (Stage.OPEN,),
    "notes": HELD,
    "approval": HELD,
    "people": tuple(Stage),
    "time": tuple(Stage),
}
SHARES = {"proxies": 3, "coming": 3, "room": 3, "amending": 2, "voting": 8, "standing": 2, "rounds": 6}

#: What can be played, by the part of life it belongs to: the name of a gesture and what it is about.
GESTURES: dict[str, list[tuple[str, dict[str, Sequence[Any]]]]] = defaultdict(list)


def gesture(part: str, **choices: Sequence[Any]) -> Callable[[Any], Any]:
    """Let a method be played, each of its arguments one of these."""

    def listed(method: Any) -> Any:
        GESTURES[part].append((method.__name__, choices))
        return method

    return listed
