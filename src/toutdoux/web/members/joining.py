"""Accepting an invitation: with the account that is signed in, with a new one, or with an identity of elsewhere."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from toutdoux.accounts.commands import make_address_proof
from toutdoux.accounts.logic.notes import Way
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.queries import account
from toutdoux.associations.queries import association
from toutdoux.integrations.identity import Outsider, providers
from toutdoux.kernel.refusal import Refused
from toutdoux.members.commands import accept_invitation
from toutdoux.members.queries import InvitationRow, access_invitation
from toutdoux.procedures.joining import join_with_identity, join_with_new_account
from toutdoux.web.accounts.forms import NewAccountForm, OutsideAccountForm
from toutdoux.web.accounts.outside_views import forget_outsider, outsider_of
from toutdoux.web.accounts.requests import ThenRedirect, begin_session
from toutdoux.web.accounts.views import send_proof
from toutdoux.web.door import account_id, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording.refusals import sentence

NEW_ACCOUNT: Fields = (
    (AccountRefusal.NAME_TOO_LONG, "name"),
    *(
        (code, "password" if code.startswith("password-") else "email")
        for code in AccountRefusal
        if code.startswith(("password-", "email-"))
    ),
)


@never_cache
@sensitive_post_parameters("password")
def join_page(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites to what; join with the account that is signed in, or with a new one. Nothing happens before."""
    now = timezone.now()
    found = access_invitation(token=token, now=now)
    if found.refusals:
        return _invitation_refused(request, found)
    if request.method == "POST" and request.user.is_authenticated:
        accept_invitation(token=token, account_id=account_id(request), now=now)
        return _welcome(request, found)
    outsider = None if request.user.is_authenticated else outsider_of(request, token=token)
    form = _form(request, found, outsider)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                joined = _join(form, token=token, outsider=outsider)
            except Refused as refused:
                tell(form, refused.refusals, fields=NEW_ACCOUNT)
            else:
                forget_outsider(request)
                begin_session(request, identity=joined, way=Way.OUTSIDE if outsider else Way.PASSWORD)
                return _welcome(request, found, fresh=joined)
    context = {
        "invitation": found,
        "to": association(association_id=found.association_id).name,
        "form": form,
        "here": request.path,
        "email": account(account_id=account_id(request)).email if request.user.is_authenticated else "",
        "outsider": outsider,
        "token": token,
        "providers": providers(),
    }
    return page(request, "members/join.html", context, status=status)


def _form(request: HttpRequest, found: InvitationRow, outsider: Outsider | None) -> NewAccountForm | OutsideAccountForm:
    typed = request.POST if request.method == "POST" and not request.user.is_authenticated else None
    if outsider is None:
        return NewAccountForm(typed, initial={"name": found.member_name, "email": found.email})
    initial = {"name": outsider.name or found.member_name, "email": outsider.email or found.email}
    return OutsideAccountForm(typed, initial=initial)


def _join(form: NewAccountForm | OutsideAccountForm, *, token: str, outsider: Outsider | None) -> UUID:
    if outsider is None:
        return join_with_new_account(token=token, now=timezone.now(), **form.cleaned_data)
    return join_with_identity(
        token=token,
        issuer=outsider.issuer,
        subject=outsider.subject,
        label=outsider.label,
        now=timezone.now(),
        **form.cleaned_data,
    )


def _welcome(request: HttpRequest, found: InvitationRow, *, fresh: UUID | None = None) -> HttpResponse:
    """Lead into the association; the address of an account made just now is still to be proven, so its letter leaves."""
    row = association(association_id=found.association_id)
    messages.success(request, _("Welcome to %(name)s.") % {"name": row.name})
    there = f"/a/{row.slug}/"
    if fresh is None or not settings.TOUTDOUX_MAIL:
        return redirect(there)
    identity, language = fresh, get_language() or settings.LANGUAGE_CODE
    messages.info(request, _("A letter is on its way to your address: its link proves that it is yours."))
    return ThenRedirect(there, then=lambda: _prove(identity, language))


def _prove(identity: UUID, language: str) -> None:
    proof = make_address_proof(account_id=identity, now=timezone.now())
    if proof is not None:
        send_proof(token=proof.token, to=proof.email, language=proof.language or language)


def _invitation_refused(request: HttpRequest, found: InvitationRow) -> HttpResponse:
    # Only the first reason: someone whose link was used needs not hear that it is too old as well.
    context = {"sentence": sentence(found.refusals[0])}
    return page(request, "members/join_refused.html", context, status=410)
