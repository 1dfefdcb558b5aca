"""What can be done about a refusal, where its sentence does not say so already. For the page of all refusals."""

from collections.abc import Mapping
from enum import StrEnum

# Two sub-domains may use the same word for a code: each is looked up in its own enum first.
from toutdoux.accesses.logic.events import AccessRefusal as Access
from toutdoux.accounts.logic.refusals import AccountRefusal as Account
from toutdoux.assemblies.elections.logic.events import ElectionRefusal as Election
from toutdoux.assemblies.logic.events import AssemblyRefusal as Assembly
from toutdoux.assemblies.minutes.logic.events import MinutesRefusal as Minutes
from toutdoux.assemblies.sitting.logic.events import SittingRefusal as Sitting
from toutdoux.assemblies.voting.logic.events import VoteRefusal as Vote
from toutdoux.associations.logic.events import AssociationRefusal as Association
from toutdoux.decisions.logic.events import DecisionRefusal as Decision
from toutdoux.finance.logic.events import FinanceRefusal as Finance
from toutdoux.ledger.logic.chain import LedgerRefusal as Ledger
from toutdoux.mandates.logic.events import MandateRefusal as Mandate
from toutdoux.members.logic.events import MemberRefusal as Member
from toutdoux.procedures.logic.events import ProcedureRefusal as Procedure
from toutdoux.registers.logic.events import RegisterRefusal as Register
from toutdoux.rules.elections import BallotFault
from toutdoux.services.logic.events import ServiceRefusal as Service
from toutdoux.wording.refusals.chat import ChatRefusal as Chat
from toutdoux.wording.refusals.integrations import IntegrationRefusal as Integration
from toutdoux.wording.refusals.matrix import MatrixRefusal as Matrix
from toutdoux.wording.refusals.mattermost import MattermostRefusal as Mattermost
from toutdoux.wording.refusals.webhook import WebhookRefusal as Webhook
from toutdoux.writings.logic.events import WritingRefusal as Writing


def _do(french: str, english: str) -> Mapping[str, str]:
    return {"fr": french, "en": english}


_SHORTER = _do("Raccourcissez-le.", "Shorten it.")

