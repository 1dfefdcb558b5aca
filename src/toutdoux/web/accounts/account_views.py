"""One's own account: what it says, what opens it, which browsers are signed in, and what happened to it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from toutdoux.accounts.commands import (
    change_address,
    change_password,
    change_profile,
    confirm_password,
    disown_address,
    end_other_sessions,
    end_session,
    make_address_proof,
    prove_address,
)
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.queries import NoteRow, access_address_proof, account, notes, ways_in
from toutdoux.associations.queries import association
from toutdoux.integrations.identity import providers
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import memberships
from toutdoux.web.accounts.forms import AddressForm, ConfirmForm, PasswordForm, ProfileForm
from toutdoux.web.accounts.requests import (
    BY_LINK,
    PROVED_AT,
    ThenRedirect,
    browser_name,
    device_of,
    keep_session,
    next_of,
    passkeys_possible,
    proved,
    source_of,
    with_language,
)
from toutdoux.web.accounts.views import link_refused, send_proof, status_of
from toutdoux.web.door import account_id, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording import dates
from toutdoux.wording.notes import note_sentence, passkey_words, session_words

PASSWORD: Fields = (
    (AccountRefusal.PASSWORD_WRONG, "current"),
    *((code, "new") for code in AccountRefusal if code.startswith("password-") and code != "password-wrong"),
)
PROFILE: Fields = ((AccountRefusal.NAME_TOO_LONG, "name"), (AccountRefusal.LANGUAGE_UNKNOWN, "language"))
ADDRESS: Fields = tuple((code, "email") for code in (AccountRefusal.EMAIL_MALFORMED, AccountRefusal.EMAIL_TAKEN))
#: How much of the journal stands on the page of the account.
LATEST = 5
MOST = 200


@login_required
@never_cache
@sensitive_post_parameters("current", "new")
def account_page(request: HttpRequest) -> HttpResponse:
    """Show one's account; change one's name, language and password. Two forms, told apart by their button."""
    now = timezone.now()
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
    found = ways_in(account_id=mine.id, now=now)
    zone = _zone(request)
    linked = {identity.issuer: identity for identity in found.identities}
    known = providers()
    context = {
        "account": mine,
        "profile": profile,
        "password": password,
        "ask_current": ask_current,
        "mail": settings.TOUTDOUX_MAIL,
        "found": found,
        "passkeys": [
            {"id": row.id, "name": row.name, "words": passkey_words(row, zone=zone, now=now)} for row in found.passkeys
        ],
        "passkeys_possible": passkeys_possible(),
        "providers": [(provider, linked.get(provider.issuer)) for provider in known],
        "strays": [one for one in found.identities if one.issuer not in {provider.issuer for provider in known}],
        "sessions": [
            {"row": row, "here": row.device == device_of(request), "words": session_words(row, zone=zone, now=now)}
            for row in found.sessions
        ],
        "notes": _told(notes(account_id=mine.id, now=now, most=LATEST), zone=zone, now=now),
    }
    return page(request, "accounts/account.html", context, status=status)


@login_required
@never_cache
def journal_page(request: HttpRequest) -> HttpResponse:
    """Show what happened to one's account, as far back as it is kept."""
    now = timezone.now()
    found = notes(account_id=account_id(request), now=now, most=MOST)
    return page(request, "accounts/journal.html", {"notes": _told(found, zone=_zone(request), now=now)})


@login_required
@never_cache
@sensitive_post_parameters("password")
def confirm_page(request: HttpRequest) -> HttpResponse:
    """Ask again for the password, before what opens an account is changed."""
    onward = next_of(request)
    mine = account(account_id=account_id(request))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and mine.has_password:
        status = 422
        if form.is_valid():
            now = timezone.now()
            try:
                confirm_password(
                    account_id=mine.id,
                    password=form.cleaned_data["password"],
                    source=source_of(request),
                    browser=browser_name(request),
                    now=now,
                )
            except Refused as refused:
                tell(form, refused.refusals, fields=((AccountRefusal.PASSWORD_WRONG, "password"),))
                status = status_of(refused)
            else:
                request.session[PROVED_AT] = instant_text(now)
                return redirect(onward or "account")
    context = {
        "form": form,
        "next": onward,
        "account": mine,
        "mail": settings.TOUTDOUX_MAIL,
        "passkeys": passkeys_possible(),
    }
    return page(request, "accounts/confirm.html", context, status=status)


