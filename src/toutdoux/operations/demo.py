"""The demo: an invented association over two periods, played through the real commands at the instants of its story.

Everything is placed by days before today in the association's zone, so that whatever the day, deadlines lie in the next
ones. Nothing of it happens today: the demo reads the same whenever it is loaded on that day. Only ids are random.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from toutdoux.accounts.commands import create_accounts
from toutdoux.associations.commands import open_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.queries import associations
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft, EffectKind
from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.logic.tables_cells import LABELS, folded
from toutdoux.decisions.queries import ActionPage, access_action, action_page
from toutdoux.kernel.people import Actor
from toutdoux.members.commands import (
    NewPerson,
    accept_invitation,
    add_member,
    found_association,
    invite,
    record_departure,
)
from toutdoux.members.queries import members
from toutdoux.operations import (
    demo_before,
    demo_convening,
    demo_entrusted,
    demo_now,
    demo_procedures,
    demo_register,
    demo_registers,
    demo_reports,
    demo_sitting,
    demo_talking,
    demo_today,
)
from toutdoux.operations.demo_people import COUNCIL_THEN, FOUNDED, NAME, PEOPLE, SIGN_IN, SLUG, TABLE
from toutdoux.operations.demo_script import Cast, Person, Sketch, Story, Then, ballots
from toutdoux.rules.reading import with_answers
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.rules.shipped import DEFAULT, shipped
from toutdoux.rules.time import instant, start_of_day

ZONE = ZoneInfo("Europe/Paris")
#: One word for all: the demo is no place for secrets, and says so.
PASSWORD = "marmite-libre"  # noqa: S105 -- the demo's, told to everyone
_CURRENT = (*demo_now.STORIES, *demo_today.STORIES)
STORIES = (*demo_before.STORIES, *_CURRENT)
#: People answer between these minutes of the day, so that nobody of the demo votes at night.
_MORNING, _EVENING = 8 * 60 + 10, 21 * 60 + 40


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What was loaded, or was there already, and whom to sign in as: name and address."""

    slug: str
    new: bool
    people: tuple[tuple[str, str], ...]
    password: str


def load_demo(*, now: datetime) -> Demo:
    """Load the demo, all of it or nothing; when its association is there already, change nothing."""
    new = all(row.slug != SLUG for row in associations())
    if new:
        with transaction.atomic():
            _Player(today=now.astimezone(ZONE).date()).play()
    by_key = {person.key: person for person in PEOPLE}
    people = tuple((by_key[key].name, address(key)) for key in SIGN_IN)
    return Demo(slug=SLUG, new=new, people=people, password=PASSWORD)


def address(key: str) -> str:
    """Return the mail address of someone of the demo."""
    return f"{key}@example.org"


def rulebook() -> Rulebook:
    """Return the rules the demo lives by."""
    return with_answers(shipped(DEFAULT), {"voting_right.waiting": {"months": 3}})


@dataclass(frozen=True, kw_only=True)
class Periods:
    """The three half-years of the demo: the one before the register, the previous one, the current one."""

    old: PeriodFacts
    before: PeriodFacts
    now: PeriodFacts


def periods(*, today: date) -> Periods:
    """Cut time in half-years of the demo's own, so that the current one began some four months ago, whatever the day."""
    start = (today - timedelta(days=110)).replace(day=1)
    starts = [_months_later(start, months) for months in (-12, -6, 0, 6)]
    halves = [
        PeriodFacts(
            code=f"{'P' if begins.month <= 6 else 'A'}{begins.year % 100:02}",
            title=f"{'Printemps' if begins.month <= 6 else 'Automne'} {begins.year}",
            starts_on=begins,
            ends_on=ends,
        )
        for begins, ends in pairwise(starts)
    ]
    return Periods(old=halves[0], before=halves[1], now=halves[2])


def _months_later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


