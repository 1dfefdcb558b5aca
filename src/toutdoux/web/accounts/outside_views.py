"""Coming in through others who vouch for people: leaving for them, coming back, linking and unlinking."""

import hmac
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.accounts.commands import link_identity, sign_in_from_outside, unlink_identity
from toutdoux.accounts.logic.notes import Way
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.integrations.identity import Outsider, Provider, come_back, leave, provider
from toutdoux.kernel.canonical import instant_from_text, instant_text
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import access_invitation
from toutdoux.web.accounts.requests import PENDING_FOR, browser_name, first_step_passed, keep_awhile, next_of, proved
from toutdoux.web.door import account_id, page
from toutdoux.wording.refusals import sentence

#: What the session keeps of a departure, until the return.
_AWAY = "away"
#: Who has come back with an invitation in hand, and until when they may accept it.
_HERE = "outsider"


@require_POST
@never_cache
def leave_page(request: HttpRequest, name: str) -> HttpResponse:
    """Leave for a provider, to sign in; with an invitation's token, to join."""
    token = request.POST.get("invitation", "")
    if token:
        access_invitation(token=token, now=timezone.now())
    why = {"why": "join", "token": token} if token else {"why": "sign-in", "next": next_of(request)}
    return _leave(request, provider(name=name), **why)


@require_POST
@never_cache
@proved
def link_page(request: HttpRequest, name: str) -> HttpResponse:
    """Leave for a provider, to link who one is there to one's account."""
    return _leave(request, provider(name=name), why="link", account=str(account_id(request)))


@never_cache
def back_page(request: HttpRequest, name: str) -> HttpResponse:
    """Take the provider's word, if this browser left for it a moment ago; then sign in, link, or go on joining."""
    try:
        found = provider(name=name)
        away = _away(request, found)
        outsider = come_back(
            to=found,
            code=request.GET.get("code", ""),
            nonce=away["nonce"],
            verifier=away["verifier"],
            back=_back(found),
        )
        return _arrive(request, found, outsider, away)
    except Refused as refused:
        context = {
            "sentences": [sentence(refusal) for refusal in refused.refusals],
            "account": request.user.is_authenticated,
        }
        return page(request, "accounts/outside_refused.html", context, status=422)


@require_POST
@proved
def unlink_page(request: HttpRequest, identity_id: int) -> HttpResponse:
    """Unlink an identity."""
    unlink_identity(
        account_id=account_id(request),
        identity_id=identity_id,
        mail=settings.TOUTDOUX_MAIL,
        browser=browser_name(request),
        now=timezone.now(),
    )
    messages.success(request, _("That identity no longer opens your account."))
    return redirect("account")


def outsider_of(request: HttpRequest, *, token: str) -> Outsider | None:
    """Return who has come back from a provider to accept the invitation of ``token``, unless that was too long ago."""
    here = request.session.get(_HERE)
    if not here or here["token"] != token or timezone.now() >= instant_from_text(here["until"]):
        return None
    return Outsider(**here["outsider"])


def forget_outsider(request: HttpRequest) -> None:
    """Forget who came back: they have arrived."""
    request.session.pop(_HERE, None)


def _leave(request: HttpRequest, found: Provider, **why: str) -> HttpResponse:
    departure = leave(to=found, back=_back(found))
    keep_awhile(request)
    request.session[_AWAY] = {
        "provider": found.name,
        "state": departure.state,
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "until": instant_text(timezone.now() + PENDING_FOR),
    } | why
    # Browsers count a redirect after a form among what form-action forbids: the page itself leads on.
    return page(request, "accounts/outside_leaving.html", {"provider": found, "url": departure.url})


def _back(found: Provider) -> str:
    return settings.TOUTDOUX_URL + reverse("outside_back", kwargs={"name": found.name})


def _away(request: HttpRequest, found: Provider) -> dict[str, str]:
    """Return what was kept at the departure that this return belongs to, and forget it: each is for one return."""
    away: dict[str, str] | None = request.session.get(_AWAY)
    state = request.GET.get("state", "")
    if (
        away is None
        or away["provider"] != found.name
        or not hmac.compare_digest(away["state"].encode(), state.encode())
        or timezone.now() >= instant_from_text(away["until"])
    ):
        raise Refused([Refusal(code=AccountRefusal.RETURN_NOT_FROM_HERE)])
    del request.session[_AWAY]
    # A provider may say who it is (RFC 9207): a return from another one is not taken.
    if request.GET.get("iss", found.issuer) != found.issuer:
        raise Refused([Refusal(code=AccountRefusal.RETURN_NOT_FROM_HERE)])
    if "error" in request.GET or not request.GET.get("code"):
        raise Refused([Refusal(code=AccountRefusal.PROVIDER_DECLINED, data={"label": found.label})])
    return away


def _arrive(request: HttpRequest, found: Provider, outsider: Outsider, away: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    if away["why"] == "link":
        if not request.user.is_authenticated or account_id(request) != UUID(away["account"]):
            raise Refused([Refusal(code=AccountRefusal.RETURN_NOT_FROM_HERE)])
        link_identity(
            account_id=account_id(request),
            issuer=outsider.issuer,
            subject=outsider.subject,
            label=outsider.label,
            browser=browser_name(request),
            now=now,
        )
        messages.success(request, _("%(label)s now opens your account.") % {"label": found.label})
        return redirect("account")
    if away["why"] == "join":
        until = instant_text(now + PENDING_FOR)
        request.session[_HERE] = {"outsider": asdict(outsider), "token": away["token"], "until": until}
        return redirect("join", token=away["token"])
    identity = sign_in_from_outside(issuer=outsider.issuer, subject=outsider.subject, now=now)
    onward = away["next"]
    return first_step_passed(request, identity=identity, way=Way.OUTSIDE, onward=onward, two_steps=outsider.two_steps)
