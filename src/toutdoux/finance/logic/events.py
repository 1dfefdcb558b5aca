"""Why something about money is refused, or a decision had nothing to change. Stored words: never change their meaning."""

from enum import StrEnum


class FinanceRefusal(StrEnum):
    """Why something about money is refused."""

    LIMIT_OPEN = "payment-limit-open"
    LIMIT_MALFORMED = "payment-limit-malformed"
    NEEDS_A_DECISION = "payment-needs-a-decision"
    MORE_THAN_ALLOWED = "payment-more-than-allowed"
    ACTION_HAS_NOT_PASSED = "money-action-has-not-passed"
    SIREN_MISSING = "siren-missing"
    SIREN_MALFORMED = "siren-malformed"
    ACCOUNT_MALFORMED = "account-malformed"
    PERIOD_WITHOUT_DAYS = "money-period-without-days"
