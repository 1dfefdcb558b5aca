"""What an association sets for itself, its periods, and who changed what."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toutdoux.associations.logic.events import AssociationEvent, AssociationRefusal
from toutdoux.associations.queries import PeriodRow, periods
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import latest
from toutdoux.members.queries import names
from toutdoux.procedures.governing import change_settings, open_period
from toutdoux.web.associations.forms import PeriodForm, SettingsForm, proposed_period
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording import dates
from toutdoux.wording.rights import right_sentence
from toutdoux.wording.settings import change_sentence, setting_word

SETTING_FIELDS: Fields = ((AssociationRefusal.NAME_MISSING, "name"), (AssociationRefusal.NAME_TOO_LONG, "name"))
PERIOD_FIELDS: Fields = (
    (AssociationRefusal.PERIOD_MALFORMED, "code"),
    (AssociationRefusal.PERIOD_TAKEN, "code"),
    (AssociationRefusal.PERIOD_ENDS_BEFORE_IT_STARTS, "last_day"),
)
_SHOWN = 20


@inside
def settings_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the settings, and change them for who votes. Two forms, told apart by their button."""
    if request.method == "POST" and request.POST.get("change") == "period":
        period = PeriodForm(request.POST, prefix="period")
        if _open_period(visit, period):
            messages.success(request, _("The period %(code)s is open.") % {"code": period.cleaned_data["code"]})
            return redirect(request.path)
        return _page(request, visit, period=period, status=422)
    if request.method == "POST":
        form = SettingsForm(request.POST)
        if _change_settings(visit, form):
            messages.success(request, _("The settings have been changed."))
            return redirect(request.path)
        return _page(request, visit, form=form, status=422)
    return _page(request, visit)


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    form: SettingsForm | None = None,
    period: PeriodForm | None = None,
    status: int = 200,
) -> HttpResponse:
    zone = visit.association.zone
    today = visit.now.astimezone(zone).date()
    settings = SettingsForm(initial=_current(visit))
    context = {
        "form": form or settings,
        "period": period or PeriodForm(prefix="period", initial=proposed_period(today)),
        "may": visit.member.right.votes,
        "right": right_sentence(visit.member.right, zone=zone, now=visit.now),
        "values": _shown(settings),
        "periods": [(row, _span(row)) for row in periods(association_id=visit.association.id)],
        "changes": _changes(visit),
    }
    return page(request, "associations/settings.html", context, status=status)


def _current(visit: Visit) -> dict[str, str]:
    return {name: getattr(visit.association, name) for name in SettingsForm.base_fields}


def _shown(form: SettingsForm) -> list[tuple[str, Any]]:
    """Return settings as words, for those who may not change them."""
    rows = []
    for field in form:
        value = form.initial[field.name]
        choices: Mapping[str, Any] = dict(getattr(field.field, "choices", ()))
        rows.append((setting_word(field.name), choices.get(value, value)))
    return rows


def _span(row: PeriodRow) -> str:
    if row.starts_on is None or row.ends_on is None:
        return ""
    return _("from %(first)s to %(last)s") % {
        "first": dates.day_words(row.starts_on),
        "last": dates.day_words(row.ends_on - timedelta(days=1)),
    }


def _changes(visit: Visit) -> list[tuple[datetime, str, str]]:
    entries = latest(association_id=visit.association.id, kinds=tuple(AssociationEvent), most=_SHOWN)
    who = names(
        association_id=visit.association.id, ids={entry.actor_id for entry in entries if entry.actor_id is not None}
    )
    return [
        (
            entry.at,
            dates.day_words(entry.at.astimezone(visit.association.zone).date()),
            change_sentence(
                AssociationEvent(entry.kind),
                data=read_data(entry.data),
                who=who.get(entry.actor_id, "") if entry.actor_id else "",
            ),
        )
        for entry in entries
    ]


def _change_settings(visit: Visit, form: SettingsForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_settings(actor=visit.actor, values=form.cleaned_data, now=visit.now)
    except Refused as refused:
        tell(form, refused.refusals, fields=SETTING_FIELDS)
        return False
    return True


def _open_period(visit: Visit, form: PeriodForm) -> bool:
    if not form.is_valid():
        return False
    try:
        open_period(actor=visit.actor, period=form.period(), now=visit.now)
    except Refused as refused:
        tell(form, refused.refusals, fields=PERIOD_FIELDS)
        return False
    return True
