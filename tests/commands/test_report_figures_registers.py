"""Figures of money, requests and services in reports equal what another way of counting finds, hour by hour, cent by cent."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import World, world
from toutdoux.associations.commands import open_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.queries import association, period
from toutdoux.procedures.registering import record_entry, tie_entry, untie_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.models import Entry
from toutdoux.reports.periodical import figures_of, report_parts
from toutdoux.writings.logic.arranging import Which

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Paris")
#: No clock changes in these days, so that a day has twenty-four hours.
FIRST, AFTER = date(2026, 2, 1), date(2026, 2, 8)
#: Whether it happened to the machine, when it began, how long it lasted (None: it lasts), what it did.
Trouble = tuple[bool, int, int | None, str]
DAYS = st.integers(-2, 9)
TROUBLES = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(-30, 200),
        st.none() | st.integers(1, 60),
        st.sampled_from(["down", "down", "degraded"]),
    ),
    max_size=5,
)
MONEY = st.lists(
    st.tuples(
        st.sampled_from(["income", "payment"]), st.sampled_from(["", "Kitchen", "Garden"]), st.integers(1, 999), DAYS
    ),
    max_size=8,
)
REQUESTS = st.lists(st.tuples(st.sampled_from(["received", "answered", "helped", "dropped"]), DAYS), max_size=6)
QUICK = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def hour(number: int) -> datetime:
    return datetime.combine(FIRST, datetime.min.time(), tzinfo=ZONE) + timedelta(hours=number)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def opened() -> World:
    """Return a world with a week of its own."""
    scene = world()
    open_period(actor=scene.alice, period=PeriodFacts(code="W26", starts_on=FIRST, ends_on=AFTER), now=scene.now)
    return scene


def note(scene: World, kind: str, *, on: date = FIRST, **facts: Any) -> UUID:
    return record_entry(
        actor=scene.alice, kind=kind, draft=EntryDraft(title=f"A {kind}", day=on, **facts), now=scene.now
    )


def figures(scene: World, which: Which) -> dict[str, str]:
    place = association(association_id=scene.association_id)
    found = period(association_id=scene.association_id, code="W26")
    with translation.override("en"):
        parts = report_parts(association=place, period=found, which=which, now=scene.now)
        return {code: shown.value for part in parts for code, shown in figures_of(part).items()}


@given(troubles=TROUBLES, since=DAYS, stood=st.none() | st.integers(0, 6), begun=DAYS)
@QUICK
def test_it_works(troubles: Sequence[Trouble], since: int, stood: int | None, begun: int) -> None:
    """Hour by hour: open, and neither the service nor a machine it stands on is down."""
    scene = opened()
    service, machine = note(scene, "service", on=day(begun), state="open"), note(scene, "machine")
    tie_entry(actor=scene.alice, entry_id=service, other_id=machine, day=day(since), now=scene.now)
    until = None if stood is None else since + stood
    if until is not None:
        untie_entry(actor=scene.alice, entry_id=service, other_id=machine, day=day(until), now=scene.now)
    for on_machine, start, length, effect in troubles:
        note(
            scene,
            "incident",
            about_id=machine if on_machine else service,
            starts_at=hour(start),
            ends_at=None if length is None else hour(start + length),
            values={"effect": effect},
        )

    def down(at: int) -> bool:
        stands = since * 24 <= at and (until is None or at < until * 24)
        return any(
            effect == "down" and start <= at and (length is None or at < start + length) and (stands or not on_machine)
            for on_machine, start, length, effect in troubles
        )

    hours = [at for at in range(7 * 24) if at >= begun * 24]
    lost = sum(down(at) for at in hours)
    found = figures(scene, Which.TECHNICAL)
    if not hours:
        assert f"availability of {service}" not in found
        return
    assert Fraction(found[f"availability of {service}"]) == 1 - Fraction(lost, len(hours))
    assert found[f"down of {service}"] == str(lost * 60)


@given(money=MONEY)
@QUICK
def test_money_is_what_its_entries_add_up_to(money: Sequence[tuple[str, str, int, int]]) -> None:
    scene = opened()
    for kind, heading, cents, on in money:
        record(scene, kind, heading, cents, on)
    found = figures(scene, Which.FINANCIAL)
    rows = Entry.objects.filter(association_id=scene.association_id)
    inside, before = Counter[tuple[str, str]](), 0
    for row in rows:
        heading = json.loads(row.values).get("heading", "")
        if FIRST <= row.day < AFTER:
            inside[row.kind, heading] += row.amount or 0
        elif row.day < FIRST:
            before += (row.amount or 0) * (1 if row.kind == "income" else -1)
    got = sum(cents for (kind, _), cents in inside.items() if kind == "income")
    paid = sum(cents for (kind, _), cents in inside.items() if kind == "payment")
    if got or paid or before:
        assert (found["opening"], found["received"], found["closing"]) == (
            str(before),
            str(got),
            str(before + got - paid),
        )
        assert abs(int(found["paid"])) == paid
    for kind, name in (("income", "received"), ("payment", "paid")):
        for heading in ("Kitchen", "Garden"):
            if inside["income", heading] or inside["payment", heading]:
                assert found[f"{name} of {heading}"] == str(inside[kind, heading])


def record(scene: World, kind: str, heading: str, cents: int, on: int) -> None:
    """Note a movement past the limit of payments, which is not what is counted here."""
    Entry.objects.create(
        association_id=scene.association_id,
        register="money",
        kind=kind,
        title=f"A {kind}",
        day=day(on),
        amount=cents,
        currency="EUR",
        values=json.dumps({"heading": heading} if heading else {}),
        search="",
        created_at=scene.now,
    )


@given(asked=REQUESTS)
@QUICK
def test_requests_are_counted_where_they_fall(asked: Sequence[tuple[str, int]]) -> None:
    scene = opened()
    for state, on in asked:
        note(scene, "request", on=day(on), state=state, values={"from_whom": "Someone"})
    found = figures(scene, Which.ACTIVITY)
    rows = Entry.objects.filter(association_id=scene.association_id, day__gte=FIRST, day__lt=AFTER)
    assert found.get("requests", "0") == str(rows.count())
    assert found.get("answered", "0") == str(rows.filter(state__in=["answered", "helped", "declined"]).count())