ADVICE: Mapping[type[StrEnum], Mapping[StrEnum, Mapping[str, str]]] = {
    Writing: {
        Writing.TEXT_TOO_LONG: _SHORTER,
        Writing.ALREADY_ADOPTED: _do(
            "Écrivez dans le bilan de la période suivante.", "Write in the report of the next period."
        ),
        Writing.NOT_ADOPTED: _do(
            "Notez d’abord ce qui l’a adopté, sur la page de l’édition.",
            "Write down first what adopted it, on the page of the edition.",
        ),
        Writing.NOT_DECIDED: _do(
            "Attendez qu’elle passe, ou nommez l’assemblée qui l’a adopté.",
            "Wait until it passes, or name the assembly that adopted it.",
        ),
        Writing.PAST_DIFFERS: _do(
            "Notez ce qui manque dans les registres, avec la période.",
            "Note what is missing in the registers, with the period.",
        ),
    },
    Matrix: {
        Matrix.NOT_ANSWERING: _do("Réessayez plus tard.", "Try again later."),
        Matrix.TOO_OLD: _do(
            "Demandez à la personne qui tient le serveur de le mettre à jour.",
            "Ask whoever runs the server to update it.",
        ),
    },
    Mattermost: {
        Mattermost.NOT_ANSWERING: _do(
            "Vérifiez l’adresse, ou réessayez plus tard.", "Check the address, or try again later."
        ),
        Mattermost.NOT_MATTERMOST: _do(
            "Copiez l’adresse depuis la page de votre équipe.", "Copy the address from the page of your team."
        ),
        Mattermost.TOO_OLD: _do(
            "La mise à jour revient à qui administre le Mattermost.",
            "Whoever administers the Mattermost can update it.",
        ),
    },
    Webhook: {
        Webhook.UNKNOWN_HOOK: _do(
            "La liste des crochets web dit lesquels servent.", "The list of webhooks says which are in use."
        ),
    },
    Integration: {
        Integration.LINK_UNKNOWN: _do("Copiez-le en entier.", "Copy it whole."),
        Integration.LINK_OVER: _do(
            "La page de l’action dit ce qui a été décidé, à qui se connecte.",
            "The page of the action says what was decided, to whoever signs in.",
        ),
        Integration.LINK_REVOKED: _do(
            "Un membre de l’association peut inviter à nouveau.", "A member of the association may invite again."
        ),
        Integration.LINK_USED: _do(
            "Un courriel plus récent en contient un autre ; la page de l’action aussi.",
            "A later mail holds another, and so does the page of the action.",
        ),
        Integration.PREFERENCE_MALFORMED: _do("Choisissez dans la liste.", "Choose from the list."),
        Integration.NO_ADDRESS: _do(
            "Copiez son lien d’invitation, ou ajoutez son adresse.",
            "Copy their link of invitation, or add their address.",
        ),
        Integration.DELIVERIES_NOT_YOURS: _do(
            "Ce qui vous a été envoyé, à vous, est sur votre page.", "What was sent to you is on your own page."
        ),
        Integration.MESSAGE_UNKNOWN: _do(
            "La page de ce qui vous est envoyé montre vos messages.",
            "The page of what is sent to you lists your messages.",
        ),
    },
    Chat: {
        Chat.ACCOUNT_TAKEN: _do(
            "Entrez avec le compte de ce membre, ou demandez-lui de le dissocier.",
            "Sign in as that member, or ask them to unlink it.",
        ),
        Chat.NOTHING_LINKED: _do(
            "Appuyez sur un bouton sous un vote du canal\u202f: un message privé apporte le lien.",
            "Press a button under a vote in the channel: a private message brings the link.",
        ),
        Chat.DIALOG_SENT: _do("Le message privé dit ce qu’il a fait.", "The private message says what it did."),
        Chat.CHAT_UNKNOWN: _do("Vérifiez l’adresse.", "Check the address."),
    },
    Account: {
        Account.NAME_TOO_LONG: _SHORTER,
        Account.LANGUAGE_UNKNOWN: _do("Choisissez le français ou l’anglais.", "Choose French or English."),
        Account.PASSWORD_MISSING: _do(
            "Écrivez-en un d’au moins dix caractères.", "Write one of at least ten characters."
        ),
        Account.PASSWORD_TOO_LONG: _SHORTER,
        Account.PASSWORD_WRONG: _do(
            "Réessayez. Si vous l’avez oublié, entrez par un lien reçu par courriel, ou demandez à la personne qui s’occupe de "
            "l’installation.",
            "Try again. If you have forgotten it, sign in by a mailed link, or ask the person who looks after the installation.",
        ),
        Account.SIGN_IN_WRONG: _do(
            "Vérifiez l’adresse, puis le mot de passe. Oublié\u202f? Entrez par un lien reçu par courriel, ou demandez à la personne "
            "qui s’occupe de l’installation.",
            "Check the address, then the password. Forgotten? Sign in by a mailed link, or ask the person who looks after the "
            "installation.",
        ),
        Account.LINK_UNKNOWN: _do(
            "Copiez-le en entier, ou demandez-en un autre.", "Copy it whole, or ask for another."
        ),
        Account.LINK_USED: _do("Demandez-en un autre.", "Ask for another."),
        Account.LINK_EXPIRED: _do("Demandez-en un autre.", "Ask for another."),
        Account.PROOF_EXPIRED: _do("La page du compte en envoie un autre.", "The page of the account sends another."),
        Account.ADDRESS_OF_ANOTHER: _do(
            "Entrez avec le compte qui a demandé ce lien.", "Sign in with the account that asked for it."
        ),
        Account.CODE_WRONG: _do(
            "Attendez le suivant et réessayez\u202f; l’horloge du téléphone doit être à l’heure.",
            "Wait for the next one and try again; the clock of the phone must be right.",
        ),
        Account.CODES_ALREADY: _do(
            "Arrêtez la seconde étape avant d’en mettre une autre en place.",
            "End the second step before setting up another.",
        ),
        Account.CODES_NOT_ASKED: _do(
            "La page du compte met en place une seconde étape.", "The page of the account sets up a second step."
        ),
        Account.PASSKEY_WRONG: _do("Réessayez, ou entrez autrement.", "Try again, or come in another way."),
        Account.PASSKEY_KNOWN: _do("Gardez celle qui est là.", "Keep the one that is there."),
        Account.PASSKEY_UNKNOWN: _do(
            "Entrez autrement, puis faites-en une autre.", "Come in another way, then make a new one."
        ),
        Account.PASSKEY_NAME_TOO_LONG: _SHORTER,
        Account.IDENTITY_TAKEN: _do(
            "Entrez avec cet autre compte, ou déliez-la là-bas d’abord.",
            "Sign in with that other account, or unlink it there first.",
        ),
        Account.IDENTITY_UNKNOWN: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Account.PROVIDER_UNKNOWN: _do(
            "Choisissez parmi les boutons de la page.", "Choose among the buttons of the page."
        ),
        Account.PROVIDER_DECLINED: _do("Réessayez, ou entrez autrement.", "Try again, or come in another way."),
        Account.SESSION_UNKNOWN: _do("Il n’y a rien à faire.", "There is nothing to do."),
    },
    Association: {
        Association.NAME_MISSING: _do("Écrivez-le.", "Write it."),
        Association.NAME_TOO_LONG: _SHORTER,
        Association.UNKNOWN_ZONE: _do("Choisissez-en un dans la liste.", "Choose one from the list."),
        Association.PERIOD_TAKEN: _do("Donnez un autre code.", "Give another code."),
        Association.PERIOD_ENDS_BEFORE_IT_STARTS: _do("Corrigez l’un des deux jours.", "Mend one of the two days."),
        Association.PERIOD_UNKNOWN: _do(
            "La page des réglages les montre toutes, et permet d’en ouvrir.",
            "The settings page shows them all, and lets you open another.",
        ),
        Association.SETTING_UNKNOWN: _do("Choisissez parmi ceux qui sont proposés.", "Choose one of those offered."),
        Association.ALREADY_FOUNDED: _do(
            "Demandez une invitation à la personne qui l’a fondée.", "Ask the person who founded it for an invitation."
        ),
        Association.UNKNOWN_ASSOCIATION: _do(
            "Vérifiez l’adresse, ou entrez avec le compte qui en est membre.",
            "Check the address, or sign in with the account that is a member.",
        ),
    },
    Member: {
        Member.NOT_A_MEMBER: _do(
            "Vérifiez l’adresse, ou entrez avec le compte qui en est membre.",
            "Check the address, or sign in with the account that is a member.",
        ),
        Member.UNKNOWN_MEMBER: _do("La page des membres les montre tous.", "The page of members shows them all."),
        Member.NAME_MISSING: _do("Écrivez celui que les autres connaissent.", "Write the one the others know."),
        Member.NAME_TOO_LONG: _SHORTER,
        Member.EMAIL_MALFORMED: _do(
            "Corrigez-la, ou laissez-la vide\u202f: l’invitation est un lien à copier.",
            "Mend it, or leave it empty: the invitation is a link to copy.",
        ),
        Member.NO_FOUNDER: _do("Nommez au moins une personne.", "Name at least one person."),
        Member.NO_VOTING_RIGHT: _do(
            "Demandez à un membre qui vote. La page des membres dit quand vous voterez.",
            "Ask a member who votes. The page of members says when you will vote.",
        ),
        Member.NOT_YET_A_VOTER: _do(
            "Attendez le jour que dit la page des membres, ou demandez une action qui le donne plus tôt.",
            "Wait for the day the page of members says, or ask for an action that gives it earlier.",
        ),
        Member.HAS_LEFT: _do(
            "Pour la faire revenir, proposez une action qui la réintègre.",
            "To have them back, propose an action that reinstates them.",
        ),
        Member.ALREADY_EXCLUDED: _do("Une action peut la réintégrer.", "An action can reinstate them."),
        Member.ALREADY_A_MEMBER: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Member.NOT_EXCLUDED: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Member.NO_RIGHT_TO_WITHDRAW: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Member.NO_SUCH_REQUEST: _do(
            "La page des demandes montre celles qui attendent.", "The page of requests shows those that wait."
        ),
        Member.LEAVES_OVERLAP: _do(
            "Mettez d’abord fin à l’autre, ou choisissez d’autres jours.",
            "End the other one first, or choose other days.",
        ),
        Member.NO_SUCH_LEAVE: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Member.FIELD_TOO_LONG: _SHORTER,
        Member.WORDS_TOO_LONG: _SHORTER,
        Member.DOOR_CLOSED: _do(
            "Vérifiez l’adresse, ou demandez une invitation à un membre.",
            "Check the address, or ask a member for an invitation.",
        ),
        Member.ADMITTED_BY_ACTION: _do(
            "Proposez une action dont l’effet est d’admettre cette personne.",
            "Propose an action whose effect is to admit this person.",
        ),
        Member.NOT_A_REPRESENTATIVE: _do(
            "Demandez à un membre qui vote de vous nommer.", "Ask a member who votes to name you."
        ),
        Member.THEIR_OWN_BUSINESS: _do("Demandez-le-lui.", "Ask them."),
        Member.ALREADY_VOTES: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Member.INVITATION_UNKNOWN: _do(
            "Copiez-le en entier, ou demandez-en un autre.", "Copy it whole, or ask for another."
        ),
        Member.ACCOUNT_ALREADY_MEMBER: _do(
            "Sortez de ce compte, puis rouvrez l’invitation.",
            "Sign out of this account, then open the invitation again.",
        ),
        Member.ALREADY_LINKED: _do("Il n’y a rien à faire.", "There is nothing to do."),
    },
    Decision: {
        Decision.HAS_LEFT: _do("Pour revenir, demandez à un membre qui vote.", "To come back, ask a member who votes."),
        Decision.NOT_YET_OPEN: _do("Revenez quand elle sera publiée.", "Come back when it is published."),
        Decision.BALLOT_UNCHANGEABLE: _do(
            "Vous pouvez prendre part à la discussion.", "You can take part in the talk."
        ),
        Decision.NOTHING_CHANGED: _do(
            "Changez le texte, ou laissez l’action comme elle est.", "Change the text, or leave it."
        ),
        Decision.ALREADY_URGENT: _do("Menez l’action.", "Carry the action out."),
        Decision.ALREADY_IN_PROGRESS: _do("Dites quand elle sera menée.", "Say when it is done."),
        Decision.UNKNOWN_OBJECTION: _do(
            "La page de l’action les montre toutes.", "The page of the action shows them all."
        ),
        Decision.ALREADY_LEADS: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Decision.LINK_EXISTS: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Decision.NOTHING_TO_TICK: _do("Il n’y a rien à faire.", "There is nothing to do."),
        Decision.ROW_DIFFERS: _do(
            "Retirez la ligne du fichier, ou mettez-y ce qui est gardé.",
            "Take the row out of the file, or put in what is kept.",
        ),
        Decision.NUMBER_TAKEN: _do("Retirez la ligne du fichier.", "Take the row out of the file."),
    },
}

