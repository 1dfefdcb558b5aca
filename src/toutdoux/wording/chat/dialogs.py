"""The words of forms that a chat opens. A chat gives little room: titles and labels fit in 24 characters, in every language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from toutdoux.wording.chat.answers import plain


@dataclass(frozen=True, kw_only=True)
class DialogWords:
    """A form in words: its title (24 characters), what stands above the fields (Markdown), its button."""

    title: str
    intro: str
    submit: str


@dataclass(frozen=True, kw_only=True)
class KindWords:
    """One of the two kinds of action, as the rulebook of today describes it."""

    word: str
    promise: str
    examples: Sequence[str]


def against_words(*, reference: str, title: str) -> DialogWords:
    """Ask why, of someone who votes Against; a reason is not due."""
    intro = gettext(
        "**%(reference)s · %(title)s**\n\nWhy, and what would make it acceptable to you? A reason is an objection: it opens "
        "a search for a compromise, and everyone in the association can read it. Without one, your vote counts all the same."
    )
    return DialogWords(
        title=pgettext("24 characters", "Against"),
        intro=intro % {"reference": reference, "title": plain(title)},
        submit=pgettext("24 characters", "Vote against"),
    )


def objection_words(*, reference: str, title: str) -> DialogWords:
    """Ask for the reason of an objection, which is due."""
    intro = gettext(
        "**%(reference)s · %(title)s**\n\nWhat would make it acceptable to you? An objection is a vote Against with its "
        "reason: it opens a search for a compromise, and everyone in the association can read it."
    )
    return DialogWords(
        title=pgettext("24 characters", "Objection"),
        intro=intro % {"reference": reference, "title": plain(title)},
        submit=pgettext("24 characters", "Vote against"),
    )


def new_words(*, kinds: Sequence[KindWords]) -> DialogWords:
    """Help to choose the kind of an action, in the words of the rulebook."""
    pieces = []
    for kind in kinds:
        pieces.append(f"**{plain(kind.word)}**: {kind.promise}")
        if kind.examples:
            listed = " · ".join(plain(example) for example in kind.examples)
            pieces.append(gettext("For example: %(examples)s.") % {"examples": listed})
    return DialogWords(
        title=pgettext("24 characters", "New action"),
        intro="\n\n".join(pieces),
        submit=pgettext("24 characters", "Go on"),
    )


def amend_words(*, reference: str, consequences: Sequence[str]) -> DialogWords:
    """Say what amending does, above the text."""
    return DialogWords(
        title=pgettext("24 characters", "Amend %(reference)s") % {"reference": reference},
        intro=" ".join(consequences),
        submit=pgettext("24 characters", "Publish this text"),
    )


def withdraw_words(*, reference: str, title: str) -> DialogWords:
    """Ask why an action is withdrawn."""
    intro = gettext("**%(reference)s · %(title)s**\n\nIt closes at once. Say why: the reason stays on its page.")
    return DialogWords(
        title=pgettext("24 characters", "Withdraw %(reference)s") % {"reference": reference},
        intro=intro % {"reference": reference, "title": plain(title)},
        submit=pgettext("24 characters", "Withdraw"),
    )


def labels() -> dict[str, str]:
    """Return the labels of the fields, 24 characters each."""
    return {
        "reason": pgettext("24 characters", "Why"),
        "kind": pgettext("24 characters", "Which kind is it?"),
        "title": pgettext("24 characters", "Title"),
        "text": pgettext("24 characters", "Text"),
        "when": pgettext("24 characters", "What to do with it"),
    }


def whens() -> dict[str, str]:
    """Return what can be done with an action that was written."""
    return {
        "publish": gettext("Publish it now"),
        "draft": gettext("Keep it as a draft, to look at it first"),
    }


def title_help() -> str:
    """Say what a title is."""
    return gettext("In one line, what will be done.")


def text_help() -> str:
    """Say what a text is for."""
    return gettext("Why, how, when, how much: what the others need to make up their mind.")
