"""Assemblies played at random: what there is to act upon, what does not fit, and what must hold after each gesture.

People and things are picked by a small number. Beyond those there are stands what does not fit: what nobody knows, and what is
of another association.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from tests.support.assemblies import item, prepared, ruled
from tests.support.people import World, world
from toutdoux.assemblies.elections.models import Candidate, Election, Option, Round
from toutdoux.assemblies.elections.queries import election_page, elections_of, own_voices, rounds_of, turnout
from toutdoux.assemblies.minutes.models import Note, Task
from toutdoux.assemblies.minutes.queries import writing_page
from toutdoux.assemblies.models import Assembly, Item, Proxy
from toutdoux.assemblies.queries import (
    MeetingRow,
    items,
    meeting,
    meeting_page,
    meetings,
    proxy_page,
    roll_page,
    rulebook_of,
)
from toutdoux.assemblies.sitting.models import Hand
from toutdoux.assemblies.sitting.queries import desk_page, here_page, room_at, room_page
from toutdoux.assemblies.voting import queries as voting
from toutdoux.assemblies.voting.models import Amendment, Seat, Vote
from toutdoux.associations.queries import association
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import HeadFacts, head
from toutdoux.operations.verify import verify
from toutdoux.reports.convening import convening_paper
from toutdoux.reports.minutes import minutes
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.seats import Way

#: The last is of another association.
PEOPLE = ("alice", "bob", "dana", "eli", "f5", "charlie", "stranger")
VOTERS = PEOPLE[:5]
TEXTS = {"Buy a saw": "A saw for the workshop, 300 €. It cuts wood.", "Activity report": "We cut wood in the workshop."}
NOBODY = UUID(int=0)
#: Numbers up to here pick what there is; those after, what does not fit.
FITS = 6


@dataclass(eq=False)
class Scene:
    """An association whose people hold assemblies, one of them the ``main`` one.

    ``elsewhere``: an assembly of another association, and ``theirs``, an item of it.
    """

    world: World
    elsewhere: MeetingRow
    theirs: UUID
    main: UUID = NOBODY
    count: int = field(default=0)

    def word(self) -> str:
        """Return words that nothing else bears."""
        self.count += 1
        return f"Word {self.count:03}"

    def actor(self, name: str) -> Actor:
        """Return someone by their name; ``desk`` is whoever chairs, or Alice."""
        if name != "desk":
            return self.world.people[name]
        chair = self.row.chair_id
        return next((one for one in self.world.people.values() if one.member_id == chair), self.world.alice)

    def member(self, name: str) -> UUID:
        return self.actor(name).member_id

    @property
    def row(self) -> MeetingRow:
        return meeting(assembly_id=self.main)

    def do(self, command: Callable[..., Any], by: str, /, **arguments: Any) -> Any:
        """Make a gesture, a moment after the one before; return what it gave, None when it was refused. What is refused wrote nothing."""
        before = self._heads()
        self.world.later(seconds=1)
        try:
            return command(actor=self.actor(by), now=self.world.now, **arguments)
        except Refused:
            assert self._heads() == before, "what is refused writes nothing"
            return None

    def _heads(self) -> tuple[HeadFacts, HeadFacts]:
        return head(association_id=self.world.association_id), head(association_id=self.elsewhere.association_id)

    def assembly(self, n: int) -> UUID:
        """Return the main assembly, another, or one that does not fit."""
        if n < FITS:
            return self.main
        others = list(Assembly.objects.filter(association_id=self.world.association_id).order_by("number"))
        return [others[n % len(others)].id if others else NOBODY, self.elsewhere.id, NOBODY][n % 3]

    def one(self, rows: QuerySet[Any], n: int, *, foreign: UUID = NOBODY) -> Any:
        """Return the id of one of ``rows``, in their order, or of what does not fit."""
        found = list(rows)
        return found[n % len(found)].pk if found and n < FITS else foreign

    def item(self, n: int) -> UUID:
        """Return an item: the one at hand when there is one for 0, others for others."""
        rows = Item.objects.filter(assembly_id=self.main)
        current = rows.filter(state=Item.State.CURRENT).first()
        if n == 0 and current is not None:
            return current.id
        found: UUID = self.one(rows.order_by(F("position").asc(nulls_last=True), "title"), n, foreign=self.theirs)
        return found

    def votable(self, n: int) -> UUID:
        """Return an item that is voted for or against, one that was not taken yet for 0."""
        rows = Item.objects.filter(assembly_id=self.main, kind__in=["resolution", "report"]).exclude(position=None)
        found = rows.filter(state=Item.State.CURRENT).first() or rows.filter(state=Item.State.WAITING).first()
        if n == 0 and found is not None:
            return found.id
        picked: UUID = self.one(rows.order_by("position"), n, foreign=self.theirs)
        return picked

    def kind_at(self, kind: str, n: int) -> UUID:
        """Return an item of a kind."""
        found: UUID = self.one(Item.objects.filter(assembly_id=self.main, kind=kind).order_by("title"), n)
        return found

    def proxy(self, n: int) -> Any:
        rows = Proxy.objects.filter(assembly_id=self.main).order_by(
            "ended_at", "given_at", "giver__name", "holder__name"
        )
        return self.one(rows, n)

    def amendment(self, n: int) -> Any:
        return self.one(Amendment.objects.filter(item__assembly_id=self.main).order_by("item__title", "number"), n)

    def vote(self, n: int) -> Any:
        """Return a vote, the last one first."""
        return self.one(Vote.objects.filter(assembly_id=self.main).order_by("-number"), n)

    def election(self, n: int) -> Any:
        return self.one(Election.objects.filter(assembly_id=self.main).order_by("item__title"), n)

    def round(self, n: int) -> Any:
        """Return a round, the last one first."""
        return self.one(Round.objects.filter(assembly_id=self.main).order_by("-opened_at", "-number"), n)

    def list_(self, n: int) -> Any:
        rows = Option.objects.filter(election__assembly_id=self.main).exclude(title="")
        return self.one(rows.order_by("title"), n)

    def candidate(self, n: int) -> Any:
        rows = Candidate.objects.filter(election__assembly_id=self.main, withdrawn_at=None)
        return self.one(rows.order_by("option__position", "position"), n)

    def hand(self, n: int) -> Any:
        return self.one(Hand.objects.filter(assembly_id=self.main, ended_at=None).order_by("id"), n, foreign=0)

    def note(self, n: int) -> Any:
        return self.one(Note.objects.filter(assembly_id=self.main).order_by("text"), n)

    def task(self, n: int) -> Any:
        return self.one(Task.objects.filter(assembly_id=self.main).order_by("number"), n)


def stage(*, rulebook: Rulebook | None = None) -> Scene:
    """Found two associations, with an assembly prepared in each."""
    here, there = world(council=5, rulebook=rulebook or ruled()), world(council=2, rulebook=ruled())
    here.people["stranger"] = there.alice
    elsewhere = prepared(there)
    return Scene(
        world=here,
        elsewhere=elsewhere,
        theirs=item(elsewhere, "Buy a saw"),
        main=prepared(here, texts=TEXTS, items_until=here.now + timedelta(days=19)).id,
    )


def holds(found: Scene) -> None:
    """Hold what must be true of every assembly after each gesture."""
    for row in Assembly.objects.filter(association_id=found.world.association_id):
        agenda = list(Item.objects.filter(assembly=row, position__isnull=False).order_by("position"))
        assert [one.position for one in agenda] == list(range(1, len(agenda) + 1)), "a hole in the agenda"
        assert sum(one.state == Item.State.CURRENT for one in agenda) <= 1
        _votes_add_up(row.id)
        if row.convened_at is not None and row.cancelled_at is None:
            _proxies_fit(row.id, found)


def _votes_add_up(assembly_id: UUID) -> None:
    open_ = 0
    for vote in voting.votes_of(assembly_id=assembly_id):
        open_ += vote.open
        assert Seat.objects.filter(vote_id=vote.id).count() == vote.presence.votes
        if vote.closed_at is not None:
            count = vote.count
            assert count is not None
            assert min(count.for_, count.against, count.blank, count.no_part) >= 0
            assert count.for_ + count.against + count.blank + count.no_part == vote.presence.votes
    for election in elections_of(assembly_id=assembly_id):
        for round_ in rounds_of(election_id=election.id):
            open_ += round_.open
            if round_.result is not None:
                assert round_.result.blank <= round_.result.cast <= round_.presence.votes
                assert round_.result.filled <= round_.result.seats
    assert open_ <= 1, "two votes at a time"


def _proxies_fit(assembly_id: UUID, found: Scene) -> None:
    row = meeting(assembly_id=assembly_id)
    cap = rulebook_of(row).rulebook.assembly.proxies_per_holder
    assert cap is not None
    end = row.closed_at or found.world.now
    room = room_at(assembly_id=assembly_id, at=min(end, found.world.now))
    givers: dict[UUID, set[UUID]] = {}
    for given in room.standing:
        givers.setdefault(given.holder_id, set()).add(given.giver_id)
    assert all(len(those) <= cap for those in givers.values()), "a holder beyond the cap"
    assert not {given.giver_id for given in room.standing} & set(givers), "a proxy that is passed on"


def ends_well(found: Scene) -> None:
    """Hold what must be true at the end: the verifier agrees, and every page answers."""
    here = found.world
    for later in (timedelta(0), timedelta(days=40)):
        verified = verify(association_id=here.association_id, now=here.now + later)
        assert verified.sound, (verified.flaw, verified.difference)
    home = association(association_id=here.association_id)
    people = [found.actor(name) for name in ("alice", "eli", "charlie")]
    for row in meetings(association_id=here.association_id):
        for actor in people:
            _pages(actor, row, found)
        _votes(row, people, found)
        if row.opened_at is not None:
            page = writing_page(association_id=here.association_id, reference=row.reference, now=here.now)
            minutes(association=home, found=page.minutes, language="fr")


def _pages(actor: Actor, row: MeetingRow, found: Scene) -> None:
    at = found.world.now
    page = meeting_page(actor=actor, reference=row.reference, at=at)
    proxy_page(actor=actor, meeting=row, at=at)
    roll_page(meeting=row, at=at)
    for whole in (desk_page, here_page, room_page):
        try:
            whole(actor=actor, reference=row.reference, now=at)
        except Refused:
            # Not convened yet: there is no room.
            assert row.convened_at is None
    convening_paper(association=association(association_id=row.association_id), found=page, language="fr")


def _votes(row: MeetingRow, people: Sequence[Actor], found: Scene) -> None:
    for one in items(assembly_id=row.id, proposed=True):
        voting.votes_page(assembly_id=row.id, item_id=one.id)
    for vote in voting.votes_of(assembly_id=row.id):
        if vote.way is not Way.HANDS:
            voting.turnout(vote=vote)
        voting.roll_call(vote=vote)
        for actor in people:
            voting.own_voices(vote=vote, member_id=actor.member_id, now=found.world.now)
    for election in elections_of(assembly_id=row.id):
        election_page(election=election)
        for round_ in rounds_of(election_id=election.id):
            if round_.way is not Way.HANDS:
                turnout(round_=round_)
            for actor in people:
                own_voices(round_=round_, member_id=actor.member_id, now=found.world.now)
