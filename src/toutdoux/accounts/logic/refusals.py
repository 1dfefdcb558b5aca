"""Why something about an account is refused. Stored nowhere; worded in ``wording``."""

from enum import StrEnum


class AccountRefusal(StrEnum):
    """Why an account, a password or a way of signing in is refused."""

    EMAIL_MALFORMED = "email-malformed"
    EMAIL_TAKEN = "email-taken"
    NAME_TOO_LONG = "name-too-long"
    LANGUAGE_UNKNOWN = "language-unknown"
    PASSWORD_MISSING = "password-missing"  # noqa: S105 -- the name of a refusal
    PASSWORD_TOO_SHORT = "password-too-short"  # noqa: S105 -- the name of a refusal
    PASSWORD_TOO_LONG = "password-too-long"  # noqa: S105 -- the name of a refusal
    PASSWORD_TOO_COMMON = "password-too-common"  # noqa: S105 -- the name of a refusal
    PASSWORD_TOO_SIMILAR = "password-too-similar"  # noqa: S105 -- the name of a refusal
    PASSWORD_WEAK = "password-weak"  # noqa: S105 -- the name of a refusal
    PASSWORD_WRONG = "password-wrong"  # noqa: S105 -- the name of a refusal
    SIGN_IN_WRONG = "sign-in-wrong"
    TOO_MANY_ATTEMPTS = "too-many-attempts"
    LINK_UNKNOWN = "link-unknown"
    LINK_USED = "link-used"
    LINK_EXPIRED = "link-expired"
