"""Gestures that change where an action stands: amending, withdrawing, urgency, carrying out, countering."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.decisions import commands
from toutdoux.members.queries import members
from toutdoux.rules.rulebook import Kind
from toutdoux.web.decisions.effects_chooser import Chooser, chooser
from toutdoux.web.decisions.forms import DoneForm, ReasonForm, TextForm, WithdrawForm
from toutdoux.web.decisions.gesturing import Asked, gesture, live, posted
from toutdoux.web.door import Visit, inside
from toutdoux.wording.drafts import amendment_sentences, counter_vote_sentences


@never_cache
@inside
def amend(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Publish a new version of the text."""
    found = live(visit, reference)
    people = members(association_id=visit.association.id, at=visit.now)
    before = tuple(effect.draft for effect in found.effects)
    form = TextForm(
        posted(request),
        initial={"title": found.version.title, "text": found.version.text},
        chooser=chooser(association_id=visit.association.id, people=people, before=before)
        if found.row.kind is Kind.EXTRAORDINARY
        else Chooser(),
    )
    asked = Asked(
        name="amend",
        title=_("Amend the text"),
        button=_("Publish this version"),
        explanation=amendment_sentences(cast=len(found.counting)),
        done=_("The new version is published, and the count begins afresh."),
    )

    def act() -> None:
        commands.amend_action(
            actor=visit.actor,
            action_id=found.row.id,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            effects=form.effects(),
            now=visit.now,
        )

    return gesture(request, visit, found, asked, form, act)


@never_cache
@inside
def withdraw(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Withdraw an action, and perhaps open it anew as the other kind."""
    found = live(visit, reference)
    row = found.row
    other = Kind.ORDINARY if row.kind is Kind.EXTRAORDINARY else Kind.EXTRAORDINARY
    form = WithdrawForm(posted(request), label=_("Why do you withdraw it?"), initial={"kind": other})
    if row.kind is Kind.COUNTER_VOTE:
        del form.fields["anew"], form.fields["kind"]
    asked = Asked(
        name="withdraw",
        title=_("Withdraw the action"),
        button=_("Withdraw it"),
        explanation=(
            _("It closes at once: nobody votes any more, and nothing of it takes effect."),
            _("It keeps its number and stays in the register, with your reason."),
        ),
        done=_("The action is withdrawn."),
        danger=True,
    )

    def act() -> str:
        commands.withdraw_action(actor=visit.actor, action_id=row.id, reason=form.cleaned_data["reason"], now=visit.now)
        if not form.cleaned_data.get("anew"):
            return ""
        begun = {"from": str(row.reference), "kind": form.cleaned_data.get("kind", "")}
        return reverse("draft-new", args=[visit.association.slug]) + "?" + urlencode(begun)

    return gesture(request, visit, found, asked, form, act)


@never_cache
@inside
def urgency(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Declare urgency."""
    found = live(visit, reference)
    form = ReasonForm(posted(request), label=_("Why can it not wait?"))
    asked = Asked(
        name="urgency",
        title=_("Declare urgency"),
        button=_("Declare urgency"),
        explanation=(
            _("You may carry it out before it is decided. The vote goes on all the same."),
            _("It is shown everywhere, with your reason. If the council blocks the action, what was done stays shown."),
            _("What the action changes by itself still waits for the decision."),
        ),
        done=_("Urgency is declared: you may carry it out, and the vote goes on."),
    )

    def act() -> None:
        commands.declare_urgency(
            actor=visit.actor, action_id=found.row.id, reason=form.cleaned_data["reason"], now=visit.now
        )

    return gesture(request, visit, found, asked, form, act)


@never_cache
@inside
def start(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Say that carrying out has begun."""
    found = live(visit, reference)
    form = ReasonForm(posted(request), label=_("A word about it"), optional=True)
    asked = Asked(
        name="start",
        title=_("Say that it has begun"),
        button=_("It has begun"),
        explanation=(_("The others see that somebody is on it."),),
        done=_("It is in progress now."),
    )

    def act() -> None:
        commands.start_action(
            actor=visit.actor, action_id=found.row.id, note=form.cleaned_data["reason"], now=visit.now
        )

    return gesture(request, visit, found, asked, form, act)


@never_cache
@inside
def done(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Say that the action has been carried out."""
    found = live(visit, reference)
    today = visit.now.astimezone(visit.association.zone).date()
    form = DoneForm(posted(request), label=_("How did it go?"), optional=True, initial={"on": today})
    asked = Asked(
        name="finish",
        title=_("Say that it is done"),
        button=_("It is done"),
        explanation=(_("The action is then over: it can no longer be abandoned, nor annulled by a counter-vote."),),
        done=_("It is done. Thank you."),
    )

    def act() -> None:
        commands.finish_action(
            actor=visit.actor,
            action_id=found.row.id,
            on=form.day(),
            note=form.cleaned_data["reason"],
            now=visit.now,
        )

    return gesture(request, visit, found, asked, form, act)


@never_cache
@inside
def abandon(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Give up carrying out what was decided."""
    found = live(visit, reference)
    form = ReasonForm(posted(request), label=_("Why do you give it up?"))
    asked = Asked(
        name="abandon",
        title=_("Give the action up"),
        button=_("Give it up"),
        explanation=(
            _("What was decided stays decided; the register says that it was abandoned, and why."),
            _("If you only lack time, you can look for someone else to lead it instead."),
        ),
        done=_("The action is abandoned, with your reason."),
        danger=True,
    )

    def act() -> None:
        commands.abandon_action(
            actor=visit.actor, action_id=found.row.id, reason=form.cleaned_data["reason"], now=visit.now
        )

    return gesture(request, visit, found, asked, form, act)


@never_cache
@inside
def counter_vote(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Call a vote that annuls an action."""
    found = live(visit, reference)
    form = ReasonForm(
        posted(request),
        label=_("What is wrong with the action, and what you propose instead"),
        help_text=_("This is the text the council will vote on."),
    )
    asked = Asked(
        name="counter",
        title=_("Call a counter-vote"),
        button=_("Call the counter-vote"),
        explanation=counter_vote_sentences(found.row.rulebook) if found.row.rulebook else (),
        done=_("The counter-vote is open."),
        danger=True,
    )

    def act() -> str:
        called = commands.call_counter_vote(
            actor=visit.actor, action_id=found.row.id, reason=form.cleaned_data["reason"], now=visit.now
        )
        return reverse("action", args=[visit.association.slug, str(called)])

    return gesture(request, visit, found, asked, form, act)
