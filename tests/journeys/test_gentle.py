"""Gentle: few messages, at decent hours, to those who want them, each thing once, whatever happens and by whatever way.

Random histories are played through the real commands, mail and a chat; what left is looked at, at the instant it left.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.support.mailbox import mail_server, plain, pointing_at
from tests.support.mattermost import FakeMattermost, connected_world, mattermost
from tests.support.people import World, world
from toutdoux.associations.queries import association
from toutdoux.decisions import commands as deciding
from toutdoux.decisions.models import Action, Lead
from toutdoux.decisions.queries.telling import action_news
from toutdoux.integrations import delivering
from toutdoux.integrations.chat.models import ChatIdentity
from toutdoux.integrations.commands import Wanted, action_facts, change_preferences
from toutdoux.integrations.logic.planning import ActionFacts, weighs
from toutdoux.integrations.logic.timing import PreferenceFacts, quiet
from toutdoux.integrations.logic.words import About, Moment, Way
from toutdoux.integrations.models import Delivery, DigestItem
from toutdoux.integrations.queries import contacts
from toutdoux.integrations.sent.models import SentWords
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries_at
from toutdoux.members.commands import record_departure
from toutdoux.rules.facts import Status
from toutdoux.wording.outcomes import expected_sentence

pytestmark = pytest.mark.django_db

#: Who has said which chat account is theirs; Eli has not, Charlie has no address either.
LINKED = ("alice", "bob", "dana")
PEOPLE = ["alice", "bob", "dana", "eli", "charlie"]
person = st.sampled_from(PEOPLE)
index = st.integers(0, 3)
hours = st.integers(0, 23)
wish = st.builds(
    Wanted,
    way=st.sampled_from(["mail", "chat", "chat", "none"]),
    moment=st.sampled_from(["at-once", "daily", "weekly"]),
    hour=hours,
    weekday=st.integers(0, 6),
    quiet_from=hours,
    quiet_to=hours,
    reminders=st.sampled_from([True, True, False]),
    zone=st.sampled_from(["", "Pacific/Auckland", "America/St_Johns"]),
)
#: Minutes: an hour, half a day, days, and what leads past a deadline.
length = st.sampled_from([1, 60, 7 * 60, 12 * 60, 24 * 60, 24 * 60, 3 * 24 * 60, 9 * 24 * 60])
STEP = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(["alice", "bob"]), st.sampled_from(["extraordinary", "ordinary"])),
    st.tuples(st.just("vote"), index, person, st.sampled_from(["for", "against", "blank"]), st.booleans()),
    st.tuples(st.just("amend"), index),
    st.tuples(st.just("counter"), index),
    st.tuples(st.just("withdraw"), index),
    st.tuples(st.just("finish"), index),
    st.tuples(st.just("wish"), person, wish),
    st.tuples(st.just("leave")),
    st.tuples(st.just("later"), length),
    st.tuples(st.just("tell"), length),
    st.tuples(st.just("tell"), length),
)


@pytest.fixture
def scene(db: None) -> World:
    return world()


@dataclass
class History:
    """A world, its chat, and what each person was told: how often of what, and when digests left."""

    scene: World
    chat: FakeMattermost
    told: dict[UUID, Counter[tuple[Any, ...]]] = field(default_factory=dict)
    count: int = 0

    def play(self, steps: list[tuple[Any, ...]]) -> None:
        self.do_open("alice", "extraordinary")
        for name, *arguments in steps:
            try:
                with transaction.atomic():
                    getattr(self, f"do_{name}")(*arguments)
            except Refused as refused:
                event(f"{name}: {refused.refusals[0].code}")
        # Time goes on until everything that waits has left or lost its reason.
        for _ in range(20):
            if not Delivery.objects.filter(association_id=self.scene.association_id, state="waiting").exists():
                break
            self.do_tell(12 * 60)

    # --- what people do -------------------------------------------------------------------------------------------

    def action(self, index: int) -> Action:
        rows = Action.objects.filter(association_id=self.scene.association_id, opened_at__isnull=False)
        found = sorted(rows, key=lambda row: (row.opened_at, row.title))
        return found[index % len(found)]

    def lead(self, action: Action) -> Actor:
        lead = Lead.objects.filter(action=action, first=True).get()
        return Actor(association_id=action.association_id, member_id=lead.member_id)

    def do_open(self, by: str, kind: str) -> None:
        self.count += 1
        self.scene.open(by=by, kind=kind, title=f"Action {self.count}")

    def do_vote(self, index: int, who: str, choice: str, reasoned: bool) -> None:
        self.scene.vote(self.action(index), choice, who, reason="I see it otherwise" if reasoned else "")

    def do_amend(self, index: int) -> None:
        action = self.action(index)
        self.count += 1
        deciding.amend_action(
            actor=self.lead(action),
            action_id=action.id,
            title=action.title,
            text=f"Text {self.count}",
            now=self.scene.now,
        )

    def do_counter(self, index: int) -> None:
        self.scene.counter(self.action(index))

    def do_withdraw(self, index: int) -> None:
        action = self.action(index)
        deciding.withdraw_action(actor=self.lead(action), action_id=action.id, reason="No", now=self.scene.now)

    def do_finish(self, index: int) -> None:
        action = self.action(index)
        deciding.finish_action(actor=self.lead(action), action_id=action.id, now=self.scene.now)

    def do_wish(self, who: str, wanted: Wanted) -> None:
        change_preferences(member_id=self.scene.people[who].member_id, wanted=wanted, now=self.scene.now)

    def do_leave(self) -> None:
        eli = self.scene.eli
        record_departure(actor=eli, member_id=eli.member_id, now=self.scene.now)

    def do_later(self, minutes: int) -> None:
        self.scene.later(minutes=minutes)

    # --- what leaves ----------------------------------------------------------------------------------------------

    def do_tell(self, minutes: int) -> None:
        """Let time pass, then a worker's round; look at each message that left in it."""
        scene = self.scene
        scene.later(minutes=minutes)
        scene.settle()
        before = set(self.sent().values_list("id", flat=True))
        arrived = self.arrived()
        delivering.tell(now=scene.now)
        new = list(self.sent().exclude(id__in=before))
        assert self.arrived() - arrived == len(new), "what is said to have left is what arrived"
        for row in new:
            assert row.member_id is not None
            self.look(row, row.member_id)

    def sent(self) -> Any:
        rows = Delivery.objects.filter(association_id=self.scene.association_id, state="sent")
        return rows.filter(member__isnull=False)

    def arrived(self) -> int:
        return len(mail.outbox) + sum(len(self.chat.direct(name)) for name in LINKED)

    def look(self, row: Delivery, member_id: UUID) -> None:
        """Check one message at the instant it left, and write down what it told."""
        now = self.scene.now
        place = association(association_id=self.scene.association_id)
        contact = contacts(association=place, now=now, ids={member_id})[member_id]
        wanted = contact.wanted
        assert wanted.way is not Way.NONE
        assert contact.member.left_at is None
        assert not quiet(local_hour=now.astimezone(wanted.zone).hour, wanted=wanted), "at a quiet hour of theirs"
        told = self.told.setdefault(member_id, Counter())
        for thing in self.things(row):
            told[thing] += 1
            assert told[thing] == 1, "two messages about one thing"
        if row.about == About.DIGEST:
            self.look_at_digest(member_id, wanted)
        elif row.about in {About.OPENED, About.AMENDED, About.REMINDER}:
            self.look_at_question(row, member_id, wanted)

    def things(self, row: Delivery) -> Iterator[tuple[Any, ...]]:
        """Name what a message tells, without a look at the keys that are there to keep it from being told twice."""
        items: list[Any] = list(DigestItem.objects.filter(delivery=row)) if row.about == About.DIGEST else [row]
        for item in items:
            about = "text" if item.about in {About.OPENED, About.AMENDED} else item.about
            [entry] = entries_at(association_id=row.association_id, seqs=[item.entry_seq]) if item.entry_seq else [None]
            data = read_data(entry.data) if entry else {}
            which = {
                "text": item.version,
                About.OUTCOME: data.get("status"),
                About.OBJECTION: (data.get("version"), entry.actor_id if entry else None),
            }
            yield (about, item.action_id, which.get(about))

    def look_at_digest(self, member_id: UUID, wanted: PreferenceFacts) -> None:
        if wanted.moment is not Moment.DAILY:
            # Two hours spared for a change of clocks.
            week = self.scene.now - timedelta(days=7) + timedelta(hours=2)
            assert self.sent().filter(member_id=member_id, about="digest", sent_at__gt=week).count() <= 2

    def look_at_question(self, row: Delivery, member_id: UUID, wanted: PreferenceFacts) -> None:
        facts = self.known(row)
        assert facts.outcome.status is Status.OPEN
        assert member_id in facts.seated - facts.voted
        if row.about != About.REMINDER:
            assert row.version == facts.version
            return
        assert wanted.reminders
        assert weighs(action=facts, member_id=member_id)
        with translation.override("en"):
            silence = expected_sentence(facts.outcome, wanted.zone, now=self.scene.now)
        assert silence
        said = " ".join(SentWords.objects.get(delivery=row).text.replace("\\", "").split())
        assert silence in said, "a reminder says what silence will do"

    def known(self, row: Delivery) -> ActionFacts:
        assert row.action_id is not None
        found = action_news(association_id=row.association_id, ids={row.action_id}, now=self.scene.now)[row.action_id]
        facts = action_facts(found)
        assert facts is not None
        return facts


