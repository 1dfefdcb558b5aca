"""Being erased changes no outcome, no count and nothing that the verifier looks at; what was told of the person is gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support.people import World
from tests.support.visitors import visitor
from toutdoux.accounts.models import Account
from toutdoux.decisions.models import Ballot, OutcomeRecord, Seat, Version
from toutdoux.integrations.commands import vote_link
from toutdoux.integrations.models import VoteLink
from toutdoux.ledger.queries import entries
from toutdoux.members.commands import record_departure
from toutdoux.members.models import Member
from toutdoux.members.queries import council_at
from toutdoux.operations.retention import forget
from toutdoux.operations.verify import verify
from toutdoux.procedures import registering
from toutdoux.procedures.commands.erasing import ask_erasure, cancel_erasure, erase_due, leave_and_be_erased
from toutdoux.procedures.models import Erasure
from toutdoux.procedures.queries.personal import my_data
from toutdoux.registers.logic.drafts import EntryDraft

pytestmark = pytest.mark.django_db


def outcomes(scene: World) -> list[Any]:
    """Return everything decisions rest on: outcomes, councils, ballots, texts; whatever an erasure may not touch."""
    return [
        sorted(OutcomeRecord.objects.values_list()),
        sorted(Seat.objects.values_list()),
        sorted(Ballot.objects.values_list()),
        sorted(Version.objects.values_list("id", "title", "text", "text_digest", "council_digest")),
        council_at(association_id=scene.association_id, at=scene.now),
    ]


@pytest.fixture
def decided(scene: World) -> World:
    """Dana voted and objected in one vote that passed, and in one that still runs."""
    passed, running = scene.open(title="Buy an oven"), scene.open(title="Keep bees")
    scene.vote(passed, "for", "alice", "bob", "dana")
    scene.vote(running, "against", "dana", reason="The neighbours are allergic")
    return scene


def test_it_works(decided: World) -> None:
    decided.later(hours=1)
    due_at = leave_and_be_erased(actor=decided.dana, now=decided.now)
    before = outcomes(decided)
    decided.now = due_at
    assert erase_due(association_id=decided.association_id, pseudonym="Erased {}".format, now=decided.now) == 1
    row = Member.objects.get(id=decided.dana.member_id)
    assert row.name.startswith("Erased ")
    assert (row.email, row.account_id) == ("", None)
    assert outcomes(decided) == before
    assert verify(association_id=decided.association_id, now=decided.now).sound
    action = decided.open(title="Go on")
    decided.vote(action, "for", "alice", "bob")
    assert verify(association_id=decided.association_id, now=decided.now).sound


def test_the_verifier_says_the_same_before_and_after(decided: World) -> None:
    leave_and_be_erased(actor=decided.dana, now=decided.now)
    before = verify(association_id=decided.association_id, now=decided.now)
    decided.later(days=15)
    # The open action's deadline is over: the outcome is the same whether it is settled before the erasure or after.
    forget(now=decided.now)
    decided.settle()
    after = verify(association_id=decided.association_id, now=decided.now)
    assert before.sound
    assert after.sound
    assert after.head.seq > before.head.seq


def test_nothing_of_the_name_is_left_anywhere(scene: World) -> None:
    """The database is searched, table by table, for the person's name and address."""
    Member.objects.filter(id=scene.dana.member_id).update(name="Quetzalina", email="quetzalina@example.org")
    visitor(scene, "dana")
    action = scene.open()
    soon = scene.now + timedelta(days=9)
    vote_link(member_id=scene.dana.member_id, action_id=action.id, version=1, expires_at=soon, now=scene.now)
    # In a register with her, then without her: what it said before is kept, and what it is found by follows.
    drafts = [EntryDraft(title="Stall", day=scene.now.date(), people=names) for names in (("Quetzalina",), ("Bob",))]
    entry = registering.record_entry(actor=scene.bob, kind="event", draft=drafts[0], now=scene.now)
    registering.change_entry(actor=scene.bob, entry_id=entry, revision=1, draft=drafts[1], now=scene.now)
    registering.record_entry(actor=scene.bob, kind="event", draft=drafts[0], now=scene.now)
    scene.later(hours=1)
    scene.now = leave_and_be_erased(actor=scene.dana, now=scene.now)
    forget(now=scene.now)
    from django.apps import apps

    left = [
        f"{model._meta.label}: {row}"
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        if "quetzalina" in repr(row).lower() or "dana." in repr(row).lower()
    ]
    assert not left
    assert not VoteLink.objects.exists()
    assert not Account.objects.filter(email__startswith="dana.").exists()


