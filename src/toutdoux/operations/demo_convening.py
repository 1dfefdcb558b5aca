"""The next assembly of the demo: convened, with items that members propose, a document and proxies. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.convening import Instruction
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft, MeetingDraft
from toutdoux.assemblies.queries import items
from toutdoux.kernel.people import Actor

#: Days of what happens; items may be proposed for a week more.
CONVENED, PROPOSED, ITEMS_UNTIL, HELD = -10, -9, 5, 19
AGENDA = (
    (ItemKind.INFORMATION, "Ce que devient l’atelier vélo", ""),
    (
        ItemKind.RESOLUTION,
        "Changer de banque",
        "La Marmite libre ouvre un compte dans une **banque coopérative** et ferme l’ancien avant l’été.",
    ),
    (ItemKind.ELECTION, "Qui répond de quoi la saison prochaine", "Une liste peut se former jusqu’au jour même."),
)
BANKS = """# Trois banques, ce qu’elles coûtent

| banque | par an | carte |
|---|---|---|
| du Coin | 24 € | comprise |
| des Rives | 36 € | 18 € |
| du Large | 0 € | 40 € |
"""


@dataclass
class Convening:
    """Plays what comes before the assembly, each scene at its instant."""

    people: Mapping[str, Actor]
    starts_at: datetime
    items_until: datetime
    id: UUID = field(init=False)

    def convene(self, now: datetime) -> None:
        """Prepare the assembly with its agenda and a document, and convene it."""
        yasmine = self.people["yasmine"]
        draft = MeetingDraft(
            title="Assemblée d’été",
            starts_at=self.starts_at,
            place="Le jardin, derrière la grande cuisine",
            link="https://visio.example.org/marmite",
            introduction="On mange ensemble après : apportez un plat à partager.",
            items_until=self.items_until,
        )
        self.id = commands.prepare_assembly(actor=yasmine, draft=draft, now=now).id
        added = [
            commands.add_item(
                actor=yasmine, assembly_id=self.id, draft=ItemDraft(kind=kind, title=title, text=text), now=now
            )
            for kind, title, text in AGENDA
        ]
        commands.add_document(
            actor=yasmine,
            assembly_id=self.id,
            title="Trois banques comparées",
            name="banques.md",
            data=BANKS.encode(),
            item_id=added[1],
            now=now,
        )
        commands.convene_assembly(actor=yasmine, assembly_id=self.id, now=now)

    def propose(self, now: datetime) -> None:
        """Let members propose items, and be represented: one shares the items out and says how to vote, one was declined."""
        theo, manon = self.people["theo"], self.people["manon"]
        commands.propose_item(
            actor=theo,
            assembly_id=self.id,
            draft=ItemDraft(
                kind=ItemKind.DISCUSSION,
                title="Une permanence le samedi",
                text="Qui pourrait, et une fois sur deux\N{NARROW NO-BREAK SPACE}?",
            ),
            now=now,
        )
        _, bank, *others = (item.id for item in items(assembly_id=self.id))
        for holder, share, said in (("lucie", {bank}, {bank: Instruction.FOR}), ("samir", set(others), {})):
            commands.give_proxy(
                actor=manon,
                assembly_id=self.id,
                holder_id=self.people[holder].member_id,
                items=frozenset(share),
                instructions=said,
                door="web",
                now=now,
            )
        declined = commands.give_proxy(
            actor=self.people["hugo"],
            assembly_id=self.id,
            holder_id=self.people["malo"].member_id,
            door="mail",
            now=now,
        )
        samir = self.people["samir"].member_id
        commands.decline_proxy(actor=self.people["malo"], proxy_id=declined, suggested_id=samir, now=now)
