"""What the demo entrusts to people: mandates with a hand-over under way, things to enter, doors to shut, a question to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from toutdoux.accesses.commands import declare_access, declare_resource
from toutdoux.accesses.queries import resources
from toutdoux.decisions.commands import cast_ballot, publish_action, save_draft
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft, EffectKind
from toutdoux.decisions.queries import access_action
from toutdoux.kernel.people import Actor
from toutdoux.mandates.commands import note_line, open_hand_over, record_election, write_kind
from toutdoux.mandates.queries import hand_over_page, mandates

#: Days, as everywhere in the demo, counted from today.
ELECTED, DECLARED, HANDING, PROPOSED, LAST_DAY = -325, -320, -6, -3, 24

_THINGS = (
    (
        "Sarriette, le serveur",
        "root",
        "critical",
        "samir",
        6,
        "Hébergé chez un hébergeur associatif ; sauvegardes le dimanche.",
    ),
    (
        "contact@, la boîte de la Marmite",
        "mailbox",
        "sensitive",
        "lucie",
        12,
        "Lue à tour de rôle, une semaine chacun·e.",
    ),
    ("Clé du local", "key", "everyday", "awa", 12, ""),
    ("Salon « conseil »", "private-channel", "sensitive", "", 12, ""),
)
_HOLDERS = (
    (0, "samir", "Mises à jour et sauvegardes"),
    (0, "paulin", "Installation des services"),
    (1, "lucie", "Répondre aux demandes"),
    (1, "ines", "Remplacer Lucie pendant ses absences"),
    (2, "awa", "Ouvrir le samedi matin"),
    (2, "ines", "Ouvrir les ateliers du mercredi"),
)
_KEYS = "gardien-ne-des-cles"
_ELECTED = (("administrative", "lucie"), ("financial", "jonas"), ("technical", "samir"))


@dataclass(frozen=True, kw_only=True)
class Entrusting:
    """Who acts in it: everyone by the key of the demo. Each step takes the instant at which it happens."""

    people: Mapping[str, Actor]

    def begin(self, now: datetime) -> None:
        """Elect three representatives, and write down what can be entered and who already enters."""
        ines = self.people["ines"]
        write_kind(
            actor=ines,
            code="",
            name="gardien·ne des clés",
            duties="Sait qui a quelle clé, et en garde une pour les urgences.",
            checklist=("Le trousseau de secours", "La liste des clés prêtées"),
            now=now,
        )
        for code, key in _ELECTED:
            record_election(
                actor=ines,
                member_id=self.people[key].member_id,
                code=code,
                starts_at=now,
                ends_at=now + timedelta(days=LAST_DAY - ELECTED),
                now=now,
            )

    def declare(self, now: datetime) -> None:
        """Declare things and accesses that were there before the register."""
        ines = self.people["ines"]
        things = [
            declare_resource(
                actor=ines,
                sort=sort,
                level=level,
                name=name,
                note=note,
                owner_id=self.people[owner].member_id if owner else None,
                review_months=months,
                now=now,
            )
            for name, sort, level, owner, months, note in _THINGS
        ]
        for place, key, purpose in _HOLDERS:
            declare_access(
                actor=ines,
                resource_id=things[place],
                member_id=self.people[key].member_id,
                purpose=purpose,
                now=now,
            )

    def hand_over(self, now: datetime) -> None:
        """Begin to hand the accounts over, since the mandates end soon."""
        jonas = self.people["jonas"]
        (mandate,) = mandates(association_id=jonas.association_id, code="financial")
        open_hand_over(actor=jonas, mandate_id=mandate.id, now=now)
        lines = hand_over_page(actor=jonas, mandate_id=mandate.id, at=now).lines or ()
        for line, note in zip(lines, ("Deux heures par mois, surtout en début de mois.", ""), strict=False):
            note_line(actor=jonas, mandate_id=mandate.id, line_id=line.id, note=note, done=True, now=now)

    def propose(self, now: datetime) -> None:
        """Propose one action that grants an access and gives a mandate, for voters to read."""
        samir, manon = self.people["samir"], str(self.people["manon"].member_id)
        (server,) = (str(row.id) for row in resources(association_id=samir.association_id) if row.name == _THINGS[0][0])
        day = (now + timedelta(days=200)).date().isoformat()
        effects = (
            EffectDraft(
                kind=EffectKind.GRANT_ACCESS,
                params={"member": manon, "resource": server, "purpose": "Sauvegardes du dimanche", "until": day},
            ),
            EffectDraft(kind=EffectKind.GIVE_MANDATE, params={"member": manon, "mandate": _KEYS, "until": day}),
        )
        draft = ActionDraft(
            kind="extraordinary",
            title="Confier les sauvegardes et les clés à Manon",
            text="Samir ne peut plus être seul à savoir faire. Manon a déjà fait deux restaurations avec lui.",
            effects=effects,
            effects_only=True,
        )
        draft_id = save_draft(actor=samir, draft=draft, now=now)
        reference = publish_action(actor=samir, draft_id=draft_id, now=now)
        found = access_action(actor=samir, reference=str(reference), now=now)
        for key in ("samir", "camille"):
            cast_ballot(
                actor=self.people[key],
                action_id=found.id,
                version=1,
                choice="for",
                reason="",
                idempotency_key=f"entrusted-{key}",
                door="web",
                now=now,
            )
