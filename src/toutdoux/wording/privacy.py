"""My data, being erased, how long data is kept: in words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from toutdoux.procedures.logic.retention import Kept

_TABLES: Mapping[str, Promise] = MappingProxyType(
    {
        "members.Member": gettext_lazy("Your line in the register"),
        "members.VotingRight": gettext_lazy("Your voting right, from when to when"),
        "members.Spell": gettext_lazy("Leaves, departures, exclusions"),
        "members.Representative": gettext_lazy("Whom you represent, or who represents you"),
        "members.Invitation": gettext_lazy("Your invitations"),
        "members.JoinRequest": gettext_lazy("Your request to join"),
        "decisions.Action": gettext_lazy("Actions you wrote"),
        "decisions.Version": gettext_lazy("Texts you wrote"),
        "decisions.Lead": gettext_lazy("Actions you carry"),
        "decisions.Seat": gettext_lazy("Councils you had a seat in"),
        "decisions.Ballot": gettext_lazy("Your votes"),
        "decisions.Objection": gettext_lazy("Your objections"),
        "decisions.ObjectionPost": gettext_lazy("What you wrote about objections"),
        "decisions.Remark": gettext_lazy("What you said in discussions"),
        "decisions.Note": gettext_lazy("What you noted about actions"),
        "decisions.Link": gettext_lazy("Links you made between actions"),
        "decisions.EffectRecord": gettext_lazy("What you undid by hand"),
        "mandates.Mandate": gettext_lazy("Your mandates"),
        "mandates.HandOver": gettext_lazy("Hand-over files you opened"),
        "mandates.HandOverLine": gettext_lazy("What you handed over"),
        "accesses.Access": gettext_lazy("Your accesses"),
        "accesses.Review": gettext_lazy("Reviews of your accesses"),
        "accesses.Extension": gettext_lazy("Extensions of your accesses"),
        "accesses.HandTick": gettext_lazy("Accesses you undid by hand"),
        "accesses.Resource": gettext_lazy("What you look after"),
        "procedures.Inactivity": gettext_lazy("Procedures you ran"),
        "procedures.ListedMember": gettext_lazy("Questions whether you stay"),
        "procedures.AnswerLink": gettext_lazy("Links to those questions"),
        "procedures.Welcomer": gettext_lazy("That newcomers may ask you"),
        "procedures.FirstSteps": gettext_lazy("That you put the first steps away"),
        "procedures.Organiser": gettext_lazy("That you may organise meetings"),
        "procedures.MeetingTurn": gettext_lazy("Meetings that were proposed to you"),
        "procedures.Meetings": gettext_lazy("Meetings you arranged"),
        "procedures.Erasure": gettext_lazy("Erasures you asked for"),
        "integrations.Preference": gettext_lazy("What you wish to be sent"),
        "integrations.Delivery": gettext_lazy("What was sent to you"),
        "sent.SentWords": gettext_lazy("The words of what was sent to you"),
        "integrations.VoteLink": gettext_lazy("Links to vote that were mailed to you"),
        "integrations.GestureLink": gettext_lazy("Other links that were mailed to you"),
        "webhook.Hook": gettext_lazy("Programs you had told what happens"),
        "feeds.FeedAddress": gettext_lazy("Your addresses of feeds and calendars"),
        "chat.ChatIdentity": gettext_lazy("Your accounts in chats"),
        "chat.Placement": gettext_lazy("Your place in the voting channel"),
        "chat.Whisper": gettext_lazy("What was told to you in a chat"),
        "assemblies.Assembly": gettext_lazy("Assemblies you prepared"),
        "assemblies.Item": gettext_lazy("Points you proposed for an agenda"),
        "assemblies.Proxy": gettext_lazy("Proxies you gave or held"),
        "assemblies.ProxyItem": gettext_lazy("What those proxies said"),
        "assemblies.ProxyLink": gettext_lazy("Links about proxies that were mailed to you"),
        "assemblies.Document": gettext_lazy("Documents you added to an assembly"),
        "sitting.Seat": gettext_lazy("Assemblies you were convened to"),
        "sitting.Attendance": gettext_lazy("When you were in the room"),
        "sitting.Hand": gettext_lazy("When you raised your hand"),
        "sitting.Guess": gettext_lazy("Codes of a room that you mistyped"),
        "voting.Amendment": gettext_lazy("Amendments you proposed in an assembly"),
        "voting.Vote": gettext_lazy("Votes you opened in an assembly"),
        "voting.Seat": gettext_lazy("Votes of an assembly you could take part in"),
        "voting.Ballot": gettext_lazy("What you voted in an assembly, where votes are named"),
        "voting.Mark": gettext_lazy("That you voted, where votes are confidential"),
        "elections.Election": gettext_lazy("Elections you prepared"),
        "elections.Option": gettext_lazy("Lists you made for an election"),
        "elections.Candidate": gettext_lazy("Where you stood for election, or proposed somebody"),
        "elections.Round": gettext_lazy("Rounds of an election you opened"),
        "elections.Seat": gettext_lazy("Elections you could take part in"),
        "elections.Ballot": gettext_lazy("What you voted in an election, where votes are named"),
        "elections.Mark": gettext_lazy("That you voted in an election, where votes are confidential"),
        "elections.Elected": gettext_lazy("Where you were elected"),
        "minutes.Note": gettext_lazy("Notes you took in an assembly"),
        "minutes.NoteVersion": gettext_lazy("Earlier wordings of those notes"),
        "minutes.Task": gettext_lazy("Tasks you took on in an assembly"),
        "minutes.Approval": gettext_lazy("Minutes you were asked to approve"),
        "minutes.Addendum": gettext_lazy("What you added to minutes"),
        "registers.Entry": gettext_lazy("What you entered in a register"),
        "registers.Part": gettext_lazy("Entries of a register you take part in"),
        "registers.Step": gettext_lazy("Steps you entered in a register"),
        "registers.Revision": gettext_lazy("What you changed in a register"),
        "registers.File": gettext_lazy("Files you added to a register"),
        "writings.Section": gettext_lazy("Parts of a report that are yours to write"),
        "writings.SectionText": gettext_lazy("What you wrote of a report"),
        "writings.SectionComment": gettext_lazy("What you said about a report"),
        "writings.Edition": gettext_lazy("Reports you closed"),
        "writings.Publication": gettext_lazy("Reports you gave to anybody to read"),
        "writings.CharterVersion": gettext_lazy("Founding texts you wrote"),
        "accounts.Account": gettext_lazy("Your account"),
        "accounts.AddressProof": gettext_lazy("Links that prove your address"),
        "accounts.CodeApp": gettext_lazy("Your code application"),
        "accounts.Identity": gettext_lazy("Other accounts you sign in with"),
        "accounts.Note": gettext_lazy("Your sign-ins"),
        "accounts.Passkey": gettext_lazy("Your passkeys"),
        "accounts.RecoveryCode": gettext_lazy("Your recovery codes, without the codes"),
        "accounts.Session": gettext_lazy("Where you are signed in"),
        "accounts.SignInLink": gettext_lazy("Links you asked for to sign in"),
    }
)
_KEPT: Mapping[Kept, Promise] = MappingProxyType(
    {
        Kept.DELIVERIES: gettext_lazy("What was sent, to whom, and what became of it"),
        Kept.SENT_WORDS: gettext_lazy("The words of what was sent"),
        Kept.LINKS: gettext_lazy("Links and invitations that no longer open anything"),
        Kept.LEFT_CONTACTS: gettext_lazy("Addresses and contacts of those who have left"),
        Kept.ANSWERS: gettext_lazy("What people wrote when asked whether they stay"),
        Kept.REQUESTS: gettext_lazy("Requests to join that were declined or withdrawn"),
        Kept.WHISPERS: gettext_lazy("What was told to someone alone in a chat"),
        Kept.SIGN_INS: gettext_lazy("Sign-ins, and links to sign in"),
    }
)


def table_words(name: str) -> str:
    """Name what a table knows of someone."""
    return str(_TABLES[name])


def worded_tables() -> frozenset[str]:
    """Return the tables that have a name."""
    return frozenset(_TABLES)


def kept_words(kind: Kept) -> str:
    """Name a kind of data."""
    return str(_KEPT[kind])


def pseudonym(signs: str) -> str:
    """Make the name that stays in the register of someone who was erased."""
    return gettext("Erased person %(signs)s") % {"signs": signs}


def count_words(count: int) -> str:
    """Say how much goes."""
    return ngettext("%(count)s will be erased", "%(count)s will be erased", count) % {"count": count}


def gone_words(kind: str, count: int) -> str:
    """Say how much of a kind went."""
    return gettext("%(what)s: %(count)s") % {"what": kept_words(Kept(kind)), "count": count}
