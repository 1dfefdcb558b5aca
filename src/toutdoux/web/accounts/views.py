"""Signing in and out, and one's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
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
    change_password,
    change_profile,
    make_sign_in_link,
    sign_in,
    use_sign_in_link,
)
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.queries import access_sign_in_link, account
from toutdoux.integrations.mail.posting import post
from toutdoux.kernel.refusal import Refused
from toutdoux.web.accounts.forms import LinkForm, PasswordForm, ProfileForm, SignInForm
from toutdoux.web.accounts.requests import (
    BY_LINK,
    ThenRedirect,
    begin_session,
    keep_session,
    next_of,
    source_of,
    with_language,
)
from toutdoux.web.door import account_id, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording.letters import sign_in_letter
from toutdoux.wording.refusals import sentence

SIGN_IN: Fields = ()
PASSWORD: Fields = (
    (AccountRefusal.PASSWORD_WRONG, "current"),
    *((code, "new") for code in AccountRefusal if code.startswith("password-") and code != "password-wrong"),
)
PROFILE: Fields = ((AccountRefusal.NAME_TOO_LONG, "name"), (AccountRefusal.LANGUAGE_UNKNOWN, "language"))


@never_cache
@sensitive_post_parameters("password")
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in by password; the way to a mailed link stands beside it."""
    onward = next_of(request)
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(onward or "/")
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = sign_in(**form.cleaned_data, source=source_of(request), now=timezone.now())
            except Refused as refused:
                tell(form, refused.refusals, fields=SIGN_IN)
                status = 429 if _throttled(refused) else 422
            else:
                begin_session(request, identity=found)
                return with_language(redirect(onward or "/"), identity=found)
    return page(request, "accounts/sign_in.html", _ways(form, onward), status=status)


@never_cache
def sign_in_link_page(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same, in words and in time, whether the address is known or not."""
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
        return page(request, "accounts/sign_in_link.html", _ways(form, onward), status=422)
    if request.GET.get("sent"):
        return page(request, "accounts/sign_in_link_sent.html", {"next": onward})
    return page(request, "accounts/sign_in_link.html", _ways(LinkForm(), onward))


@never_cache
def sign_in_by_link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button to whoever follows a mailed link; only pressing it signs in: programs that open links do not."""
    onward = next_of(request)
    now = timezone.now()
    if request.method == "POST":
        try:
            found = use_sign_in_link(token=token, now=now)
        except Refused as refused:
            return _link_refused(request, refused)
        begin_session(request, identity=found, by_link=True)
        return with_language(redirect(onward or "/"), identity=found)
    try:
        link = access_sign_in_link(token=token, now=now)
    except Refused as refused:
        return _link_refused(request, refused)
    if link.refusals:
        return _link_refused(request, Refused(link.refusals))
    return page(request, "accounts/sign_in_by_link.html", {"email": link.account.email, "next": onward})


def sign_out_page(request: HttpRequest) -> HttpResponse:
    """Sign out, when asked by a button."""
    if request.method == "POST":
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect(next_of(request) or "sign_in")
    return redirect("/")


@login_required
@never_cache
@sensitive_post_parameters("current", "new")
def account_page(request: HttpRequest) -> HttpResponse:
    """Change one's name, language and password. Two forms, told apart by their button."""
    mine = account(account_id=account_id(request))
    ask_current = mine.has_password and not request.session.get(BY_LINK)
    profile = ProfileForm(initial={"name": mine.name, "language": mine.language}, prefix="profile")
    password = PasswordForm(ask_current=ask_current, prefix="password")
    status = 200
    if request.method == "POST" and request.POST.get("change") == "password":
        password = PasswordForm(request.POST, ask_current=ask_current, prefix="password")
        if _change_password(request, password):
            return redirect("account")
        status = 422
    elif request.method == "POST":
        profile = ProfileForm(request.POST, prefix="profile")
        if _change_profile(profile, request):
            messages.success(request, _("Your account has been changed."))
            response = redirect("account")
            if not profile.cleaned_data["language"]:
                response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
            return with_language(response, identity=mine.id)
        status = 422
    context = {"account": mine, "profile": profile, "password": password, "ask_current": ask_current}
    return page(request, "accounts/account.html", context, status=status)


def _ways(form: SignInForm | LinkForm, onward: str) -> dict[str, object]:
    return {"form": form, "next": onward, "mail": settings.TOUTDOUX_MAIL}


def _throttled(refused: Refused) -> bool:
    return any(refusal.code is AccountRefusal.TOO_MANY_ATTEMPTS for refusal in refused.refusals)


def _send(*, email: str, onward: str, language: str) -> None:
    link = make_sign_in_link(email=email, now=timezone.now())
    if link is not None:
        with override(link.language or language):
            post(letter=sign_in_letter(url=_url_of(link, onward)), to=link.email)


def _url_of(link: MailedLink, onward: str) -> str:
    path = reverse("sign_in_by_link", kwargs={"token": link.token})
    return settings.TOUTDOUX_URL + path + ("?" + urlencode({"next": onward}) if onward else "")


def _link_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    context = {"sentences": [sentence(refusal) for refusal in refused.refusals], "mail": settings.TOUTDOUX_MAIL}
    return page(request, "accounts/link_refused.html", context, status=410)


def _change_profile(form: ProfileForm, request: HttpRequest) -> bool:
    if not form.is_valid():
        return False
    try:
        change_profile(account_id=account_id(request), **form.cleaned_data)
    except Refused as refused:
        tell(form, refused.refusals, fields=PROFILE)
        return False
    return True


def _change_password(request: HttpRequest, form: PasswordForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_password(
            account_id=account_id(request),
            new=form.cleaned_data["new"],
            current=form.cleaned_data.get("current"),
            source=source_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        tell(form, refused.refusals, fields=PASSWORD)
        return False
    # The other sessions end with the old password; this one goes on.
    keep_session(request)
    messages.success(request, _("Your password has been changed. Other devices are signed out."))
    return True