def test_until_it_is_due_nothing_is_erased(scene: World) -> None:
    due_at = leave_and_be_erased(actor=scene.dana, now=scene.now)
    forget(now=due_at - timedelta(seconds=1))
    assert Member.objects.get(id=scene.dana.member_id).name == "Dana"


def test_an_erasure_that_was_called_off_is_not_done_and_can_be_asked_for_anew(scene: World) -> None:
    due_at = leave_and_be_erased(actor=scene.dana, now=scene.now)
    cancel_erasure(actor=scene.alice, erasure_id=Erasure.objects.get().id, now=scene.now)
    forget(now=due_at)
    assert Member.objects.get(id=scene.dana.member_id).name == "Dana"
    scene.now = due_at
    assert ask_erasure(actor=scene.alice, member_id=scene.dana.member_id, now=scene.now) > due_at


def test_who_may_ask(scene: World, refused: Callable[..., list[str]]) -> None:
    still_here = {"member_id": scene.dana.member_id, "now": scene.now}
    assert refused(ask_erasure, actor=scene.alice, **still_here) == ["still-a-member"]
    record_departure(actor=scene.dana, member_id=scene.dana.member_id, now=scene.now)
    scene.later(minutes=1)
    gone = {"member_id": scene.dana.member_id, "now": scene.now}
    assert refused(ask_erasure, actor=scene.charlie, **gone) == ["erasure-not-yours"]
    ask_erasure(actor=scene.alice, **gone)
    assert refused(ask_erasure, actor=scene.alice, **gone) == ["erasure-asked"]
    row = Erasure.objects.get()
    assert refused(cancel_erasure, actor=scene.charlie, erasure_id=row.id, now=scene.now) == ["erasure-not-yours"]
    forget(now=row.due_at)
    scene.now = row.due_at
    assert refused(ask_erasure, actor=scene.alice, member_id=row.member_id, now=scene.now) == ["already-erased"]
    assert refused(cancel_erasure, actor=scene.alice, erasure_id=row.id, now=scene.now) == ["erasure-unknown"]


def test_an_account_that_opens_something_else_stays(scene: World) -> None:
    visitor(scene, "dana")
    account = Member.objects.get(id=scene.dana.member_id).account
    from tests.support.people import world

    elsewhere = world()
    Member.objects.filter(id=elsewhere.bob.member_id).update(account=account)
    scene.now = leave_and_be_erased(actor=scene.dana, now=scene.now)
    forget(now=scene.now)
    assert Account.objects.filter(id=account.id).exists()
    assert Member.objects.get(id=elsewhere.bob.member_id).name == "Bob"


def test_my_data_holds_what_i_did_and_nothing_secret(decided: World) -> None:
    visitor(decided, "dana")
    found = my_data(actor=decided.dana, now=decided.now)
    tables = {table.name: table.rows for table in found.tables}
    assert [row["choice"] for row in tables["decisions.Ballot"]] == ["for", "against"]
    assert tables["decisions.Ballot"][1]["reason"] == "The neighbours are allergic"
    assert tables["members.Member"][0]["name"] == "Dana"
    assert tables["accounts.Account"][0]["email"].startswith("dana.")
    assert {"at", "what"} == set(found.acts[0])
    assert any(act["what"] == "ballot.cast" for act in found.acts)
    assert not {"password", "salt", "token_digest", "key"} & {
        name for rows in tables.values() for row in rows for name in row
    }


def test_my_data_holds_nothing_of_another(decided: World) -> None:
    found = my_data(actor=decided.eli, now=decided.now)
    assert "decisions.Ballot" not in {table.name for table in found.tables}
    assert "allergic" not in repr(found)


def test_the_ledger_names_the_erasure_and_nobody(decided: World) -> None:
    leave_and_be_erased(actor=decided.dana, now=decided.now)
    forget(now=decided.now + timedelta(days=14))
    written = [(entry.kind, entry.data) for entry in entries(association_id=decided.association_id)]
    assert [kind for kind, _ in written[-3:]] == ["member.left", "erasure.announced", "member.erased"]
    assert "dana" not in repr(written).lower()
