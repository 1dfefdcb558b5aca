"""Money through the pages: what a decision allows may be paid, and no more; a balance, and entries for the accounts."""

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from tests.journeys.test_web_registers import note
from tests.support.browsing import People, words
from tests.support.people import world
from toutdoux.associations.commands import open_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.kernel.refusal import Refused
from toutdoux.procedures.registering import record_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return People(world())


def say_once(people: People, **typed: str) -> None:
    data = {"accounts": "Paheko, kept by Dana", "limit": "50", "siren": "732829320", "levels": "Gold\nSilver"} | typed
    response = people.post("alice", "registers/money/settings/", data)
    assert response.status_code == 302, words(response)


def passed(people: People, title: str = "Buy an oven") -> str:
    reference = people.publish("alice", title=title)
    for name in ("alice", "bob"):
        people.vote(name, reference, "for")
    return reference


def allowed(people: People, reference: str, amount: str = "120") -> UUID:
    typed = {"action": reference, "purpose": "An oven", "amount": amount, "heading": "Kitchen", "day": "2026-03-10"}
    response = people.post("alice", "registers/money/allowed/", typed)
    assert response.status_code == 302, words(response)
    return UUID(str(response["Location"]).rstrip("/").rpartition("/")[2])


def pay(people: People, amount: str, about: object = "", **typed: str) -> str:
    data = {"title": "The oven", "day": "2026-03-10", "amount": amount, "about": str(about), "payee": "Shop"} | typed
    response = people.post("alice", "registers/new/payment/", data)
    return words(response) if response.status_code == 422 else ""


def test_it_works(people: People) -> None:
    """Asked for its limit first; a small payment needs nothing, a large one a decision, and the decision has its bounds."""
    assert "is not chosen yet ( art. 19 )" in people.read("alice", "registers/money/balance/")
    assert "not chosen yet (art. 19)" in pay(people, "20")
    say_once(people)
    assert pay(people, "49,99") == ""
    assert "Above €50.00 a payment needs a decision" in pay(people, "50,01")
    expense = allowed(people, passed(people))
    assert pay(people, "80", expense, receipt="=1+1", heading="Kitchen") == ""
    assert "The decision allows €120.00, of which €80.00 is paid" in pay(people, "40,01", expense)
    assert pay(people, "40", expense, heading="Kitchen") == ""
    note(people, "support", title="The bakery", organisation="The bakery", level="Gold", amount="100", state="received")
    typed = {"title": "Z", "day": "2026-03-10", "organisation": "Z", "level": "Platinum"}
    assert "Choose one of those offered." in words(people.post("alice", "registers/new/support/", typed))
    note(people, "subsidy", title="Town", funder="The town", asked="500", state="asked")
    page = people.read("bob", "registers/money/balance/")
    assert "An oven Expense · 10 March · allowed by a decision · €120.00" in people.read("bob", "actions/P26-E1/")
    for said in (
        "Paheko, kept by Dana",
        "Paid €169.99",
        "Received €100.00",
        "What is left −€69.99",
        "€120.00 allowed, €120.00 paid",
    ):
        assert said in page


def test_several_small_payments_do_not_slip_under_the_limit(people: People) -> None:
    say_once(people)
    expense = note(people, "expense", title="Chairs", amount="90")
    assert pay(people, "30", expense) == ""
    assert "needs a decision" in pay(people, "30", expense)


def test_only_an_action_that_was_voted_and_passed_allows(people: People) -> None:
    open_ = people.publish("alice", title="Buy a boat")
    announced = people.publish("alice", title="Tidy up", kind="ordinary")
    for reference in (open_, announced):
        typed = {"action": reference, "purpose": "A boat", "amount": "9", "heading": "", "day": "2026-03-10"}
        response = people.post("alice", "registers/money/allowed/", typed)
        assert "Only an action that was voted and passed" in words(response)
    typed = {"title": "A boat", "day": "2026-03-10", "amount": "9", "state": "committed"}
    assert "Choose one of those offered" in words(people.post("alice", "registers/new/expense/", typed))
    scene = people.scene
    draft = EntryDraft(title="A boat", day=date(2026, 3, 10), amount=900, state="committed")
    with pytest.raises(Refused) as refused:
        record_entry(actor=scene.alice, kind="expense", draft=draft, now=scene.now)
    assert [str(refusal.code) for refusal in refused.value.refusals] == ["entry-state-by-decision"]


