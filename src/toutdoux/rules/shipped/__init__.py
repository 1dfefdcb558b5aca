"""The rulebooks that come with Toutdoux, as TOML files beside this one."""

from functools import cache
from importlib.resources import files

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.reading import RulebookFault, rulebook_from_toml
from toutdoux.rules.rulebook import Rulebook

#: The first is the default.
SHIPPED = ("tout-doux-cratie", "consent", "lazy-consensus", "absolute-majority", "two-thirds")
DEFAULT = SHIPPED[0]


def shipped(name: str) -> Rulebook:
    """Return the shipped rulebook called ``name``. Raises ``Refused`` when there is none of that name."""
    return rulebook_from_toml(shipped_toml(name))


def shipped_toml(name: str) -> str:
    """Return the text of a shipped rulebook, to start one's own from. Raises ``Refused`` when there is none."""
    if name not in SHIPPED:
        raise Refused([Refusal(code=RulebookFault.NOT_SHIPPED, data={"value": name, "allowed": list(SHIPPED)})])
    return _text(name)


@cache
def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
