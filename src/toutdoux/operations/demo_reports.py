"""The demo's reports: what people wrote beside the figures of the period, who is asked to write, the statutes by versions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import translation

from toutdoux.associations.queries import association, current_period, periods
from toutdoux.kernel.people import Actor
from toutdoux.reports.editions import freeze, publish
from toutdoux.reports.periodical import figures_of, report_part
from toutdoux.writings.commands import ask_writer, comment_section, write_charter, write_section
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.logic.charters import Charter
from toutdoux.writings.queries import access_edition

#: Days before today.
FROZEN, BEGUN, WRITTEN, SPOKEN = -100, -60, -18, -5
_INTRODUCTION = """\
Ce bilan raconte un semestre de la Marmite libre : des repas partagés, un four qui a trouvé sa place, et beaucoup de vaisselle.

Il s’écrit au fil des semaines. Les chiffres viennent des registres ; les phrases sont de nous.
"""
_STATUTES = """\
## Article 1. Nom

L’association s’appelle la Marmite libre.

## Article 2. Objet

Cuisiner ensemble, à prix libre, des repas ouverts à tout le quartier.

## Article 3. Membres

Est membre toute personne qui le demande et participe. Aucune cotisation n’est due.

## Article 4. Décisions

Les décisions se prennent par la tout-doux-cratie, que décrit le règlement intérieur.
"""


@dataclass
class Reports:
    """Plays this part of the demo, at the instants that the demo gives."""

    people: dict[str, Actor]
    today: date
    edition: UUID = field(init=False)

    def enter_statutes(self, now: datetime) -> None:
        """Inès enters the statutes as they were at first."""
        first = _STATUTES.replace("Aucune cotisation n’est due.", "La cotisation est de cinq euros par an.")
        self._statutes(first, note="Assemblée constitutive", version=0, now=now)

    def enter_new_statutes(self, now: datetime) -> None:
        """She enters them as they were changed."""
        self._statutes(_STATUTES, note="Assemblée générale : plus de cotisation", version=1, now=now)

    def freeze(self, now: datetime) -> None:
        """Inès freezes the report of the period before."""
        actor = self.people["ines"]
        found = association(association_id=actor.association_id)
        rows = [row for row in periods(association_id=found.id) if row.ends_on and row.ends_on <= self.today]
        with translation.override("fr"):
            self.edition = freeze(
                actor=actor, association=found, period=rows[0], which=Which.ACTIVITY, language="fr", now=now
            )

    def publish(self, now: datetime) -> None:
        """The assembly has adopted it: she lets anybody read it."""
        actor = self.people["ines"]
        row = access_edition(association_id=actor.association_id, edition_id=self.edition)
        publish(actor=actor, edition=row, now=now)

    def write(self, now: datetime) -> None:
        """Lucie writes the introduction, with the figures of that day under her eyes; Hugo is asked for the rest."""
        actor = self.people["lucie"]
        found = association(association_id=actor.association_id)
        period = current_period(association_id=found.id, day=self.today)
        assert period is not None
        for code, text in (("introduction", _INTRODUCTION), ("decisions", "Un semestre paisible : on se parle avant.")):
            with translation.override("fr"):
                part = report_part(association=found, period=period, which=Which.ACTIVITY, code=code, now=now)
            write_section(
                actor=actor,
                period_id=period.id,
                which=Which.ACTIVITY,
                code=code,
                text=text,
                version=0,
                figures=figures_of(part),
                now=now,
            )
        hugo = self.people["hugo"].member_id
        ask_writer(actor=actor, period_id=period.id, which=Which.ACTIVITY, code="awareness", member_id=hugo, now=now)

    def speak(self, now: datetime) -> None:
        """Hugo says something beside the introduction."""
        actor = self.people["hugo"]
        period = current_period(association_id=actor.association_id, day=self.today)
        assert period is not None
        text = "On pourrait dire un mot des bénévoles d’un soir ?"
        comment_section(actor=actor, period_id=period.id, which=Which.ACTIVITY, code="introduction", text=text, now=now)

    def _statutes(self, text: str, *, note: str, version: int, now: datetime) -> None:
        write_charter(
            actor=self.people["ines"],
            code=Charter.STATUTES,
            text=text,
            note=note,
            in_force_on=now.date(),
            version=version,
            now=now,
        )
