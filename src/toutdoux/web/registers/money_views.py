"""Money: what a period adds up to, what is said once about it, what an action allows, its accounting entries."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.associations.queries import PeriodRow, current_period, periods
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import access_action
from toutdoux.finance.commands import change_money_settings
from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.finance.queries import fec_file, has_receipt, money_page, money_settings, payment_limit, totals
from toutdoux.kernel.refusal import Refused
from toutdoux.procedures.registering import commit_amount
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.queries import EntryRow
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.links import decision_links
from toutdoux.web.refusing import Fields, tell
from toutdoux.web.registers.money_forms import AllowedForm, MoneySettingsForm
from toutdoux.web.registers.presenting import lines
from toutdoux.wording import dates
from toutdoux.wording.entries import amount_words

_MISFIT = 422
SETTINGS_FIELDS: Fields = (
    (FinanceRefusal.SIREN_MALFORMED, "siren"),
    (FinanceRefusal.ACCOUNT_MALFORMED, "chart"),
    (FinanceRefusal.LIMIT_MALFORMED, "limit"),
)
ALLOWED_FIELDS: Fields = (
    (FinanceRefusal.ACTION_HAS_NOT_PASSED, "action"),
    (DecisionRefusal.UNKNOWN_ACTION, "action"),
    (RegisterRefusal.TITLE_MISSING, "purpose"),
    (RegisterRefusal.TOO_LONG, "purpose"),
    (RegisterRefusal.NUMBER_OUT_OF_RANGE, "amount"),
    (RegisterRefusal.DAY_OUT_OF_RANGE, "day"),
)


@require_safe
@never_cache
@inside
def balance_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what a period adds up to, by heading and by expense, and where the real accounts are."""
    known = periods(association_id=visit.association.id)
    period = _period(request, visit, known)
    found = money_page(association_id=visit.association.id, period=period)
    actions = decision_links(visit, [one.row.action_id for one in found.expenses])
    limit = payment_limit(association_id=visit.association.id)
    said = money_settings(association_id=visit.association.id)
    balance = found.balance
    context = {
        "period": period,
        "periods": known,
        "accounts": said.accounts,
        "limit": None if limit is None else amount_words(limit),
        "balance": [
            (_("What was there before"), amount_words(balance.before)),
            (_("Received"), amount_words(balance.received)),
            (_("Paid"), amount_words(balance.paid)),
            (_("What is left"), amount_words(balance.after)),
        ],
        "headings": [(row.heading or _("Without a heading"), *_figures(row)) for row in found.headings],
        "totals": _figures(totals(found.headings)),
        "expenses": [
            (
                one.row,
                actions.get(one.row.action_id) if one.row.action_id else None,
                amount_words(one.row.amount or 0),
                "" if one.allowed is None else amount_words(one.allowed),
                amount_words(one.paid),
                line.state,
            )
            for one, line in zip(found.expenses, lines(visit, [one.row for one in found.expenses]), strict=True)
        ],
        "movements": [(one, dates.numeric_day(one.day), amount_words(one.cents)) for one in found.movements],
        "subsidies": [(line, _asked(line.row)) for line in lines(visit, found.subsidies)],
        "supports": [(line, has_receipt(line.row)) for line in lines(visit, found.supports)],
        "loans": lines(visit, found.loans),
        "siren": said.siren,
        "may": visit.member.right.votes,
    }
    return page(request, "registers/money.html", context)


@require_safe
@never_cache
@inside
def fec_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the accounting entries of a period, as the French format has them."""
    period = _period(request, visit, periods(association_id=visit.association.id))
    if period is None:
        return redirect("money", visit.association.slug)
    name, text = fec_file(association_id=visit.association.id, period=period)
    # The article names ASCII, ISO 8859-15 and EBCDIC; what the second cannot write becomes a question mark.
    response = HttpResponse(text.encode("iso8859-15", errors="replace"), content_type="text/plain; charset=iso-8859-15")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@inside
def settings_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say once where the real accounts are, the SIREN, the levels of memberships, the account of each heading."""
    said = money_settings(association_id=visit.association.id)
    open_ = payment_limit(association_id=visit.association.id) is None
    initial = {
        "accounts": said.accounts,
        "siren": said.siren,
        "levels": "\n".join(said.levels),
        "chart": said.chart,
    }
    form = MoneySettingsForm(request.POST if request.method == "POST" else None, limit_open=open_, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            change_money_settings(
                actor=visit.actor,
                accounts=typed["accounts"],
                siren=typed["siren"],
                levels=tuple(typed["levels"].splitlines()),
                chart=typed["chart"],
                limit=typed.get("limit", "").strip(),
                now=visit.now,
            )
        except Refused as refused:
            tell(form, refused.refusals, fields=SETTINGS_FIELDS)
        else:
            messages.success(request, _("It is kept."))
            return redirect("money", visit.association.slug)
    context = {"form": form, "may": visit.member.right.votes}
    return page(request, "registers/money_settings.html", context, status=_MISFIT if form.errors else 200)


@never_cache
@inside
def allowed_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Note what an action that passed allows to be spent, where it did not say so by itself."""
    today = visit.now.astimezone(visit.association.zone).date()
    asked = request.GET.get("action", "")
    form = AllowedForm(request.POST if request.method == "POST" else None, initial={"day": today, "action": asked})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            action = access_action(actor=visit.actor, reference=typed["action"], now=visit.now)
            entry_id = commit_amount(
                actor=visit.actor,
                action_id=action.id,
                amount=typed["amount"],
                purpose=typed["purpose"],
                heading=typed["heading"],
                day=typed["day"],
                now=visit.now,
            )
        except Refused as refused:
            tell(form, refused.refusals, fields=ALLOWED_FIELDS)
        else:
            messages.success(request, _("It is noted: this may be paid."))
            return redirect("entry", visit.association.slug, entry_id)
    context = {"form": form, "may": visit.member.right.votes}
    return page(request, "registers/money_allowed.html", context, status=_MISFIT if form.errors else 200)


def _period(request: HttpRequest, visit: Visit, known: tuple[PeriodRow, ...]) -> PeriodRow | None:
    """Return the period asked for, else the current one; None for all of time, where there is none with days."""
    asked = {row.code: row for row in known}.get(request.GET.get("period", ""))
    today = visit.now.astimezone(visit.association.zone).date()
    found = asked or current_period(association_id=visit.association.id, day=today)
    return found if found is not None and found.starts_on is not None else None


def _figures(row: object) -> tuple[str, ...]:
    names = ("planned_spending", "committed", "paid", "planned_income", "received")
    # A nought says nothing, and six of them hide the figure that does.
    return tuple(amount_words(cents) if (cents := getattr(row, name)) else "" for name in names)


def _asked(row: EntryRow) -> str:
    """Return how much a subsidy was asked for, in words; nothing where that is not noted."""
    asked = row.values.get("asked")
    return "" if asked is None else amount_words(int(asked), currency=row.currency or "EUR")
