"""Amendments: voted in an order, each on the text as those adopted before it made it, merged into what is voted last."""

import pytest
from django.utils import translation

from tests.commands.test_assembly_voting import refused
from tests.support.assemblies import item
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.logic.facts import Change
from toutdoux.assemblies.logic.reading import kept_assembly
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.assemblies.minutes.queries import access_minutes, live_facts
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.models import Amendment, Vote
from toutdoux.associations.queries import association
from toutdoux.decisions.models import Action
from toutdoux.kernel.canonical import digest
from toutdoux.reports.minutes import minutes
from toutdoux.reports.rendering import FORMATS

pytestmark = pytest.mark.django_db
TEXT = "We buy a saw for 300 €.\n\nIt is lent two days a week."


@pytest.fixture
def held() -> Chamber:
    return chamber(text=TEXT)


def printed(held: Chamber) -> str:
    found = access_minutes(association_id=held.world.association_id, reference=held.row.reference, now=held.world.now)
    with translation.override("en"):
        row = association(association_id=held.world.association_id)
        return FORMATS["md"](minutes(association=row, found=found, language="en")).decode()


def order(held: Chamber) -> list[int]:
    return [row.number for row in held.asked().amendments]


def vote(held: Chamber, amendment: object, *, adopted: bool = True) -> object:
    vote_id = held.open("hands", amendment=amendment)
    held.totals(vote_id, *((3, 1, 0) if adopted else (1, 3, 0)))
    return vote_id


def test_it_works(held: Chamber) -> None:
    """Three ways to change a text, one refused by the assembly; the text voted is what the others have made of it."""
    price = held.amend("bob", "replace", "300 €", "200 €")
    lent = held.amend("dana", "delete", "two days a week")
    case = held.amend("eli", "after", "a saw", "and its case")
    last = held.amend("bob", "end", words="A used one.")
    for amendment in (price, case, last):
        if amendment == case:
            vote(held, lent, adopted=False)
        vote(held, amendment)
    found = held.vote(held.open("hands"))
    text = "We buy a saw and its case for 200 €.\n\nIt is lent two days a week.\n\nA used one."
    assert found.text == f"{SAW}\n\n{text}"
    row = Vote.objects.get(id=found.id)
    assert row.digest == digest({"salt": row.salt, "text": row.text})
    held.totals(found.id, 4, 0, 0)
    [*told, last_vote] = live_facts(assembly_id=held.id, now=held.world.now).items[2].votes
    assert [(one.change, one.passage, one.words) for one in told] == [
        (Change.REPLACE, "300 €", "200 €"),
        (Change.DELETE, "two days a week", ""),
        (Change.AFTER, "a saw", "and its case"),
        (Change.END, "", "A used one."),
    ]
    assert (last_vote.question, last_vote.change) == (text, None)
    read = printed(held)
    # Each amendment with its vote, and last the text that was adopted.
    for words, result in (
        ("The passage that it replaces:\n\n> 300 €\n\nWhat it puts there:\n\n> 200 €", "Accepted: 3 for, 1 against."),
        ("The passage that it takes out:\n\n> two days a week", "Not adopted: 1 for, 3 against."),
        ("After this passage:\n\n> a saw\n\nit adds:\n\n> and its case", "Accepted: 3 for, 1 against."),
        ("At the end of the text, it adds:\n\n> A used one.", "Accepted: 3 for, 1 against."),
        (f"The text that was voted, as the amendments adopted have made it:\n\n{text}", "Accepted unanimously"),
    ):
        assert words in read
        read = read.partition(words)[2]
        assert result in read.partition("###")[0]
    kept = live_facts(assembly_id=held.id, now=held.world.now)
    assert kept_assembly(assembly_to_toml(kept)) == kept


def test_they_are_voted_in_their_order_and_before_the_text(held: Chamber) -> None:
    first, second, third = (held.amend(by, "end", words=by) for by in ("bob", "dana", "eli"))
    assert refused(held.open) == [VoteRefusal.AMENDMENTS_WAIT]
    assert refused(held.open, amendment=second) == [VoteRefusal.AMENDMENTS_WAIT]
    opened = held.open("hands", amendment=first)
    assert held.vote(opened).text == f"{TEXT}\n\nbob"
    assert refused(held.open, amendment=second) == [VoteRefusal.VOTE_RUNNING, VoteRefusal.AMENDMENTS_WAIT]
    held.totals(opened, 3, 1, 0)
    vote(held, second, adopted=False)
    assert refused(held.open, amendment=first) == [VoteRefusal.VOTED_ALREADY]
    withdraw = {"actor": held.world.bob, "now": held.world.now}
    assert refused(commands.withdraw_amendment, amendment_id=third, **withdraw) == [VoteRefusal.AMENDMENT_NOT_YOURS]
    commands.withdraw_amendment(actor=held.world.eli, amendment_id=third, now=held.world.now)
    assert refused(commands.withdraw_amendment, amendment_id=first, **withdraw) == [VoteRefusal.AMENDMENT_VOTED]
    text = held.open("hands")
    assert refused(held.amend, "bob", "end", words="Too late") == [VoteRefusal.VOTE_RUNNING]
    held.totals(text, 4, 0, 0)
    assert refused(held.amend, "bob", "end", words="Too late") == [VoteRefusal.VOTED_ALREADY]
    assert refused(held.cancel, opened) == [VoteRefusal.EFFECTS_APPLIED]
    assert refused(held.open) == [VoteRefusal.VOTED_ALREADY]


