"""The first page of an installation, and founding an association."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.queries import account
from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import association, associations
from toutdoux.integrations.commands import mail_founders
from toutdoux.kernel.refusal import Refused
from toutdoux.members.commands import NewPerson
from toutdoux.members.queries import memberships
from toutdoux.procedures.founding import Founded, Founding, NewAccount, found_with_people
from toutdoux.rules.reading import NeededFor, RulebookFault, missing, with_answers
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.shipped import SHIPPED, shipped
from toutdoux.web.accounts.requests import begin_session
from toutdoux.web.associations.forms import FoundingForm, proposed_period
from toutdoux.web.door import account_id, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording.articles import articles
from toutdoux.wording.words import localised

FIELDS: Fields = (
    (AssociationRefusal.NAME_MISSING, "name"),
    (AssociationRefusal.NAME_TOO_LONG, "name"),
    (AssociationRefusal.SLUG_TAKEN, "slug"),
    (AssociationRefusal.SLUG_MALFORMED, "slug"),
    (AssociationRefusal.SLUG_RESERVED, "slug"),
    (AssociationRefusal.UNKNOWN_ZONE, "zone"),
    (AssociationRefusal.PERIOD_MALFORMED, "code"),
    (AssociationRefusal.PERIOD_TAKEN, "code"),
    (AssociationRefusal.PERIOD_ENDS_BEFORE_IT_STARTS, "last_day"),
    (AssociationRefusal.RULEBOOK_INCOMPLETE, "waiting"),
    *((code, "waiting") for code in RulebookFault),
    *(
        (code, "founder_password" if code.startswith("password-") else "founder_email")
        for code in AccountRefusal
        if code.startswith(("password-", "email-"))
    ),
)


def start_page(request: HttpRequest) -> HttpResponse:
    """Lead everyone to where they are at home: the wizard, signing in, their association, or the list of theirs."""
    if not request.user.is_authenticated:
        return redirect("sign_in" if associations() else "found")
    mine = memberships(account_id=account_id(request), now=timezone.now())
    rows = [association(association_id=row.association_id) for row in mine]
    if len(rows) == 1 and request.GET.get("all") is None:
        return redirect(f"/a/{rows[0].slug}/")
    return page(request, "associations/start.html", {"associations": rows})


@never_cache
@sensitive_post_parameters("founder_password")
def found_page(request: HttpRequest) -> HttpResponse:
    """Found an association. Without an account only the first one of an installation can be: then nobody has one."""
    signed_in = request.user.is_authenticated
    if not signed_in and associations():
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        form = FoundingForm(initial=_proposals(request), signed_in=signed_in)
        return page(request, "associations/found.html", _context(form))
    form = FoundingForm(request.POST, signed_in=signed_in)
    if form.is_valid():
        try:
            founded = _found(request, form)
        except Refused as refused:
            tell(form, refused.refusals, fields=tuple((c, f) for c, f in FIELDS if f in form.fields))
        else:
            if not signed_in:
                begin_session(request, identity=founded.account_id)
            return _what_next(request, founded)
    return page(request, "associations/found.html", _context(form), status=422)


def shipped_rulebook_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a rulebook that comes with Toutdoux, in full, to whoever chooses one."""
    rulebook = shipped(name)
    context = {"title": localised(rulebook.title), "articles": articles(rulebook)}
    return page(request, "rulebook/shipped.html", context)


def _proposals(request: HttpRequest) -> dict[str, object]:
    today = timezone.now().astimezone(ZoneInfo("Europe/Paris")).date()
    language = (get_language() or "fr").split("-")[0]
    name = account(account_id=account_id(request)).name if request.user.is_authenticated else ""
    return {"language": language, "founder_name": name, **proposed_period(today)}


def _context(form: FoundingForm) -> dict[str, object]:
    folded = ("zone", "language", "address_form", "inclusive_form")
    return {
        "form": form,
        "language_errors": any(form[name].errors for name in folded) if form.is_bound else False,
        "shipped": [(name, localised(shipped(name).title)) for name in SHIPPED],
    }


def _found(request: HttpRequest, form: FoundingForm) -> Founded:
    values = form.cleaned_data
    new = None
    if not request.user.is_authenticated:
        new = NewAccount(email=values["founder_email"], password=values["founder_password"])
    return found_with_people(
        founding=Founding(
            name=values["name"],
            slug=values["slug"],
            zone=values["zone"],
            language=values["language"],
            rulebook=_complete(shipped(values["rulebook"]), form),
            period=form.period(),
            settings={"address_form": values["address_form"], "inclusive_form": values["inclusive_form"]},
        ),
        founder=NewPerson(
            name=values["founder_name"],
            email=new.email if new else account(account_id=account_id(request)).email,
            account_id=None if new else account_id(request),
        ),
        account=new,
        others=values["others"],
        now=timezone.now(),
    )


def _complete(rulebook: Rulebook, form: FoundingForm) -> Rulebook:
    """Fill in what the rulebook leaves open and an association needs from its first day."""
    asked = {value.key for value in missing(rulebook) if value.needed_for is NeededFor.SET_UP}
    answers = {"voting_right.waiting": {form.cleaned_data["waiting_unit"]: form.cleaned_data["waiting"]}}
    return with_answers(rulebook, {key: answer for key, answer in answers.items() if key in asked})


def _what_next(request: HttpRequest, founded: Founded) -> HttpResponse:
    """Show the invitations, this once: only their digests are kept. Those with an address are mailed, if mail is on."""
    row = association(association_id=founded.association_id)
    mailed = mail_founders(founded=founded, now=timezone.now()) if settings.TOUTDOUX_MAIL else frozenset()
    context = {
        "association": row,
        "home_url": f"/a/{row.slug}/",
        "invited": [
            (one, settings.TOUTDOUX_URL + reverse("join", kwargs={"token": one.token}))
            for one in founded.invited
            if one.member_id not in mailed
        ],
        "mailed": [one for one in founded.invited if one.member_id in mailed],
    }
    return page(request, "associations/founded.html", context)
