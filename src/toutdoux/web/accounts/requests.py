"""What pages about accounts need of a request: where it comes from, where it may lead, who it signs in."""

import functools
import ipaddress
from collections.abc import Callable, MutableMapping
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model, login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from toutdoux.accounts.commands import Site, note
from toutdoux.accounts.logic.browsers import browser_of
from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.queries import account, asks_second_step
from toutdoux.kernel.canonical import instant_from_text, instant_text
from toutdoux.web.door import account_id

P = ParamSpec("P")

#: Set in the session of someone who came by a mailed link: they may choose a password without the one they forgot.
BY_LINK = "signed_in_by_link"
#: What a session says of itself to its person; read by ``config.sessions``.
DEVICE = "device"
#: When the person has last shown that it is them. Adding or taking away a way in asks for it again after a while.
PROVED_AT = "proved_at"
PROVED_FOR = timedelta(minutes=30)
#: Who has passed the first step, and until when the second is waited for.
PENDING = "pending"
PENDING_FOR = timedelta(minutes=10)


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


def browser_name(request: HttpRequest) -> str:
    """Return what the browser calls itself, in two words at most."""
    return browser_of(request.META.get("HTTP_USER_AGENT", ""))


def site() -> Site:
    """Return what passkeys are made for: this installation, at the address people use."""
    return Site(host=urlsplit(settings.TOUTDOUX_URL).hostname or "", origin=settings.TOUTDOUX_URL)


def passkeys_possible() -> bool:
    """Return whether browsers make passkeys for this address: it has a name, and is encrypted or on this machine."""
    parts = urlsplit(settings.TOUTDOUX_URL)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost"
    return False


def first_step_passed(
    request: HttpRequest, *, identity: UUID, way: Way, onward: str, two_steps: bool = False
) -> HttpResponse:
    """Sign in someone who has shown who they are; or ask for a code, where the account does and ``way`` was one step."""
    if not two_steps and asks_second_step(account_id=identity):
        # A new key, so that nobody who knew the one before goes on with it.
        request.session.cycle_key()
        keep_awhile(request)
        request.session[PENDING] = {
            "account": str(identity),
            "way": way,
            "until": instant_text(timezone.now() + PENDING_FOR),
        }
        return redirect(reverse("second_step") + (f"?{urlencode({'next': onward})}" if onward else ""))
    begin_session(request, identity=identity, way=way)
    return with_language(redirect(onward or "/"), identity=identity)


def keep_awhile(request: HttpRequest) -> None:
    """Let the session of someone who is on their way in, and may never arrive, end within the hour."""
    if not request.user.is_authenticated:
        request.session.set_expiry(timedelta(hours=1))


def begin_session(request: HttpRequest, *, identity: UUID, way: Way = Way.PASSWORD) -> None:
    """Sign in. The session gets a new key, so that one planted beforehand opens nothing."""
    now = timezone.now()
    request.session.pop(PENDING, None)
    request.session.set_expiry(None)
    login(request, get_user_model()._default_manager.get(pk=identity))  # noqa: SLF001 -- Django's own name for it
    tell_session(request.session, way=way, browser=browser_name(request), now=now)
    request.session[BY_LINK] = way is Way.LINK
    note(account_id=identity, what=What.SIGNED_IN, way=way, browser=browser_name(request), now=now)


def tell_session(session: MutableMapping[str, Any], *, way: Way, browser: str, now: datetime) -> None:
    """Write into a session what its person will see of it, and that they have just shown who they are."""
    session[DEVICE] = {"id": str(uuid4()), "browser": browser, "way": way, "began_at": instant_text(now)}
    session[PROVED_AT] = instant_text(now)


def device_of(request: HttpRequest) -> UUID | None:
    """Return what the list of devices calls this session."""
    device = request.session.get(DEVICE)
    return UUID(device["id"]) if device else None


def proved_recently(request: HttpRequest) -> bool:
    """Return whether the person has shown a short while ago that it is them."""
    at = request.session.get(PROVED_AT)
    return at is not None and timezone.now() < instant_from_text(at) + PROVED_FOR


def proved(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let in whoever is signed in and has shown lately that it is them; send the others to show it, then back to their account.

    A session left open on a shared machine adds no way in of its own, and takes none away.
    """

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not proved_recently(request):
            onward = request.path if request.method == "GET" else reverse("account")
            return redirect(reverse("confirm") + "?" + urlencode({"next": onward}))
        return view(request, *args, **kwargs)

    return login_required(wrapped)


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
