"""What the demo's people say in the discussions of two actions that are open today: on the page, by mail, in the chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from toutdoux.decisions.commands import record_remark
from toutdoux.kernel.people import Actor


@dataclass(frozen=True, kw_only=True)
class Said:
    """One remark: about which story, on which day counted from today and when, by whom, through which door."""

    about: str
    day: int
    at: str
    by: str
    source: Literal["web", "mail", "chat"]
    text: str


SAID = (
    Said(
        about="relais",
        day=-7,
        at="20:25",
        by="kezia",
        source="web",
        text="Est-ce que ça tient sur Sarriette, ou faut-il une **autre machine** ?",
    ),
    Said(
        about="relais",
        day=-6,
        at="12:40",
        by="samir",
        source="mail",
        text="Ça tient :\n\n- 8 Go de mémoire libres ;\n- la bande passante suffit, je l’ai mesurée mardi.",
    ),
    Said(
        about="relais",
        day=-6,
        at="18:55",
        by="theo",
        source="chat",
        text="Je peux tenir la permanence du jeudi.",
    ),
    Said(
        about="projecteur",
        day=-4,
        at="19:15",
        by="oumar",
        source="mail",
        text="J’en ai vu un à 180 € près de la gare, je passe demain.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Talking:
    """Who speaks: everyone by the key of the demo; about what: the actions of the stories, by their key."""

    people: Mapping[str, Actor]
    actions: Mapping[str, UUID]

    def say(self, now: datetime, *, said: Said) -> None:
        """Post one remark."""
        record_remark(
            actor=self.people[said.by], action_id=self.actions[said.about], text=said.text, source=said.source, now=now
        )
