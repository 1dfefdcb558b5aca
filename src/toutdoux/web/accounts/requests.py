"""What pages about accounts need of a request: where it comes from, where it may lead, who it signs in."""

import ipaddress
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model, login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from toutdoux.accounts.queries import account
from toutdoux.web.door import account_id

#: Set in the session of someone who came by a mailed link: they may choose a password without the one they forgot.
BY_LINK = "signed_in_by_link"


def source_of(request: HttpRequest) -> str:
    """Return the network address a request comes from; of an IPv6 one the network, which is what one household has."""
    text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def next_of(request: HttpRequest) -> str:
    """Return the page asked for after signing in: a path of this installation, else empty."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    inside = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if inside else ""


def begin_session(request: HttpRequest, *, identity: UUID, by_link: bool = False) -> None:
    """Sign in. The session gets a new key, so that one planted beforehand opens nothing."""
    login(request, get_user_model()._default_manager.get(pk=identity))  # noqa: SLF001 -- Django's own name for it
    request.session[BY_LINK] = by_link


def keep_session(request: HttpRequest) -> None:
    """Go on with this session after a change of password, under a new key."""
    user = get_user_model()._default_manager.get(pk=account_id(request))  # noqa: SLF001 -- Django's own name for it
    update_session_auth_hash(request, user)
    request.session[BY_LINK] = False


def with_language(response: HttpResponse, *, identity: UUID) -> HttpResponse:
    """Let this browser speak the language the account prefers, if it says one."""
    language = account(account_id=identity).language
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


class Then(HttpResponseBase):
    """What is done once the answer has left: how long it takes tells the visitor nothing, and keeps nobody waiting."""

    then: Callable[[], object]

    def close(self) -> None:
        """Called when the whole answer is on its way."""
        super().close()
        self.then()


class ThenRedirect(Then, HttpResponseRedirect):
    """A redirect with something to do after it."""

    def __init__(self, to: str, *, then: Callable[[], object]) -> None:
        super().__init__(to)
        self.then = then


class ThenPage(Then, HttpResponse):
    """A page with something to do after it."""

    def __init__(self, content: bytes, *, then: Callable[[], object]) -> None:
        super().__init__(content)
        self.then = then
