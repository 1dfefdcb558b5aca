"""What an item carries: a purchase in two steps, rules that it adopts, an action it is deferred to."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.support.assemblies import item
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.queries import items
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.models import VoteEffect
from toutdoux.assemblies.voting.queries import begun, carried_by, deferred_from, purchase
from toutdoux.associations.models import Period
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.models import Action
from toutdoux.finance.queries import expenses
from toutdoux.kernel.refusal import Refused
from toutdoux.operations.verify import verify
from toutdoux.procedures.registering import move_entry, record_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.models import Entry
from toutdoux.rules.reading import rulebook_to_toml
from toutdoux.rules.rulebook import QuorumMissing

pytestmark = pytest.mark.django_db

REPORT = "Activity report"


def refused(call, **kwargs: object) -> list[str]:
    with pytest.raises(Refused) as found:
        call(**kwargs)
    return [refusal.code for refusal in found.value.refusals]


def at(held: Chamber, title: str = SAW, *, by: str = "alice") -> dict[str, object]:
    return {
        "actor": held.world.people[by],
        "assembly_id": held.id,
        "item_id": item(held.row, title),
        "now": held.world.now,
    }


def test_it_works() -> None:
    """Begun within an amount; the list approved later, at another assembly's item, and then no longer to be approved."""
    held = chamber()
    commands.begin_purchase(**at(held), within="2 500")
    assert held.adopt().text.endswith("≤ 2500,00 €")
    [waiting] = begun(association_id=held.world.association_id)
    assert (waiting.title, waiting.within, waiting.assembly) == (SAW, 250_000, held.row.reference)
    list_at(held, waiting.item_id, "Saw; 2000\nBlades; 310,50")
    vote = held.open("hands", title="Approve the list")
    assert held.vote(vote).text.endswith("= 2310,50 € ≤ 2500,00 €")
    [oven] = expenses(association_id=held.world.association_id)
    assert (oven.row.title, oven.allowed, oven.row.state) == (SAW, 250_000, "committed")
    pay(held, oven.row.id, 210_000)
    held.totals(vote, 4, 0, 0)
    assert begun(association_id=held.world.association_id) == ()
    [oven] = expenses(association_id=held.world.association_id)
    assert (oven.allowed, oven.paid, oven.row.action_id) == (231_050, 210_000, vote)
    assert refused(pay, held=held, expense=oven.row.id, amount=30_000) == ["payment-more-than-allowed"]
    pay(held, oven.row.id, 21_050)
    assert verify(association_id=held.world.association_id, now=held.world.now).sound
    [listed] = VoteEffect.objects.filter(vote_id=vote)
    listed.params |= {"vote": str(vote)}
    listed.save()
    assert not verify(association_id=held.world.association_id, now=held.world.now).sound


def pay(held: Chamber, expense: UUID, amount: int) -> UUID:
    draft = EntryDraft(title="Invoice", day=held.world.now.date(), amount=amount, about_id=expense)
    return record_entry(actor=held.world.alice, kind="payment", draft=draft, now=held.world.now)


def test_an_expense_that_was_given_up_meanwhile_stays_so_and_the_list_is_noted_anew() -> None:
    held = chamber()
    commands.begin_purchase(**at(held), within="2 500")
    first = held.adopt()
    [begun_] = expenses(association_id=held.world.association_id)
    move_entry(
        actor=held.world.alice,
        entry_id=begun_.row.id,
        state="given-up",
        day=held.world.now.date(),
        now=held.world.now,
    )
    list_at(held, first.item_id, "Saw; 2600")
    second = held.adopt("Approve the list")
    rows = {
        row.row.action_id: (row.row.state, row.allowed) for row in expenses(association_id=held.world.association_id)
    }
    assert rows == {first.id: ("given-up", None), second.id: ("committed", 260_000)}
    assert verify(association_id=held.world.association_id, now=held.world.now).sound


def test_a_vote_that_let_a_purchase_begin_is_not_cancelled() -> None:
    held = chamber()
    commands.begin_purchase(**at(held), within="2 500")
    assert refused(held.cancel, vote_id=held.adopt().id) == [VoteRefusal.EFFECTS_APPLIED]
    Entry.objects.update(amount=1)
    assert not verify(association_id=held.world.association_id, now=held.world.now).sound


def list_at(held: Chamber, begun_at: UUID, lines: str, *, title: str = "Approve the list") -> None:
    """Write a list at an item of its own, which becomes the one at hand."""
    from toutdoux.assemblies.models import Item

    last = max(row.position or 0 for row in items(assembly_id=held.id))
    Item.objects.create(assembly_id=held.id, position=last + 1, kind="resolution", title=title)
    held.take(title)
    commands.list_purchase(**at(held, title), begun_at=begun_at, lines=lines)


def test_of_two_lists_of_one_purchase_the_second_is_not_put_to_the_vote() -> None:
    held = chamber()
    commands.begin_purchase(**at(held), within="2 500")
    begun_at = held.adopt().item_id
    list_at(held, begun_at, "Saw; 2000")
    list_at(held, begun_at, "Saw; 2400", title="Another list")
    held.adopt("Another list")
    held.take("Approve the list")
    assert refused(commands.open_vote, **at(held, "Approve the list"), way="hands") == [VoteRefusal.NOT_BEGUN]
    [found] = expenses(association_id=held.world.association_id)
    assert found.allowed == 240_000


