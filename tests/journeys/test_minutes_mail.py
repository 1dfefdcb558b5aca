"""Approved minutes are announced to everyone on the roll, once, with the way to them. On a real mail server."""

import pytest

from tests.support.mailbox import Mailbox, plain
from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.minutes import commands
from toutdoux.assemblies.minutes.queries import composed, fingerprint
from toutdoux.integrations import delivering
from toutdoux.integrations.queries import convening_deliveries

pytestmark = pytest.mark.django_db


def approved(held: Chamber) -> None:
    held.sit("close_assembly")
    asked = {"actor": held.world.alice, "assembly_id": held.id, "now": held.world.now}
    commands.name_approvers(**asked, member_ids=[held.world.alice.member_id])
    commands.approve_minutes(**asked, seen=fingerprint(composed(assembly_id=held.id, now=held.world.now)))


def test_it_works(box: Mailbox) -> None:
    held = chamber("alice", "bob", council=4)
    delivering.tell(now=held.world.now)
    before = len(convening_deliveries(association_id=held.world.association_id, assembly_id=held.id))
    box.mails.clear()
    approved(held)
    delivering.tell(now=held.world.later(minutes=1))
    assert {mail["To"].split("@")[0] for mail in box.mails} == {"alice", "bob", "dana", "eli"}
    [mail] = box.to("bob")
    assert mail["Subject"] == "The Fireflies: the minutes, AG1"
    assert f"/assemblies/{held.row.reference}/minutes/" in plain(mail)
    # It is no part of the proof that everyone was convened, and it is told once.
    assert len(convening_deliveries(association_id=held.world.association_id, assembly_id=held.id)) == before
    delivering.tell(now=held.world.later(minutes=5))
    assert len(box.to("bob")) == 1
