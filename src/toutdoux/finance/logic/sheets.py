"""What an association notes of its money: what was allowed, paid, asked, received, lent, planned. One sheet for each kind."""

from toutdoux.registers.logic.shape import Common, Register, Sheet, amount, choice, line

_USUAL = frozenset({Common.AMOUNT, Common.ACTION, Common.PEOPLE, Common.FILES})
_AMOUNT = frozenset({Common.AMOUNT})
#: Ways in which money goes from one to another.
WAYS = ("transfer", "card", "cash", "cheque", "direct-debit")
#: Where an expense stands once a decision allows it; nobody writes it by hand.
COMMITTED = "committed"
GIVEN_UP = "given-up"
#: Where money that was promised or asked for is really there.
RECEIVED = "received"

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        kind="expense",
        register=Register.MONEY,
        common=_USUAL,
        required=_AMOUNT,
        states=("estimated", COMMITTED, "paid", GIVEN_UP),
        fields=(line("heading"), line("supplier")),
    ),
    Sheet(
        kind="payment",
        register=Register.MONEY,
        common=_USUAL | {Common.ABOUT},
        required=_AMOUNT,
        about=("expense",),
        fields=(line("heading"), line("payee"), choice("way", *WAYS, required=False), line("receipt")),
    ),
    Sheet(
        kind="income",
        register=Register.MONEY,
        common=_USUAL,
        required=_AMOUNT,
        fields=(line("heading"), line("payer"), choice("way", *WAYS, required=False), line("receipt")),
    ),
    Sheet(
        kind="subsidy",
        register=Register.MONEY,
        common=_USUAL,
        states=("asked", "obtained", "refused", RECEIVED),
        fields=(line("funder", required=True), amount("asked"), line("heading")),
    ),
    Sheet(
        kind="support",
        register=Register.MONEY,
        common=_USUAL | {Common.LAST_DAY},
        states=("promised", RECEIVED, "over"),
        fields=(line("organisation", required=True), line("level"), line("receipt")),
    ),
    Sheet(
        kind="loan",
        register=Register.MONEY,
        common=_USUAL | {Common.LAST_DAY},
        states=("lent", "returned"),
        fields=(choice("direction", "to-us", "by-us"), line("other_side", required=True)),
    ),
    Sheet(
        kind="budget",
        register=Register.MONEY,
        common=_AMOUNT,
        required=_AMOUNT,
        fields=(line("heading", required=True), choice("side", "spending", "income")),
    ),
)
