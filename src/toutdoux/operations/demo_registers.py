"""What the demo notes of its life: activities, a request, a partner, money with the decision that allows it, services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.finance.commands import change_money_settings
from toutdoux.kernel.people import Actor
from toutdoux.procedures.registering import commit_amount, move_entry, record_entry, tie_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.rules.time import start_of_day

#: Days, as everywhere in the demo, counted from today.
NOTED, PAID = -40, -39
ZONE = ZoneInfo("Europe/Paris")

_ACTIVITIES: tuple[tuple[str, str, int, str, Mapping[str, Any]], ...] = (
    ("event", "Fête des voisines et des voisins", -95, "awa", {"place": "Place des Tilleuls", "attendance": 140}),
    ("event", "Atelier réparation : petits appareils", -62, "samir", {"place": "Au local", "helped": 7}),
    ("radio", "La Marmite à l’antenne : manger local", -80, "lucie", {"guests": "Une maraîchère", "length": 40}),
    ("radio", "La Marmite à l’antenne : le pain", -52, "lucie", {"length": 38, "remote": True}),
    (
        "training",
        "Hygiène en cuisine partagée",
        -70,
        "jonas",
        {"session": "Printemps", "took_part": 12, "passed": 9, "level": "niveau II", "at_level": 4},
    ),
    ("intervention", "Conter la Marmite au collège", -58, "ines", {"for_whom": "Le collège", "length": 90}),
    ("meeting", "Point de quinzaine", -45, "awa", {"attendance": 8}),
)


@dataclass(frozen=True, kw_only=True)
class Registers:
    """Who acts in it: everyone by the key of the demo. Each step takes the instant at which it happens."""

    people: Mapping[str, Actor]
    actions: Mapping[str, UUID]
    today: date

    def note(self, now: datetime) -> None:
        """Note the life of the association: everyone what they took part in."""
        for kind, title, day, who, values in _ACTIVITIES:
            self._record(kind, title, day, who, now, values=values)
        request = self._record(
            "request", "Prêter la grande marmite", -60, "lucie", now, values={"from_whom": "Le centre social"}
        )
        answered = self._day(-57)
        move_entry(actor=self.people["lucie"], entry_id=request, state="helped", day=answered, now=now)
        partner = self._record(
            "partner",
            "La ferme du Coteau",
            -300,
            "ines",
            now,
            state="signed",
            last_day=self._day(60),
            values={"contact": "ferme@example.org", "renew_on": self._day(-5)},
        )
        self._record("acknowledgement", "Trente kilos de courges", -44, "ines", now, about_id=partner)
        self._record("project", "Un four solaire dans la cour", -90, "rosa", now, state="in-progress")
        self._serve(now)
        change_money_settings(
            actor=self.people["jonas"],
            accounts="Paheko, tenu par Jonas ; le compte est à la banque coopérative.",
            siren="",
            levels=("Thym", "Laurier", "Sarriette"),
            chart="",
            limit="50",
            now=now,
        )
        budget = {"heading": "Serveur", "side": "spending"}
        self._record("budget", "Matériel du serveur", -100, "jonas", now, amount=60_000, values=budget)
        self._record(
            "support",
            "La boulangerie du Pont",
            -75,
            "jonas",
            now,
            amount=15_000,
            state="received",
            values={"organisation": "La boulangerie du Pont", "level": "Laurier"},
        )
        self._record("subsidy", "Fonds de la ville", -66, "jonas", now, values={"funder": "La ville", "asked": 80_000})

    def pay(self, now: datetime) -> None:
        """Note what the action about disks allowed, and pay it."""
        actor = self.people["jonas"]
        expense = commit_amount(
            actor=actor,
            action_id=self.actions["disques"],
            amount=14_000,
            purpose="Deux disques reconditionnés",
            heading="Serveur",
            day=self._day(-240),
            now=now,
        )
        values = {"heading": "Serveur", "payee": "Un reconditionneur", "way": "transfer", "receipt": "F-118"}
        self._record("payment", "Les deux disques", -238, "jonas", now, amount=13_200, about_id=expense, values=values)
        move_entry(actor=actor, entry_id=expense, state="paid", day=self._day(-238), now=now)

    def _serve(self, now: datetime) -> None:
        pads = self._record("service", "Pads de la Marmite", -320, "samir", now, state="open", people=("Samir Haddad",))
        values = {"sort": "retention", "version": "2", "text": "Un pad oublié un an est effacé."}
        self._record("terms", "Durée de garde des pads", -200, "samir", now, about_id=pads, values=values)
        values = {"place": "Chez l’hébergeur", "role": "Tout"}
        machine = self._record("machine", "Sarriette", -330, "samir", now, values=values)
        tie_entry(actor=self.people["samir"], entry_id=pads, other_id=machine, day=self._day(-320), now=now)
        begun = start_of_day(day=self._day(-48), zone=ZONE) + timedelta(hours=6)
        self._record(
            "incident",
            "Disque plein",
            -48,
            "samir",
            now,
            about_id=machine,
            starts_at=begun,
            ends_at=begun + timedelta(hours=5),
            values={"effect": "down", "cause": "Des journaux trop bavards.", "done": "Journaux tournés chaque nuit."},
        )

    def _record(self, kind: str, title: str, day: int, who: str, now: datetime, **more: Any) -> UUID:
        draft = EntryDraft(title=title, day=self._day(day), **more)
        return record_entry(actor=self.people[who], kind=kind, draft=draft, now=now)

    def _day(self, day: int) -> date:
        return self.today + timedelta(days=day)