def test_what_a_decision_allows_is_not_changed_by_hand(people: People) -> None:
    say_once(people)
    expense = allowed(people, passed(people))
    typed = {"title": "An oven", "day": "2026-03-10", "amount": "999", "action": "E1", "revision": "1"}
    response = people.post("alice", f"registers/entry/{expense}/edit/", typed)
    assert "Only a decision brings it there" in words(response)
    assert Entry.objects.get(id=expense).amount == 12000


def test_money_is_kept_by_those_who_vote(people: People) -> None:
    typed = {"title": "Found", "day": "2026-03-10", "amount": "1"}
    assert people.post("charlie", "registers/new/income/", typed).status_code == 422
    assert "kept by those who vote" in people.read("charlie", "registers/new/income/")
    assert people.post("charlie", "registers/money/settings/", {"accounts": "Mine"}).status_code == 422
    assert not Entry.objects.exists()


def test_accounting_entries_balance_and_bear_the_siren(people: People) -> None:
    scene = people.scene
    period = PeriodFacts(code="S26", starts_on=date(2026, 1, 1), ends_on=date(2026, 7, 1))
    open_period(actor=scene.alice, period=period, now=scene.now)
    assert "bears the SIREN" in people.read("bob", "registers/money/entries.txt?period=S26", status=422)
    say_once(people, chart="Kitchen = 606300 Petit équipement")
    assert pay(people, "12,50", heading="kitchen", receipt="R 1\t|x", way="cash") == ""
    note(people, "income", title="Cakes", day="2026-07-01", amount="40")
    note(people, "income", title="Tombola €", day="2026-03-01", amount="40,10")
    given = people.get("bob", "registers/money/entries.txt?period=S26")
    assert 'filename="732829320FEC20260630.txt"' in given["Content-Disposition"]
    lines = [line.split("\t") for line in given.content.decode("iso8859-15").split("\r\n")[:-1]]
    assert {len(line) for line in lines} == {18}
    assert [line[2] for line in lines[1:]] == ["1", "1", "2", "2"]
    assert [(line[0], line[4], line[8], line[11], line[12]) for line in lines[3:]] == [
        ("CA", "530000", "R 1 x", "0,00", "12,50"),
        ("CA", "606300", "R 1 x", "12,50", "0,00"),
    ]
    assert "Tombola €" in lines[1][10]


def test_a_membership_that_was_received_has_its_receipt(people: People) -> None:
    entry = note(people, "support", title="Bakery", organisation="The bakery", level="Gold", amount="100")
    assert people.get("bob", f"registers/entry/{entry}/receipt.pdf").status_code == 404
    people.post("alice", f"registers/entry/{entry}/move/", {"state": "received", "day": "2026-03-12"})
    assert "The receipt, as PDF" in people.read("bob", f"registers/entry/{entry}/")
    given = people.get("bob", f"registers/entry/{entry}/receipt.pdf")
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(given.content)).pages).split())
    assert "The Fireflies received €100.00 from The bakery on 12 March 2026" in said
    assert "Gold" in said


def test_the_page_of_money_has_memberships_subsidies_and_loans(people: People) -> None:
    """What is no movement by itself: at which level an organisation supports, what was asked for, what is lent."""
    support = {"organisation": "The laboratory", "level": "Argon", "amount": "50"}
    promised = note(people, "support", title="Laboratory", **support)
    note(people, "subsidy", title="The city's fund", funder="The city", asked="800", amount="500", state="obtained")
    note(people, "loan", title="Two screens", direction="to-us", other_side="The school")
    back = note(people, "loan", title="A drill", direction="by-us", other_side="The choir", day="2025-01-10")
    people.post("alice", f"registers/entry/{back}/move/", {"state": "returned", "day": "2025-02-01"})
    page = people.read("bob", "registers/money/balance/")
    assert "The laboratory Argon ·" in page
    assert "The receipt, as PDF" not in page
    assert "The city · " in page
    assert "€800.00 asked for · €500.00 obtained" in page
    assert "Two screens The school" in page
    people.post("alice", f"registers/entry/{promised}/move/", {"state": "received", "day": "2026-03-12"})
    assert "The receipt, as PDF" in people.read("bob", "registers/money/balance/")
