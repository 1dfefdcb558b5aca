"""Why something about a member is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.wording.members import field_word
from toutdoux.wording.outcomes import cite

Data = Mapping[str, Any]

_SENTENCES: Mapping[MemberRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        # The same words whether the association exists or not: an address tells a stranger nothing.
        MemberRefusal.NOT_A_MEMBER: lambda _: gettext(
            "No association has this address, or it shows nothing to those who are not in it."
        ),
        MemberRefusal.UNKNOWN_MEMBER: lambda _: gettext(
            "Nobody in the register of this association is at this address."
        ),
        MemberRefusal.NAME_MISSING: lambda _: gettext("A name is needed."),
        MemberRefusal.NAME_TOO_LONG: lambda data: (
            gettext("This name is too long: at most %(longest)s characters fit.") % data
        ),
        MemberRefusal.EMAIL_MALFORMED: lambda data: (
            gettext("“%(email)s” is not an email address, such as name@example.org.") % data
        ),
        MemberRefusal.NO_FOUNDER: lambda _: gettext("An association begins with at least one person."),
        MemberRefusal.NO_VOTING_RIGHT: lambda _: gettext("This takes the voting right"),
        MemberRefusal.NOT_YET_A_VOTER: lambda _: gettext("The voting right has not begun yet"),
        MemberRefusal.HAS_LEFT: lambda _: gettext("This person has left the association."),
        MemberRefusal.ALREADY_VOTES: lambda _: gettext("This person has the voting right already."),
        MemberRefusal.ALREADY_EXCLUDED: lambda _: gettext("This person is excluded already."),
        MemberRefusal.ALREADY_A_MEMBER: lambda _: gettext("This person is a member already."),
        MemberRefusal.EXCLUDED: lambda _: gettext("This person was excluded: an action can reinstate them."),
        MemberRefusal.NOT_EXCLUDED: lambda _: gettext("This person is in the council and the association already."),
        MemberRefusal.NO_RIGHT_TO_WITHDRAW: lambda _: gettext("This person has no voting right to withdraw."),
        MemberRefusal.NO_SUCH_REQUEST: lambda _: gettext("This person no longer asks to join."),
        MemberRefusal.LEAVE_IN_THE_PAST: lambda _: gettext("A leave begins today or later: what is past is recorded."),
        MemberRefusal.LEAVE_ENDS_FIRST: lambda _: gettext("A leave ends after it begins."),
        MemberRefusal.LEAVES_OVERLAP: lambda _: gettext("Another leave covers some of these days already."),
        MemberRefusal.NO_SUCH_LEAVE: lambda _: gettext("This leave is over, or was given up already."),
        MemberRefusal.FIELD_TOO_LONG: lambda data: (
            gettext("%(field)s is too long: at most %(longest)s characters fit.")
            % {**data, "field": field_word(data["field"])}
        ),
        MemberRefusal.EMAIL_MISSING: lambda _: gettext("An email address is needed, to answer you."),
        MemberRefusal.WORDS_TOO_LONG: lambda data: (
            gettext("This text is too long: at most %(longest)s characters fit.") % data
        ),
        MemberRefusal.ADMISSION_NOT_CHOSEN: lambda _: gettext("Choose first who lets in those who ask"),
        MemberRefusal.ADMITTED_BY_ACTION: lambda _: gettext("Here an extraordinary action lets in those who ask"),
        MemberRefusal.DOOR_CLOSED: lambda _: gettext(
            "No association has this address, or it shows nothing to those who are not in it."
        ),
        MemberRefusal.TOO_MANY_REQUESTS: lambda _: gettext(
            "Many people are asking just now. Nothing was kept of yours: try again in an hour."
        ),
        MemberRefusal.NOT_AN_ORGANISATION: lambda _: gettext(
            "Only an organisation is represented: a person votes alone."
        ),
        MemberRefusal.NOT_A_PERSON: lambda _: gettext("An organisation is represented by people."),
        MemberRefusal.NOT_A_REPRESENTATIVE: lambda _: gettext(
            "Only those who represent this organisation vote for it."
        ),
        MemberRefusal.THEIR_OWN_BUSINESS: lambda _: gettext(
            "This person has an account, and writes this by themselves."
        ),
        MemberRefusal.INVITATION_UNKNOWN: lambda _: gettext(
            "This link opens nothing: perhaps it was cut when copied, or a newer one has replaced it."
        ),
        MemberRefusal.INVITATION_EXPIRED: lambda _: gettext(
            "This invitation is too old. Any voting member can make a new one in a moment."
        ),
        MemberRefusal.INVITATION_USED: lambda _: gettext(
            "This invitation has been used already. If it was by you, signing in is enough."
        ),
        MemberRefusal.INVITATION_REVOKED: lambda _: gettext(
            "A newer invitation has replaced this one. Look for the latest link, or ask for another."
        ),
        MemberRefusal.ACCOUNT_ALREADY_MEMBER: lambda _: gettext(
            "The account that is signed in is already that of another member of this association."
        ),
        MemberRefusal.ALREADY_LINKED: lambda _: gettext("This person has an account already, and needs no invitation."),
    }
)


def member_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``MemberRefusal``, with the article it comes from, if any."""
    sentence = _SENTENCES[MemberRefusal(refusal.code)](refusal.data)
    if sentence.endswith("."):
        return sentence
    return cite(sentence, refusal.article) if refusal.article else sentence + "."
