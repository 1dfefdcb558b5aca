"""The page of all refusals, docs/refusals.md: every code of every registered enum, as people read it, in both languages.

``python -m tests.support.refusals_page`` writes it anew after a sentence has changed. What can be done is in the sentence
itself for most; for the others it stands in ``ADVICE``, and a code that is in neither list fails the tests.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from tests.support.refusal_advice import ADVICE, SAYS_IT_ITSELF
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
from toutdoux.decisions.logic.tables import REQUIRED
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
from toutdoux.rules.reading import RulebookFault, Type
from toutdoux.rules.shipped import SHIPPED
from toutdoux.services.logic.events import ServiceRefusal
from toutdoux.wording.refusals import SENTENCES, sentence
from toutdoux.wording.refusals.chat import ChatRefusal
from toutdoux.wording.refusals.integrations import IntegrationRefusal
from toutdoux.wording.refusals.matrix import MatrixRefusal
from toutdoux.wording.refusals.mattermost import MattermostRefusal
from toutdoux.wording.refusals.webhook import WebhookRefusal
from toutdoux.writings.logic.events import WritingRefusal

PAGE = Path(__file__).parents[2] / "docs" / "refusals.md"

HEAD = """\
# Les refus · Refusals

<!-- Written by tests/support/refusals_page.py: python -m tests.support.refusals_page writes it anew. -->

Toutdoux ne refuse rien sans dire pourquoi, ni sans dire ce qui changerait la réponse. Voici tous les refus, avec leur phrase ;
les nombres, les noms et les jours sont des exemples. Un refus n’écrit rien à moitié : ce qui était là avant est intact. Le code est
ce que voient les programmes.