def test_one_whose_passage_was_changed_applies_no_longer_until_it_is_reworded(held: Chamber) -> None:
    price, cheaper, third = (
        held.amend("bob", "replace", "for 300 €", "at a fair price"),
        held.amend("dana", "replace", "300 €", "100 €"),
        held.amend("eli", "replace", "a saw", "a good saw"),
    )
    assert [row.applies for row in held.asked().amendments] == [True, True, True]
    vote(held, price)
    assert [row.applies for row in held.asked().waiting] == [False, True]
    assert refused(held.open, amendment=cheaper) == [VoteRefusal.NO_LONGER_APPLIES]
    # Those that apply are voted meanwhile; the text is not, for nobody has said what becomes of it.
    assert held.asked().next.id == third
    vote(held, third)
    assert refused(held.open) == [VoteRefusal.AMENDMENTS_WAIT]
    reword = {"amendment_id": cheaper, "change": "replace", "words": "a used saw", "now": held.world.now}
    bob, dana = held.world.bob, held.world.dana
    assert refused(commands.reword_amendment, actor=bob, passage="x", **reword) == [VoteRefusal.AMENDMENT_NOT_YOURS]
    assert refused(commands.reword_amendment, actor=dana, passage="300 €", **reword) == [VoteRefusal.PASSAGE_NOT_FOUND]
    commands.reword_amendment(actor=dana, passage="a good saw", **reword)
    assert refused(commands.reword_amendment, actor=bob, **(reword | {"amendment_id": price})) == [
        VoteRefusal.AMENDMENT_VOTED
    ]
    vote(held, cheaper)
    # Merged in the order of the votes, which is not that of the numbers.
    assert held.vote(held.open("hands")).text.startswith(f"{SAW}\n\nWe buy a used saw at a fair price.")


def test_rewording_as_it_was_leaves_no_trace(held: Chamber) -> None:
    one = held.amend("bob", "replace", "300 €", "200 €")
    before = Amendment.objects.values().get()
    same = {"change": "replace", "passage": " 300  € ", "words": "200 €", "now": held.world.now}
    commands.reword_amendment(actor=held.world.alice, amendment_id=one, **same)
    assert Amendment.objects.values().get() == before


def test_the_desk_puts_them_in_order(held: Chamber) -> None:
    one, two, three = (held.amend(by, "end", words=by) for by in ("bob", "dana", "eli"))

    def move(by: int, who: str = "alice", amendment: object = three) -> None:
        commands.move_amendment(actor=held.world.people[who], amendment_id=amendment, by=by, now=held.world.now)

    assert refused(move, -1, "bob", one) == [SittingRefusal.NOT_THE_DESK]
    assert refused(move, -1, "bob") == [VoteRefusal.AMENDMENT_NOT_YOURS]
    move(-1)
    assert order(held) == [1, 3, 2]
    move(9)
    assert order(held) == [1, 2, 3]
    move(-2)
    assert order(held) == [3, 1, 2]
    vote(held, three)
    assert refused(move, 1) == [VoteRefusal.AMENDMENT_VOTED]
    move(-5, amendment=two)
    assert order(held) == [3, 2, 1]
    move(-5, amendment=two)
    assert [row.number for row in held.asked().waiting] == [2, 1]


def test_what_was_voted_after_an_amendment_that_was_adopted_stands_on_it(held: Chamber) -> None:
    first, second = held.amend("bob", "replace", "300 €", "200 €"), held.amend("dana", "end", words="A used one.")
    early = vote(held, first)
    late = vote(held, second, adopted=False)
    assert refused(held.cancel, early) == [VoteRefusal.EFFECTS_APPLIED]
    held.cancel(late)
    held.cancel(early)
    assert [row.number for row in held.asked().waiting] == [1, 2]
    vote(held, first, adopted=False)
    vote(held, second)
    assert held.vote(held.open("hands")).text == f"{SAW}\n\n{TEXT}\n\nA used one."


def test_an_item_deferred_takes_the_text_as_its_amendments_made_it(held: Chamber) -> None:
    vote(held, held.amend("bob", "delete", "for 300 €"))
    found = commands.defer_item(
        actor=held.world.alice, assembly_id=held.id, item_id=item(held.row, SAW), publish=True, now=held.world.now
    )
    assert Action.objects.get(id=found.action_id).current.text == "We buy a saw.\n\nIt is lent two days a week."
