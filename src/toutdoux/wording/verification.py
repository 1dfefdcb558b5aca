"""What the verifier found, in a sentence: where, what, and both sides of it."""

from django.utils.translation import gettext, pgettext

from toutdoux.decisions.logic.replay import Difference, Fact, Sort
from toutdoux.ledger.logic.chain import ChainFlaw, Flaw


def flaw_sentence(flaw: ChainFlaw) -> str:
    """Say where the chain itself is broken."""
    sentence = {
        Flaw.SEQUENCE: gettext("entry %(seq)s of the ledger is missing, or out of its place."),
        Flaw.BINDING: gettext(
            "entry %(seq)s of the ledger is not bound to the one before it: one of them was changed."
        ),
        Flaw.DIGEST: gettext("entry %(seq)s of the ledger was changed: its digest is not that of what it says."),
        Flaw.TIME: gettext("entry %(seq)s of the ledger is dated before the one that comes before it."),
        Flaw.HEAD: gettext("the ledger does not end at entry %(seq)s as its head says: an entry was removed or added."),
    }[flaw.flaw]
    return sentence % {"seq": flaw.seq}


def difference_sentence(difference: Difference) -> str:
    """Say what does not agree first, and at which entry."""
    sentence = {
        Sort.RECOMPUTED: gettext("%(place)s, %(fact)s: the ledger says “%(stated)s”, recomputing gives “%(found)s”."),
        Sort.KEPT: gettext("%(place)s, %(fact)s: the ledger leads to “%(stated)s”, the table holds “%(found)s”."),
        Sort.ABSENT: gettext("%(place)s, %(fact)s: the ledger speaks of it, the table does not hold it."),
        Sort.UNKNOWN: gettext("%(place)s, %(fact)s: a table holds one that no entry of the ledger speaks of."),
        Sort.OWED: gettext("%(place)s, %(fact)s: it should have been written then, and was not."),
        Sort.NOT_ALLOWED: gettext("%(place)s, %(fact)s: the rules do not allow it (%(found)s)."),
        Sort.UNREADABLE: gettext("%(place)s: the entry does not say what an entry of its kind must say."),
    }[difference.sort]
    return sentence % {
        "place": _place(difference),
        "fact": _fact(difference.fact),
        "stated": difference.stated,
        "found": difference.found,
    }


def _place(difference: Difference) -> str:
    data = {"seq": difference.seq, "action": difference.action}
    if difference.seq is not None and difference.action:
        return gettext("entry %(seq)s, action %(action)s") % data
    if difference.seq is not None:
        return gettext("entry %(seq)s") % data
    if difference.action:
        return gettext("action %(action)s") % data
    return gettext("outside the ledger")


def _fact(fact: Fact) -> str:
    return {
        Fact.REGISTER: pgettext("what the verifier compares", "entry of a register"),
        Fact.WRITING: pgettext("what the verifier compares", "text written together"),
        Fact.ENTRY: pgettext("what the verifier compares", "entry"),
        Fact.RULEBOOK: pgettext("what the verifier compares", "version of the rulebook"),
        Fact.PERIOD: pgettext("what the verifier compares", "period"),
        Fact.MEMBER: pgettext("what the verifier compares", "member"),
        Fact.RIGHT: pgettext("what the verifier compares", "voting right"),
        Fact.ACTION: pgettext("what the verifier compares", "action"),
        Fact.NUMBER: pgettext("what the verifier compares", "number"),
        Fact.TEXT: pgettext("what the verifier compares", "text"),
        Fact.COUNCIL: pgettext("what the verifier compares", "council"),
        Fact.DEADLINE: pgettext("what the verifier compares", "deadline"),
        Fact.BALLOT: pgettext("what the verifier compares", "ballot"),
        Fact.OBJECTION: pgettext("what the verifier compares", "objection"),
        Fact.OUTCOME: pgettext("what the verifier compares", "outcome"),
        Fact.EFFECT: pgettext("what the verifier compares", "effect"),
        Fact.MANDATE: pgettext("what the verifier compares", "mandate"),
        Fact.ACCESS: pgettext("what the verifier compares", "access"),
        Fact.EXECUTION: pgettext("what the verifier compares", "execution"),
        Fact.NOTE: pgettext("what the verifier compares", "note"),
        Fact.LEAD: pgettext("what the verifier compares", "lead"),
        Fact.LINK: pgettext("what the verifier compares", "link"),
        Fact.REMARK: pgettext("what the verifier compares", "remark"),
        Fact.ELECTION: pgettext("what the verifier compares", "election"),
        Fact.VOTE: pgettext("what the verifier compares", "vote of an assembly"),
        Fact.ATTENDANCE: pgettext("what the verifier compares", "who was at an assembly"),
        Fact.ASSEMBLY: pgettext("what the verifier compares", "assembly"),
        Fact.PROXY: pgettext("what the verifier compares", "proxy"),
        Fact.TASK: pgettext("what the verifier compares", "task taken on"),
        Fact.MINUTES: pgettext("what the verifier compares", "text or approval of minutes"),
        Fact.HISTORY: pgettext("what the verifier compares", "historical record"),
    }[fact]
