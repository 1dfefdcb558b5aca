"""Money: what came in and went out, by heading and by action, who supports, and what is planned."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.voting.queries import decided_by
from toutdoux.associations.queries import PeriodRow
from toutdoux.decisions.queries.articles import references
from toutdoux.drawing.charts import Bar, Bars
from toutdoux.finance.logic.accounts import HeadingRow
from toutdoux.finance.queries import (
    MoneyPage,
    expenses,
    loans,
    money_page,
    money_settings,
    subsidies,
    supports,
    totals,
)
from toutdoux.registers.queries import EntryRow
from toutdoux.reports.logic.document import (
    Align,
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Run,
    Runs,
    Source,
    Table,
    paragraph,
    words,
)
from toutdoux.reports.logic.figures import figure, told
from toutdoux.reports.sections.drawn import lying
from toutdoux.reports.sections.scene import Scene
from toutdoux.reports.sections.telling import entry_figure, texts, told_line
from toutdoux.wording.entries import amount_words, kind_plural, state_word
from toutdoux.wording.voting import vote_reference


def in_short(scene: Scene) -> Iterator[Block]:
    """Tell the money of a period in the activity report: memberships, subsidies, loans, then what went in and out."""
    if supports(association_id=scene.association.id, period=scene.period):
        yield Heading(level=2, text=gettext("Support memberships"))
        yield from memberships(scene)
    rows = subsidies(association_id=scene.association.id, period=scene.period)
    if rows:
        yield Heading(level=2, text=kind_plural("subsidy"))
        yield from _listed(rows)
    lent = [row for row in loans(association_id=scene.association.id) if _of_period(scene, row)]
    if lent:
        yield Heading(level=2, text=kind_plural("loan"))
        yield from _listed(lent)
    if _page(scene).movements:
        yield Heading(level=2, text=gettext("Balance"))
        yield from balance(scene)


def memberships(scene: Scene) -> Iterator[Block]:
    """Tell the support memberships of organisations, each with its level and what it gives, where that is noted."""
    rows = supports(association_id=scene.association.id, period=scene.period)
    if not rows:
        return
    source = Source(
        page="entries", named=(("register", "money"),), code="memberships", label=gettext("Support memberships")
    )
    yield Paragraph(
        runs=told(
            ngettext(
                "%(count)s support membership was accepted:", "%(count)s support memberships were accepted:", len(rows)
            ),
            count=figure(len(rows), source=source),
        )
    )
    yield Bullets(items=tuple((Paragraph(runs=_membership(row)),) for row in rows))


def _membership(row: EntryRow) -> Runs:
    organisation, level = str(row.values["organisation"]), str(row.values.get("level", ""))
    named = entry_figure(
        row, "organisation", shown=organisation, value=organisation, label=gettext("Support memberships")
    )
    runs: Runs = (named,)
    if level:
        runs += told(gettext(", level %(level)s"), level=level)
    if row.amount is not None:
        shown = amount_words(row.amount, currency=row.currency)
        runs += (
            Run(text=", "),
            entry_figure(row, "amount", shown=shown, value=str(row.amount), label=gettext("Amount")),
        )
    return runs


def balance(scene: Scene) -> Iterator[Block]:
    """Tell what there was at first, came in, went out, and is there at the end; and where the real accounts are."""
    page = _page(scene)
    if not page.movements and not page.balance.before:
        return
    found = page.balance
    rows = (
        ("opening", gettext("At the beginning"), found.before),
        ("received", gettext("Received"), found.received),
        ("paid", gettext("Paid"), -found.paid),
        ("closing", gettext("At the end"), found.after),
    )
    yield Table(
        caption=gettext("Balance"),
        columns=(Column(title=gettext("What"), share=3), Column(title=gettext("Amount"), align=Align.END)),
        rows=tuple((words(label), _amount(cents, code=code, label=label)) for code, label, cents in rows),
    )
    accounts = money_settings(association_id=scene.association.id).accounts
    if accounts:
        yield paragraph(gettext("The accounts themselves are kept here: %(where)s") % {"where": accounts})
    else:
        yield paragraph(gettext("These are notes tied to decisions; the accounts themselves are kept elsewhere."))


def headings(scene: Scene) -> Iterator[Block]:
    """Give the figures of each heading, and draw what was paid for each."""
    rows = _page(scene).headings
    if not rows:
        return
    spent = [row for row in rows if row.paid]
    if spent:
        chart = Bars(
            title=gettext("Paid, by heading"),
            description=gettext("Paid, by heading: %(figures)s.")
            % {"figures": ", ".join(f"{_heading(row)} {amount_words(row.paid)}" for row in spent)},
            rows=tuple(Bar(label=_heading(row), value=row.paid, words=amount_words(row.paid)) for row in spent),
        )
        yield lying("headings", chart)
    yield _headings_table(rows)


def _headings_table(rows: tuple[HeadingRow, ...]) -> Table:
    whole = totals(rows)
    lines = [(*rows, whole)[place] for place in range(len(rows) + 1)]
    columns = (
        ("planned_spending", gettext("Planned")),
        ("committed", gettext("Committed")),
        ("paid", gettext("Paid")),
        ("planned_income", gettext("Hoped for")),
        ("received", gettext("Received")),
    )
    return Table(
        caption=gettext("By heading"),
        columns=(
            Column(title=gettext("Heading"), share=4),
            *(Column(title=title, align=Align.END, share=3) for _, title in columns),
        ),
        rows=tuple(
            (
                words(gettext("All together") if row is whole else _heading(row), strong=row is whole),
                *(
                    _amount(
                        getattr(row, name),
                        code=f"{name} of {'all' if row is whole else row.heading}",
                        label=f"{gettext('All together') if row is whole else _heading(row)}, {title}",
                    )
                    for name, title in columns
                ),
            )
            for row in lines
        ),
    )


def _decisions(scene: Scene, ids: set[UUID]) -> dict[UUID, Run]:
    """Return how decisions are called, each leading to its page: actions, and votes of assemblies."""
    association_id = scene.association.id
    found = {
        one: Run(text=str(reference), source=Source(page="action", named=(("reference", str(reference)),)))
        for one, reference in references(association_id=association_id, ids=ids).items()
    }
    for one, vote in decided_by(association_id=association_id, ids=ids - set(found)).items():
        named = (("number", str(vote.number)), ("reference", vote.assembly))
        found[one] = Run(text=vote_reference(vote), source=Source(page="assembly_vote", named=named))
    return found


def by_action(scene: Scene) -> Iterator[Block]:
    """List the expenses with the decision that allowed each, what it allows, and what was paid of it."""
    rows = expenses(association_id=scene.association.id, period=scene.period)
    if not rows:
        return
    named = _decisions(scene, {one.row.action_id for one in rows if one.row.action_id is not None})
    lines = []
    for one in rows:
        decision = named.get(one.row.action_id) if one.row.action_id else None
        allowed = one.allowed if one.allowed is not None else one.row.amount or 0
        lines.append(
            (
                (Run(text=one.row.title, source=Source(page="entry", named=(("entry_id", str(one.row.id)),))),),
                (decision,) if decision else (),
                words(state_word(one.row.kind, one.row.state)),
                (_entry_amount(one.row, "allowed", allowed, gettext("Amount")),),
                (_entry_amount(one.row, "paid", one.paid, gettext("Paid")),),
            )
        )
    yield Table(
        caption=gettext("What decisions allow, and what was paid of it"),
        columns=(
            Column(title=gettext("What"), share=6),
            Column(title=gettext("Decision"), share=3),
            Column(title=gettext("State"), share=3),
            Column(title=gettext("Amount"), align=Align.END, share=3),
            Column(title=gettext("Paid"), align=Align.END, share=3),
        ),
        rows=tuple(lines),
    )


def budget_ahead(scene: Scene) -> Iterator[Block]:
    """Give the budget of the next period, heading by heading, where it is open and has one."""
    following = scene.next_period
    if following is None:
        return
    rows = [row for row in _money(scene, following).headings if row.planned_spending or row.planned_income]
    if not rows:
        return
    whole = totals(rows)
    yield Table(
        caption=gettext("Budget of %(period)s") % {"period": following.code},
        columns=(
            Column(title=gettext("Heading"), share=3),
            Column(title=gettext("Spending"), align=Align.END, share=2),
            Column(title=gettext("Income"), align=Align.END, share=2),
        ),
        rows=tuple(
            (
                words(gettext("All together") if row is whole else _heading(row), strong=row is whole),
                _amount(row.planned_spending, code=f"next spending {row.heading}", label=_heading(row)),
                _amount(row.planned_income, code=f"next income {row.heading}", label=_heading(row)),
            )
            for row in (*rows, whole)
        ),
    )


def _listed(rows: tuple[EntryRow, ...] | list[EntryRow]) -> Iterator[Block]:
    for row in rows:
        yield Paragraph(runs=(Run(text=row.title, strong=True), Run(text=" · "), *told_line(row)))
        yield from texts(row, level=3)


def _of_period(scene: Scene, row: EntryRow) -> bool:
    if row.period:
        return row.period == scene.period.code
    first = scene.period.starts_on
    return first is not None and first <= row.day <= scene.last_day


def _page(scene: Scene) -> MoneyPage:
    return _money(scene, scene.period)


def _money(scene: Scene, period: PeriodRow) -> MoneyPage:
    return money_page(association_id=scene.association.id, period=period)


def _heading(row: HeadingRow) -> str:
    return row.heading or gettext("Without a heading")


def _amount(cents: int, *, code: str, label: str) -> Runs:
    source = Source(page="entries", named=(("register", "money"),), code=code, value=str(cents), label=label)
    return (Run(text=amount_words(cents), source=source),)


def _entry_amount(row: EntryRow, name: str, cents: int, label: str) -> Run:
    return entry_figure(row, name, shown=amount_words(cents), value=str(cents), label=label)
