"""What an assembly decided by itself, wherever it is told: minutes, members, money, the report of the period."""

from datetime import date

import pytest

from tests.support.assemblies import item, prepared, ruled
from tests.support.browsing import People
from tests.support.people import world
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.logic.reading import kept_assembly
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.assemblies.minutes.queries import live_facts
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.models import VoteEffect
from toutdoux.associations.commands import open_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.finance.queries import by_action
from toutdoux.registers.models import Entry

pytestmark = pytest.mark.django_db


def write(held: Chamber, **kinds: dict[str, object]) -> None:
    """Write what the item at hand changes: each kind with what it is told."""
    commands.set_effects(
        actor=held.world.alice,
        assembly_id=held.id,
        item_id=item(held.row, SAW),
        effects=tuple(EffectDraft(kind=kind.replace("_", "-"), params=told) for kind, told in kinds.items()),
        now=held.world.now,
    )


def test_it_works() -> None:
    held = chamber()
    scene, f6 = held.world, str(held.world.f6.member_id)
    write(
        held,
        exclude={"member": f6, "scope": "council"},
        commit_amount={"amount": 12_000, "purpose": "An oven", "heading": "Kitchen"},
        reinstate={"member": str(scene.bob.member_id)},
        give_mandate={"member": str(scene.bob.member_id), "mandate": "technical", "until": "2030-06-30"},
    )
    days = PeriodFacts(code="A26", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    open_period(actor=scene.alice, period=days, now=scene.now)
    vote = held.adopt()
    scene.later(hours=1)
    held.sit("close_assembly")
    facts = live_facts(assembly_id=held.id, now=scene.now)
    assert kept_assembly(assembly_to_toml(facts)) == facts
    people = People(scene)
    here = f"assemblies/{held.row.reference}/"
    printed = people.get("bob", f"{here}papers/minutes.md").content.decode()
    assert "F6 was excluded from the council at the close of this vote, by this decision" in printed
    assert "Up to €120.00 may be spent since this passed, at the close of this vote, for this: An oven" in printed
    assert "Nothing to change at the close of this vote: Bob was neither excluded nor gone" in printed
    [oven] = by_action(association_id=scene.association_id, action_id=vote.id)
    named, address = f"{held.row.reference}, vote 1", f"/{here}votes/1/"
    pages = (
        f"members/{f6}/",
        f"members/{scene.bob.member_id}/",
        "mandates/",
        "registers/money/balance/",
        f"registers/entry/{oven.row.id}/",
        "periods/A26/financial/",
    )
    for page in pages:
        assert named in people.read("alice", page), page
        assert address in people.get("alice", page).content.decode(), page
    # The rest of the entry is for hands to write; what the assembly allowed is not.
    form = people.get("alice", f"registers/entry/{oven.row.id}/edit/").context["form"]
    typed = {field.name: field.value() or "" for field in form} | {"note": "The blue one"}
    assert people.post("alice", f"registers/entry/{oven.row.id}/edit/", typed).status_code == 302
    assert Entry.objects.get(id=oven.row.id).note == "The blue one"
    assert people.post("alice", f"registers/entry/{oven.row.id}/edit/", typed | {"amount": "7"}).status_code == 422


def test_everyone_reads_before_the_assembly_what_an_item_would_change() -> None:
    """In the agenda, on paper, and beside the form: from the convening on, and no more once it is held."""
    scene = world(council=6, rulebook=ruled())
    found = prepared(scene)
    people, saw = People(scene), item(found, SAW)
    here = f"assemblies/{found.reference}/"
    f6 = str(scene.f6.member_id)
    assert "What “Buy a saw” changes by itself" in people.read("alice", f"{here}agenda/")
    typed = {"people-0-do": "exclude-association", "people-0-member": f6}
    assert people.post("alice", f"{here}items/{saw}/changes/", typed).status_code == 302
    assert people.post("alice", f"{here}items/{saw}/purchase/", {"do": "begin", "within": "90"}).status_code == 302
    assert "If this passes, F6 is no longer a member" in people.read("alice", f"{here}agenda/")
    assert people.post("alice", f"{here}convene/").status_code == 302
    for page in (here, f"{here}items/{saw}/amend/"):
        read = people.read("alice", page)
        assert "If this passes, F6 is no longer a member of the association" in read, page
        assert "up to €90.00 may be spent from that instant on, for this: Buy a saw" in read, page
    paper = people.get("bob", f"{here}papers/convening.md").content.decode()
    assert "If this passes, F6 is no longer a member of the association" in paper


def test_an_item_that_is_taken_out_takes_what_it_would_change_with_it() -> None:
    scene = world(council=6, rulebook=ruled())
    found = prepared(scene)
    people, saw = People(scene), item(found, SAW)
    here = f"assemblies/{found.reference}/"
    people.post("alice", f"{here}items/{saw}/purchase/", {"do": "begin", "within": "90"})
    people.post("alice", f"{here}items/{saw}/changes/", {"grants": str(scene.charlie.member_id)})
    assert "Charlie will hold the voting right" in people.read("alice", here)
    assert people.post("alice", f"{here}items/{saw}/do/", {"do": "remove"}).status_code == 302
    assert "Charlie" not in people.read("alice", here)


def test_minutes_say_why_in_words_of_their_own_where_the_reason_is_not_known() -> None:
    held = chamber()
    write(held, adopt_rulebook={"toml": _rules(held), "base": 1}, exclude=_nobody(held))
    held.adopt()
    VoteEffect.objects.filter(kind="exclude").update(what="without-object", because="nobody-wrote-this")
    held.world.later(hours=1)
    held.sit("close_assembly")
    printed = People(held.world).get("bob", f"assemblies/{held.row.reference}/papers/minutes.md").content.decode()
    assert "The rules changed at the close of this vote, by this decision" in printed
    assert "Nothing to change at the close of this vote" in printed


def _nobody(held: Chamber) -> dict[str, object]:
    return {"member": str(held.world.charlie.member_id), "scope": "association"}


def _rules(held: Chamber) -> str:
    from toutdoux.associations.queries import current_rulebook
    from toutdoux.rules.reading import rulebook_to_toml

    rulebook = current_rulebook(association_id=held.world.association_id).rulebook
    return rulebook_to_toml(rulebook).replace("amendments = true", "amendments = false")
