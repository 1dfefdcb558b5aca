"""The pages behind the links of mails: one gesture each, once. They sign nobody in, and opening one changes nothing.

Whoever holds the mail makes the gesture as the member it was sent to, by the same command as every other door.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.associations.queries import AssociationRow, access_association, current_rulebook
from toutdoux.decisions import commands
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.decisions.queries.articles import references
from toutdoux.integrations.commands import using
from toutdoux.integrations.logic.words import Gesture
from toutdoux.integrations.queries import GestureLinkRow, access_gesture_link
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import council_at
from toutdoux.web.decisions.draft_views import kind_cards
from toutdoux.web.decisions.forms import DRAFT_FIELDS, GESTURE_FIELDS, DoneForm, ReasonForm, tell_all
from toutdoux.web.decisions.gesturing import MISFIT, posted
from toutdoux.web.door import page, speak
from toutdoux.web.mail_gestures.forms import ProposeForm, WordsForm
from toutdoux.web.refusing import Fields
from toutdoux.wording.drafts import amendment_sentences
from toutdoux.wording.refusals import sentence

_FIELDS: Fields = (*GESTURE_FIELDS, (DecisionRefusal.TEXT_MISSING, "text"))


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One gesture as its page shows it. ``act`` makes it and returns what is said then."""

    title: str
    button: str
    explanation: tuple[str, ...]
    form: forms.Form
    act: Callable[[], str]
    fields: Fields = _FIELDS
    #: Why it is not possible now, in sentences.
    reasons: tuple[str, ...] = ()
    danger: bool = False


@never_cache
def gesture_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show a gesture and its form; make it when the button is pressed, and say what came of it."""
    now = timezone.now()
    association = access_association(slug=slug)
    speak(request, association=association)
    link = access_gesture_link(association=association, token=token, now=now)
    with timezone.override(association.zone):
        if request.method == "POST":
            commands.settle_due(association_id=association.id, now=now)
        found = _found(association, link)
        offer = _offer(request, association, link, found)
        done = ""
        if request.method == "POST" and not offer.reasons and offer.form.is_valid():
            try:
                with using(link_id=link.id, now=now):
                    done = offer.act()
            except Refused as refused:
                tell_all(offer.form, refused, fields=offer.fields)
        context = {
            "association": association,
            "member": link.member,
            "row": found.row if found else None,
            "offer": offer,
            "done": done,
            "cards": _cards(association, offer.form) if link.gesture is Gesture.PROPOSE else (),
        }
        misfit = bool(offer.form.errors) or (request.method == "POST" and bool(offer.reasons))
        return page(request, "mail/gesture.html", context, status=MISFIT if misfit else 200)


def _found(association: AssociationRow, link: GestureLinkRow) -> ActionPage | None:
    if link.action_id is None:
        return None
    reference = references(association_id=association.id, ids={link.action_id})[link.action_id]
    found = action_page(actor=link.member.actor, reference=str(reference), now=timezone.now())
    assert isinstance(found, ActionPage), "a link is made for live actions only"
    return found


def _offer(request: HttpRequest, association: AssociationRow, link: GestureLinkRow, found: ActionPage | None) -> Offer:
    if found is None:
        return _propose(request, association, link)
    match link.gesture:
        case Gesture.ANSWER:
            return _answer(request, link, found)
        case Gesture.AMEND:
            return _amend(request, link, found)
        case Gesture.WITHDRAW:
            return _withdraw(request, link, found)
        case _:
            return _finish(request, link, found)


def _propose(request: HttpRequest, association: AssociationRow, link: GestureLinkRow) -> Offer:
    form = ProposeForm(posted(request))
    actor = link.member.actor

    def act() -> str:
        now = timezone.now()
        draft_id = commands.save_draft(actor=actor, draft=form.draft(), now=now)
        reference = commands.publish_action(actor=actor, draft_id=draft_id, now=now)
        return _("Published: it is %(reference)s.") % {"reference": reference}

    return Offer(
        title=_("Propose an action"),
        button=_("Publish it"),
        explanation=(
            _("It is published at once, in your name, and the others are told."),
            _("To keep a draft, to add effects or co-leads, sign in and write it there."),
        ),
        form=form,
        act=act,
        fields=DRAFT_FIELDS,
    )


def _answer(request: HttpRequest, link: GestureLinkRow, found: ActionPage) -> Offer:
    form = ReasonForm(posted(request), label=_("Your answer"))
    said = next((one for one in found.objections if one.id == link.objection_id), None)
    lifted = said is None or said.lifted_at is not None

    def act() -> str:
        commands.post_on_objection(
            actor=link.member.actor,
            objection_id=link.objection_id or 0,
            sort="answer",
            text=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("Your answer is kept with the objection.")

    return Offer(
        title=_("Answer the objection"),
        button=_("Answer"),
        explanation=(
            _("%(name)s says: %(reason)s") % {"name": said.name, "reason": said.reason} if said else "",
            _("Your answer is shown under the objection, to every member."),
        ),
        form=form,
        act=act,
        reasons=(_("This objection was lifted since."),) if lifted else (),
    )


def _amend(request: HttpRequest, link: GestureLinkRow, found: ActionPage) -> Offer:
    form = WordsForm(posted(request), initial={"title": found.version.title, "text": found.version.text})
    changed = (_("The text was changed since this mail: the link was for the earlier one."),)

    def act() -> str:
        # The effects stay as they are: they are chosen on the page of the action.
        commands.amend_action(
            actor=link.member.actor,
            action_id=found.row.id,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
        return _("The new version is published, and the count begins afresh.")

    return Offer(
        title=_("Amend the text"),
        button=_("Publish this version"),
        explanation=amendment_sentences(cast=len(found.counting)),
        form=form,
        act=act,
        reasons=changed if found.version.number != link.version else _reasons(found, "amend"),
    )


def _withdraw(request: HttpRequest, link: GestureLinkRow, found: ActionPage) -> Offer:
    form = ReasonForm(posted(request), label=_("Why do you withdraw it?"))

    def act() -> str:
        commands.withdraw_action(
            actor=link.member.actor, action_id=found.row.id, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        return _("The action is withdrawn.")

    return Offer(
        title=_("Withdraw the action"),
        button=_("Withdraw it"),
        explanation=(
            _("It closes at once: nobody votes any more, and nothing of it takes effect."),
            _("It keeps its number and stays in the register, with your reason."),
        ),
        form=form,
        act=act,
        reasons=_reasons(found, "withdraw"),
        danger=True,
    )


def _finish(request: HttpRequest, link: GestureLinkRow, found: ActionPage) -> Offer:
    today = timezone.localdate()
    form = DoneForm(posted(request), label=_("How did it go?"), optional=True, initial={"on": today})

    def act() -> str:
        commands.finish_action(
            actor=link.member.actor,
            action_id=found.row.id,
            on=form.day(),
            note=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("It is done. Thank you.")

    return Offer(
        title=_("Say that it is done"),
        button=_("It is done"),
        explanation=(_("The action is then over: it can no longer be abandoned, nor annulled by a counter-vote."),),
        form=form,
        act=act,
        reasons=_reasons(found, "finish"),
    )


def _reasons(found: ActionPage, name: str) -> tuple[str, ...]:
    return tuple(sentence(refusal) for refusal in found.gestures.get(name, ()))


def _cards(association: AssociationRow, form: forms.Form) -> Sequence[object]:
    council = len(council_at(association_id=association.id, at=timezone.now()))
    rulebook = current_rulebook(association_id=association.id).rulebook
    return kind_cards(rulebook, council=council, chosen=str(form["kind"].value() or ""))