#: Codes whose sentence says by itself what can be done.
SAYS_IT_ITSELF: Mapping[type[StrEnum], frozenset[StrEnum]] = {
    Writing: frozenset(
        {
            Writing.ARTICLE_MISSING,
            Writing.CHARTER_CHANGED,
            Writing.CHARTER_SAME,
            Writing.COLOUR_REFUSED,
            Writing.PICTURE_REFUSED,
            Writing.SECTION_CHANGED,
            Writing.TITLE_MISSING,
            Writing.TOO_MANY_SECTIONS,
            Writing.UNKNOWN_CHARTER,
            Writing.UNKNOWN_EDITION,
            Writing.UNKNOWN_REPORT,
            Writing.UNKNOWN_SECTION,
            Writing.UNKNOWN_VERSION,
            Writing.WORDS_MISSING,
            Writing.WRITER_GONE,
        }
    ),
    Webhook: frozenset(Webhook) - {Webhook.UNKNOWN_HOOK},
    Mattermost: frozenset(Mattermost) - {Mattermost.NOT_ANSWERING, Mattermost.NOT_MATTERMOST, Mattermost.TOO_OLD},
    Matrix: frozenset(Matrix) - {Matrix.NOT_ANSWERING, Matrix.TOO_OLD},
    Procedure: frozenset(Procedure),
    Chat: frozenset(Chat) - {Chat.ACCOUNT_TAKEN, Chat.NOTHING_LINKED, Chat.DIALOG_SENT, Chat.CHAT_UNKNOWN},
    Access: frozenset(Access),
    Register: frozenset(Register),
    Finance: frozenset(Finance),
    Service: frozenset(Service),
    Assembly: frozenset(Assembly),
    Minutes: frozenset(Minutes),
    Sitting: frozenset(Sitting),
    Election: frozenset(Election),
    BallotFault: frozenset(BallotFault),
    Vote: frozenset(Vote),
    Integration: frozenset({Integration.GESTURE_OVER}),
    Mandate: frozenset(Mandate),
    Account: frozenset(
        {
            Account.EMAIL_MALFORMED,
            Account.EMAIL_TAKEN,
            Account.PASSWORD_TOO_SHORT,
            Account.PASSWORD_TOO_COMMON,
            Account.PASSWORD_TOO_SIMILAR,
            Account.PASSWORD_WEAK,
            Account.TOO_MANY_ATTEMPTS,
            Account.CODE_USED,
            Account.TOO_MANY_CODES,
            Account.SECRET_UNREADABLE,
            Account.SECOND_STEP_OVER,
            Account.PASSKEY_COPIED,
            Account.TOO_MANY_PASSKEYS,
            Account.IDENTITY_UNLINKED,
            Account.IDENTITY_ALREADY,
            Account.PROVIDER_SILENT,
            Account.PROVIDER_UNTRUSTED,
            Account.RETURN_NOT_FROM_HERE,
            Account.LAST_DOOR,
        }
    ),
    Association: frozenset(
        {
            Association.SLUG_TAKEN,
            Association.SLUG_MALFORMED,
            Association.SLUG_RESERVED,
            Association.PERIOD_MALFORMED,
            Association.RULEBOOK_INCOMPLETE,
        }
    ),
    Member: frozenset(
        {
            Member.EXCLUDED,
            Member.LEAVE_IN_THE_PAST,
            Member.LEAVE_ENDS_FIRST,
            Member.EMAIL_MISSING,
            Member.ADMISSION_NOT_CHOSEN,
            Member.TOO_MANY_REQUESTS,
            Member.NOT_AN_ORGANISATION,
            Member.NOT_A_PERSON,
            Member.INVITATION_EXPIRED,
            Member.INVITATION_USED,
            Member.INVITATION_REVOKED,
        }
    ),
    Ledger: frozenset(
        {
            Ledger.CLOCK_BEHIND,
        }
    ),
    Decision: frozenset(
        {
            Decision.UNKNOWN_ACTION,
            Decision.TITLE_MISSING,
            Decision.TOO_LONG,
            Decision.KIND_UNKNOWN,
            Decision.PERIOD_MISSING,
            Decision.EMPTY_COUNCIL,
            Decision.NOT_A_DRAFT,
            Decision.NOT_LEAD,
            Decision.URL_MALFORMED,
            Decision.EFFECTS_NEED_A_COUNT,
            Decision.EFFECT_UNKNOWN,
            Decision.EFFECT_WITHOUT_MEMBER,
            Decision.EFFECT_MALFORMED,
            Decision.EFFECT_WITHOUT_SCOPE,
            Decision.EFFECT_WITHOUT_RESOURCE,
            Decision.EFFECT_WITHOUT_PURPOSE,
            Decision.EFFECT_WITHOUT_MANDATE,
            Decision.EFFECT_WITHOUT_AMOUNT,
            Decision.EFFECT_WITHOUT_SPENDING,
            Decision.EFFECT_WITHOUT_SERVICE,
            Decision.EFFECT_WITHOUT_STATE,
            Decision.EFFECT_WITHOUT_REPORT,
            Decision.EFFECT_DAY_MALFORMED,
            Decision.EFFECT_DAY_PAST,
            Decision.EFFECT_RULES_INCOMPLETE,
            Decision.EFFECT_TWICE,
            Decision.NOTHING_BUT_EFFECTS,
            Decision.UNKNOWN_CHOICE,
            Decision.KEY_MISSING,
            Decision.NOT_IN_COUNCIL,
            Decision.BALLOTS_CLOSED,
            Decision.OLD_VERSION,
            Decision.AMENDMENTS_NOT_ALLOWED,
            Decision.ALREADY_DECIDED,
            Decision.COUNTER_VOTES_NOT_ALLOWED,
            Decision.COUNTER_VOTE_OF_COUNTER_VOTE,
            Decision.COUNTER_VOTE_RUNNING,
            Decision.NOT_A_VOTER,
            Decision.TARGET_OVER,
            Decision.REASON_MISSING,
            Decision.URGENCY_NOT_ALLOWED,
            Decision.NOT_YET_PERMITTED,
            Decision.NOT_STANDING,
            Decision.EXECUTION_OVER,
            Decision.DAY_IN_THE_FUTURE,
            Decision.DAY_BEFORE_PUBLICATION,
            Decision.OBJECTION_OVER,
            Decision.NOT_THE_OBJECTOR,
            Decision.TEXT_MISSING,
            Decision.LEAD_NOT_WANTED,
            Decision.LINK_TO_ITSELF,
        }
    ),
}
