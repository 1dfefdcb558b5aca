"""What is answered to what was typed about a proxy."""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext

from toutdoux.assemblies.queries import MeetingRow
from toutdoux.wording.chat.answers import plain
from toutdoux.wording.chat.dialogs import DialogWords
from toutdoux.wording.convening import holder_words, instruction_word

#: How many items of an agenda stand above a form; each of them can be named.
MOST_ITEMS = 30


def no_assembly_words() -> str:
    """Say that there is nothing to be represented at."""
    return gettext("No assembly is convened: a proxy is given for one that is.")


def taken_back_words(*, reference: str) -> str:
    """Say that a proxy is taken back."""
    return gettext("Your proxy for %(reference)s is taken back, and the person who held it is told.") % {
        "reference": reference
    }


#: Someone, and the numbers of the items that a proxy is for; none: all of them.
Scoped = tuple[str, tuple[int, ...]]


def state_words(*, meeting: MeetingRow, given: Sequence[Scoped], held: Sequence[Scoped], prefix: str, url: str) -> str:
    """Say who votes for the reader and for whom they vote, and how to give a proxy."""
    data = {"reference": meeting.reference, "title": plain(meeting.title), "prefix": prefix}
    lines = [f"**{meeting.reference} · {plain(meeting.title)}**"]
    if given:
        lines += [gettext("%(name)s votes for you.") % {"name": plain(holder_words(*one))} for one in given]
        lines.append(gettext("`%(prefix)s proxy back` takes your proxy back.") % data)
    elif held:
        lines.append(
            gettext("You vote for: %(names)s.") % {"names": plain(", ".join(holder_words(*one) for one in held))}
        )
    else:
        lines.append(gettext("Nobody votes for you. `%(prefix)s proxy @name` gives your proxy to someone.") % data)
        lines.append(
            gettext(
                "`%(prefix)s proxy @name 2 3` is for items 2 and 3 alone; `%(prefix)s proxy @name 3=against` says how to vote "
                "at item 3."
            )
            % data
        )
    return "\n\n".join([*lines, _there(url)])


def who_words(*, name: str, found: Sequence[str], url: str) -> str:
    """Say that nobody, or several people, are called so."""
    if not found:
        said = gettext("I find nobody called “%(name)s” who counts at this assembly.") % {"name": plain(name)[:80]}
    else:
        said = gettext("Several people are called so: %(names)s. Write the whole name.") % {
            "names": plain(", ".join(found[:10]))
        }
    return f"{said} {_there(url)}"


def unread_words(*, unknown: Sequence[str], url: str) -> str:
    """Say what was not understood of the items."""
    said = gettext("I do not understand: %(words)s. Items are numbers of the agenda; votes are for, against, blank.")
    return f"{said % {'words': plain(', '.join(unknown))[:80]}} {_there(url)}"


def given_words(
    *,
    reference: str,
    name: str,
    titles: Sequence[str] | None,
    instructions: Sequence[tuple[str, str]],
    prefix: str,
    url: str,
) -> str:
    """Say that a proxy is given, for what and how, and how to take it back."""
    data = {"reference": reference, "name": plain(name), "prefix": prefix}
    lines = [gettext("%(name)s votes for you at %(reference)s, and is told.") % data]
    if titles is not None:
        lines.append(gettext("For these items: %(titles)s.") % {"titles": plain("; ".join(titles))})
    lines += [
        gettext("%(title)s: vote %(how)s.") % {"title": plain(title), "how": instruction_word(how)}
        for title, how in instructions
    ]
    lines.append(gettext("`%(prefix)s proxy back` takes your proxy back.") % data)
    return "\n\n".join([*lines, _there(url)])


def declined_words() -> str:
    """Say that a proxy is declined."""
    return gettext("You no longer hold this proxy, and the person who gave it is told.")


def offer_words() -> dict[str, str]:
    """Return the words of the buttons under a convening, and under a proxy that one is given."""
    return {
        "give": gettext("Give a proxy"),
        "decline": gettext("Decline this proxy"),
        "name": gettext("Decline, and name someone"),
    }


def give_words(*, meeting: MeetingRow, titles: Sequence[str]) -> DialogWords:
    """Ask who votes for someone; the agenda stands above, with its numbers."""
    agenda = "\n".join(f"{number}. {plain(title)}" for number, title in enumerate(titles[:MOST_ITEMS], start=1))
    asked = gettext("Who votes for you, if you cannot come? They are told, and may decline.")
    return DialogWords(
        title=pgettext("24 characters", "Give a proxy"),
        intro=f"**{meeting.reference} · {plain(meeting.title)}**\n\n{asked}\n\n{agenda}",
        submit=pgettext("24 characters", "Give my proxy"),
    )


def name_words(*, meeting: MeetingRow, name: str) -> DialogWords:
    """Ask who could hold a proxy instead of the reader."""
    asked = gettext("%(name)s is told at once. You name a person: nothing is passed on, they decide.")
    return DialogWords(
        title=pgettext("24 characters", "Decline a proxy"),
        intro=f"**{meeting.reference} · {plain(meeting.title)}**\n\n{asked % {'name': plain(name)}}",
        submit=pgettext("24 characters", "Decline"),
    )


def labels() -> dict[str, str]:
    """Return the labels of the fields, 24 characters each."""
    return {
        "holder": pgettext("24 characters", "Who"),
        "items": pgettext("24 characters", "For which items"),
        "how": pgettext("24 characters", "How to vote"),
    }


def items_help() -> str:
    """Say how items are named."""
    return gettext("Their numbers, as in: 2 3. Empty: the whole assembly.")


def how_help() -> str:
    """Say how to bind the holder."""
    return gettext("As in: 2=for 3=against. There your ballot is filled in and cannot differ; elsewhere they judge.")


def _there(url: str) -> str:
    words = gettext("Your proxy on its page")
    return f"[{words}]({url})"