@require_POST
@login_required
def end_session_page(request: HttpRequest, device: UUID) -> HttpResponse:
    """Sign a device out."""
    end_session(account_id=account_id(request), device=device, now=timezone.now(), browser=browser_name(request))
    messages.success(request, _("That device is signed out."))
    return redirect("account")


@require_POST
@login_required
def end_other_sessions_page(request: HttpRequest) -> HttpResponse:
    """Sign every device out but this one."""
    end_other_sessions(
        account_id=account_id(request), device=device_of(request), now=timezone.now(), browser=browser_name(request)
    )
    messages.success(request, _("Every other device is signed out."))
    return redirect("account")


@never_cache
@proved
def address_page(request: HttpRequest) -> HttpResponse:
    """Give another address, or ask for the letter that proves the one there is."""
    mine = account(account_id=account_id(request))
    language = mine.language or get_language() or settings.LANGUAGE_CODE
    now = timezone.now()
    if request.method == "POST" and request.POST.get("prove"):
        proof = make_address_proof(account_id=mine.id, now=now) if settings.TOUTDOUX_MAIL and mine.email else None
        messages.success(request, _("Look in your mailbox: a letter with a link is on its way, if none was just sent."))
        if proof is None:
            return redirect("account")
        return _posting(token=proof.token, to=proof.email, language=language)
    form = AddressForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = change_address(
                    account_id=mine.id,
                    email=form.cleaned_data["email"],
                    mail=settings.TOUTDOUX_MAIL,
                    browser=browser_name(request),
                    now=now,
                )
            except Refused as refused:
                tell(form, refused.refusals, fields=ADDRESS)
            else:
                if not settings.TOUTDOUX_MAIL:
                    messages.success(request, _("Your address has been changed."))
                    return redirect("account")
                messages.success(
                    request,
                    _("Look in the other mailbox: the link in the letter makes the change, if none was just sent."),
                )
                if found is None:
                    return redirect("account")
                return _posting(token=found.token, to=found.email, language=language)
    context = {"form": form, "account": mine, "mail": settings.TOUTDOUX_MAIL}
    return page(request, "accounts/address.html", context, status=status)


@never_cache
def prove_address_page(request: HttpRequest, token: str) -> HttpResponse:
    """Say what a mailed proof is about; take the address as proven, or away, when a button says so."""
    now = timezone.now()
    try:
        proof = access_address_proof(token=token, now=now)
    except Refused as refused:
        return link_refused(request, refused)
    if proof.refusals:
        return link_refused(request, Refused(proof.refusals))
    if request.method == "POST" and request.POST.get("answer") == "not-mine":
        disown_address(token=token, now=now)
        return page(request, "accounts/address_disowned.html", {"email": proof.email})
    theirs = request.user.is_authenticated and account_id(request) == proof.account_id
    if request.method == "POST" and theirs:
        prove_address(token=token, account_id=proof.account_id, browser=browser_name(request), now=now)
        messages.success(request, _("Your address is proven."))
        return redirect("account")
    context = {"proof": proof, "theirs": theirs, "here": request.path}
    return page(request, "accounts/prove_address.html", context, status=422 if request.method == "POST" else 200)


def _zone(request: HttpRequest) -> ZoneInfo:
    """Return the zone of an association of the person, whose days are theirs: accounts have none of their own."""
    mine = memberships(account_id=account_id(request), now=timezone.now())
    return association(association_id=mine[0].association_id).zone if mine else ZoneInfo("UTC")


def _told(rows: Iterable[NoteRow], *, zone: ZoneInfo, now: datetime) -> list[dict[str, object]]:
    return [
        {"row": row, "sentence": note_sentence(row), "when": dates.moment_words(row.at, zone=zone, now=now)}
        for row in rows
    ]


def _posting(*, token: str, to: str, language: str) -> HttpResponse:
    """Lead back to the account, then send the letter: nobody waits for a mail server."""
    return ThenRedirect(reverse("account"), then=lambda: send_proof(token=token, to=to, language=language))


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
            browser=browser_name(request),
            device=device_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        tell(form, refused.refusals, fields=PASSWORD)
        return False
    # The other sessions end with the old password; this one goes on.
    keep_session(request)
    messages.success(request, _("Your password has been changed. Other devices are signed out."))
    return True
