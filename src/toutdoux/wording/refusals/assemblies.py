"""Why an assembly is refused, in sentences: what cannot have happened in the room, and what the rules of proxies forbid."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.faults import AssemblyFault
from toutdoux.kernel.refusal import Refusal
from toutdoux.wording.refusals.convening import convening_sentence

Data = Mapping[str, Any]

_FAULTS: Mapping[AssemblyFault, Callable[[], str]] = MappingProxyType(
    {
        AssemblyFault.NOBODY_THERE: lambda: gettext("name at least one person who was there, under [[people]]."),
        AssemblyFault.TWICE_THERE: lambda: gettext("%(name)s is there twice."),
        AssemblyFault.HOLDER_NOT_THERE: lambda: gettext(
            "%(name)s is represented by %(holder)s, who is not among the people."
        ),
        AssemblyFault.OWN_PROXY: lambda: gettext("%(name)s cannot represent themselves: leave proxy_to out."),
        AssemblyFault.CHAINED_PROXY: lambda: gettext(
            "%(name)s is represented by %(holder)s, who is represented too: a proxy is not passed on."
        ),
        AssemblyFault.TOO_MANY_PROXIES: lambda: gettext(
            "%(holder)s would hold one proxy too many with %(name)s's: %(most)s at most."
        ),
        AssemblyFault.MORE_THAN_ROLL: lambda: gettext(
            "%(votes)s present and represented are more than the %(roll)s members of the roll."
        ),
        AssemblyFault.VOTE_DOES_NOT_FIT: lambda: gettext(
            "%(total)s votes are counted, and there were %(votes)s in the room."
        ),
        AssemblyFault.ELECTION_WITHOUT_LIST: lambda: gettext(
            "“%(title)s” is an election: say who stood, under [[items.list]]."
        ),
        AssemblyFault.VOTE_WITHOUT_QUORUM: lambda: gettext(
            "nothing can be voted without the quorum: %(votes)s votes, and %(needed)s are needed."
        ),
        AssemblyFault.BALLOT_SAYS_NOTHING: lambda: gettext(
            "a ballot or a candidate of the election to “%(mandate)s” does not fit those who stand, or its method."
        ),
        AssemblyFault.ITEMS_MISPLACED: lambda: gettext(
            "“items” are numbers of the agenda, with spaces between, and said of who is represented: %(name)s."
        ),
        AssemblyFault.GONE_BEFORE_COMING: lambda: gettext("%(name)s leaves (until) before coming (since)."),
        AssemblyFault.NOT_AFTER_OPENING: lambda: gettext(
            "this is not after the opening (held_at): who was there from the opening has no “since”, and who had left by "
            "then is not among the people."
        ),
        AssemblyFault.ROOM_TOO_LARGE: lambda: gettext(
            "%(present)s present and %(represented)s represented are told, and the people of the file are "
            "%(most_present)s present and %(most_represented)s represented at most."
        ),
    }
)


def assembly_fault(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``AssemblyFault``, with its line and key in front."""
    data = {**refusal.data}
    sentence = _FAULTS[AssemblyFault(refusal.code)]() % data
    return gettext("Line %(line)s, “%(key)s”: %(sentence)s") % {**data, "sentence": sentence}


def assembly_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``AssemblyRefusal``."""
    code = AssemblyRefusal(refusal.code)
    if code is AssemblyRefusal.UNKNOWN_ASSEMBLY:
        if not refusal.data.get("reference"):
            return gettext("There is no such assembly here: look in the list of assemblies.")
        words = gettext("There is no assembly “%(reference)s” here: they are called AG1, AG2 and so on.")
        return words % refusal.data
    if code is AssemblyRefusal.ASSEMBLY_DIFFERS:
        words = gettext(
            "AG%(number)s, “%(title)s”, was held at the same instant and its facts differ. What is recorded stays; "
            "nothing was written."
        )
        return words % refusal.data
    return convening_sentence(code, data=refusal.data, article=refusal.article)
