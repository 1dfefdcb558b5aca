"""What only Matrix has to explain: reactions under an announcement are votes, and a new text has an announcement of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from toutdoux.rules.facts import Choice
from toutdoux.wording.messages import Heading, Link, Piece, Text
from toutdoux.wording.words import choice_word


def how_to_vote(marks: Mapping[Choice, str]) -> Text:
    """Say which reactions are votes."""
    named = " · ".join(f"{sign} {choice_word(choice)}" for choice, sign in marks.items())
    return Text(
        words=gettext(
            "To vote, press a reaction: %(marks)s. The last one counts; what was recorded is told to you alone."
        )
        % {"marks": named}
    )


def replaced_post(*, reference: str, title: str, url: str) -> tuple[Piece, ...]:
    """Say, in the place of what announced a text, that another has replaced it. ``url``: that of the new announcement."""
    return (
        Heading(words=f"{reference} · {' '.join(title.split())}"),
        Text(words=gettext("The text has changed: the votes on the earlier one no longer count, and begin again.")),
        Link(words=gettext("Vote on the new text"), url=url, main=True),
    )


def change_by_reaction() -> str:
    """Say how a vote by reaction is changed."""
    return gettext(
        "To change it, press another reaction under the announcement, or vote again anywhere else: the last vote counts. "
        "Taking a reaction back takes no vote back."
    )


def reason_by_words(*, typed: str) -> str:
    """Say how to give the reason of an Against. ``typed``: what is to be typed before it."""
    return gettext("To say why, type here: `%(typed)s` and your reason.") % {"typed": typed}


def taken_back_words() -> str:
    """Say to who took a reaction back that the vote stays."""
    return gettext(
        "You took a reaction back: the vote that it recorded still counts. To change it, press another reaction; to weigh on "
        "neither side, vote Blank."
    )


def replaced_words(*, reference: str, url: str) -> str:
    """Say to who votes on an earlier text where the new one is."""
    return gettext("The text of %(reference)s has changed since: [vote on the new one](%(url)s).") % {
        "reference": reference,
        "url": url,
    }


#: By need: what it is, what it is for, how it is given.
_NEEDS: Mapping[str, tuple[Promise, Promise, Promise]] = MappingProxyType(
    {
        "plain": (
            gettext_lazy("The room is not encrypted"),
            gettext_lazy("The bot reads and writes what everyone in the room does; it holds no keys."),
            gettext_lazy("Encryption of a room can never be switched off: make another room, without it."),
        ),
        "write": (
            gettext_lazy("Write"),
            gettext_lazy("To announce each action, and keep its announcement up to date."),
            gettext_lazy("In the room’s settings, under Roles & Permissions: Send messages."),
        ),
        "react": (
            gettext_lazy("React"),
            gettext_lazy("To put under each announcement the three reactions that one presses to vote."),
            gettext_lazy("In the room’s settings, under Roles & Permissions: Send reactions."),
        ),
        "take-back": (
            gettext_lazy("Take its own reactions back"),
            gettext_lazy(
                "To take the three reactions away once votes are closed. Without it they stay, and count nothing."
            ),
            gettext_lazy("In the room’s settings, under Roles & Permissions: Remove messages sent by me."),
        ),
        "invite": (
            gettext_lazy("Invite"),
            gettext_lazy("To invite members to the room when their voting right begins."),
            gettext_lazy("In the room’s settings, under Roles & Permissions, the line about inviting."),
        ),
        "remove": (
            gettext_lazy("Take people out of the room"),
            gettext_lazy("To take out of the room someone whose exclusion has passed, and for nothing else."),
            gettext_lazy("In the room’s settings, give the bot the role of a moderator."),
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class NeedWords:
    """What the bot must be able to do, in words: what it is, what it is for, how it is given."""

    name: str
    purpose: str
    remedy: str


def need_words(need: str) -> NeedWords:
    """Say what something that the room must give is for."""
    name, purpose, remedy = _NEEDS[need]
    return NeedWords(name=str(name), purpose=str(purpose), remedy=str(remedy))
