"""The assembly of the demo: convened three weeks ago, held yesterday evening, suspended before its last items. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from toutdoux.assemblies import commands as convening
from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft, MeetingDraft
from toutdoux.assemblies.queries import items
from toutdoux.assemblies.sitting import commands
from toutdoux.assemblies.sitting.queries import hands
from toutdoux.assemblies.voting import commands as voting
from toutdoux.kernel.people import Actor
from toutdoux.operations import demo_effects, demo_elections, demo_voting

#: Days and times of what happens.
CONVENED, GIVEN, HELD = -21, -4, -1
#: From the beginning of the assembly to the day after, when mandates begin.
MIDNIGHT = timedelta(hours=5)
ANSWERS = {
    "assembly.leave_counts": False,
    "assembly.quorum": {"share": "1/2"},
    "assembly.proxies_per_holder": 2,
    "assembly.notice": {"days": 15},
}
AGENDA = (
    (ItemKind.INFORMATION, "Nouvelles de l'atelier et des serveurs", ""),
    (ItemKind.REPORT, "Bilan du semestre", "Le bilan est à lire dans les rapports ; il est proposé de l'approuver."),
    (
        ItemKind.RESOLUTION,
        "Prêter la cuisine aux associations du quartier",
        "La cuisine est prêtée **deux soirs par semaine**, contre une participation libre aux fluides.",
    ),
    (ItemKind.DISCUSSION, "Comment accueillir les personnes qui arrivent", ""),
    (ItemKind.ELECTION, demo_elections.TITLE, ""),
    (ItemKind.RESOLUTION, demo_voting.IN_CONFIDENCE, demo_voting.REASONS),
)
THERE = ("ines", "malo", "yasmine", "theo", "awa", "lucie", "camille", "elif", "jonas", "samir", "oumar", "manon")
PROXIES = (("rosa", "awa"), ("nina", "awa"), ("hugo", "samir"), ("anh", "lucie"))


@dataclass
class Sitting:
    """Plays the assembly, each scene at its instant."""

    people: Mapping[str, Actor]
    starts_at: datetime
    id: UUID = field(init=False)
    items: tuple[UUID, ...] = ()
    election: demo_elections.Election = field(init=False)

    def convene(self, now: datetime) -> None:
        """Prepare the assembly and convene it."""
        ines = self.people["ines"]
        draft = MeetingDraft(title="Assemblée de la saison", starts_at=self.starts_at, place="La grande cuisine")
        self.id = convening.prepare_assembly(actor=ines, draft=draft, answers=ANSWERS, now=now).id
        for kind, title, text in AGENDA:
            item = ItemDraft(kind=kind, title=title, text=text)
            convening.add_item(actor=ines, assembly_id=self.id, draft=item, now=now)
        convening.convene_assembly(actor=ines, assembly_id=self.id, now=now)
        self.items = tuple(item.id for item in items(assembly_id=self.id))
        demo_effects.write(
            people=self.people,
            assembly_id=self.id,
            report_id=self.items[1],
            resolution_id=self.items[2],
            now=now,
        )
        self.election = demo_elections.Election(people=self.people, assembly_id=self.id, item_id=self.items[4])
        self.election.prepare(begins=self.starts_at + MIDNIGHT, now=now)

    def give(self, now: datetime) -> None:
        """Let those who cannot come be represented."""
        for giver, holder in PROXIES:
            convening.give_proxy(
                actor=self.people[giver],
                assembly_id=self.id,
                holder_id=self.people[holder].member_id,
                door="web",
                now=now,
            )

    def open(self, now: datetime) -> None:
        """Let people come in, and open it: Awa chairs, Camille takes the notes."""
        awa = self.people["awa"]
        commands.take_chair(actor=awa, assembly_id=self.id, now=now)
        commands.set_check_in(actor=awa, assembly_id=self.id, how="code", now=now)
        for name in THERE:
            member_id = self.people[name].member_id
            commands.tick_arrival(actor=awa, assembly_id=self.id, member_id=member_id, now=now)
        camille = self.people["camille"].member_id
        commands.name_secretary(actor=awa, assembly_id=self.id, member_id=camille, now=now)
        commands.open_assembly(actor=awa, assembly_id=self.id, now=now)
        commands.take_item(actor=awa, assembly_id=self.id, item_id=self.items[0], now=now)

    def report(self, now: datetime) -> None:
        """Approve the report, by a show of hands."""
        awa = self.people["awa"]
        commands.take_item(actor=awa, assembly_id=self.id, item_id=self.items[1], now=now)
        vote = voting.open_vote(actor=awa, assembly_id=self.id, item_id=self.items[1], way="hands", now=now)
        voting.record_totals(actor=awa, vote_id=vote, for_=14, against=0, blank=1, now=now)

    def elect(self, now: datetime) -> None:
        """Elect those who welcome, while everyone is there."""
        self.election.vote(now)

    def confide(self, now: datetime) -> None:
        """Decide in confidence whether a mediator is called."""
        commands.take_item(actor=self.people["awa"], assembly_id=self.id, item_id=self.items[5], now=now)
        demo_voting.confide(people=self.people, there=THERE, assembly_id=self.id, item_id=self.items[5], now=now)

    def arrive(self, now: datetime) -> None:
        """Let Hugo, who was represented, come after all: his proxy is suspended. Jonas leaves."""
        awa = self.people["awa"]
        commands.tick_arrival(actor=awa, assembly_id=self.id, member_id=self.people["hugo"].member_id, now=now)
        commands.tick_departure(actor=awa, assembly_id=self.id, member_id=self.people["jonas"].member_id, now=now)

    def speak(self, now: datetime) -> None:
        """Take the resolution; some ask to speak."""
        awa = self.people["awa"]
        commands.take_item(actor=awa, assembly_id=self.id, item_id=self.items[2], now=now)
        for name in ("theo", "yasmine", "malo"):
            commands.raise_hand(actor=self.people[name], assembly_id=self.id, now=now)
        demo_voting.amend(
            people=self.people,
            there=[name for name in (*THERE, "hugo") if name != "jonas"],
            assembly_id=self.id,
            item_id=self.items[2],
            now=now,
        )
        first = hands(assembly_id=self.id, item_id=self.items[2])[0]
        commands.give_floor(actor=awa, assembly_id=self.id, hand_id=first.id, now=now)

    def suspend(self, now: datetime) -> None:
        """Break off for the evening: it goes on today."""
        commands.suspend(actor=self.people["awa"], assembly_id=self.id, now=now)
