"""The fixed cast: Alice leads, Bob, Dana and Eli sit in the council with her, Charlie has joined but waits for the vote.

``World`` plays scenes through the real commands, with a clock the test moves.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft
from toutdoux.decisions.models import Action
from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.kernel.people import Actor
from toutdoux.members.commands import NewPerson, add_member, found_association
from toutdoux.members.queries import members
from toutdoux.rules.facts import Status
from toutdoux.rules.reading import with_answers
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.shipped import shipped

#: A Tuesday, 10 h 30 in Paris.
START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
TEN_DAYS = timedelta(days=10)


def tout_doux(name: str = "tout-doux-cratie") -> Rulebook:
    """Return a shipped rulebook with the one value asked for at set-up."""
    return with_answers(shipped(name), {"voting_right.waiting": {"months": 3}})


@dataclass
class World:
    """An association, its people and a clock."""

    association_id: UUID
    slug: str
    people: dict[str, Actor]
    now: datetime = START
    _keys: int = field(default=0)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def later(self, **length: float) -> datetime:
        """Move the clock on."""
        self.now += timedelta(**length)
        return self.now

    def draft(
        self, *, by: str = "alice", kind: str = "extraordinary", title: str = "Open a tool library", **more: object
    ) -> UUID:
        draft = ActionDraft(kind=kind, title=title, **more)
        return commands.save_draft(actor=self.people[by], draft=draft, now=self.now)

    def open(self, *, by: str = "alice", **more: object) -> Action:
        """Write and publish an action; return its row."""
        draft_id = self.draft(by=by, **more)
        commands.publish_action(actor=self.people[by], draft_id=draft_id, now=self.now)
        return self.row(draft_id)

    def grant(self, *, to: str = "charlie", **more: object) -> Action:
        """Open an action whose only effect is the voting right of someone."""
        effect = EffectDraft(kind="grant-voting-right", params={"member": str(self.people[to].member_id)})
        return self.open(effects=(effect,), effects_only=True, title=f"Let {to} vote", **more)

    def counter(self, action: Action, *, by: str = "bob", reason: str = "Let us think again") -> Action:
        commands.call_counter_vote(actor=self.people[by], action_id=action.id, reason=reason, now=self.now)
        return Action.objects.filter(target=action).latest("suffix")

    def vote(self, action: Action, choice: str, *names: str, reason: str = "", key: str = "") -> commands.Receipt:
        """Cast the same ballot for each of ``names``; return the last receipt."""
        for name in names:
            self._keys += 1
            receipt = commands.cast_ballot(
                actor=self.people[name],
                action_id=action.id,
                version=self.page(action).version.number,
                choice=choice,
                reason=reason,
                idempotency_key=key or f"key-{self._keys}",
                door="web",
                now=self.now,
            )
        return receipt

    def row(self, action: Action | UUID) -> Action:
        """Return the row as it stands in the database."""
        return Action.objects.get(id=action.id if isinstance(action, Action) else action)

    def status(self, action: Action) -> Status:
        return Status(self.row(action).status)

    def page(self, action: Action, *, by: str = "alice") -> ActionPage:
        row = Action.objects.select_related("period", "target").get(id=action.id)
        counted = row.target or row
        letter = "O" if counted.kind == "ordinary" else "E"
        suffix = f"-C{row.suffix}" if row.suffix else ""
        found = action_page(
            actor=self.people[by], reference=f"{row.period.code}-{letter}{row.number}{suffix}", now=self.now
        )
        assert isinstance(found, ActionPage)
        return found

    def settle(self) -> int:
        return commands.settle_due(association_id=self.association_id, now=self.now)


def world(*, rulebook: Rulebook | None = None, council: int = 4, slug: str = "") -> World:
    """Found an association with a council of ``council`` (Alice, Bob, Dana, Eli, then F5…) and Charlie outside it."""
    names = ["alice", "bob", "dana", "eli", *(f"f{n}" for n in range(5, council + 1))][:council]
    slug = slug or f"w{uuid4().hex[:10]}"
    association_id = found_association(
        name="The Fireflies",
        slug=slug,
        zone="Europe/Paris",
        language="en",
        rulebook=rulebook or tout_doux(),
        period=PeriodFacts(code="P26"),
        founders=[NewPerson(name=name.capitalize(), email=f"{name}@example.org") for name in names],
        now=START - timedelta(days=30),
    )
    people = {row.name.lower(): row.actor for row in members(association_id=association_id, at=START)}
    charlie = add_member(actor=people["alice"], person=NewPerson(name="Charlie"), now=START - timedelta(days=1))
    people["charlie"] = Actor(association_id=association_id, member_id=charlie)
    return World(association_id=association_id, slug=slug, people=people)
