"""The register of members: who votes and why, at any day; adding, inviting, leaving."""

from datetime import date, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.integrations.commands import mail_invitation
from toutdoux.integrations.logic.words import State
from toutdoux.integrations.queries import invited_by_mail
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refused
from toutdoux.members.commands import add_member, invite, record_departure
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.rights import GONE, SpellKind, Standing
from toutdoux.members.queries import (
    PAGE,
    MemberRow,
    Who,
    council_at,
    member,
    register_page,
    representatives,
    represented,
    requests,
    rights_of,
    spells_of,
)
from toutdoux.rules.time import start_of_day
from toutdoux.web.decisions.reading import whole_number
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.links import decision_links
from toutdoux.web.members.entrusted import entrusted_to
from toutdoux.web.members.forms import MemberForm, RegisterForm, RepresentativeForm
from toutdoux.web.members.noted import noted_with
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording import dates
from toutdoux.wording.letters import Letter, invitation_letter
from toutdoux.wording.messages import trouble_words
from toutdoux.wording.rights import right_sentence, right_short, spell_sentence, stretch_sentence

MEMBER: Fields = (
    (MemberRefusal.NAME_MISSING, "name"),
    (MemberRefusal.NAME_TOO_LONG, "name"),
    (MemberRefusal.EMAIL_MALFORMED, "email"),
)


@inside
def members_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the register and the council, today or as it was when a day was over; all of it, or who is looked for."""
    form = RegisterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    at = instant_of(asked.get("on"), visit)
    found = register_page(
        association_id=visit.association.id,
        at=at,
        who=Who(asked.get("who") or Who.ALL),
        search=asked.get("q", ""),
        number=whole_number(request.GET.get("page", "")),
    )
    shown = [_line(row, visit, at=at) for row in _with_references(found.rows, visit)]
    context = {
        "form": form,
        "day": asked.get("on") if at is not visit.now else None,
        "day_words": dates.long_day_words(at.astimezone(visit.association.zone).date()),
        "future": at > visit.now,
        "seats": found.seats,
        "found": found.found,
        "narrowed": bool(asked.get("q")) or asked.get("who") not in {None, "", Who.ALL},
        "page": Paginator(range(found.found), PAGE).page(found.number),
        "requests": len(requests(association_id=visit.association.id)) if at is visit.now else 0,
        "council": [line for line in shown if line["standing"] is Standing.VOTES],
        "others": [line for line in shown if line["standing"] not in {Standing.VOTES, *GONE}],
        "left": [line for line in shown if line["standing"] in GONE],
        "may": visit.member.right.votes,
        "why_not": right_sentence(visit.member.right, zone=visit.association.zone, now=visit.now),
    }
    return page(request, "members/members.html", context, status=422 if form.errors else 200)


@inside
def member_page(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Show one member: since when, with which right and why, and what can be done."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    return page(request, "members/member.html", member_context(visit, row))


@inside
def add_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter a person in the register, then show their page, where the invitation is made."""
    form = MemberForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = add_member(actor=visit.actor, person=form.person, now=visit.now)
            except Refused as refused:
                tell(form, refused.refusals, fields=MEMBER)
            else:
                messages.success(request, _("%(name)s is in the register.") % {"name": form.cleaned_data["name"]})
                return redirect("member", slug=visit.association.slug, member_id=found)
    context = {"form": form, "may": visit.member.right.votes, "why_not": _own_right(visit)}
    return page(request, "members/add.html", context, status=status)


