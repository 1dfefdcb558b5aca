"""The pieces of a message, in the order in which they are read."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The title of what follows."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """A paragraph of ours."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What a member wrote, line breaks included: the text of an action, the reason of an objection."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The council bar in characters, for a fixed-width face."""

    characters: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """Where one can go on. ``main``: the one gesture the message is about."""

    words: str
    url: str
    main: bool = False


Piece = Heading | Text | Quote | Bar | Link


@dataclass(frozen=True, kw_only=True)
class Written:
    """A message in words."""

    subject: str
    pieces: tuple[Piece, ...]
