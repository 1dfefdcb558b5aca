"""The messages about assemblies: the convening and what follows it, a proxy given, taken back or declined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.logic.convening import ProxyEnd
from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.assemblies.queries.news import AssemblyNews, ProxyNews
from toutdoux.wording.convening import begins_words, item_kind_word, terms_sentences
from toutdoux.wording.messages.letters import Frame
from toutdoux.wording.messages.pieces import Heading, Link, Piece, Quote, Text, Written
from toutdoux.wording.messages.words import why_sentence


@dataclass(frozen=True, kw_only=True)
class AssemblyLinks:
    """Where a letter about an assembly leads. ``give_url``, ``decline_url``: made for this letter, empty where there is nothing to do."""

    page_url: str
    give_url: str = ""
    decline_url: str = ""


def assembly_letter(*, news: AssemblyNews, links: AssemblyLinks, frame: Frame) -> Written:
    """Write what one member is told of an assembly."""
    subject, pieces = _LETTERS[news.kind](news, links, frame)
    data = {"association": _line(frame.association), "reference": news.meeting.reference}
    minutes = news.kind is AssemblyEvent.MINUTES_APPROVED
    about = "proxy" if news.proxy else "item" if news.item else "minutes" if minutes else "convening"
    end: tuple[Piece, ...] = (
        Link(words=gettext("Read the minutes") if minutes else gettext("The page of the assembly"), url=links.page_url),
        Text(words=why_sentence(about)),
    )
    return Written(subject=_short(subject % data), pieces=(*pieces, *end))


def _convening(news: AssemblyNews, links: AssemblyLinks, frame: Frame) -> tuple[str, list[Piece]]:
    first = gettext("You are convened to this assembly, which begins on %(when)s.")
    subject = gettext("%(association)s: you are convened, %(reference)s")
    return subject, [*_whole(news, frame, first=first), *_proxy_link(news, links)]


def _changed(news: AssemblyNews, links: AssemblyLinks, frame: Frame) -> tuple[str, list[Piece]]:
    first = gettext("Something has changed since you were convened: this is how it stands now. It begins on %(when)s.")
    subject = gettext("%(association)s: what has changed, %(reference)s")
    return subject, [*_whole(news, frame, first=first), *_proxy_link(news, links)]


def _cancelled(news: AssemblyNews, _links: AssemblyLinks, frame: Frame) -> tuple[str, list[Piece]]:
    words = gettext("This assembly is given up: it will not be held on %(when)s.") % _when(news, frame)
    return gettext("%(association)s: given up, %(reference)s"), [_heading(news), Text(words=words)]


def _approved(news: AssemblyNews, _links: AssemblyLinks, _frame: Frame) -> tuple[str, list[Piece]]:
    words = gettext(
        "The minutes of this assembly are approved: what was said, every vote with its figures, who does what."
    )
    return gettext("%(association)s: the minutes, %(reference)s"), [_heading(news), Text(words=words)]


def _became(news: AssemblyNews, _links: AssemblyLinks, _frame: Frame) -> tuple[str, list[Piece]]:
    assert news.item is not None  # entries about items that somebody proposed have one
    subject, words = {
        "accepted": (
            gettext("%(association)s: your item is taken in, %(reference)s"),
            gettext("The item you proposed is in the agenda of this assembly: %(title)s."),
        ),
        "declined": (
            gettext("%(association)s: your item is not taken in, %(reference)s"),
            gettext("The item you proposed is not in the agenda of this assembly: %(title)s."),
        ),
        "removed": (
            gettext("%(association)s: your item is taken out, %(reference)s"),
            gettext(
                "The item you proposed is in the agenda no more: %(title)s. It is yours again, proposed and not taken in."
            ),
        ),
        "deferred": (
            gettext("%(association)s: your item goes on online, %(reference)s"),
            gettext("The assembly has left the item you proposed to an online action: %(title)s."),
        ),
        "postponed": (
            gettext("%(association)s: your item is put off, %(reference)s"),
            gettext("The item you proposed is put off to a later assembly, %(later)s: %(title)s."),
        ),
    }[news.item.what]
    data = {"title": _line(news.item.title), "later": _line(news.item.later)}
    pieces: list[Piece] = [_heading(news), Text(words=words % data)]
    if news.item.answer:
        pieces += [Text(words=gettext("What was answered:")), Quote(words=news.item.answer)]
    return subject, pieces


def _given(news: AssemblyNews, links: AssemblyLinks, frame: Frame) -> tuple[str, list[Piece]]:
    proxy = _of(news)
    words = gettext("%(giver)s gives you their proxy for this assembly, which begins on %(when)s.")
    pieces: list[Piece] = [_heading(news), Text(words=words % ({"giver": proxy.giver} | _when(news, frame)))]
    if not proxy.whole:
        pieces.append(Text(words=gettext("It is for these items: %(titles)s.") % {"titles": "; ".join(proxy.titles)}))
    if proxy.bound:
        said = ngettext(
            "At %(number)s item it says how to vote: your ballot for them is filled in, and cannot differ.",
            "At %(number)s items it says how to vote: your ballot for them is filled in, and cannot differ.",
            proxy.bound,
        )
        pieces.append(Text(words=said % {"number": proxy.bound}))
    pieces.append(
        Text(words=gettext("If you will not be there, or would rather not, decline: they can choose someone else."))
    )
    if links.decline_url:
        pieces.append(Link(words=gettext("Decline this proxy"), url=links.decline_url, main=True))
    return gettext("%(association)s: you hold a proxy, %(reference)s"), pieces


def _ended(news: AssemblyNews, links: AssemblyLinks, _frame: Frame) -> tuple[str, list[Piece]]:
    proxy = _of(news)
    if proxy.reason != ProxyEnd.DECLINED:
        words = gettext("%(giver)s has taken their proxy back: you no longer represent them at this assembly.")
        subject = gettext("%(association)s: a proxy taken back, %(reference)s")
        return subject, [_heading(news), Text(words=words % {"giver": proxy.giver})]
    words = gettext("%(holder)s declines your proxy: nobody represents you at this assembly for now.")
    pieces: list[Piece] = [_heading(news), Text(words=words % {"holder": proxy.holder})]
    if proxy.suggested:
        named = gettext("They think that %(name)s could represent you. You choose.")
        pieces.append(Text(words=named % {"name": proxy.suggested}))
    pieces += _proxy_link(news, links)
    return gettext("%(association)s: your proxy is declined, %(reference)s"), pieces


_Letter = Callable[[AssemblyNews, AssemblyLinks, Frame], tuple[str, list[Piece]]]
_LETTERS: Mapping[AssemblyEvent, _Letter] = MappingProxyType(
    {
        AssemblyEvent.CONVENED: _convening,
        AssemblyEvent.TOLD_AGAIN: _changed,
        AssemblyEvent.CANCELLED: _cancelled,
        AssemblyEvent.MINUTES_APPROVED: _approved,
        AssemblyEvent.AGENDA_CHANGED: _became,
        AssemblyEvent.PROXY_GIVEN: _given,
        AssemblyEvent.PROXY_ENDED: _ended,
    }
)


def _whole(news: AssemblyNews, frame: Frame, *, first: str) -> list[Piece]:
    """Say all of a convening: when, where, the agenda, the documents, what the rules ask."""
    meeting = news.meeting
    pieces: list[Piece] = [_heading(news), Text(words=first % _when(news, frame))]
    if meeting.place:
        pieces.append(Text(words=gettext("Place: %(place)s") % {"place": _line(meeting.place)}))
    if meeting.link:
        pieces.append(Link(words=gettext("To take part from afar"), url=meeting.link))
    if meeting.introduction:
        pieces.append(Quote(words=meeting.introduction))
    lines = [f"{row.position}. {_line(row.title)} ({item_kind_word(row.kind)})" for row in news.agenda]
    pieces += [Text(words=gettext("Agenda")), Quote(words="\n".join(lines))]
    if news.documents:
        titles = "; ".join(_line(row.title) for row in news.documents)
        pieces.append(
            Text(words=gettext("To read before, on the page of the assembly: %(titles)s.") % {"titles": titles})
        )
    pieces += [Text(words=sentence) for sentence in terms_sentences(news.terms, seats=news.seats)]
    return pieces


def _proxy_link(news: AssemblyNews, links: AssemblyLinks) -> list[Piece]:
    if not links.give_url or news.given:
        return []
    return [
        Text(words=gettext("If you cannot come, someone else can vote for you.")),
        Link(words=gettext("Give a proxy"), url=links.give_url, main=True),
        Text(words=gettext("The link is for you alone: it gives this one proxy, once, and opens nothing else.")),
    ]


def _of(news: AssemblyNews) -> ProxyNews:
    assert news.proxy is not None  # entries about proxies have one
    return news.proxy


def _heading(news: AssemblyNews) -> Heading:
    return Heading(words=f"{news.meeting.reference} · {_line(news.meeting.title)}")


def _when(news: AssemblyNews, frame: Frame) -> dict[str, str]:
    return {"when": begins_words(news.meeting, zone=frame.zone, now=frame.now)}


def _short(subject: str) -> str:
    return subject if len(subject) <= 150 else subject[:149].rstrip() + "…"


def _line(text: str) -> str:
    return " ".join(text.split())
