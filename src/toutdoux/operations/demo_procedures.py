"""The demo's welcome, meetings and question: who helps newcomers, whose turn it is, and whom someone asks whether they stay."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from toutdoux.kernel.people import Actor
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.mandates.queries import holders
from toutdoux.procedures.commands.answering import answer_question
from toutdoux.procedures.commands.belonging import arrange_meetings, help_newcomers, help_with_meetings
from toutdoux.procedures.commands.inactivity import ask_listed, begin_inactivity, take_off, vouch_told
from toutdoux.procedures.logic.inactivity import PersonState
from toutdoux.procedures.logic.participation import Window
from toutdoux.procedures.queries.inactivity import ProcedureRow, procedures

#: Days before today.
WELCOMED, LISTED, ASKED = -33, -7, -6
_WELCOMERS = ("lucie", "hugo", "yasmine")
_ORGANISERS = ("awa", "theo", "lucie")


@dataclass
class Belonging:
    """Plays this part of the demo, at the instants that the demo gives."""

    people: dict[str, Actor]
    today: date

    def welcome(self, now: datetime) -> None:
        """Some people let newcomers ask them, some take turns at organising, and there are meetings."""
        for key in _WELCOMERS:
            help_newcomers(actor=self.people[key], willing=True, now=now)
        for key in _ORGANISERS:
            help_with_meetings(actor=self.people[key], willing=True, now=now)
        arrange_meetings(
            actor=self.people["ines"],
            weeks=2,
            first_on=self.today + timedelta(days=3 - 28),
            begins=time(18, 30),
            place="à l’épicerie, rue des Tanneurs",
            now=now,
        )

    def propose(self, now: datetime) -> None:
        """Whoever holds the administrative mandate, else Inès, looks at who no longer takes part."""
        runner = self._runner(now)
        begin_inactivity(actor=runner, window=Window(starts_at=now - timedelta(days=120), ends_at=now), now=now)

    def ask(self, now: datetime) -> None:
        """They take one person off the list, and ask the others; of those, the first has answered that they stay."""
        runner = self._runner(now)
        row = self._row(runner, now)
        listed = row.in_state(PersonState.LISTED)
        if len(listed) > 1:
            take_off(actor=runner, procedure_id=row.id, listed_id=listed[-1].id, why="En congé parental", now=now)
        if not listed:
            return
        ask_listed(actor=runner, procedure_id=row.id, now=now)
        told = self._row(runner, now).in_state(PersonState.NOT_TOLD)
        for person in told:
            vouch_told(actor=runner, procedure_id=row.id, listed_id=person.id, now=now)
        if len(told) > 1:
            actor = Actor(association_id=runner.association_id, member_id=told[0].member_id)
            words = "J’ai changé d’horaires, je reviens au printemps."
            answer_question(actor=actor, listed_id=told[0].id, answer="stay", words=words, now=now)

    def _runner(self, now: datetime) -> Actor:
        place = self.people["ines"].association_id
        found = holders(association_id=place, kind=BuiltIn.ADMINISTRATIVE, at=now)
        return Actor(association_id=place, member_id=found[0]) if found else self.people["ines"]

    def _row(self, runner: Actor, now: datetime) -> ProcedureRow:
        return procedures(actor=runner, now=now)[0]