*Toutdoux refuses nothing without saying why, nor without saying what would change the answer. Here are all refusals with their
sentences; numbers, names and days are examples. A refusal leaves nothing half-written: what was there before is untouched. The code
is what programs see.*
"""

#: The title of each part, and what is to be done about all of it.
PARTS: Mapping[type[StrEnum], tuple[str, str]] = {
    AccountRefusal: ("Comptes · Accounts", ""),
    AssociationRefusal: ("Associations, périodes, réglages · Associations, periods, settings", ""),
    MemberRefusal: ("Membres, invitations, droit de vote · Members, invitations, voting right", ""),
    DecisionRefusal: ("Actions et votes · Actions and votes", ""),
    MandateRefusal: ("Mandats · Mandates", ""),
    AccessRefusal: ("Accès · Accesses", ""),
    RegisterRefusal: ("Registres · Registers", ""),
    FinanceRefusal: ("Argent · Money", ""),
    ServiceRefusal: ("Services", ""),
    ChatRefusal: ("Messageries · Chats", ""),
    MatrixRefusal: ("Relier Matrix · Connecting Matrix", ""),
    ProcedureRefusal: ("Prendre part, s’effacer, se retrouver · Taking part, being erased, meeting", ""),
    IntegrationRefusal: ("Liens des courriels, préférences · Links in mails, preferences", ""),
    WebhookRefusal: ("Crochets web · Webhooks", ""),
    WritingRefusal: ("Rapports, textes fondateurs · Reports, founding texts", ""),
    AssemblyRefusal: ("Assemblées · Assemblies", ""),
    VoteRefusal: ("Voter en assemblée · Voting in an assembly", ""),
    SittingRefusal: ("Pendant une assemblée · During an assembly", ""),
    ElectionRefusal: ("Élections · Elections", ""),
    BallotFault: ("Bulletins d’une élection · Ballots of an election", ""),
    MinutesRefusal: ("Comptes rendus · Minutes", ""),
    AssemblyFault: (
        "Assemblées dans un fichier · Assemblies as files",
        (
            "Toutes les fautes du fichier sont dites ensemble, chacune avec sa ligne et sa clé ; rien n’est écrit. Corrigez-les, "
            "puis donnez à nouveau le fichier. Voir [Une assemblée dans un fichier](fichier-assemblee.md).\n\n"
            "*All faults of the file are told together, each with its line and key; nothing is written. Mend them, then give the "
            "file again. See [An assembly as a file](assembly-file.md).*"
        ),
    ),
    FactsFault: (
        "Faits datés · Dated facts",
        (
            "Corrigez le fichier, puis donnez-le à nouveau. Voir [Les membres](members.fr.md).\n\n"
            "*Mend the file, then give it again. See [Members](members.md).*"
        ),
    ),
    MattermostRefusal: ("Relier un Mattermost · Connecting a Mattermost", ""),
    LedgerRefusal: ("Journal · Ledger", ""),
    RulebookFault: (
        "Règlements · Rulebooks",
        (
            "Toutes les fautes du fichier sont dites ensemble, chacune avec sa ligne et sa clé. Corrigez-les, puis donnez à nouveau le "
            "fichier. Voir [Le règlement](rulebook.fr.md).\n\n"
            "*All faults of the file are told together, each with its line and key. Mend them, then give the file again. See "
            "[The rulebook](rulebook.md).*"
        ),
    ),
    TableFault: (
        "Anciens tableaux · Old tables",
        (
            "Toutes les fautes du fichier sont dites ensemble, chacune avec sa ligne et sa colonne ; rien n’est écrit. Corrigez-les, "
            "puis donnez à nouveau le fichier. Voir [Les anciens tableaux](anciens-tableaux.md).\n\n"
            "*All faults of the file are told together, each with its row and column; nothing is written. Mend them, then give the "
            "file again. See [Old tables](old-tables.md).*"
        ),
    ),
}

_INSTANT = "2026-03-21T17:30:00.000000Z"
#: What refusals may hold, by name.
_COMMON: Mapping[str, Any] = {
    "again_at": _INSTANT,
    "allowed": ["council", "cast"],
    "at": _INSTANT,
    "character": "U+0007",
    "check_in": "code",
    "choice": "peut-être",
    "closed_at": "2026-03-31T16:30:00.000000Z",
    "column": "",
    "council": 24,
    "count": 12,
    "current": 3,
    "day": "2026-03-21",
    "earliest": "2024-04-01T17:30:00.000000Z",
    "early": False,
    "effect": "fly",
    "email": "dana",
    "execution": "done",
    "expected": Type.TEXT,
    "field": "title",
    "first": 3,
    "for": 20,
    "against": 10,
    "found": Type.WHOLE_NUMBER,
    "given": ["days", "hours"],
    "digest": "3f2a",
    "high": 100,
    "holder": "Rosa",
    "roll": 29,
    "title": "Printemps",
    "total": 31,
    "votes": 20,
    "needed": 15,
    "kept": "12",
    "key": "",
    "kind": "autre",
    "label": "Mattermost",
    "last": 2199,
    "least": 10,
    "length": 130,
    "limit": 120,
    "line": None,
    "longest": 120,
    "low": 1,
    "megabytes": 10,
    "minutes": 12,
    "most": 500,
    "fewest": 1,
    "name": "Jo",
    "near": "silence",
    "number": 14,
    "objection": "share",
    "offered": "11",
    "opened_at": _INSTANT,
    "period": "P26",
    "position": 3,
    "joined": "2024-03-21",
    "mandate": "Trésorerie",
    "numbers": "1, 2",
    "reference": "P26-E14",
    "row": 5,
    "seconds": 60,
    "setting": "language",
    "since": "2026-04-01T17:30:00.000000Z",
    "slug": "les-lucioles",
    "standing": "votes",
    "status": "blocked",
    "until": _INSTANT,
    "value": "7/8ths",
    "version": 2,
    "zone": "Mars/Olympus",
    "blank": 1,
    "bound": "against",
    "present": 9,
    "represented": 11,
    "most_present": 8,
    "most_represented": 10,
    "member": "Ada",
    "other": 3,
    "passage": "deux jours par semaine",
    "granted": 25000,
    "spent": 12000,
    "why": "private",
    "instruction": "against",
    "marked": 12,
    "own": True,
    "seats": 2,
    "slips": 11,
    "words": "reçus=six",
}
_SAMPLES: Mapping[tuple[type[StrEnum], StrEnum], Mapping[str, Any]] = {
    (type(code), code): data
    for code, data in (
        (AccountRefusal.PASSWORD_TOO_LONG, {"longest": 1000}),
        (FinanceRefusal.NEEDS_A_DECISION, {"limit": 5000}),
        (FinanceRefusal.MORE_THAN_ALLOWED, {"granted": 25000, "spent": 12000}),
        (FinanceRefusal.ACCOUNT_MALFORMED, {"line": 3}),
        (AccountRefusal.PASSKEY_NAME_TOO_LONG, {"longest": 60}),
        (AccountRefusal.TOO_MANY_PASSKEYS, {"most": 20}),
        (AssociationRefusal.RULEBOOK_INCOMPLETE, {"key": "voting_right.waiting"}),
        (AssociationRefusal.SETTING_UNKNOWN, {"value": "es"}),
        (DecisionRefusal.ROW_DIFFERS, {"column": "for"}),
        (RulebookFault.TOO_LARGE, {"limit": 256}),
        (RulebookFault.NOT_TOML, {"line": 3, "column": 7}),
        (RulebookFault.TOO_MANY, {"count": 201, "limit": 200}),
        (RulebookFault.TOO_DEEP, {"limit": 20}),
        (RulebookFault.NUMBER_OUT_OF_RANGE, {"value": 0}),
        (RulebookFault.FRACTION_OUT_OF_RANGE, {"value": "3/2"}),
        (RulebookFault.NOT_A_FRACTION, {"value": "0.5"}),
        (RulebookFault.NOT_A_NAME, {"value": "Nos règles"}),
        (RulebookFault.NO_UNIT, {"allowed": ["days", "hours"]}),
        (RulebookFault.NOT_SHIPPED, {"value": "monarchy", "allowed": list(SHIPPED)}),
        (RulebookFault.COUNTER_VOTE_NEEDED, {"kind": "extraordinary"}),
        (TableFault.NO_HEADER, {"row": 1, "expected": ",".join(REQUIRED)}),
        (TableFault.UNKNOWN_COLUMN, {"row": 1, "column": "votes"}),
        (TableFault.DUPLICATE_COLUMN, {"row": 1, "column": "title"}),
        (TableFault.MISSING_COLUMN, {"row": 1, "column": "council"}),
        (TableFault.TOO_MANY_ROWS, {"most": 20_000}),
        (WebhookRefusal.ADDRESS_FORBIDDEN, {"why": "private"}),
        (WebhookRefusal.TOO_MANY, {"most": 10}),
        (TableFault.MISSING_CELLS, {"column": "status", "found": 7, "expected": 9}),
        (TableFault.EXTRA_CELLS, {"column": "note", "found": 11, "expected": 9}),
        (TableFault.CONTROL_CHARACTER, {"column": "title"}),
        (TableFault.TOO_LONG, {"column": "lead", "length": 230, "longest": 200}),
        (TableFault.EMPTY_CELL, {"column": "title"}),
        (TableFault.NOT_A_NUMBER, {"column": "for", "value": "douze"}),
        (TableFault.WITH_COUNCIL, {"column": "for", "value": "12/24"}),
        (TableFault.NEGATIVE, {"column": "against", "value": "-1"}),
        (TableFault.ZERO, {"column": "council"}),
        (TableFault.TOO_LARGE, {"column": "for", "value": "12345678901"}),
        (TableFault.DUPLICATE_NUMBER, {"column": "number", "value": "14"}),
        (TableFault.TALLY, {"column": "against"}),
        (TableFault.DATE_FORM, {"column": "opened_on", "value": "20/03/26", "expected": "2026-03-20"}),
        (TableFault.DATE_IMPOSSIBLE, {"column": "opened_on", "value": "2026-02-30", "first": 1900}),
        (TableFault.UNKNOWN_LABEL, {"column": "status", "value": "Votée"}),
        (TableFault.UNKNOWN_URGENT, {"column": "urgent", "value": "peut-être"}),
        (TableFault.NOT_AN_EMAIL, {"column": "email", "value": "zoe"}),
        (TableFault.TWICE, {"column": "email", "value": "zoe@example.org", "other": 3}),
        (TableFault.UNKNOWN_SORT, {"column": "kind", "value": "robot"}),
        (TableFault.IN_THE_FUTURE, {"column": "joined_on", "value": "2030-01-01"}),
        (TableFault.LEFT_FIRST, {"column": "left_on", "value": "2020-01-01", "joined": "2020-03-17"}),
        (FactsFault.NOT_TOML, {"why": "Expected '=' after a key"}),
        (FactsFault.UNKNOWN_KEY, {"member": 3, "key": "colour"}),
        (FactsFault.NOT_A_DAY, {"member": 3, "key": "votes"}),
        (FactsFault.OUT_OF_ORDER, {"member": 3}),
        (TableFault.LINK, {"column": "link", "value": "forum, sujet 12"}),
    )
}


def refusals_page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for codes, (title, to_do) in PARTS.items():
        rows = [f"| `{code}` | {_cell(code, 'fr')} | {_cell(code, 'en')} |" for code in codes]
        head = ["| code | en français | in English |", "|---|---|---|"]
        parts.append("\n".join([f"## {title}\n", *([to_do + "\n"] if to_do else []), *head, *rows, ""]))
    return "\n".join(parts)


def unexplained() -> set[StrEnum]:
    """Return the codes of which nobody has said what can be done."""
    return {
        code
        for codes in SENTENCES
        for code in codes
        if codes not in {AssemblyFault, FactsFault, RulebookFault, TableFault}
        and code not in ADVICE.get(codes, {})
        and code not in SAYS_IT_ITSELF.get(codes, frozenset())
    }


def _cell(code: StrEnum, language: str) -> str:
    data = {**_COMMON, **_SAMPLES.get((type(code), code), {})}
    with translation.override(language), timezone.override("Europe/Paris"):
        words = sentence(Refusal(code=code, data=data))
    advice = ADVICE.get(type(code), {}).get(code, {}).get(language, "")
    return _plain(f"{words} → *{advice}*" if advice else words)


def _plain(words: str) -> str:
    """Return words that a table of Markdown shows as they are."""
    return re.sub(r"\s*\n\s*", " ", words).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.write_text(refusals_page(), encoding="utf-8")
