"""Refusals as sentences, the same through every door.

Each sub-domain has its module here, with one function from a refusal to its sentence; it is entered below beside the
enum of its codes. Instants are told in the zone that Django has active.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.faults import AssemblyFault
from toutdoux.assemblies.minutes.logic.events import MinutesRefusal
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.kernel.table_faults import TableFault
from toutdoux.ledger.logic.chain import LedgerRefusal
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.members.logic.dated_facts import FactsFault
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.rules.elections import BallotFault
from toutdoux.rules.reading import RulebookFault
from toutdoux.services.logic.events import ServiceRefusal
from toutdoux.wording.refusals.accesses import access_refusal
from toutdoux.wording.refusals.accounts import account_refusal
from toutdoux.wording.refusals.assemblies import assembly_fault, assembly_refusal
from toutdoux.wording.refusals.associations import association_refusal
from toutdoux.wording.refusals.chat import ChatRefusal, chat_refusal
from toutdoux.wording.refusals.dated_facts import facts_fault
from toutdoux.wording.refusals.decisions import decision_refusal
from toutdoux.wording.refusals.elections import ballot_fault, election_refusal
from toutdoux.wording.refusals.finance import finance_refusal
from toutdoux.wording.refusals.integrations import IntegrationRefusal, integration_refusal
from toutdoux.wording.refusals.ledger import ledger_refusal
from toutdoux.wording.refusals.mandates import mandate_refusal
from toutdoux.wording.refusals.matrix import MatrixRefusal, matrix_refusal
from toutdoux.wording.refusals.mattermost import MattermostRefusal, mattermost_refusal
from toutdoux.wording.refusals.members import member_refusal
from toutdoux.wording.refusals.minutes import minutes_refusal
from toutdoux.wording.refusals.procedures import procedure_refusal
from toutdoux.wording.refusals.registers import register_refusal
from toutdoux.wording.refusals.rulebook import rulebook_fault
from toutdoux.wording.refusals.services import service_refusal
from toutdoux.wording.refusals.sitting import sitting_refusal
from toutdoux.wording.refusals.tables import table_fault
from toutdoux.wording.refusals.voting import vote_refusal
from toutdoux.wording.refusals.webhook import WebhookRefusal, webhook_refusal
from toutdoux.wording.refusals.writings import writing_refusal
from toutdoux.writings.logic.events import WritingRefusal

#: Codes are looked up by their enum first: two sub-domains may use the same word.
SENTENCES: Mapping[type[StrEnum], Callable[[Refusal], str]] = MappingProxyType(
    {
        AccessRefusal: access_refusal,
        AccountRefusal: account_refusal,
        AssemblyFault: assembly_fault,
        AssemblyRefusal: assembly_refusal,
        AssociationRefusal: association_refusal,
        BallotFault: ballot_fault,
        ChatRefusal: chat_refusal,
        DecisionRefusal: decision_refusal,
        ElectionRefusal: election_refusal,
        FactsFault: facts_fault,
        FinanceRefusal: finance_refusal,
        IntegrationRefusal: integration_refusal,
        LedgerRefusal: ledger_refusal,
        MatrixRefusal: matrix_refusal,
        MattermostRefusal: mattermost_refusal,
        MandateRefusal: mandate_refusal,
        MemberRefusal: member_refusal,
        MinutesRefusal: minutes_refusal,
        ProcedureRefusal: procedure_refusal,
        RegisterRefusal: register_refusal,
        RulebookFault: rulebook_fault,
        SittingRefusal: sitting_refusal,
        ServiceRefusal: service_refusal,
        TableFault: table_fault,
        VoteRefusal: vote_refusal,
        WebhookRefusal: webhook_refusal,
        WritingRefusal: writing_refusal,
    }
)


def sentence(refusal: Refusal) -> str:
    """Say in the reader's language why something was refused, and what would change the answer."""
    return SENTENCES[type(refusal.code)](refusal)
