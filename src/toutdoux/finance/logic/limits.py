"""What may be paid: above the rulebook's limit only what a decision allows, and never more than it allows. Amounts in cents."""

from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article


def payment_refusals(*, amount: int, limit: int | None, allowed: int | None, paid: int) -> list[Refusal]:
    """Return why a payment of ``amount`` cannot be noted.

    ``limit``: above which a decision is needed, in cents; None: the association has not chosen it. ``allowed``: what a
    decision allows for what is paid, None without one. ``paid``: what was paid for it before, so that no purchase slips
    under the limit in several parts.
    """
    if allowed is not None:
        if paid + amount <= allowed:
            return []
        data = {"granted": allowed, "spent": paid}
        return [Refusal(code=FinanceRefusal.MORE_THAN_ALLOWED, article=Article.MONEY, data=data)]
    if limit is None:
        return [Refusal(code=FinanceRefusal.LIMIT_OPEN, article=Article.MONEY)]
    if paid + amount > limit:
        return [Refusal(code=FinanceRefusal.NEEDS_A_DECISION, article=Article.MONEY, data={"limit": limit})]
    return []
