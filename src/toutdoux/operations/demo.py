"""The demo: an invented association over two periods, played through the real commands at the instants of its story.

Everything is placed by days before today in the association's zone, so that whatever the day, deadlines lie in the next
ones. Nothing of it happens today: the demo reads the same whenever it is loaded on that day. Only ids are random.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from toutdoux.accounts.commands import create_account
from toutdoux.associations.commands import open_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.queries import associations
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft, EffectKind
from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.logic.tables_cells import LABELS, folded
from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.kernel.people import Actor
from toutdoux.members.commands import NewPerson, accept_invitation, add_member, found_association, invite, record_departure
from toutdoux.members.queries import members
from toutdoux.operations import demo_before, demo_now
from toutdoux.operations.demo_people import COUNCIL_THEN, FOUNDED, NAME, PEOPLE, SIGN_IN, SLUG, TABLE
from toutdoux.operations.demo_script import Cast, Person, Sketch, Story, Then, ballots
from toutdoux.rules.reading import with_answers
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.rules.shipped import DEFAULT, shipped
from toutdoux.rules.time import instant, start_of_day

ZONE = ZoneInfo("Europe/Paris")
#: One word for all: the demo is no place for secrets, and says so.
PASSWORD = "marmite-libre"  # noqa: S105 -- the demo's, told to everyone
STORIES = (*demo_before.STORIES, *demo_now.STORIES)
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
        for begins, ends in zip(starts[:-1], starts[1:], strict=True)
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

    def play(self) -> None:
        self._found()
        halves = periods(today=self.today)
        assert halves.now.starts_on is not None
        opening = (halves.now.starts_on - self.today).days
        self._at(opening, "09:00", lambda now: open_period(actor=self.people["ines"], period=halves.now, now=now))
        self._at(FOUNDED + 3, "20:00", lambda now: self._import(now, halves.old))
        for person in PEOPLE:
            self._comes_and_goes(person)
        for stories, half in ((demo_before.STORIES, halves.before), (demo_now.STORIES, halves.now)):
            for story in stories:
                self._tell(story, half.code)
        for sketch in demo_now.DRAFTS:
            self._at(sketch.day, "22:05", lambda now, sketch=sketch: self._sketch(now, sketch))
        for at, act in sorted(self.events, key=lambda event: event[0]):
            # What a worker would have done meanwhile, each thing in its time.
            commands.settle_due(association_id=self.people["ines"].association_id, now=at)
            act(at)
        commands.settle_due(
            association_id=self.people["ines"].association_id, now=start_of_day(day=self.today, zone=ZONE)
        )

    def _instant(self, day: int, minutes: int) -> datetime:
        local = datetime.combine(self.today + timedelta(days=day), time()) + timedelta(minutes=minutes)
        return instant(local=local, zone=ZONE)

    def _at(self, day: int, at: str, act: Callable[[datetime], object]) -> None:
        self.events.append((self._instant(day, _minutes(at)), act))

    def _found(self) -> None:
        """Found the association with those who were there at the beginning, each with an account."""
        now = self._instant(FOUNDED, _minutes("18:30"))
        founders = [person for person in PEOPLE if person.day is None]
        accounts = {person.key: self._account(person, now) for person in founders}
        association_id = found_association(
            name=NAME,
            slug=SLUG,
            zone=ZONE.key,
            language="fr",
            rulebook=rulebook(),
            period=periods(today=self.today).before,
            founders=[
                NewPerson(name=person.name, email=address(person.key), account_id=accounts[person.key])
                for person in founders
            ],
            now=now,
        )
        rows = {row.email: row for row in members(association_id=association_id, at=now)}
        self.people = {person.key: rows[address(person.key)].actor for person in founders}

    def _account(self, person: Person, now: datetime) -> UUID:
        return create_account(
            email=address(person.key), password=PASSWORD, name=person.name, language="fr", now=now
        )

    def _comes_and_goes(self, person: Person) -> None:
        if person.day is not None:
            self._at(person.day, "19:20", lambda now: self._joins(now, person))
        if person.left is not None:
            self._at(person.left, "20:30", lambda now: self._leaves(now, person.key))

    def _joins(self, now: datetime, person: Person) -> None:
        host = self.people["ines"]
        member_id = add_member(
            actor=host, person=NewPerson(name=person.name, email=address(person.key)), now=now
        )
        token = invite(actor=host, member_id=member_id, now=now)
        accept_invitation(token=token, account_id=self._account(person, now), now=now)
        self.people[person.key] = Actor(association_id=host.association_id, member_id=member_id)

    def _leaves(self, now: datetime, key: str) -> None:
        actor = self.people[key]
        record_departure(actor=actor, member_id=actor.member_id, now=now)

    def _import(self, now: datetime, half: PeriodFacts) -> None:
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

    def _sketch(self, now: datetime, sketch: Sketch) -> None:
        draft = ActionDraft(kind=sketch.kind, title=sketch.title, text=sketch.text)
        commands.save_draft(actor=self.people[sketch.by], draft=draft, now=now)

    def _tell(self, story: Story, period: str) -> None:
        self._at(story.day, story.at, lambda now: self._open(now, story, period))
        self._cast_all(story.key, story.day, story.at, ballots(story.votes, story.reasons))
        for then in story.then:
            self._at(story.day + then.day, then.at, lambda now, then=then: self._then(now, story, then))
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
            self.events.append((when, lambda now, ballot=ballot: self._cast(now, key, ballot)))

    def _open(self, now: datetime, story: Story, period: str) -> None:
        effects = ()
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

    def _cast(self, now: datetime, key: str, ballot: Cast) -> None:
        actor = self.people[ballot.who]
        page = self._page(key, now)
        commands.cast_ballot(
            actor=actor,
            action_id=self.actions[key],
            version=page.version.number,
            choice=ballot.choice,
            reason=ballot.reason,
            idempotency_key=f"{now.isoformat()}-{ballot.who}",
            door="web",
            now=now,
        )

    def _page(self, key: str, now: datetime) -> ActionPage:
        page = action_page(actor=self.people["ines"], reference=self.references[key], now=now)
        assert isinstance(page, ActionPage)
        return page

    def _then(self, now: datetime, story: Story, then: Then) -> None:
        actor, action_id = self.people[then.by], self.actions[story.key]
        match then.what:
            case "amend":
                commands.amend_action(actor=actor, action_id=action_id, title=then.title, text=then.text, now=now)
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
                self.references[f"{story.key}-counter"] = str(reference)
                self.actions[f"{story.key}-counter"] = self._page(f"{story.key}-counter", now).row.id
            case _:
                self._about_objection(now, story, then)

    def _about_objection(self, now: datetime, story: Story, then: Then) -> None:
        objector = self.people[then.to].member_id
        page = self._page(story.key, now)
        objection = next(o for o in page.objections if o.member_id == objector and not o.earlier)
        actor = self.people[then.by]
        if then.what == "lift":
            commands.lift_objection(actor=actor, objection_id=objection.id, now=now)
        elif then.what == "keep":
            commands.keep_objection(actor=actor, objection_id=objection.id, now=now)
        else:
            commands.post_on_objection(
                actor=actor, objection_id=objection.id, sort=then.what, text=then.text, now=now
            )


def _minutes(at: str) -> int:
    hours, minutes = at.split(":")
    return int(hours) * 60 + int(minutes)
