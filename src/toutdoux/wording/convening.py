"""Assemblies before they open, in words: kinds of items, stages, what the rules ask, proxies, letters."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from toutdoux.assemblies.logic.convening import Instruction, Stage
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import Terms
from toutdoux.assemblies.queries import MeetingRow
from toutdoux.rules.articles import Article
from toutdoux.wording import dates
from toutdoux.wording.outcomes import cite

_KINDS: Mapping[ItemKind, Promise] = MappingProxyType(
    {
        ItemKind.INFORMATION: pgettext_lazy("an item of the agenda", "Information"),
        ItemKind.DISCUSSION: pgettext_lazy("an item of the agenda", "Discussion"),
        ItemKind.RESOLUTION: pgettext_lazy("an item of the agenda", "Resolution, voted on"),
        ItemKind.REPORT: pgettext_lazy("an item of the agenda", "Report to approve"),
        ItemKind.ELECTION: pgettext_lazy("an item of the agenda", "Election"),
    }
)
_STAGES: Mapping[Stage, Promise] = MappingProxyType(
    {
        Stage.PREPARED: pgettext_lazy("an assembly", "Being prepared"),
        Stage.CONVENED: pgettext_lazy("an assembly", "Convened"),
        Stage.OPEN: pgettext_lazy("an assembly", "Under way"),
        Stage.CLOSED: pgettext_lazy("an assembly", "Held"),
        Stage.CANCELLED: pgettext_lazy("an assembly", "Given up"),
        Stage.PAST: pgettext_lazy("an assembly", "Held"),
    }
)
#: The state of a chip that looks like each stage.
CHIPS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.PREPARED: "draft",
        Stage.CONVENED: "open",
        Stage.OPEN: "in-progress",
        Stage.CLOSED: "done",
        Stage.CANCELLED: "withdrawn",
        Stage.PAST: "done",
    }
)
_INSTRUCTIONS: Mapping[Instruction, Promise] = MappingProxyType(
    {
        Instruction.FOR: gettext_lazy("For"),
        Instruction.AGAINST: gettext_lazy("Against"),
        Instruction.BLANK: gettext_lazy("Blank"),
    }
)


def item_kind_word(kind: ItemKind) -> str:
    """Name what the assembly does with an item."""
    return str(_KINDS[kind])


def stage_word(stage: Stage) -> str:
    """Say in a word or two where an assembly stands."""
    return str(_STAGES[stage])


def instruction_word(instruction: str) -> str:
    """Say how a giver wants a vote cast; nothing where the holder judges."""
    return str(_INSTRUCTIONS[Instruction(instruction)]) if instruction else gettext("as they judge best")


def begins_words(meeting: MeetingRow, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Write when an assembly begins: "Saturday 17 March at 14:00"."""
    return dates.moment_words(meeting.at, zone=zone, now=now)


def state_sentence(meeting: MeetingRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say where an assembly stands, in one sentence."""
    data = {"when": begins_words(meeting, zone=zone, now=now)}
    match meeting.stage:
        case Stage.PREPARED:
            return gettext("It is being prepared for %(when)s. Nobody is convened yet.") % data
        case Stage.CONVENED:
            return gettext("It begins on %(when)s.") % data
        case Stage.OPEN:
            return gettext("It is under way.")
        case Stage.CANCELLED:
            return gettext("It was given up. It would have begun on %(when)s.") % data
        case _:
            return gettext("It was held on %(when)s.") % data


def terms_sentences(terms: Terms, *, seats: int) -> tuple[str, ...]:
    """Say what the rules ask of an assembly: its notice, its quorum with today's figures, its proxies."""
    if not terms.chosen or terms.notice is None:
        return (gettext("The rules of assemblies are not chosen yet: the page that prepares one asks for them."),)
    notice = gettext("It is convened at least %(delay)s before") % {"delay": dates.delay_words(terms.notice)}
    found = [cite(notice, Article.ASSEMBLY)]
    if terms.quorum is None:
        found.append(cite(gettext("No quorum is asked for"), Article.ASSEMBLY))
    else:
        needed = terms.quorum.needed(of=seats)
        words = ngettext(
            "%(needed)s of the %(seats)s members who count today has to be present or represented",
            "%(needed)s of the %(seats)s members who count today have to be present or represented",
            needed,
        )
        found.append(cite(words % {"needed": needed, "seats": seats}, Article.ASSEMBLY))
    found.append(cite(cap_clause(terms.proxies_per_holder or 0), Article.ASSEMBLY))
    if terms.leave_counts:
        found.append(cite(gettext("Members on leave count"), Article.ASSEMBLY))
    else:
        found.append(cite(gettext("Members on leave do not count"), Article.ASSEMBLY))
    return tuple(found)


def cap_clause(cap: int) -> str:
    """Say how many proxies one person may hold, without the full stop."""
    if cap == 0:
        return gettext("Nobody represents anybody")
    words = ngettext(
        "Each person may represent %(number)s other", "Each person may represent %(number)s others at most", cap
    )
    return words % {"number": cap}


def size_words(size: int) -> str:
    """Write the size of a file: "12 kB", "3 MB"."""
    if size >= 1_000_000:
        return pgettext("size of a file", "%(number)s MB") % {"number": round(size / 1_000_000)}
    return pgettext("size of a file", "%(number)s kB") % {"number": max(1, round(size / 1000))}


def next_sentence(meeting: MeetingRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say of the next assembly, for home, what it is and when."""
    data = {"reference": meeting.reference, "title": meeting.title, "when": begins_words(meeting, zone=zone, now=now)}
    if meeting.stage is Stage.OPEN:
        return gettext("%(reference)s, %(title)s, is under way.") % data
    return gettext("%(reference)s, %(title)s: %(when)s.") % data


def proxy_words(*, whole: bool, items: int) -> str:
    """Say for what a proxy is: "for the whole assembly", "for 2 items"."""
    if whole:
        return gettext("for the whole assembly")
    return ngettext("for %(number)s item", "for %(number)s items", items) % {"number": items}


def holder_words(name: str, numbers: Sequence[int]) -> str:
    """Say who represents someone, and at which items of the agenda where that is not all: "Dana (items 2, 3)"."""
    if not numbers:
        return name
    data = {"name": name, "numbers": ", ".join(map(str, numbers))}
    return ngettext("%(name)s (item %(numbers)s)", "%(name)s (items %(numbers)s)", len(numbers)) % data
