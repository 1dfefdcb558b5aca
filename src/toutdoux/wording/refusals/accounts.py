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
    }
)


def account_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``AccountRefusal``."""
    return _SENTENCES[AccountRefusal(refusal.code)](refusal.data)
