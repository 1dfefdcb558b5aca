"""The door of every page: who comes, to which association, at what instant, in which language and zone.

A view of an association is wrapped in ``inside``: it gets a ``Visit`` and makes one call to a command or query. Whatever
is refused anywhere becomes a page of sentences here, once.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.minutes.logic.events import MinutesRefusal
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.decisions.commands import settle_due
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.logic.chain import LedgerRefusal
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import MemberRow, access_member
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.wording.refusals import sentence
from toutdoux.wording.refusals.chat import ChatRefusal
from toutdoux.wording.refusals.integrations import IntegrationRefusal
from toutdoux.wording.refusals.webhook import WebhookRefusal
from toutdoux.writings.logic.events import WritingRefusal

P = ParamSpec("P")

#: Refusals that say "there is nothing here", the same words for what does not exist and what is not yours to see.
_MISSING = frozenset(
    {
        AccessRefusal.UNKNOWN_ACCESS,
        AccessRefusal.UNKNOWN_RESOURCE,
        AssemblyRefusal.UNKNOWN_ASSEMBLY,
        AssemblyRefusal.UNKNOWN_DOCUMENT,
        AssemblyRefusal.UNKNOWN_ITEM,
        AssemblyRefusal.PROXY_LINK_UNKNOWN,
        AssociationRefusal.UNKNOWN_ASSOCIATION,
        AssociationRefusal.PERIOD_UNKNOWN,
        ElectionRefusal.UNKNOWN_CANDIDATE,
        ElectionRefusal.UNKNOWN_ELECTION,
        ElectionRefusal.UNKNOWN_ROUND,
        DecisionRefusal.UNKNOWN_ACTION,
        DecisionRefusal.UNKNOWN_OBJECTION,
        MandateRefusal.UNKNOWN_KIND,
        MandateRefusal.UNKNOWN_MANDATE,
        MandateRefusal.LINE_UNKNOWN,
        MemberRefusal.NOT_A_MEMBER,
        MemberRefusal.UNKNOWN_MEMBER,
        MemberRefusal.INVITATION_UNKNOWN,
        MemberRefusal.DOOR_CLOSED,
        MemberRefusal.NO_SUCH_REQUEST,
        MinutesRefusal.NOT_OPENED_YET,
        MinutesRefusal.UNKNOWN_NOTE,
        MinutesRefusal.UNKNOWN_TASK,
        IntegrationRefusal.LINK_UNKNOWN,
        IntegrationRefusal.MESSAGE_UNKNOWN,
        VoteRefusal.UNKNOWN_AMENDMENT,
        VoteRefusal.UNKNOWN_VOTE,
        WebhookRefusal.UNKNOWN_HOOK,
        ChatRefusal.LINK_UNKNOWN,
        ChatRefusal.CHAT_UNKNOWN,
        ProcedureRefusal.UNKNOWN_PROCEDURE,
        ProcedureRefusal.ANSWER_LINK_UNKNOWN,
        WritingRefusal.UNKNOWN_REPORT,
        WritingRefusal.UNKNOWN_SECTION,
        WritingRefusal.UNKNOWN_EDITION,
        WritingRefusal.UNKNOWN_CHARTER,
        WritingRefusal.UNKNOWN_VERSION,
        RegisterRefusal.UNKNOWN_ENTRY,
        RegisterRefusal.UNKNOWN_FILE,
        RegisterRefusal.UNKNOWN_KIND,
    }
)
_MISFIT = 422
_NOT_FOUND = 404
_UNAVAILABLE = 503


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A member on a page of their association, at an instant."""

    association: AssociationRow
    member: MemberRow
    now: datetime

    @property
    def actor(self) -> Actor:
        """Return the member as the one who acts."""
        return self.member.actor


def inside(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let in the members of the association named by the ``slug`` of the address; others are asked to sign in.

    A request that changes something first settles every deadline due, so that no right is judged on stale facts.
    """

    @functools.wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        now = timezone.now()
        association = access_association(slug=slug)
        member = access_member(account_id=account_id(request), association_id=association.id, now=now)
        if request.method == "POST":
            settle_due(association_id=association.id, now=now)
        speak(request, association=association)
        request.visit = visit = Visit(association=association, member=member, now=now)  # type: ignore[attr-defined]
        with timezone.override(association.zone):
            return view(request, visit, *args, **kwargs)

    return wrapped


def account_id(request: HttpRequest) -> UUID:
    """Return the id of the account that is signed in."""
    identity = request.user.pk
    if not isinstance(identity, UUID):
        msg = "nobody is signed in"
        raise TypeError(msg)
    return identity


def speak(request: HttpRequest, *, association: AssociationRow) -> None:
    """Choose the language: the reader's own choice, else the association's; French in the form it prefers."""
    chosen = request.COOKIES.get("toutdoux_language") or getattr(request.user, "language", "") or association.language
    base = chosen.split("-")[0]
    language = "fr-tu" if base == "fr" and association.address_form == "tu" else base
    if translation.check_for_language(language):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page; inside an association its name, navigation and visit come with it."""
    visit: Visit | None = getattr(request, "visit", None)
    values: dict[str, Any] = {"visit": visit, "association": visit.association if visit else None}
    if visit is not None:
        values["home_url"] = f"/a/{visit.association.slug}/"
    return render(request, template, values | (context or {}), status=status)


def refused_page(request: HttpRequest, refusals: tuple[Refusal, ...]) -> HttpResponse:
    """Render what was refused: what happened, what is safe, what to do."""
    codes = {refusal.code for refusal in refusals}
    missing = bool(codes & _MISSING)
    status = _NOT_FOUND if missing else _UNAVAILABLE if LedgerRefusal.CLOCK_BEHIND in codes else _MISFIT
    return page(
        request,
        "refused.html",
        {"missing": missing, "sentences": [sentence(refusal) for refusal in refusals]},
        status=status,
    )


class RefusalMiddleware:
    """Turn a refusal that no view handled into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals; leave every other exception to Django."""
        return refused_page(request, exception.refusals) if isinstance(exception, Refused) else None
