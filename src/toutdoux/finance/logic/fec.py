"""The *fichier des écritures comptables*: what movements of money say to an accounting program.

Source: article A47 A-1 of the French *Livre des procédures fiscales*: eighteen columns in this order, separated by tabs, days as
20260317, amounts with a comma, the file named SIREN + FEC + closing day. Accounts: plan comptable of associations (ANC 2018-06).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from toutdoux.finance.logic.accounts import Movement
from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.kernel.refusal import Refusal

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
Account = tuple[str, str]
#: Where an entry goes whose heading names no account; the labels are those of the plan, in French in every language.
_DEFAULT: Mapping[str, Account] = {
    "payment": ("628000", "Divers"),
    "income": ("758000", "Produits divers de gestion courante"),
    "subsidy": ("740000", "Subventions d'exploitation"),
    "support": ("756000", "Cotisations"),
}
_BANK: Account = ("512000", "Banques")
_CASH: Account = ("530000", "Caisse")
_JOURNALS: Mapping[str, Account] = {"512000": ("BQ", "Banque"), "530000": ("CA", "Caisse")}
_ACCOUNT = re.compile(r"\s*([0-9]{3,10})\s+(\S.{0,80})")


def siren_refusals(siren: str) -> list[Refusal]:
    """Return what is wrong with a SIREN: nine figures whose Luhn sum is a multiple of ten. Empty is not wrong."""
    figures = siren.replace(" ", "")
    if not figures:
        return []
    if re.fullmatch(r"[0-9]{9}", figures) is None or _luhn(figures) % 10:
        return [Refusal(code=FinanceRefusal.SIREN_MALFORMED)]
    return []


def read_accounts(text: str) -> tuple[dict[str, Account], list[Refusal]]:
    """Read which account each heading goes to, one a line: "Servers = 613500 Locations mobilières"."""
    found: dict[str, Account] = {}
    refusals = []
    for number, line in enumerate(text.splitlines(), start=1):
        heading, sign, account = line.partition("=")
        match = _ACCOUNT.fullmatch(account.rstrip())
        if not line.strip():
            continue
        if not sign or match is None or not heading.strip():
            refusals.append(Refusal(code=FinanceRefusal.ACCOUNT_MALFORMED, data={"line": number}))
            continue
        found[heading.strip().casefold()] = (match[1], match[2].strip())
    return found, refusals


def file_name(*, siren: str, closing: date) -> str:
    """Return the name the file must bear; ``closing`` is the last day of the period."""
    return f"{siren.replace(' ', '')}FEC{closing:%Y%m%d}.txt"


def written(*, movements: Iterable[Movement], accounts: Mapping[str, Account]) -> str:
    """Return the whole file. Each movement is one entry of two lines that balance; entries are numbered by journal and day."""
    lines = ["\t".join(COLUMNS)]
    for number, one in enumerate(sorted(movements, key=lambda one: (one.day, str(one.entry_id))), start=1):
        lines += _entry(one, number=number, accounts=accounts)
    return "\r\n".join(lines) + "\r\n"


def _entry(one: Movement, *, number: int, accounts: Mapping[str, Account]) -> list[str]:
    till = _CASH if one.way == "cash" else _BANK
    other = accounts.get(one.heading.strip().casefold(), _DEFAULT[one.kind])
    amount = abs(one.cents)
    rows = []
    for account, debit in ((till, one.cents >= 0), (other, one.cents < 0)):
        figure = f"{amount // 100},{amount % 100:02}"
        rows.append(
            "\t".join(
                (
                    *_JOURNALS[till[0]],
                    str(number),
                    f"{one.day:%Y%m%d}",
                    *account,
                    "",
                    "",
                    _plain(one.receipt) or str(one.entry_id)[:8],
                    f"{one.day:%Y%m%d}",
                    _plain(f"{one.other_side} - {one.title}" if one.other_side else one.title),
                    figure if debit else "0,00",
                    "0,00" if debit else figure,
                    "",
                    "",
                    f"{one.noted_on or one.day:%Y%m%d}",
                    "",
                    "",
                )
            )
        )
    return rows


def _plain(text: str) -> str:
    """Return a text on one line without what separates columns; the bar separates them in the other form of the file."""
    return " ".join(re.sub(r"[\t\r\n|\"]", " ", text).split())[:200]


def _luhn(figures: str) -> int:
    total = 0
    for place, figure in enumerate(reversed(figures)):
        doubled = int(figure) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total
