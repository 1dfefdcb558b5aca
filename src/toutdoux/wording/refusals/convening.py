"""Why something about an assembly that is prepared or convened is refused: what is the matter, its article, what to do."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.logic.events import AssemblyRefusal as Code
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.wording import dates

Data = Mapping[str, Any]
Said = Callable[[Data], tuple[str, str]]


def convening_sentence(code: Code, *, data: Data, article: int | None) -> str:
    """Return the sentence of a refusal: what is the matter, with its article, then what to do."""
    matter, advice = SENTENCES[code](data)
    if article is not None:
        matter = gettext("%(matter)s (art. %(article)s)") % {"matter": matter, "article": int(article)}
    return f"{matter}. {advice}".rstrip()


def _plain(matter: Callable[[], str], advice: Callable[[], str] = lambda: "") -> Said:
    return lambda data: (matter() % data, advice() % data)


def _too_early(data: Data) -> tuple[str, str]:
    zone = timezone.get_current_timezone()
    first = dates.moment_words(instant_from_text(data["earliest"]), zone=zone)
    return (
        gettext("That is sooner than the notice allows"),
        gettext("The first date that works is %(first)s.") % {"first": first},
    )


def _full(data: Data) -> tuple[str, str]:
    matter = ngettext(
        "This person holds %(most)s proxy already, the most there may be",
        "This person holds %(most)s proxies already, the most there may be",
        data["most"],
    )
    return matter % data, gettext("Choose someone else.")


def _holds(data: Data) -> tuple[str, str]:
    matter = ngettext(
        "You hold someone’s proxy, and a proxy is not passed on",
        "You hold the proxies of %(number)s people, and a proxy is not passed on",
        data["number"],
    )
    return matter % data, gettext("Decline what you hold first; whoever gave it is told.")


def _megabytes(data: Data) -> tuple[str, str]:
    return gettext("This file is larger than %(megabytes)s MB") % data, gettext("Make it smaller, or give a link.")


SENTENCES: Mapping[Code, Said] = MappingProxyType(
    {
        Code.TITLE_MISSING: _plain(lambda: gettext("A title is missing"), lambda: gettext("A few words are enough.")),
        Code.TOO_LONG: _plain(lambda: gettext("This is too long"), lambda: gettext("At most %(most)s characters fit.")),
        Code.RULES_NOT_CHOSEN: _plain(
            lambda: gettext("The rules do not say yet how assemblies are convened and how many have to be there"),
            lambda: gettext("Answer the questions at the top of the page that prepares an assembly."),
        ),
        Code.TOO_EARLY: _too_early,
        Code.IN_THE_PAST: _plain(
            lambda: gettext("An assembly is prepared for a moment to come"), lambda: gettext("Choose a later one.")
        ),
        Code.ITEMS_UNTIL_TOO_LATE: _plain(
            lambda: gettext("Items are proposed before the assembly begins"), lambda: gettext("Choose an earlier day.")
        ),
        Code.LINK_MALFORMED: _plain(
            lambda: gettext("This is no address of a page"), lambda: gettext("It begins with https://.")
        ),
        Code.NOWHERE: _plain(
            lambda: gettext("Nobody would know where to go"), lambda: gettext("Give a place, a link, or both.")
        ),
        Code.NO_ITEM: _plain(
            lambda: gettext("The agenda is empty"), lambda: gettext("Put at least one item in before you convene.")
        ),
        Code.NOT_IN_PREPARATION: _plain(
            lambda: gettext("This assembly is convened, or is over: its date stays as everyone was told"),
            lambda: gettext("To hold it at another moment, give it up and prepare another."),
        ),
        Code.ALREADY_OPEN: _plain(
            lambda: gettext("This assembly has begun"), lambda: gettext("Whoever chairs it closes it.")
        ),
        Code.NOTHING_TO_TELL: _plain(
            lambda: gettext("Everyone has been told already: nothing has changed since"),
        ),
        Code.SECOND_ALREADY: _plain(
            lambda: gettext("This assembly has had its second convening"), lambda: gettext("Prepare a new assembly.")
        ),
        Code.UNKNOWN_ITEM: _plain(
            lambda: gettext("There is no such item in this agenda"),
            lambda: gettext("Open the page again: it may have been taken out."),
        ),
        Code.AGENDA_CLOSED: _plain(
            lambda: gettext("The agenda stands as everyone was told"),
            lambda: gettext("It changes until the assembly is convened, or until the deadline for items."),
        ),
        Code.TOO_MANY_ITEMS: _plain(
            lambda: gettext("An agenda has at most %(most)s items"), lambda: gettext("Join some of them.")
        ),
        Code.ITEMS_OVER: _plain(
            lambda: gettext("Items can no longer be proposed for this assembly"),
            lambda: gettext("Speak to whoever prepares it, or keep yours for the next one."),
        ),
        Code.NOT_PROPOSED: _plain(
            lambda: gettext("This item no longer waits for an answer"), lambda: gettext("Open the page again.")
        ),
        Code.NOT_IN_AGENDA: _plain(
            lambda: gettext("This item is not in the agenda"), lambda: gettext("Take it into the agenda first.")
        ),
        Code.NOT_YOUR_ITEM: _plain(
            lambda: gettext("Only the person who proposed an item takes it back"),
            lambda: gettext("You can leave it out of the agenda, and say why."),
        ),
        Code.NOT_LATER: _plain(
            lambda: gettext("An item is put off to an assembly that comes later"),
            lambda: gettext("Choose one, or prepare it first."),
        ),
        Code.KIND_STANDS: _plain(
            lambda: gettext(
                "Something was written of this item that no other kind has a place for: who stands, amendments, a "
                "purchase, what it changes by itself, or how a proxy votes at it"
            ),
            lambda: gettext("Leave its kind as it is; or take the item out, and put another in."),
        ),
        Code.DOCUMENT_EMPTY: _plain(lambda: gettext("This file is empty"), lambda: gettext("Choose the file again.")),
        Code.DOCUMENT_TOO_LARGE: _megabytes,
        Code.DOCUMENT_NOT_TAKEN: _plain(
            lambda: gettext("This kind of file is not taken here, or it is not what its name says"),
            lambda: gettext("PDF, OpenDocument, PNG, JPEG, plain text, Markdown and CSV are."),
        ),
        Code.TOO_MANY_DOCUMENTS: _plain(
            lambda: gettext("An assembly has at most %(most)s documents"),
            lambda: gettext("Take one out first, or join some of them."),
        ),
        Code.UNKNOWN_DOCUMENT: _plain(
            lambda: gettext("There is no such document here"), lambda: gettext("It may have been taken out.")
        ),
        Code.NOT_CONVENED: _plain(
            lambda: gettext("This assembly is not convened, or is over"),
            lambda: gettext("Proxies are given from the convening until the end of the assembly."),
        ),
        Code.NO_PROXIES: _plain(
            lambda: gettext("There are no proxies in this association"),
            lambda: gettext("Come, or say what you think to whoever will be there."),
        ),
        Code.GIVER_NOT_ON_ROLL: _plain(
            lambda: gettext("You do not count at this assembly: you are not in the council today, or are on leave"),
            lambda: gettext("You are welcome to come and to speak."),
        ),
        Code.HOLDER_NOT_ON_ROLL: _plain(
            lambda: gettext("This person does not count at this assembly"),
            lambda: gettext("Choose someone of the council."),
        ),
        Code.OWN_PROXY: _plain(
            lambda: gettext("Nobody represents themselves"),
            lambda: gettext("Choose someone else, or come in person."),
        ),
        Code.HOLDER_HAS_GIVEN: _plain(
            lambda: gettext("This person has given their own proxy, and a proxy is not passed on"),
            lambda: gettext("Choose someone else."),
        ),
        Code.GIVER_HOLDS: _holds,
        Code.HOLDER_FULL: _full,
        Code.NO_SCOPE: _plain(
            lambda: gettext("A proxy is for at least one item"),
            lambda: gettext("Tick the items, or give it for the whole assembly."),
        ),
        Code.INSTRUCTION_MISPLACED: _plain(
            lambda: gettext("How to vote is said only of items that are voted on, and that the proxy is for"),
            lambda: gettext("Look at the list of items again."),
        ),
        Code.NO_PROXY: _plain(
            lambda: gettext("There is no such proxy, or it has ended already"),
            lambda: gettext("Open the page again."),
        ),
        Code.PROXY_LINK_UNKNOWN: _plain(
            lambda: gettext("This link leads nowhere, or the assembly was given up"),
            lambda: gettext("Sign in: your proxy is on the page of the assembly."),
        ),
        Code.PROXY_LINK_USED: _plain(
            lambda: gettext("This link was used already, and works once"),
            lambda: gettext("Sign in to change something: your proxy is on the page of the assembly."),
        ),
        Code.PROXY_LINK_OVER: _plain(
            lambda: gettext("This link no longer works: the assembly has begun, or is over"),
            lambda: gettext("Sign in: your proxy is on the page of the assembly."),
        ),
    }
)