def test_a_list_is_of_a_purchase_that_was_allowed_to_begin() -> None:
    held = chamber()
    commands.begin_purchase(**at(held), within="100")
    assert refused(commands.list_purchase, **at(held), begun_at=item(held.row, SAW), lines="Saw; 90") == [
        VoteRefusal.NOT_BEGUN
    ]
    held.totals(held.open("hands"), 0, 4, 0)
    assert begun(association_id=held.world.association_id) == ()
    assert purchase(item_id=item(held.row, REPORT)) is None
    assert refused(commands.begin_purchase, **at(held), within="100") == [VoteRefusal.VOTED_ALREADY]
    assert refused(commands.begin_purchase, **at(held, REPORT), within="100") == [VoteRefusal.NOT_TO_VOTE_ON]
    assert refused(commands.begin_purchase, **at(held, by="bob"), within="100") == ["not-the-desk"]


def rules(held: Chamber) -> EffectDraft:
    now = current_rulebook(association_id=held.world.association_id)
    changed = replace(now.rulebook, assembly=replace(now.rulebook.assembly, quorum_missing=QuorumMissing.RECORDED))
    return EffectDraft(kind="adopt-rulebook", params={"toml": rulebook_to_toml(changed), "base": now.number})


def test_an_adopted_resolution_adopts_the_rules_it_proposes_once() -> None:
    held = chamber()
    before = current_rulebook(association_id=held.world.association_id)
    commands.set_effects(**at(held), effects=(rules(held),))
    vote = held.adopt()
    after = current_rulebook(association_id=held.world.association_id)
    assert after.number == before.number + 1
    assert after.rulebook.assembly.quorum_missing is QuorumMissing.RECORDED
    assert [row.what for row in carried_by(vote_id=vote.id)] == ["applied"]
    with pytest.raises(Refused) as found:
        held.cancel(vote.id)
    assert [refusal.code for refusal in found.value.refusals] == [VoteRefusal.EFFECTS_APPLIED]


def test_rules_that_are_rejected_or_in_force_already_change_nothing() -> None:
    held = chamber()
    commands.set_effects(**at(held), effects=(rules(held),))
    number = current_rulebook(association_id=held.world.association_id).number
    held.totals(held.open("hands"), 1, 3, 0)
    assert current_rulebook(association_id=held.world.association_id).number == number
    other = chamber()
    now = current_rulebook(association_id=other.world.association_id)
    same = EffectDraft(kind="adopt-rulebook", params={"toml": rulebook_to_toml(now.rulebook), "base": now.number})
    commands.set_effects(**at(other), effects=(same,))
    vote = other.adopt()
    other.cancel(vote.id)
    [row] = carried_by(vote_id=vote.id)
    assert (row.what, row.because) == ("without-object", "rules-the-same")


def test_an_item_goes_online_with_its_text_and_discussion_and_both_know_it() -> None:
    held = chamber()
    found = commands.defer_item(**at(held), discussion="Bob: too many of us are represented.", publish=True)
    assert str(found.reference) == "P26-E1"
    action = Action.objects.select_related("current").get(id=found.action_id)
    assert (action.title, action.status, action.current.text) == (SAW, "open", "Bob: too many of us are represented.")
    [row] = [row for row in items(assembly_id=held.id) if row.title == SAW]
    assert (row.state, row.deferred_action_id) == ("deferred", action.id)
    origin = deferred_from(action_id=action.id)
    assert (origin.assembly, origin.title) == (held.row.reference, SAW)
    assert refused(commands.defer_item, **at(held), publish=True) == [VoteRefusal.ITEM_OVER]
    assert refused(commands.propose_amendment, **at(held), change="end", words="A used one") == [VoteRefusal.ITEM_OVER]
    held.take(REPORT)
    held.adopt(REPORT)
    assert refused(commands.defer_item, **at(held, REPORT), publish=False) == [VoteRefusal.VOTED_ALREADY]


def test_what_the_item_would_change_goes_with_it_as_far_as_an_action_can() -> None:
    held = chamber()
    commands.begin_purchase(**at(held), within="2 500")
    commands.set_effects(**at(held), effects=(rules(held),))
    found = commands.defer_item(**at(held), publish=True)
    kept = [effect.draft.kind for effect in held.world.page(Action.objects.get(id=found.action_id)).effects]
    assert kept == ["commit-amount", "adopt-rulebook"]


def test_what_cannot_open_yet_stays_a_draft_and_says_why() -> None:
    held = chamber()
    Period.objects.filter(association_id=held.world.association_id).delete()
    found = commands.defer_item(**at(held), publish=True)
    assert found.reference is None
    assert [refusal.code for refusal in found.hindered] == [DecisionRefusal.PERIOD_MISSING]
    assert Action.objects.get(id=found.action_id).status == ""
    open_ = chamber()
    open_.open("named")
    assert refused(commands.defer_item, **at(open_), publish=False) == [VoteRefusal.VOTED_ALREADY]
