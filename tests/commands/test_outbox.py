"""The ledger is the outbox: what happened is told once, to those it concerns, however often and whoever looks."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.mailbox import Mailbox, mail_server, pointing_at
from tests.support.people import World, world
from toutdoux.decisions import commands as deciding
from toutdoux.integrations import commands, delivering
from toutdoux.integrations.commands import Wanted
from toutdoux.integrations.logic.words import About, State
from toutdoux.integrations.models import Cursor, Delivery, DigestItem
from toutdoux.members.commands import record_departure
from toutdoux.operations import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


def wants(scene: World, name: str, **more: object) -> None:
    asked = {
        "way": "mail",
        "moment": "at-once",
        "hour": 18,
        "weekday": 4,
        "quiet_from": 21,
        "quiet_to": 8,
        "reminders": True,
    } | more
    commands.change_preferences(member_id=scene.people[name].member_id, wanted=Wanted(**asked), now=scene.now)


def recipients(box: Mailbox) -> list[str]:
    return sorted(mail["To"].split("@")[0] for mail in box.mails)


def test_it_works(scene: World, box: Mailbox) -> None:
    scene.open()
    told = delivering.tell(now=scene.now)
    # Alice opened it; Charlie does not vote.
    assert recipients(box) == ["bob", "dana", "eli"]
    assert (told.planned, told.sent, told.failed) == (3, 3, 0)
    assert delivering.tell(now=scene.later(minutes=1)) == delivering.Told()


def test_nothing_is_planned_twice_however_often_one_plans(scene: World, box: Mailbox) -> None:
    scene.open()
    assert [delivering.plan_all(now=scene.now) for _ in range(3)] == [3, 0, 0]


def test_a_planner_that_begins_again_at_the_first_entry_doubles_nothing(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.plan_all(now=scene.now)
    Cursor.objects.update(seq=0)
    delivering.plan_all(now=scene.now)
    assert Delivery.objects.count() == 3


def test_where_no_channel_serves_nothing_piles_up(scene: World) -> None:
    scene.open()
    assert delivering.plan_all(now=scene.now) == 0
    with mail_server() as box:
        delivering.tell(now=scene.later(hours=1))
        assert box.mails == []


def test_publishing_asks_the_same_number_of_questions_for_four_as_for_many(db: None) -> None:
    def questions(council: int) -> int:
        scene = world(council=council)
        draft = scene.draft()
        with CaptureQueriesContext(connection) as found:
            deciding.publish_action(actor=scene.alice, draft_id=draft, now=scene.now)
        return len(found)

    assert questions(60) == questions(4)


def test_five_hundred_members_are_told_by_the_worker_and_the_request_only_appends(box: Mailbox) -> None:
    scene = world(council=501)
    draft = scene.draft()
    with CaptureQueriesContext(connection) as found:
        deciding.publish_action(actor=scene.alice, draft_id=draft, now=scene.now)
    assert not any("integrations_" in query["sql"] for query in found.captured_queries)
    assert box.mails == []
    assert delivering.plan_all(now=scene.now) == 500
    assert delivering.deliver_due(now=scene.now, most=30).sent == 30
    assert len({mail["To"] for mail in box.mails}) == 30
    assert Delivery.objects.filter(state=State.WAITING).count() == 470


def test_who_leaves_is_told_nothing_more(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.plan_all(now=scene.now)
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    told = delivering.deliver_due(now=scene.now)
    assert (told.sent, told.skipped) == (2, 1)
    assert recipients(box) == ["dana", "eli"]
    assert Delivery.objects.get(member_id=scene.bob.member_id).reason == "left"


def test_who_has_voted_before_a_message_leaves_is_not_asked(scene: World, box: Mailbox) -> None:
    action = scene.open()
    delivering.plan_all(now=scene.now)
    scene.vote(action, "for", "bob")
    delivering.deliver_due(now=scene.now)
    assert recipients(box) == ["dana", "eli"]


def test_leads_hear_the_outcome_at_once_and_the_others_in_one_digest(scene: World, box: Mailbox) -> None:
    first, second = scene.open(title="A first"), scene.open(title="A second")
    delivering.tell(now=scene.now)
    box.mails.clear()
    for action in (first, second):
        scene.vote(action, "for", "bob", "dana")
    delivering.tell(now=scene.now)
    assert recipients(box) == ["alice", "alice"]
    box.mails.clear()
    # Tuesday at 18 h in Paris.
    delivering.tell(now=scene.later(hours=8))
    assert recipients(box) == ["bob", "dana", "eli"]
    assert DigestItem.objects.count() == 6
    assert "A first" in box.mails[0]["Subject"]
    assert "A second" in box.mails[0]["Subject"]


def test_a_reminder_goes_once_to_those_who_can_still_change_the_outcome(scene: World, box: Mailbox) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob")
    delivering.tell(now=scene.now)
    box.mails.clear()
    scene.later(days=8, minutes=1)
    delivering.tell(now=scene.now)
    delivering.tell(now=scene.later(hours=2))
    reminders = [mail for mail in box.mails if "ends soon" in mail["Subject"]]
    assert sorted(mail["To"].split("@")[0] for mail in reminders) == ["alice", "dana", "eli"]


def test_nobody_is_reminded_who_asked_for_no_reminders(scene: World, box: Mailbox) -> None:
    wants(scene, "dana", reminders=False)
    scene.open()
    delivering.tell(now=scene.later(days=8, minutes=1))
    assert not Delivery.objects.filter(about=About.REMINDER, member_id=scene.dana.member_id).exists()
    assert Delivery.objects.filter(about=About.REMINDER, member_id=scene.eli.member_id).exists()


def test_no_reminder_for_what_is_decided(scene: World, box: Mailbox) -> None:
    action = scene.open()
    scene.vote(action, "for", "bob", "dana")
    delivering.tell(now=scene.later(days=8, minutes=1))
    assert not Delivery.objects.filter(about=About.REMINDER).exists()


def test_an_objection_is_told_to_leads_once_however_often_it_is_reworded(scene: World, box: Mailbox) -> None:
    action = scene.open()
    delivering.tell(now=scene.now)
    box.mails.clear()
    scene.vote(action, "against", "bob", reason="Too loud")
    delivering.tell(now=scene.now)
    scene.vote(action, "against", "bob", reason="Much too loud")
    delivering.tell(now=scene.now)
    assert [mail["To"] for mail in box.mails] == ["alice@example.org"]


def test_who_wants_nothing_gets_nothing(scene: World, box: Mailbox) -> None:
    commands.want_nothing(member_id=scene.bob.member_id, now=scene.now)
    scene.open()
    delivering.tell(now=scene.now)
    assert recipients(box) == ["dana", "eli"]


def test_at_night_a_message_waits_for_the_morning(scene: World, box: Mailbox) -> None:
    scene.later(hours=12)  # 22 h 30 in Paris
    scene.open()
    delivering.tell(now=scene.now)
    assert box.mails == []
    delivering.tell(now=scene.later(hours=9))
    assert box.mails == []
    delivering.tell(now=scene.later(minutes=30))
    assert recipients(box) == ["bob", "dana", "eli"]


def test_a_new_text_is_asked_about_again_and_the_old_question_is_dropped(scene: World, box: Mailbox) -> None:
    scene.later(hours=12)
    action = scene.open()
    delivering.tell(now=scene.now)
    deciding.amend_action(
        actor=scene.alice,
        action_id=action.id,
        title="Open a small tool library",
        text="",
        now=scene.later(minutes=5),
    )
    delivering.tell(now=scene.now)
    delivering.tell(now=scene.later(hours=10))
    assert recipients(box) == ["bob", "dana", "eli"]
    assert {row.reason for row in Delivery.objects.filter(state=State.SKIPPED)} == {"amended"}


def test_a_dead_server_is_tried_again_with_growing_pauses_then_given_up_visibly(scene: World) -> None:
    scene.open()
    with mail_server() as box:
        port = box.port
    with pointing_at(port):
        told = delivering.tell(now=scene.now)
        assert (told.sent, told.failed) == (0, 3)
        assert delivering.deliver_due(now=scene.now).failed == 0
        tries = 1
        start = scene.now
        while Delivery.objects.filter(state=State.WAITING).exists():
            scene.now = Delivery.objects.filter(state=State.WAITING).order_by("next_try_at")[0].next_try_at
            delivering.deliver_due(now=scene.now)
            tries += 1
    assert {row.state for row in Delivery.objects.all()} == {State.GIVEN_UP}
    assert timedelta(hours=24) <= scene.now - start < timedelta(hours=30)
    assert tries < 60


def test_an_hour_without_server_loses_nothing_and_is_caught_up_once(scene: World) -> None:
    with mail_server() as box:
        port = box.port
    with pointing_at(port):
        action = scene.open()
        for _ in range(60):
            delivering.tell(now=scene.now)
            scene.later(minutes=1)
        scene.vote(action, "against", "bob")
    with mail_server() as back:
        for _ in range(80):
            delivering.tell(now=scene.now)
            scene.later(minutes=1)
        assert recipients(back) == ["dana", "eli"]


def test_a_refused_address_is_not_tried_again(scene: World, box: Mailbox) -> None:
    box.answers["bob@example.org"] = "550 no such mailbox"
    scene.open()
    told = delivering.tell(now=scene.now)
    assert (told.sent, told.failed) == (2, 1)
    row = Delivery.objects.get(member_id=scene.bob.member_id)
    assert (row.state, row.error) == (State.FAILED, "smtp-550")
    assert delivering.deliver_due(now=scene.later(days=1)) == delivering.Told()


def test_a_server_that_is_busy_is_asked_again(scene: World, box: Mailbox) -> None:
    box.answers["bob@example.org"] = "451 later"
    scene.open()
    delivering.tell(now=scene.now)
    box.answers.clear()
    delivering.deliver_due(now=scene.later(minutes=2))
    assert recipients(box) == ["bob", "dana", "eli"]


def test_a_worker_that_stops_while_holding_a_message_loses_and_doubles_nothing(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.plan_all(now=scene.now)
    [held] = commands.claim_due(now=scene.now)
    assert delivering.deliver_due(now=scene.now).sent == 2
    assert delivering.deliver_due(now=scene.later(minutes=9)).sent == 0
    assert delivering.deliver_due(now=scene.later(minutes=2)).sent == 1
    assert recipients(box) == ["bob", "dana", "eli"]
    # Should the first worker come back after all, it has no say any more.
    assert not commands.failed(claimed=held, error="late", for_good=True, now=scene.now)
    assert not commands.sent(claimed=held, now=scene.now)
    assert {row.state for row in Delivery.objects.all()} == {State.SENT}


def test_a_copy_sent_because_a_worker_stopped_too_late_bears_the_same_message_id(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    Delivery.objects.update(state=State.CLAIMED, claimed_until=scene.now, sent_at=None)
    delivering.deliver_due(now=scene.later(minutes=1))
    assert len(box.mails) == 6
    assert len({mail["Message-ID"] for mail in box.mails}) == 3


def test_who_has_no_address_is_shown_as_not_told(scene: World, box: Mailbox) -> None:
    scene.vote(scene.grant(), "for", "bob", "dana")
    delivering.tell(now=scene.now)
    scene.open(title="Another")
    delivering.tell(now=scene.later(minutes=1))
    row = Delivery.objects.get(member_id=scene.charlie.member_id, about=About.OPENED)
    assert (row.state, row.reason) == (State.SKIPPED, "no-address")


def test_one_association_never_tells_the_members_of_another(scene: World, box: Mailbox) -> None:
    other = world()
    scene.open()
    delivering.tell(now=scene.now)
    members = set(Delivery.objects.values_list("member_id", flat=True))
    assert members & {actor.member_id for actor in other.people.values()} == set()


def test_old_news_is_no_news(scene: World, box: Mailbox) -> None:
    action = scene.open(kind="ordinary")
    assert action.status == "announced"
    delivering.plan_all(now=scene.later(days=30))
    assert not Delivery.objects.exists()


def test_the_worker_applies_a_deadline_and_tells_it_in_the_same_round(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    box.mails.clear()
    scene.later(days=10)
    done = worker.run_once(now=scene.now)
    assert done.settled == 1
    assert [mail["To"] for mail in box.mails if "Passed by silence" in mail["Subject"]] == ["alice@example.org"]


def test_a_dead_mail_server_stops_no_deadline(scene: World) -> None:
    with mail_server() as gone:
        port = gone.port
    with pointing_at(port):
        action = scene.open()
        done = worker.run_once(now=scene.later(days=10))
        assert (done.settled, done.failed, done.sent) == (1, 0, 0)
        assert scene.status(action) == "tacit"
