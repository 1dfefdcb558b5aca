"""What is known of people, table by table: what one is given of it, and what an erasure does to it.

Every table of the installation stands in exactly one of the two lists below, ``PERSONAL`` or ``NOT_PERSONAL``; a test walks
them all and fails for one that is in neither. Whoever adds a table decides here what becomes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Erase(StrEnum):
    """What an erasure does to the rows about a person. ``BLANK``: the fields named beside it, and nothing else."""

    KEEP = "keep"
    BLANK = "blank"
    DELETE = "delete"


@dataclass(frozen=True, kw_only=True)
class Table:
    """How rows of a table belong to a person.

    ``paths`` lead from a row to a member, ``account_paths`` to an account; one that holds is enough. ``blank``: the
    fields that an erasure empties, ``pseudonym`` those in which it puts another name. ``naming``: fields with words that
    may name others; an erasure deletes, in the whole association (``place``), the rows in which the person is named.
    """

    paths: tuple[str, ...] = ()
    account_paths: tuple[str, ...] = ()
    erase: Erase = Erase.KEEP
    blank: tuple[str, ...] = ()
    pseudonym: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    place: str = ""


def _of(*paths: str) -> Table:
    return Table(paths=paths)


def _until_erased(*paths: str) -> Table:
    return Table(paths=paths, erase=Erase.DELETE)


def _of_account(*paths: str) -> Table:
    return Table(account_paths=paths)


#: Secrets, digests of secrets, and what is only there to be found by: in no export, whatever the table.
HIDDEN = frozenset(
    {
        "code_digest",
        "content",
        "credential",
        "credential_id",
        "email_digest",
        "key",
        "last_step",
        "password",
        "pdf",
        "salt",
        "sealed_secret",
        "search",
        "session_data",
        "session_key",
        "sign_count",
        "source_digest",
        "text_digest",
        "token_digest",
    }
)

PERSONAL: Mapping[str, Table] = MappingProxyType(
    {
        # the register
        "members.Member": Table(
            paths=("id",),
            erase=Erase.BLANK,
            blank=("email", "aliases", "pronoun", "title", "contact", "account"),
            pseudonym=("name", "search"),
        ),
        "members.VotingRight": _of("member"),
        "members.Spell": _of("member"),
        "members.Representative": _of("person", "organisation"),
        "members.Invitation": _until_erased("member"),
        "members.JoinRequest": Table(
            paths=("person_id",),
            account_paths=("account",),
            erase=Erase.BLANK,
            blank=("email", "words", "source_digest", "account"),
            pseudonym=("name",),
        ),
        # decisions: names are read from the register; texts, seats and ballots are what was decided, and stay
        "decisions.Action": _of("created_by"),
        "decisions.Version": _of("written_by"),
        "decisions.Lead": _of("member"),
        "decisions.Seat": _of("member"),
        "decisions.Ballot": _of("seat__member"),
        "decisions.Objection": _of("member"),
        "decisions.ObjectionPost": _of("member"),
        "decisions.Remark": _of("member"),
        "decisions.Note": _of("member"),
        "decisions.Link": _of("member"),
        "decisions.EffectRecord": _of("ticked_by"),
        # mandates and accesses
        "mandates.Mandate": _of("member"),
        "mandates.HandOver": _of("opened_by"),
        "mandates.HandOverLine": _of("ticked_by"),
        "accesses.Access": _of("member"),
        "accesses.Review": _of("access__member"),
        "accesses.Extension": _of("access__member"),
        "accesses.HandTick": _of("by"),
        "accesses.Resource": _of("owner"),
        # procedures
        "procedures.Inactivity": _of("started_by", "opened_by"),
        "procedures.ListedMember": Table(paths=("member",), erase=Erase.BLANK, blank=("words", "taken_off_why")),
        "procedures.AnswerLink": _until_erased("listed__member"),
        "procedures.Welcomer": _until_erased("member"),
        "procedures.FirstSteps": _until_erased("member"),
        "procedures.Organiser": _until_erased("member"),
        "procedures.MeetingTurn": _until_erased("member"),
        "procedures.Meetings": _of("arranged_by"),
        "procedures.Erasure": _of("member", "asked_by"),
        # what is sent
        "integrations.Preference": _until_erased("member"),
        "integrations.Delivery": _until_erased("member"),
        "sent.SentWords": Table(
            paths=("delivery__member",), erase=Erase.DELETE, naming=("subject", "text"), place="delivery__association"
        ),
        "integrations.VoteLink": _until_erased("member"),
        "integrations.GestureLink": _until_erased("member"),
        "webhook.Hook": _of("created_by"),
        "feeds.FeedAddress": _until_erased("member"),
        "chat.ChatIdentity": _until_erased("member"),
        "chat.Placement": _of("member"),
        "chat.Whisper": _until_erased("member"),
        # assemblies, their minutes, registers, reports: what was said and decided stays, by whoever bears the name since
        "assemblies.Assembly": _of("prepared_by", "chair", "secretary"),
        "assemblies.Item": _of("proposed_by"),
        "assemblies.Proxy": _of("giver", "holder", "suggested"),
        "assemblies.ProxyItem": _of("proxy__giver", "proxy__holder"),
        "assemblies.ProxyLink": _until_erased("member"),
        "assemblies.Document": _of("added_by"),
        "sitting.Seat": _of("member"),
        "sitting.Attendance": _of("member"),
        "sitting.Hand": _of("member"),
        "sitting.Guess": _until_erased("member"),
        "voting.Amendment": _of("proposed_by"),
        "voting.Vote": _of("opened_by"),
        "voting.Seat": _of("member", "holder"),
        "voting.Ballot": _of("seat__member", "seat__holder", "speaker"),
        "voting.Mark": _of("seat__member", "seat__holder", "speaker"),
        "elections.Election": _of("prepared_by"),
        "elections.Option": _of("made_by"),
        "elections.Candidate": _of("member", "proposed_by"),
        "elections.Round": _of("opened_by"),
        "elections.Seat": _of("member", "holder"),
        "elections.Ballot": _of("seat__member", "seat__holder", "speaker"),
        "elections.Mark": _of("seat__member", "seat__holder", "speaker"),
        "elections.Elected": _of("member"),
        "minutes.Note": _of("author"),
        "minutes.NoteVersion": _of("author"),
        "minutes.Task": _of("owner", "taken_by", "done_by"),
        "minutes.Approval": _of("member"),
        "minutes.Addendum": _of("author"),
        "registers.Entry": _of("created_by", "withdrawn_by"),
        "registers.Part": _of("member"),
        "registers.Step": _of("by"),
        "registers.Revision": _of("by"),
        "registers.File": _of("added_by"),
        "writings.Section": _of("writer"),
        "writings.SectionText": _of("author"),
        "writings.SectionComment": _of("author"),
        "writings.Edition": _of("frozen_by"),
        "writings.Publication": _of("published_by"),
        "writings.CharterVersion": _of("author"),
        # the account, which belongs to no association; erased with the last member it is
        "accounts.Account": Table(account_paths=("id",)),
        "accounts.AddressProof": _of_account("account"),
        "accounts.CodeApp": _of_account("account"),
        "accounts.Identity": _of_account("account"),
        "accounts.Note": _of_account("account"),
        "accounts.Passkey": _of_account("account"),
        "accounts.RecoveryCode": _of_account("account"),
        "accounts.Session": _of_account("account"),
        "accounts.SignInLink": _of_account("account"),
    }
)

#: Why a table holds nothing about a person, or nothing that is not told elsewhere.
NOT_PERSONAL: Mapping[str, str] = MappingProxyType(
    {
        "sitting.Sitting": "what the desk of an assembly is set to",
        "voting.Slip": "confidential votes: nothing leads from one to a person",
        "voting.CountedSlip": "confidential votes, shuffled: nothing leads from one to a person",
        "voting.Purchase": "amounts",
        "voting.PurchaseLine": "amounts",
        "voting.ItemEffect": "part of a text that was voted on",
        "voting.VoteEffect": "part of a text that was voted on",
        "minutes.Record": "minutes as they were approved: whom they name stays",
        "registers.Tie": "which service stands on which machine",
        "registers.Weighed": "what a file at a web address weighs",
        "registers.Settings": "the association's own register",
        "writings.Report": "which report of which period",
        "writings.Letterhead": "the association's own letterhead",
        "writings.PastPeriod": "a period as an old report tells it: whom it names stays",
        "accounts.SignInAttempt": "digests of addresses and sources, forgotten within days",
        "associations.Association": "the association itself",
        "associations.Period": "the association itself",
        "associations.RulebookVersion": "the association itself",
        "auth.Group": "of Django, unused",
        "auth.Group_permissions": "of Django, unused",
        "auth.Permission": "of Django, unused",
        "chat.Following": "how far a chat was read",
        "chat.LinkRequest": "ends within the hour; becomes a ChatIdentity",
        "chat.Nonce": "ends within the hour",
        "chat.SeenTrigger": "digests, forgotten within days",
        "contenttypes.ContentType": "of Django",
        "decisions.Effect": "part of a text that was voted on",
        "decisions.HistoricalRecord": "rows of old tables: they name no member, and are printed as they were",
        "decisions.OutcomeRecord": "counts",
        "integrations.Cursor": "how far the ledger was told",
        "integrations.DigestItem": "what a Delivery holds",
        "integrations.Reminded": "which actions were looked at",
        "ledger.Entry": "what one did oneself is exported apart; others are about actions, by ids alone",
        "ledger.Head": "the end of the ledger",
        "mandates.ChecklistLine": "the association's own list",
        "mandates.Kind": "the association's own mandates",
        "matrix.Announcement": "posts in a channel",
        "matrix.Connection": "the association's connection; connected_by_id is an id",
        "matrix.DirectRoom": "where a chat account is written to, by its id in the chat",
        "mattermost.Connection": "the association's connection; connected_by_id is an id",
        "mattermost.Post": "posts in a channel",
        "mattermost.Thread": "posts in a channel",
        "members.Welcome": "the association's own page",
        "procedures.Retention": "the association's own periods",
        "procedures.ReminderRound": "a day",
        "procedures.RetentionRound": "counts",
    }
)
