"""The election of the demo's assembly: two people to welcome those who arrive, by majority judgment. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.preparing import ElectionDraft
from toutdoux.assemblies.elections.queries import options_of
from toutdoux.assemblies.sitting.commands import take_item
from toutdoux.kernel.people import Actor
from toutdoux.mandates.commands import write_kind
from toutdoux.rules.elections import normal

#: What the agenda calls it.
TITLE = "Élire deux personnes pour l’accueil"
ANSWERS = {"elections.method": "majority-judgment", "elections.tie": "lot"}
CANDIDATES = (
    ("lucie", "J’aime les premiers pas et les questions simples."),
    ("samir", "Je suis là presque tous les samedis."),
    ("elif", ""),
)
#: What each person there says of the three, from 0 (to reject) to 5 (excellent).
GRADES = {
    "ines": (5, 4, 3),
    "malo": (4, 4, 2),
    "yasmine": (3, 5, 4),
    "theo": (5, 3, 3),
    "awa": (4, 4, 3),
    "lucie": (3, 4, 4),
    "camille": (5, 3, 2),
    "elif": (4, 3, 3),
    "samir": (4, 2, 3),
    "oumar": (2, 4, 3),
}
_MONTHS = 6


@dataclass
class Election:
    """Plays the election, each scene at its instant."""

    people: Mapping[str, Actor]
    assembly_id: UUID
    item_id: UUID
    id: UUID = field(init=False)

    def prepare(self, *, begins: datetime, now: datetime) -> None:
        """Say what is elected and for how long; three people stand."""
        code = write_kind(
            actor=self.people["ines"],
            code="",
            name="Accueil",
            duties="Accueillir les personnes qui arrivent, répondre à leurs questions, leur montrer les lieux.",
            checklist=("Les clés de la grande cuisine", "La boîte aux lettres de l’accueil"),
            now=now,
        )
        draft = ElectionDraft(
            one_list=False, code=code, seats=2, starts_at=begins, ends_at=begins + timedelta(days=30 * _MONTHS)
        )
        self.id = commands.prepare_election(
            actor=self.people["ines"],
            assembly_id=self.assembly_id,
            item_id=self.item_id,
            draft=draft,
            answers=ANSWERS,
            now=now,
        )
        for name, words in CANDIDATES:
            person = self.people[name]
            commands.stand(actor=person, election_id=self.id, member_id=person.member_id, words=words, now=now)

    def vote(self, now: datetime) -> None:
        """Take the item, vote on phones, count, and proclaim."""
        awa = self.people["awa"]
        take_item(actor=awa, assembly_id=self.assembly_id, item_id=self.item_id, now=now)
        round_id = commands.open_round(actor=awa, election_id=self.id, way="named", now=now)
        options = {one.candidates[0].member_id: str(one.id) for one in options_of(election_id=self.id)}
        order = [options[self.people[name].member_id] for name, _words in CANDIDATES]
        for name, grades in GRADES.items():
            person = self.people[name]
            commands.cast_ballots(
                actor=person,
                round_id=round_id,
                ballots={person.member_id: normal(dict(zip(order, grades, strict=True)))},
                idempotency_key=f"demo-{name}",
                now=now,
            )
        commands.close_round(actor=awa, round_id=round_id, now=now)
        commands.proclaim(actor=awa, election_id=self.id, now=now)