@never_cache
@inside
def invitation_page(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Make an invitation and show its link, this once; or have it mailed, and say on the page of the member what becomes of it."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    if request.method != "POST":
        return redirect("member", slug=visit.association.slug, member_id=member_id)
    if request.POST.get("by") == "mail" and settings.TOUTDOUX_MAIL:
        mail_invitation(actor=visit.actor, member_id=member_id, now=visit.now)
        messages.success(request, _("The invitation is on its way. This page says when it has left."))
        return redirect("member", slug=visit.association.slug, member_id=member_id)
    token = invite(actor=visit.actor, member_id=member_id, now=visit.now)
    url = settings.TOUTDOUX_URL + reverse("join", kwargs={"token": token})
    letter = invitation_letter(association=visit.association.name, name=row.name, invited_by=visit.member.name, url=url)
    context = {
        "member": row,
        "url": url,
        "mailto": _mailto(row.email, letter),
        "until": dates.day_words((visit.now + timedelta(days=30)).astimezone(visit.association.zone).date()),
    }
    return page(request, "members/invitation.html", context)


@inside
def departure_page(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Say what leaving does, and record it when that is confirmed."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    oneself = row.id == visit.member.id
    if request.method == "POST":
        record_departure(actor=visit.actor, member_id=member_id, now=visit.now)
        if oneself:
            messages.success(
                request, _("You have left %(name)s. Goodbye, and thank you.") % {"name": visit.association.name}
            )
            return redirect("start")
        messages.success(request, _("The departure of %(name)s is recorded.") % {"name": row.name})
        return redirect("member", slug=visit.association.slug, member_id=member_id)
    council = council_at(association_id=visit.association.id, at=visit.now)
    context = member_context(visit, row) | {"oneself": oneself, "last": council == (row.id,)}
    return page(request, "members/departure.html", context)


def instant_of(day: date | None, visit: Visit) -> datetime:
    """Return the last instant of a day where the association lives; now for today, or for none."""
    return _end_of(day, visit) if day and day != _today(visit) else visit.now


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.association.zone).date()


def _end_of(day: date, visit: Visit) -> datetime:
    """Return the last instant of ``day`` where the association lives."""
    return start_of_day(day=day + timedelta(days=1), zone=visit.association.zone) - timedelta(microseconds=1)


def _own_right(visit: Visit) -> str:
    return right_sentence(visit.member.right, zone=visit.association.zone, now=visit.now)


def _with_references(rows: tuple[MemberRow, ...], visit: Visit) -> list[tuple[MemberRow, str, str]]:
    """Pair each member with the name and address of the decision that gave their right, if one did."""
    known = decision_links(visit, [row.right.action_id for row in rows])
    return [(row, *known.get(row.right.action_id, ("", ""))) for row in rows]


def _line(paired: tuple[MemberRow, str, str], visit: Visit, *, at: datetime) -> dict[str, object]:
    row, reference, url = paired
    return {
        "id": row.id,
        "name": row.name,
        "standing": row.right.standing,
        "right": right_sentence(row.right, zone=visit.association.zone, now=visit.now),
        "reference": reference,
        "url": url,
        "me": row.id == visit.member.id,
        "aliases": row.aliases,
        "pronoun": row.pronoun,
        "organisation": row.kind == "organisation",
        "uninvited": (
            row.account_id is None and row.kind == "person" and row.right.standing not in GONE and at == visit.now
        ),
    }


def member_context(visit: Visit, row: MemberRow, *, form: RepresentativeForm | None = None) -> dict[str, object]:
    """Return what the page of a member shows; ``form``: that of a representative, as it was refused."""
    zone = visit.association.zone
    stretches = rights_of(actor=visit.actor, member_id=row.id)
    spells = spells_of(actor=visit.actor, member_id=row.id)
    named_by = [(dated.action_id, dated.ended_by_id) for dated in stretches]
    named_by += [(dated.action_id, dated.ended_by_id) for dated in spells]
    named = decision_links(visit, [one for pair in named_by for one in pair]).get

    return {
        "member": row,
        "me": row.id == visit.member.id,
        "may": visit.member.right.votes,
        "why_not": _own_right(visit),
        "mail": settings.TOUTDOUX_MAIL,
        **_mailed(visit, row),
        "short": right_short(row.right),
        "organisation": row.kind == "organisation",
        "spells": [
            (spell_sentence(spell, zone=zone, now=visit.now), named(spell.action_id), named(spell.ended_by_id))
            for spell in spells
        ],
        "leaves": [
            (
                spell_sentence(spell, zone=zone, now=visit.now),
                instant_text(spell.starts_at),
                spell.starts_at > visit.now,
            )
            for spell in spells
            if spell.kind is SpellKind.LEAVE and spell.stands(visit.now)
        ],
        **_representing(visit, row, form),
        "entrusted": entrusted_to(visit=visit, member_id=row.id),
        "noted": noted_with(visit=visit, member_id=row.id, name=row.name),
        "right": right_sentence(row.right, zone=zone, now=visit.now),
        "granted_by": named(row.right.action_id),
        "joined": dates.day_words(row.joined_at.astimezone(zone).date()),
        "stretches": [
            (
                stretch_sentence(
                    cause=stretch.cause, starts_at=stretch.starts_at, ends_at=stretch.ends_at, zone=zone, now=visit.now
                ),
                named(stretch.action_id),
                named(stretch.ended_by_id),
            )
            for stretch in stretches
        ],
    }


def _mailed(visit: Visit, row: MemberRow) -> dict[str, object]:
    """Return what became of the last invitation that was mailed to someone who has not come yet."""
    if row.account_id is not None:
        return {}
    found = invited_by_mail(association_id=visit.association.id, member_id=row.id)
    if found is None:
        return {}
    trouble = ""
    if found.error or found.state is State.SKIPPED:
        trouble = trouble_words(state=found.state, reason=found.reason, error=found.error)
    return {"mailed": found, "mail_trouble": trouble}


def _representing(visit: Visit, row: MemberRow, form: RepresentativeForm | None) -> dict[str, object]:
    """Return who votes for an organisation, or for which organisations a person votes, and who may change what."""
    hand_on = row.id == visit.member.id or (row.account_id is None and visit.member.right.votes)
    if row.kind != "organisation":
        return {"represented": represented(actor=visit.actor, person_id=row.id, at=visit.now), "hand_on": hand_on}
    people = representatives(actor=visit.actor, organisation_id=row.id, at=visit.now)
    mine = any(person.id == visit.member.id for person in people)
    return {
        "representatives": people,
        "represents": mine,
        "hand_on": hand_on or mine,
        "representative_form": form or RepresentativeForm(association_id=visit.association.id, now=visit.now),
    }


def _mailto(email: str, letter: Letter) -> str:
    return f"mailto:{quote(email)}?subject={quote(letter.subject)}&body={quote(letter.text)}"
