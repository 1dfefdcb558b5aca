"""What is answered to what was typed about a proxy."""

from collections.abc import Sequence

from django.utils.translation import gettext

from toutdoux.assemblies.queries import MeetingRow
from toutdoux.wording.chat.answers import plain
from toutdoux.wording.convening import holder_words, instruction_word


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


def _there(url: str) -> str:
    words = gettext("Your proxy on its page")
    return f"[{words}]({url})"