@dataclass
class _Player:
    """Plays the stories in the order of time."""

    today: date
    events: list[tuple[datetime, Callable[[datetime], object]]] = field(default_factory=list)
    people: dict[str, Actor] = field(default_factory=dict)
    actions: dict[str, UUID] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, UUID] = field(default_factory=dict)

    def play(self) -> None:
        self._found()
        halves = periods(today=self.today)
        assert halves.now.starts_on is not None
        opening = (halves.now.starts_on - self.today).days
        self._at(opening, "09:00", partial(self._begin, half=halves.now))
        self._at(FOUNDED + 3, "20:00", partial(self._import, half=halves.old))
        for person in PEOPLE:
            self._comes_and_goes(person)
        for stories, half in ((demo_before.STORIES, halves.before), (_CURRENT, halves.now)):
            for story in stories:
                self._tell(story, half.code)
        for sketch in demo_today.DRAFTS:
            self._at(sketch.day, "22:05", partial(self._sketch, sketch=sketch))
        talking = demo_talking.Talking(people=self.people, actions=self.actions)
        for said in demo_talking.SAID:
            self._at(said.day, said.at, partial(talking.say, said=said))
        self._entrust()
        registers = demo_registers.Registers(people=self.people, actions=self.actions, today=self.today)
        self._at(demo_registers.NOTED, "20:15", registers.note)
        self._at(demo_registers.PAID, "20:15", registers.pay)
        belonging = demo_procedures.Belonging(people=self.people, today=self.today)
        self._at(demo_procedures.WELCOMED, "19:45", belonging.welcome)
        self._at(demo_procedures.LISTED, "20:50", belonging.propose)
        self._at(demo_procedures.ASKED, "19:05", belonging.ask)
        register = demo_register.Register(people=self.people, today=self.today)
        self._at(demo_register.DESCRIBED, "21:15", register.describe)
        self._at(demo_register.OPENED, "20:25", register.open_door)
        self._at(demo_register.ASKED, "18:35", register.ask)
        reports = demo_reports.Reports(people=self.people, today=self.today)
        self._at(demo_reports.FROZEN, "21:40", reports.freeze)
        self._at(demo_reports.BEGUN, "20:15", reports.enter_statutes)
        self._at(demo_reports.BEGUN, "20:35", reports.enter_new_statutes)
        self._at(demo_reports.WRITTEN, "20:50", reports.write)
        self._at(demo_reports.SPOKEN, "18:45", reports.speak)
        sitting = demo_sitting.Sitting(
            people=self.people, starts_at=self._instant(demo_sitting.HELD, _minutes("19:00"))
        )
        self._at(demo_sitting.CONVENED, "18:15", sitting.convene)
        self._at(demo_sitting.GIVEN, "12:40", sitting.give)
        for hour, scene in (
            ("19:08", sitting.open),
            ("19:35", sitting.report),
            ("19:50", sitting.elect),
            ("19:55", sitting.confide),
            ("20:05", sitting.arrive),
            ("20:20", sitting.speak),
            ("20:55", sitting.suspend),
        ):
            self._at(demo_sitting.HELD, hour, scene)
        self._at(demo_sitting.HELD, "22:30", reports.publish)
        convening = demo_convening.Convening(
            people=self.people,
            starts_at=self._instant(demo_convening.HELD, _minutes("18:30")),
            items_until=self._instant(demo_convening.ITEMS_UNTIL, _minutes("23:59")),
        )
        self._at(demo_convening.CONVENED, "18:40", convening.convene)
        self._at(demo_convening.PROPOSED, "12:15", convening.propose)
        for at, act in sorted(self.events, key=lambda event: event[0]):
            act(at)
        commands.settle_due(
            association_id=self.people["ines"].association_id, now=start_of_day(day=self.today, zone=ZONE)
        )

    def _entrust(self) -> None:
        entrusting = demo_entrusted.Entrusting(people=self.people)
        self._at(demo_entrusted.ELECTED, "20:10", entrusting.begin)
        self._at(demo_entrusted.DECLARED, "20:40", entrusting.declare)
        self._at(demo_entrusted.HANDING, "18:05", entrusting.hand_over)
        self._at(demo_entrusted.PROPOSED, "19:35", entrusting.propose)

    def _begin(self, now: datetime, *, half: PeriodFacts) -> None:
        open_period(actor=self.people["ines"], period=half, now=now)

    def _instant(self, day: int, minutes: int) -> datetime:
        local = datetime.combine(self.today + timedelta(days=day), time()) + timedelta(minutes=minutes)
        return instant(local=local, zone=ZONE)

    def _at(self, day: int, at: str, act: Callable[[datetime], object]) -> None:
        self.events.append((self._instant(day, _minutes(at)), act))

    def _found(self) -> None:
        """Found the association with those who were there at the beginning, each with an account."""
        now = self._instant(FOUNDED, _minutes("18:30"))
        founders = [person for person in PEOPLE if person.day is None]
        self.accounts = create_accounts(
            people={address(person.key): person.name for person in PEOPLE}, password=PASSWORD, language="fr", now=now
        )
        association_id = found_association(
            name=NAME,
            slug=SLUG,
            zone=ZONE.key,
            language="fr",
            rulebook=rulebook(),
            period=periods(today=self.today).before,
            founders=[
                NewPerson(name=person.name, email=address(person.key), account_id=self.accounts[address(person.key)])
                for person in founders
            ],
            now=now,
        )
        rows = {row.email: row for row in members(association_id=association_id, at=now)}
        self.people = {person.key: rows[address(person.key)].actor for person in founders}

    def _comes_and_goes(self, person: Person) -> None:
        if person.day is not None:
            self._at(person.day, "19:20", partial(self._joins, person=person))
        if person.left is not None:
            self._at(person.left, "20:30", partial(self._leaves, key=person.key))

    def _joins(self, now: datetime, *, person: Person) -> None:
        host = self.people["ines"]
        member_id = add_member(actor=host, person=NewPerson(name=person.name, email=address(person.key)), now=now)
        token = invite(actor=host, member_id=member_id, now=now)
        accept_invitation(token=token, account_id=self.accounts[address(person.key)], now=now)
        self.people[person.key] = Actor(association_id=host.association_id, member_id=member_id)

    def _leaves(self, now: datetime, *, key: str) -> None:
        actor = self.people[key]
        record_departure(actor=actor, member_id=actor.member_id, now=now)

    def _import(self, now: datetime, *, half: PeriodFacts) -> None:
        labels = {folded(words): label for words, label in LABELS.items()}
        rows = [
            HistoricalRow(
                number=row.number,
                title=row.title,
                opened_on=self.today + timedelta(days=row.day),
                lead=row.lead,
                for_=row.for_,
                against=row.against,
                council=COUNCIL_THEN,
                label=labels[folded(row.status)],
                status_text=row.status,
                note=row.note,
                urgent=row.urgent,
                urgent_text="oui" if row.urgent else "",
            )
            for row in TABLE
        ]
        actor = self.people["ines"]
        open_period(actor=actor, period=half, now=now)
        import_rows(
            association_id=actor.association_id,
            actor_id=actor.member_id,
            period=half.code,
            kind=Kind.EXTRAORDINARY,
            rows=rows,
            now=now,
        )

    def _sketch(self, now: datetime, *, sketch: Sketch) -> None:
        draft = ActionDraft(kind=sketch.kind, title=sketch.title, text=sketch.text)
        commands.save_draft(actor=self.people[sketch.by], draft=draft, now=now)

    def _tell(self, story: Story, period: str) -> None:
        self._at(story.day, story.at, partial(self._open, story=story, period=period))
        self._cast_all(story.key, story.day, story.at, ballots(story.votes, story.reasons))
        for then in story.then:
            self._at(story.day + then.day, then.at, partial(self._then, story=story, then=then))
            if then.what == "counter":
                cast = ballots(then.votes, then.reasons)
                self._cast_all(f"{story.key}-counter", story.day + then.day, then.at, cast)

    def _cast_all(self, key: str, day: int, at: str, cast: list[Cast]) -> None:
        """Spread ballots over the day: on the first after the opening, on the others from morning to evening."""
        for place, ballot in enumerate(cast):
            if ballot.day == 0:
                minutes = min(_minutes(at) + 6 + 9 * place, 23 * 60 + 50)
            else:
                minutes = _MORNING + (place * 137 + ballot.day * 71 + len(key) * 29) % (_EVENING - _MORNING)
            when = self._instant(day + ballot.day, minutes)
            self.events.append((when, partial(self._cast, key=key, ballot=ballot)))

    def _open(self, now: datetime, *, story: Story, period: str) -> None:
        effects: tuple[EffectDraft, ...] = ()
        if story.grants:
            member = str(self.people[story.grants].member_id)
            effects = (EffectDraft(kind=EffectKind.GRANT_VOTING_RIGHT, params={"member": member}),)
        draft = ActionDraft(
            kind=story.kind,
            title=story.title,
            text=story.text,
            period=period,
            effects=effects,
            effects_only=story.effects_only,
            lead_wanted=story.lead_wanted,
            co_lead_wanted=story.co_lead_wanted,
            co_leads=tuple(self.people[key].member_id for key in story.co_leads),
            discussion_url=story.discussion,
        )
        actor = self.people[story.lead]
        # Written a while before it is published, as people do.
        draft_id = commands.save_draft(actor=actor, draft=draft, now=now - timedelta(minutes=40))
        reference = commands.publish_action(actor=actor, draft_id=draft_id, now=now)
        self.actions[story.key], self.references[story.key] = draft_id, str(reference)

    def _cast(self, now: datetime, *, key: str, ballot: Cast) -> None:
        commands.cast_ballot(
            actor=self.people[ballot.who],
            action_id=self.actions[key],
            version=self.versions.get(key, 1),
            choice=ballot.choice,
            reason=ballot.reason,
            idempotency_key=f"{now.isoformat()}-{ballot.who}",
            door="web",
            now=now,
        )

    def _then(self, now: datetime, *, story: Story, then: Then) -> None:
        actor, action_id = self.people[then.by], self.actions[story.key]
        match then.what:
            case "amend":
                self.versions[story.key] = commands.amend_action(
                    actor=actor, action_id=action_id, title=then.title, text=then.text, now=now
                )
            case "withdraw":
                commands.withdraw_action(actor=actor, action_id=action_id, reason=then.text, now=now)
            case "urgency":
                commands.declare_urgency(actor=actor, action_id=action_id, reason=then.text, now=now)
            case "start":
                commands.start_action(actor=actor, action_id=action_id, note=then.text, now=now)
            case "finish":
                commands.finish_action(actor=actor, action_id=action_id, note=then.text, now=now)
            case "abandon":
                commands.abandon_action(actor=actor, action_id=action_id, reason=then.text, now=now)
            case "footnote":
                commands.add_footnote(actor=actor, action_id=action_id, text=then.text, now=now)
            case "undone":
                commands.note_undone(actor=actor, action_id=action_id, text=then.text, now=now)
            case "take":
                commands.take_lead(actor=actor, action_id=action_id, now=now)
            case "follows" | "replaces" | "relates":
                other = self.references[then.to]
                commands.link_actions(actor=actor, action_id=action_id, other=other, sort=then.what, now=now)
            case "counter":
                reference = commands.call_counter_vote(actor=actor, action_id=action_id, reason=then.text, now=now)
                counter = access_action(actor=actor, reference=str(reference), now=now)
                self.actions[f"{story.key}-counter"] = counter.id
            case _:
                self._about_objection(now, story, then)

    def _about_objection(self, now: datetime, story: Story, then: Then) -> None:
        objector = self.people[then.to].member_id
        actor = self.people[then.by]
        page = action_page(actor=actor, reference=self.references[story.key], now=now)
        assert isinstance(page, ActionPage)
        objection = next(o for o in page.objections if o.member_id == objector and not o.earlier)
        if then.what == "lift":
            commands.lift_objection(actor=actor, objection_id=objection.id, now=now)
        elif then.what == "keep":
            commands.keep_objection(actor=actor, objection_id=objection.id, now=now)
        else:
            commands.post_on_objection(actor=actor, objection_id=objection.id, sort=then.what, text=then.text, now=now)


def _minutes(at: str) -> int:
    hours, minutes = at.split(":")
    return int(hours) * 60 + int(minutes)
