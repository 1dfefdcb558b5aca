"""Why an account, a password or a way of signing in is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext, ngettext

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.kernel.refusal import Refusal

Data = Mapping[str, Any]


def _too_many_attempts(data: Data) -> str:
    # Whoever signs in may live by any clock: a wait is the same for all.
    return ngettext(
        "There were too many attempts that did not work. You can try again in %(minutes)s minute; your account is not "
        "locked.",
        "There were too many attempts that did not work. You can try again in %(minutes)s minutes; your account is not "
        "locked.",
        data["minutes"],
    ) % {"minutes": data["minutes"]}


def _too_many_codes(data: Data) -> str:
    return ngettext(
        "Too many codes were wrong. Codes of the application are taken again in %(minutes)s minute; a recovery code or a "
        "passkey opens at once.",
        "Too many codes were wrong. Codes of the application are taken again in %(minutes)s minutes; a recovery code or a "
        "passkey opens at once.",
        data["minutes"],
    ) % {"minutes": data["minutes"]}


def _code_used(data: Data) -> str:
    if data["early"]:
        return gettext("This code is older than the one you used: wait for the next one.")
    return gettext("This code has been used already: wait for the next one, within half a minute.")


def _too_short(data: Data) -> str:
    return ngettext(
        "This password is too short: at least %(least)s character is needed. A few words in a row make a good one.",
        "This password is too short: at least %(least)s characters are needed. A few words in a row make a good one.",
        data["least"],
    ) % {"least": data["least"]}


_SENTENCES: Mapping[AccountRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        AccountRefusal.EMAIL_MALFORMED: lambda _: gettext("This is not an email address, such as name@example.org."),
        AccountRefusal.EMAIL_TAKEN: lambda _: gettext(
            "There is already an account with this address: sign in with it."
        ),
        AccountRefusal.NAME_TOO_LONG: lambda data: (
            gettext("This name is too long: at most %(longest)s characters fit.") % data
        ),
        AccountRefusal.LANGUAGE_UNKNOWN: lambda _: gettext("This language is not known here."),
        AccountRefusal.PASSWORD_MISSING: lambda _: gettext("A password is needed."),
        AccountRefusal.PASSWORD_TOO_SHORT: _too_short,
        AccountRefusal.PASSWORD_TOO_LONG: lambda data: (
            gettext("This password is too long: at most %(longest)s characters fit.") % data
        ),
        AccountRefusal.PASSWORD_TOO_COMMON: lambda _: gettext(
            "This password is one of those tried first by whoever guesses: choose another one."
        ),
        AccountRefusal.PASSWORD_TOO_SIMILAR: lambda _: gettext(
            "This password is too close to the address: choose another one."
        ),
        AccountRefusal.PASSWORD_WEAK: lambda _: gettext("This password is too easily guessed: choose another one."),
        AccountRefusal.PASSWORD_WRONG: lambda _: gettext("This is not the current password."),
        AccountRefusal.SIGN_IN_WRONG: lambda _: gettext("The address and the password do not go together."),
        AccountRefusal.TOO_MANY_ATTEMPTS: _too_many_attempts,
        AccountRefusal.LINK_UNKNOWN: lambda _: gettext("This link opens nothing: perhaps it was cut when copied."),
        AccountRefusal.LINK_USED: lambda _: gettext("This link has been used already; each one works once."),
        AccountRefusal.LINK_EXPIRED: lambda _: gettext("This link is too old; each one works for half an hour."),
        AccountRefusal.PROOF_EXPIRED: lambda _: gettext("This link is too old; each one works for three days."),
        AccountRefusal.ADDRESS_OF_ANOTHER: lambda _: gettext(
            "This link is for another account than the one that is signed in here."
        ),
        AccountRefusal.CODE_WRONG: lambda _: gettext("This is not the code."),
        AccountRefusal.CODE_USED: _code_used,
        AccountRefusal.TOO_MANY_CODES: _too_many_codes,
        AccountRefusal.CODES_ALREADY: lambda _: gettext("Codes are asked for already."),
        AccountRefusal.CODES_NOT_ASKED: lambda _: gettext("No codes are asked for."),
        AccountRefusal.SECRET_UNREADABLE: lambda _: gettext(
            "The key of this installation has changed, so codes of the application can no longer be read: a recovery code "
            "opens, then codes can be set up again."
        ),
        AccountRefusal.SECOND_STEP_OVER: lambda _: gettext(
            "Too much time has passed since the first step: begin again."
        ),
        AccountRefusal.PASSKEY_WRONG: lambda _: gettext("This passkey did not work: nothing was changed."),
        AccountRefusal.PASSKEY_KNOWN: lambda _: gettext("This passkey is known already."),
        AccountRefusal.PASSKEY_COPIED: lambda data: (
            gettext(
                "The passkey %(name)s has been used elsewhere, as if there were a copy of it: it was not let in. Come in "
                "another way, then remove it and make a new one."
            )
            % data
        ),
        AccountRefusal.PASSKEY_UNKNOWN: lambda _: gettext(
            "This passkey opens no account here: perhaps it was removed."
        ),
        AccountRefusal.PASSKEY_NAME_TOO_LONG: lambda data: (
            gettext("This name is too long: at most %(longest)s characters fit.") % data
        ),
        AccountRefusal.TOO_MANY_PASSKEYS: lambda data: (
            gettext("There are %(most)s passkeys already: remove one that you no longer need.") % data
        ),
        AccountRefusal.IDENTITY_UNLINKED: lambda _: gettext(
            "No account is linked to this identity. Sign in another way and link it on the page of your account; or, if "
            "you are new, follow the invitation you were given."
        ),
        AccountRefusal.IDENTITY_TAKEN: lambda _: gettext("This identity is linked to another account."),
        AccountRefusal.IDENTITY_ALREADY: lambda _: gettext(
            "Your account is linked to another identity there: unlink that one first."
        ),
        AccountRefusal.IDENTITY_UNKNOWN: lambda _: gettext("This identity is not linked to your account."),
        AccountRefusal.PROVIDER_UNKNOWN: lambda _: gettext("Nobody of this name vouches for people here."),
        AccountRefusal.PROVIDER_SILENT: lambda data: (
            gettext("%(label)s does not answer as it should just now: try again in a while, or come in another way.")
            % data
        ),
        AccountRefusal.PROVIDER_UNTRUSTED: lambda data: (
            gettext(
                "What %(label)s answered could not be trusted: nobody was let in. Tell the person who looks after this "
                "installation if it happens again."
            )
            % data
        ),
        AccountRefusal.PROVIDER_DECLINED: lambda data: (
            gettext("%(label)s did not let you through, or you changed your mind there.") % data
        ),
        AccountRefusal.RETURN_NOT_FROM_HERE: lambda _: gettext(
            "This return does not belong to a departure from this browser, or it took too long: begin again."
        ),
        AccountRefusal.LAST_DOOR: lambda _: gettext(
            "This is the last way into your account: choose a password or prove your address first."
        ),
        AccountRefusal.SESSION_UNKNOWN: lambda _: gettext("This device is signed out already."),
    }
)


def account_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``AccountRefusal``."""
    return _SENTENCES[AccountRefusal(refusal.code)](refusal.data)
