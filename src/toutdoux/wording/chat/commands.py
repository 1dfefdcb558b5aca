"""What can be typed to us in a chat, explained; and what is answered to a gesture that was typed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.wording.chat.answers import Shown, link, plain, state_words


def help_words(*, prefix: str, dialogs: bool, guide_url: str) -> str:
    """Say everything that can be typed after ``prefix``. ``dialogs``: whether the chat can open forms."""
    lines = [
        (gettext("votes"), gettext("what waits for your vote")),
        (gettext("action E12"), gettext("where action E12 stands")),
    ]
    if dialogs:
        lines = [
            (gettext("new"), gettext("propose an action: the form helps to choose its kind")),
            *lines,
            (gettext("objection E12"), gettext("vote against E12 and say why")),
            (gettext("amend E12"), gettext("change the text of E12, if you lead it")),
        ]
    lines += [
        (gettext("withdraw E12 because…"), gettext("withdraw E12, if you lead it, saying why")),
        (gettext("done E12"), gettext("say that E12 is carried out")),
        (gettext("voice E12 for The Bees"), gettext("vote on E12 for an organisation that you represent")),
        (gettext("proxy @name"), gettext("be represented at the next assembly by someone")),
        (gettext("back"), gettext("ask for your place in the council back, if it was ended")),
        (gettext("note activity Street party"), gettext("note an activity, a request, a project… for the report")),
        (gettext("help"), gettext("this list")),
    ]
    rows = "\n".join(f"- `{prefix} {typed}`: {what}" for typed, what in lines)
    how = gettext("French and English words both work; only you see the answers.")
    return "\n\n".join(
        [gettext("**What I understand**"), rows, how, f"[{gettext('Everything else is on the pages')}]({guide_url})"]
    )


def voice_typed(*, prefix: str, reference: object, name: str) -> str:
    """Say what to type to vote For in the name of an organisation."""
    data = {"prefix": prefix, "reference": reference, "name": " ".join(name.replace("`", "").split())}
    return gettext("%(prefix)s voice %(reference)s for %(name)s") % data


def unknown_words(*, word: str, prefix: str) -> str:
    """Say that a word is not understood."""
    return gettext("I do not know the word “%(word)s”. `%(prefix)s %(help)s` says what I understand.") % {
        "word": plain(word)[:80],
        "prefix": prefix,
        "help": gettext("help"),
    }


def which_action_words(*, prefix: str, typed: str) -> str:
    """Ask which action is meant."""
    return gettext("Which action? Name it after the word: `%(prefix)s %(typed)s E12`.") % {
        "prefix": prefix,
        "typed": plain(typed)[:40],
    }


def why_words(*, prefix: str, typed: str, reference: str) -> str:
    """Ask for the reason that withdrawing needs."""
    return gettext("Say why, in the same line: `%(prefix)s %(typed)s %(reference)s because…`.") % {
        "prefix": prefix,
        "typed": plain(typed)[:40],
        "reference": plain(reference)[:40],
    }


def withdrawn_words(*, reference: str, title: str) -> str:
    """Say that an action is withdrawn."""
    return gettext("%(reference)s, “%(title)s”, is withdrawn. Your reason is on its page.") % {
        "reference": reference,
        "title": plain(title),
    }


def done_words(*, reference: str, title: str) -> str:
    """Say that an action is carried out."""
    return gettext("%(reference)s, “%(title)s”, is carried out: thank you.") % {
        "reference": reference,
        "title": plain(title),
    }


def published_words(*, shown: Shown, zone: ZoneInfo, now: datetime) -> str:
    """Say that an action is published, and what will come of it."""
    said = gettext("%(reference)s, “%(title)s”, is published.") % _named(shown)
    return _with_state(said, shown, zone=zone, now=now)


def kept_words(*, title: str, url: str) -> str:
    """Say that a draft is kept."""
    said = gettext("“%(title)s” is kept as a draft that you alone see.") % {"title": plain(title)}
    return f"{said} [{gettext('See it as others would, and publish it')}]({url})"


def amended_words(*, shown: Shown, zone: ZoneInfo, now: datetime) -> str:
    """Say that a text has changed."""
    said = gettext("%(reference)s, “%(title)s”, has its new text. The votes start again, and so does the delay.")
    return _with_state(said % _named(shown), shown, zone=zone, now=now)


def dialog_opened_words() -> str:
    """Say that the form is there; it is over the page, and the answer comes in private."""
    return gettext("The form is open. What comes of it will be said to you in a private message.")


def too_long_to_amend_words(*, reference: str, url: str) -> str:
    """Say that a text is too long for a form of the chat."""
    said = gettext("The text of %(reference)s is too long for a form in the chat.") % {"reference": reference}
    return f"{said} [{gettext('Change it on its page')}]({url})"


def _named(shown: Shown) -> dict[str, str]:
    return {"reference": str(shown.row.reference), "title": plain(shown.row.title)}


def _with_state(said: str, shown: Shown, *, zone: ZoneInfo, now: datetime) -> str:
    there = link(gettext("The page of the action"), shown.url)
    return "\n\n".join([said, *state_words(shown, zone=zone, now=now), there])
