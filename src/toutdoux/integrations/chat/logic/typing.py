"""What a member types to us in a chat, read whatever the case, the accents and the language: pure.

``votes`` · ``action E12`` · ``objection E12`` · ``retirer E12 parce que…``: a word, perhaps an action, perhaps words.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toutdoux.rules.facts import Choice


class Verb(StrEnum):
    """What can be asked for."""

    NEW = "new"
    VOTES = "votes"
    ACTION = "action"
    OBJECTION = "objection"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    DONE = "done"
    BACK = "back"
    VOICE = "voice"
    NOTE = "note"
    PROXY = "proxy"
    HELP = "help"


#: Every word that is understood, without accents, in small letters.
WORDS: Mapping[str, Verb] = {
    "new": Verb.NEW,
    "nouvelle": Verb.NEW,
    "nouveau": Verb.NEW,
    "proposer": Verb.NEW,
    "votes": Verb.VOTES,
    "vote": Verb.VOTES,
    "action": Verb.ACTION,
    "voir": Verb.ACTION,
    "show": Verb.ACTION,
    "objection": Verb.OBJECTION,
    "object": Verb.OBJECTION,
    "amender": Verb.AMEND,
    "amend": Verb.AMEND,
    "retirer": Verb.WITHDRAW,
    "withdraw": Verb.WITHDRAW,
    "realisee": Verb.DONE,
    "faite": Verb.DONE,
    "done": Verb.DONE,
    "back": Verb.BACK,
    "revenir": Verb.BACK,
    "retour": Verb.BACK,
    "voice": Verb.VOICE,
    "voix": Verb.VOICE,
    "note": Verb.NOTE,
    "noter": Verb.NOTE,
    "proxy": Verb.PROXY,
    "procuration": Verb.PROXY,
    "aide": Verb.HELP,
    "help": Verb.HELP,
}
#: Those that are about one action.
ABOUT_AN_ACTION = frozenset({Verb.ACTION, Verb.OBJECTION, Verb.AMEND, Verb.WITHDRAW, Verb.DONE, Verb.VOICE})
#: What a vote is called when it is typed.
CHOICES: Mapping[str, Choice] = {
    "for": Choice.FOR,
    "pour": Choice.FOR,
    "against": Choice.AGAINST,
    "contre": Choice.AGAINST,
    "blank": Choice.BLANK,
    "blanc": Choice.BLANK,
}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was typed, read. ``verb`` None: ``word`` is not one of ours. ``reference`` and ``words`` may be empty."""

    verb: Verb | None
    word: str
    reference: str = ""
    words: str = ""


def read(text: str) -> Typed:
    """Read what was typed. Nothing at all asks for help."""
    word, _, rest = text.strip().partition(" ")
    if not word:
        return Typed(verb=Verb.HELP, word="")
    verb = WORDS.get(without_accents(word))
    rest = rest.strip()
    if verb not in ABOUT_AN_ACTION:
        return Typed(verb=verb, word=word, words=rest)
    parts = rest.split(maxsplit=1)
    return Typed(
        verb=verb, word=word, reference=parts[0] if parts else "", words=parts[1].strip() if len(parts) == 2 else ""
    )


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What is said for somebody: the choice, for which of those it may be (None: unknown, or not told), and the reason."""

    choice: Choice | None
    name: str | None
    reason: str = ""


def spoken(words: str, *, names: Sequence[str]) -> Spoken:
    """Read ``for The Bees because…``: a choice, one of ``names``, a reason. One name alone need not be typed."""
    word, _, rest = words.strip().partition(" ")
    choice = CHOICES.get(without_accents(word))
    typed = rest.split()
    # The longest name first: "The Bees" is not heard in "The Bees of the valley".
    for name in sorted(names, key=lambda one: -len(one.split())):
        length = len(name.split())
        if [without_accents(one) for one in typed[:length]] == [without_accents(one) for one in name.split()]:
            return Spoken(choice=choice, name=name, reason=" ".join(typed[length:]))
    if len(names) == 1:
        return Spoken(choice=choice, name=names[0], reason=" ".join(typed))
    return Spoken(choice=choice, name=None)


def without_accents(word: str) -> str:
    """Return a word without its accents, in small letters."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
