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
    PROOF_EXPIRED = "proof-expired"
    ADDRESS_OF_ANOTHER = "address-of-another"
    CODE_WRONG = "code-wrong"
    CODE_USED = "code-used"
    TOO_MANY_CODES = "too-many-codes"
    CODES_ALREADY = "codes-already"
    CODES_NOT_ASKED = "codes-not-asked"
    SECRET_UNREADABLE = "secret-unreadable"  # noqa: S105 -- the name of a refusal
    SECOND_STEP_OVER = "second-step-over"
    PASSKEY_WRONG = "passkey-wrong"
    PASSKEY_KNOWN = "passkey-known"
    PASSKEY_COPIED = "passkey-copied"
    PASSKEY_UNKNOWN = "passkey-unknown"
    PASSKEY_NAME_TOO_LONG = "passkey-name-too-long"
    TOO_MANY_PASSKEYS = "too-many-passkeys"
    IDENTITY_UNLINKED = "identity-unlinked"
    IDENTITY_TAKEN = "identity-taken"
    IDENTITY_ALREADY = "identity-already"
    IDENTITY_UNKNOWN = "identity-unknown"
    PROVIDER_UNKNOWN = "provider-unknown"
    PROVIDER_SILENT = "provider-silent"
    PROVIDER_UNTRUSTED = "provider-untrusted"
    PROVIDER_DECLINED = "provider-declined"
    RETURN_NOT_FROM_HERE = "return-not-from-here"
    LAST_DOOR = "last-door"
    SESSION_UNKNOWN = "session-unknown"
