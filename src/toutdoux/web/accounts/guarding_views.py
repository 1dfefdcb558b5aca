"""What guards an account: passkeys, codes of an application, recovery codes. Each gesture asks who one is, after a while."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from toutdoux.accounts.commands import (
    Challenge,
    add_passkey,
    begin_codes,
    begin_passkey,
    begin_sign_in_by_passkey,
    confirm_codes,
    end_codes,
    make_recovery_codes,
    remove_passkey,
    sign_in_by_passkey,
)
from toutdoux.accounts.logic.notes import Way
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.queries import asks_second_step, codes_begun
from toutdoux.kernel.canonical import instant_from_text, instant_text
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.web.accounts.forms import CodeForm, PasskeyForm, SignInForm
from toutdoux.web.accounts.requests import (
    PENDING_FOR,
    browser_name,
    first_step_passed,
    keep_awhile,
    next_of,
    passkeys_possible,
    proved,
    site,
    source_of,
)
from toutdoux.web.accounts.views import CODE, status_of, ways
from toutdoux.web.door import account_id, page
from toutdoux.web.refusing import Fields, tell

#: What the session keeps of a question that a browser was asked; it is judged by once.
_ASKED = "passkey_asked"
PASSKEY: Fields = ((AccountRefusal.PASSKEY_NAME_TOO_LONG, "name"),)


@never_cache
@proved
def passkey_page(request: HttpRequest) -> HttpResponse:
    """Name a passkey and make it."""
    _only_where_possible()
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": browser_name(request)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                add_passkey(
                    account_id=account_id(request),
                    name=form.cleaned_data["name"],
                    kept=_asked(request, about="new"),
                    answer=_answer(form.cleaned_data["answer"]),
                    site=site(),
                    browser=browser_name(request),
                    now=timezone.now(),
                )
            except Refused as refused:
                tell(form, refused.refusals, fields=PASSKEY)
            else:
                messages.success(request, _("The passkey is kept: from now on it opens your account by itself."))
                return redirect("account")
    return page(request, "accounts/passkey.html", {"form": form}, status=status)


@require_POST
@never_cache
@proved
def passkey_options_page(request: HttpRequest) -> HttpResponse:
    """Answer a script with what to ask the browser for."""
    _only_where_possible()
    return _ask(request, begin_passkey(account_id=account_id(request), site=site()), about="new")


@require_POST
@proved
def remove_passkey_page(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Forget a passkey."""
    remove_passkey(
        account_id=account_id(request),
        passkey_id=passkey_id,
        mail=settings.TOUTDOUX_MAIL,
        browser=browser_name(request),
        now=timezone.now(),
    )
    messages.success(request, _("The passkey is removed: it opens nothing here any more."))
    return redirect("account")


@require_POST
@never_cache
def sign_in_passkey_options_page(request: HttpRequest) -> HttpResponse:
    """Answer a script with what to ask the browser for: any passkey of this site."""
    _only_where_possible()
    keep_awhile(request)
    return _ask(request, begin_sign_in_by_passkey(site=site()), about="sign-in")


@require_POST
@never_cache
def sign_in_passkey_page(request: HttpRequest) -> HttpResponse:
    """Sign in with what a passkey answered. It asks who holds it, so it is two steps in one."""
    _only_where_possible()
    onward = next_of(request)
    try:
        found = sign_in_by_passkey(
            kept=_asked(request, about="sign-in"),
            answer=_answer(request.POST.get("answer", "")),
            site=site(),
            browser=browser_name(request),
            now=timezone.now(),
        )
    except Refused as refused:
        form = SignInForm({})
        form.errors.clear()
        tell(form, refused.refusals, fields=())
        return page(request, "accounts/sign_in.html", ways(form, onward), status=status_of(refused))
    return first_step_passed(request, identity=found, way=Way.PASSKEY, onward=onward, two_steps=True)


@never_cache
@proved
@sensitive_post_parameters("code")
def codes_page(request: HttpRequest) -> HttpResponse:
    """Set up an application that shows codes: say what for, show the picture, take a first code, show those to print."""
    identity = account_id(request)
    on = asks_second_step(account_id=identity)
    lost = "code" in request.POST and not codes_begun(account_id=identity)
    if request.method != "POST" or on or lost:
        return page(request, "accounts/codes.html", {"on": on}, status=422 if request.method == "POST" else 200)
    now = timezone.now()
    form, status = CodeForm(), 200
    if "code" in request.POST:
        form, status = CodeForm(request.POST), 422
        if form.is_valid():
            try:
                codes = confirm_codes(
                    account_id=identity,
                    code=form.cleaned_data["code"],
                    source=source_of(request),
                    browser=browser_name(request),
                    now=now,
                )
            except Refused as refused:
                tell(form, refused.refusals, fields=CODE)
                status = status_of(refused)
            else:
                return page(request, "accounts/recovery_codes.html", {"codes": codes, "fresh": True})
    begun = begin_codes(account_id=identity, issuer=f"Toutdoux ({site().host})", now=now)
    picture = segno.make(begun.uri, micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=True, svgclass="code-picture", lineclass=None
    )
    groups = [begun.secret[at : at + 4] for at in range(0, len(begun.secret), 4)]
    # segno draws figures into a path: nothing of what anyone wrote stands in it as it is.
    context = {"form": form, "picture": mark_safe(picture), "secret": " ".join(groups), "uri": begun.uri}  # noqa: S308
    return page(request, "accounts/codes_picture.html", context, status=status)


@require_POST
@proved
def end_codes_page(request: HttpRequest) -> HttpResponse:
    """Ask for codes no more."""
    end_codes(account_id=account_id(request), browser=browser_name(request), now=timezone.now())
    messages.success(request, _("Codes are no longer asked for. The recovery codes open nothing any more."))
    return redirect("account")


@require_POST
@never_cache
@proved
def recovery_codes_page(request: HttpRequest) -> HttpResponse:
    """Make new codes to print, and show them this once."""
    codes = make_recovery_codes(account_id=account_id(request), browser=browser_name(request), now=timezone.now())
    return page(request, "accounts/recovery_codes.html", {"codes": codes, "fresh": False})


def _only_where_possible() -> None:
    if not passkeys_possible():
        raise Http404


def _ask(request: HttpRequest, challenge: Challenge, *, about: str) -> JsonResponse:
    until = instant_text(timezone.now() + PENDING_FOR)
    request.session[_ASKED] = {"kept": dict(challenge.kept), "about": about, "until": until}
    return JsonResponse(dict(challenge.asked))


def _asked(request: HttpRequest, *, about: str) -> Mapping[str, str]:
    """Return what the answer is judged by, and forget it: each question is answered once."""
    asked = request.session.pop(_ASKED, None)
    if not asked or asked["about"] != about or timezone.now() >= instant_from_text(asked["until"]):
        raise Refused([Refusal(code=AccountRefusal.PASSKEY_WRONG)])
    kept: Mapping[str, str] = asked["kept"]
    return kept


def _answer(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused([Refusal(code=AccountRefusal.PASSKEY_WRONG)]) from error
    if not isinstance(found, dict):
        raise Refused([Refusal(code=AccountRefusal.PASSKEY_WRONG)])
    return found