@contextmanager
def history() -> Iterator[History]:
    """Begin a history in which mail and a chat serve; take back everything afterwards."""
    with (
        mattermost(judged=False) as chat,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
            TOUTDOUX_MAIL=True,
            TOUTDOUX_URL="https://votes.example.org",
        ),
        transaction.atomic(),
    ):
        mail.outbox.clear()
        scene = connected_world(chat)
        for name in LINKED:
            ChatIdentity.objects.create(
                association_id=scene.association_id,
                member_id=scene.people[name].member_id,
                chat="mattermost",
                server=chat.url,
                user_id=chat.person(name)["id"],
                user_name=name,
                linked_at=scene.now,
            )
        yield History(scene=scene, chat=chat)
        transaction.set_rollback(True)


@settings(max_examples=max(8, settings.default.max_examples // 10))
@given(steps=st.lists(STEP, min_size=4, max_size=25))
def test_whatever_happens_each_is_told_each_thing_once_at_a_decent_hour_and_only_what_they_want(
    steps: list[tuple[Any, ...]],
) -> None:
    with history() as found:
        found.play(steps)
        event(f"messages: {sum(sum(told.values()) for told in found.told.values()) // 10 * 10}")


def test_it_works() -> None:
    """One history by hand: it tells, reminds and gathers, by mail and in the chat, so that the random ones are not empty."""
    with history() as found:
        found.do_wish(
            "bob", Wanted(way="chat", moment="at-once", hour=18, weekday=4, quiet_from=21, quiet_to=8, reminders=True)
        )
        found.do_open("alice", "extraordinary")
        found.do_tell(1)
        found.do_vote(0, "dana", "against", True)
        found.do_tell(1)
        found.do_tell(8 * 24 * 60)
        found.do_tell(2 * 24 * 60)
        found.do_tell(7 * 24 * 60)
        told = {name: found.told[found.scene.people[name].member_id] for name in ("alice", "bob", "dana", "eli")}
    kinds = {name: sorted(about for about, *_ in things) for name, things in told.items()}
    assert kinds == {
        "alice": ["objection", "outcome", "reminder"],
        "bob": ["outcome", "reminder", "text"],
        "dana": ["outcome", "text"],
        "eli": ["outcome", "reminder", "text"],
    }


def test_a_message_that_a_dead_server_held_up_waits_for_the_morning(scene: World) -> None:
    """Half an hour before the quiet hours the server is away; it is back in the middle of the night."""
    scene.later(hours=10)  # 20 h 30 in Paris
    scene.open()
    with mail_server() as gone:
        port = gone.port
    with pointing_at(port):
        delivering.tell(now=scene.now)
    with mail_server() as box:
        for _ in range(10):
            delivering.tell(now=scene.later(hours=1))
        assert box.mails == [], "ten hours of night"
        delivering.tell(now=scene.later(hours=2))
        assert sorted(found["To"] for found in box.mails) == ["bob@example.org", "dana@example.org", "eli@example.org"]


def test_quiet_hours_chosen_after_a_message_was_planned_are_kept(scene: World) -> None:
    with mail_server() as box:
        scene.open()
        delivering.plan_all(now=scene.now)
        now_quiet = Wanted(way="mail", moment="at-once", hour=18, weekday=4, quiet_from=9, quiet_to=14, reminders=True)
        change_preferences(member_id=scene.bob.member_id, wanted=now_quiet, now=scene.now)
        delivering.deliver_due(now=scene.now)
        assert box.to("bob") == []
        delivering.deliver_due(now=scene.later(hours=4))
        assert len(box.to("bob")) == 1


def test_a_reminder_says_when_silence_decides_and_what(scene: World) -> None:
    with mail_server() as box:
        scene.open()
        delivering.tell(now=scene.now)
        delivering.tell(now=scene.later(days=8, minutes=1))
        reminder = box.to("bob")[-1]
        assert "ends soon" in reminder["Subject"]
        assert "Without another vote, the action passes on Friday 20 March at 10:30." in " ".join(
            plain(reminder).split()
        )


def test_a_worker_that_was_stopped_does_not_make_up_for_it_by_three_digests_in_a_week(scene: World) -> None:
    """Tuesday's digest leaves on Wednesday only; Friday's follows; that of the next Tuesday waits until Wednesday."""
    with mail_server() as box:
        scene.open(kind="ordinary", title="Bake on Sunday")
        delivering.plan_all(now=scene.now)
        delivering.tell(now=scene.later(days=1, hours=2))
        assert len(box.to("bob")) == 1
        scene.open(kind="ordinary", title="Sweep the yard")
        delivering.tell(now=scene.now)
        delivering.tell(now=scene.later(days=2, hours=6))
        assert len(box.to("bob")) == 2
        scene.open(kind="ordinary", title="Walk the dogs")
        delivering.tell(now=scene.now)
        delivering.tell(now=scene.later(days=4))
        assert len(box.to("bob")) == 2, "it would be the third within a week"
        delivering.tell(now=scene.later(days=1))
        assert len(box.to("bob")) == 3
        assert "Walk the dogs" in box.to("bob")[2]["Subject"]
