"""Signing in and out: by password, by mailed link, and the second step."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from toutdoux.accounts.commands import (
    MailedLink,
    make_address_proof,
    make_sign_in_link,
    pass_second_step,
    sign_in,
    use_sign_in_link,
)
from toutdoux.accounts.logic.notes import Way
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.queries import access_sign_in_link, account_of
from toutdoux.integrations.identity import providers
from toutdoux.integrations.mail.posting import post
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.refusal import Refused
from toutdoux.web.accounts.forms import CodeForm, LinkForm, SignInForm
from toutdoux.web.accounts.requests import (
    PENDING,
    ThenRedirect,
    begin_session,
    browser_name,
    first_step_passed,
    next_of,
    passkeys_possible,
    source_of,
    with_language,
)
from toutdoux.web.door import page
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording.letters import address_letter, sign_in_letter
from toutdoux.wording.refusals import sentence

SIGN_IN: Fields = ()
CODE: Fields = tuple((code, "code") for code in (AccountRefusal.CODE_WRONG, AccountRefusal.CODE_USED))
_WAITS = frozenset({AccountRefusal.TOO_MANY_ATTEMPTS, AccountRefusal.TOO_MANY_CODES})


@never_cache
@sensitive_post_parameters("password")
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in by password; the other ways stand beside it."""
    onward = next_of(request)
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(onward or "/")
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            now, browser = timezone.now(), browser_name(request)
            try:
                found = sign_in(**form.cleaned_data, source=source_of(request), browser=browser, now=now)
            except Refused as refused:
                tell(form, refused.refusals, fields=SIGN_IN)
                status = status_of(refused)
            else:
                return first_step_passed(request, identity=found, way=Way.PASSWORD, onward=onward)
    return page(request, "accounts/sign_in.html", ways(form, onward), status=status)


@never_cache
@sensitive_post_parameters("code")
def second_step_page(request: HttpRequest) -> HttpResponse:
    """Ask for a code, of the application or on paper, of someone who has passed the first step a moment ago."""
    onward = next_of(request)
    pending = _pending(request)
    if pending is None:
        if request.user.is_authenticated:
            return redirect(onward or "/")
        return redirect(reverse("sign_in") + (f"?{urlencode({'next': onward})}" if onward else ""))
    identity, way = pending
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                pass_second_step(
                    account_id=identity,
                    code=form.cleaned_data["code"],
                    source=source_of(request),
                    browser=browser_name(request),
                    now=timezone.now(),
                )
            except Refused as refused:
                tell(form, refused.refusals, fields=CODE)
                status = status_of(refused)
            else:
                begin_session(request, identity=identity, way=way)
                return with_language(redirect(onward or "/"), identity=identity)
    context = {"form": form, "next": onward, "passkeys": passkeys_possible()}
    return page(request, "accounts/second_step.html", context, status=status)


@never_cache
def sign_in_link_page(request: HttpRequest) -> HttpResponse:
    """Send a link by mail. The answer, and the time it takes, are the same whether the address is known or not."""
    if not settings.TOUTDOUX_MAIL:
        raise Http404
    onward = next_of(request)
    if request.method == "POST":
        form = LinkForm(request.POST)
        if form.is_valid():
            email = form.cleaned_data["email"]
            sent = reverse("sign_in_link") + "?" + urlencode({"sent": "1", "next": onward})
            language = get_language() or settings.LANGUAGE_CODE
            return ThenRedirect(sent, then=lambda: _send(email=email, onward=onward, language=language))
        return page(request, "accounts/sign_in_link.html", ways(form, onward), status=422)
    if request.GET.get("sent"):
        return page(request, "accounts/sign_in_link_sent.html", {"next": onward})
    return page(request, "accounts/sign_in_link.html", ways(LinkForm(), onward))


@never_cache
def sign_in_by_link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button to whoever follows a mailed link; only pressing it signs in: programs that open links do not."""
    onward = next_of(request)
    now = timezone.now()
    if request.method == "POST":
        try:
            found = use_sign_in_link(token=token, now=now)
        except Refused as refused:
            return link_refused(request, refused)
        return first_step_passed(request, identity=found, way=Way.LINK, onward=onward)
    try:
        link = access_sign_in_link(token=token, now=now)
    except Refused as refused:
        return link_refused(request, refused)
    if link.refusals:
        return link_refused(request, Refused(link.refusals))
    return page(request, "accounts/sign_in_by_link.html", {"email": link.account.email, "next": onward})


def sign_out_page(request: HttpRequest) -> HttpResponse:
    """Sign out, when asked by a button."""
    if request.method == "POST":
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect(next_of(request) or "sign_in")
    return redirect("/")


def ways(form: SignInForm | LinkForm, onward: str) -> dict[str, object]:
    """Return what a page that lets people in needs to offer every way."""
    return {
        "form": form,
        "next": onward,
        "mail": settings.TOUTDOUX_MAIL,
        "passkeys": passkeys_possible(),
        "providers": providers(),
    }


def status_of(refused: Refused) -> int:
    """Return the status of a page that says no: 429 to whoever has to wait."""
    return 429 if any(refusal.code in _WAITS for refusal in refused.refusals) else 422


def link_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Say why a mailed link does nothing any more."""
    context = {"sentences": [sentence(refusal) for refusal in refused.refusals], "mail": settings.TOUTDOUX_MAIL}
    return page(request, "accounts/link_refused.html", context, status=410)


def _pending(request: HttpRequest) -> tuple[UUID, Way] | None:
    """Return who has passed the first step, and how, unless that was too long ago."""
    kept = request.session.get(PENDING)
    if not kept or timezone.now() >= instant_from_text(kept["until"]):
        return None
    return UUID(kept["account"]), Way(kept["way"])


def _send(*, email: str, onward: str, language: str) -> None:
    """Mail a link that signs in; to an address that is not proven, one that only proves it."""
    found = account_of(email=email)
    if found is None:
        return
    now = timezone.now()
    if not found.proven:
        proof = make_address_proof(account_id=found.id, now=now)
        if proof is not None:
            send_proof(token=proof.token, to=proof.email, language=proof.language or language)
        return
    link = make_sign_in_link(email=email, now=now)
    if link is not None:
        with override(link.language or language):
            post(letter=sign_in_letter(url=_url_of(link, onward)), to=link.email)


def send_proof(*, token: str, to: str, language: str) -> None:
    """Mail the link that proves an address."""
    with override(language):
        url = settings.TOUTDOUX_URL + reverse("prove_address", kwargs={"token": token})
        post(letter=address_letter(url=url), to=to)


def _url_of(link: MailedLink, onward: str) -> str:
    path = reverse("sign_in_by_link", kwargs={"token": link.token})
    return settings.TOUTDOUX_URL + path + ("?" + urlencode({"next": onward}) if onward else "")
