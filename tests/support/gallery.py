"""The gallery of components at an address of its own: a URL configuration for tests that look at the look.

Use it with ``@pytest.mark.urls("tests.support.gallery")``: /gallery/home/, /gallery/action/, /gallery/register/,
/gallery/rulebook/ and /gallery/form/.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.drawing.timeline import Timeline, TimelinePoint

PARTS = ("home", "action", "register", "rulebook", "form")
OPENED = datetime(2026, 3, 17, 17, tzinfo=UTC)
DEADLINE = OPENED + timedelta(days=10)


def bar(*, figures: str, sentence: str = "", seats: int = 22, days: float = 6.25, **facts: Any) -> CouncilBar:
    """Return a bar of an extraordinary action ``days`` after its publication."""
    half = (seats + 1) // 2
    return CouncilBar(
        seats=seats,
        figures=figures,
        sentence=sentence,
        opened_label="mar. 17",
        deadline_label="ven. 27, 18 h",
        **{
            "for_": 0,
            "against": 0,
            "for_mark": half,
            "against_mark": half,
            "opened_at": OPENED,
            "deadline": DEADLINE,
            "now": OPENED + timedelta(days=days),
            **facts,
        },
    )


OPEN = bar(
    for_=9,
    against=1,
    figures="9 pour · 1 contre · moitié : 11 sur 22",
    sentence="Sans autre vote, l'action passe vendredi à 18 h.",
)
BARS = [
    OPEN,
    bar(
        for_=12,
        against=2,
        blank=3,
        days=11,
        decided_at=OPENED + timedelta(days=3),
        figures="12 pour · 2 contre · 3 blancs · moitié : 11 sur 22",
        sentence="Acceptée le 20 mars : la moitié du conseil a voté Pour (art. 6).",
    ),
    bar(
        for_=3,
        against=11,
        days=8,
        closed_at=OPENED + timedelta(days=4),
        figures="3 pour · 11 contre · moitié : 11 sur 22",
        sentence="Bloquée le 21 mars : la moitié du conseil a voté Contre (art. 7).",
    ),
    bar(seats=21, for_=5, against=4, blank=2, figures="5 pour · 4 contre · 2 blancs · moitié : 11 sur 21"),
    bar(
        for_=2,
        for_mark=None,
        against_mark=None,
        deadline=None,
        figures="2 pour · 0 contre · conseil : 22",
        sentence="Action ordinaire : annoncée, elle peut commencer.",
    ),
    bar(seats=5, for_=2, against=1, figures="2 pour · 1 contre · moitié : 3 sur 5", sentence="Un petit conseil."),
    bar(seats=40, for_=13, against=5, blank=4, figures="13 pour · 5 contre · 4 blancs · moitié : 20 sur 40"),
    bar(seats=318, for_=121, against=20, blank=31, figures="121 pour · 20 contre · 31 blancs · moitié : 159 sur 318"),
    CouncilBar(seats=24, for_=12, against=1, for_mark=12, figures="12 pour · 1 contre, en 2020"),
]


def _story() -> Timeline:
    casts = [
        (0.1, "mar. 17, 20 h 10", 1, 0, 0),
        (0.6, "mer. 18, 8 h 02", 3, 0, 0),
        (1.5, "jeu. 19, 6 h 40", 4, 0, 1),
        (2.2, "jeu. 19, 21 h 14", 4, 1, 1),
        (3.1, "ven. 20, 20 h 30", 7, 1, 1),
        (4.6, "dim. 22, 9 h 12", 7, 2, 1),
        (5.1, "dim. 22, 20 h 55", 9, 1, 1),
    ]
    return Timeline(
        points=tuple(
            TimelinePoint(at=OPENED + timedelta(days=days), label=label, for_=for_, against=against, blank=blank)
            for days, label, for_, against, blank in casts
        ),
        opened_at=OPENED,
        now=OPENED + timedelta(days=6.25),
        deadline=DEADLINE,
        for_mark=11,
        against_mark=11,
        title="Les votes au fil du temps",
        description="9 pour et 1 contre au 23 mars ; il en faut 11 de chaque côté.",
        opened_label="mar. 17",
        deadline_label="ven. 27, 18 h",
        for_mark_label="la moitié du conseil",
    )


class GalleryForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="Titre", help_text="En une ligne, ce qui sera fait.")
    text = forms.CharField(
        label="Texte", widget=forms.Textarea, required=False, help_text="En Markdown si vous voulez."
    )
    kind = forms.ChoiceField(
        label="Quelle sorte d'action",
        widget=forms.RadioSelect,
        choices=[
            ("ordinary", "Ordinaire : elle commence tout de suite"),
            ("extraordinary", "Extraordinaire : le conseil vote"),
        ],
    )
    period = forms.ChoiceField(label="Période", choices=[("A21", "A21"), ("P22", "P22")])
    until = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    urgent = forms.BooleanField(
        label="C'est urgent", required=False, help_text="Vous en direz la raison, visible de tout le monde."
    )


def _context() -> dict[str, Any]:
    titles = [
        "Ouvrir l'atelier un soir de plus",
        "Acheter une imprimante 3D d'occasion",
        "Rejoindre le collectif du quartier",
    ]
    notes = ["E13, menée par Ilyès Marchand", "E12, menée par Samia Roche", "E11, menée par Jo Delmas et Nour Abadi"]
    states = [
        ("draft", "Brouillon"),
        ("announced", "Annoncée"),
        ("open", "Ouverte"),
        ("accepted", "Acceptée"),
        ("tacit", "Acceptée par silence"),
        ("blocked", "Bloquée"),
        ("rejected", "Rejetée"),
        ("lapsed", "Sans suite"),
        ("withdrawn", "Retirée"),
        ("annulled", "Annulée"),
        ("to-do", "À faire"),
        ("in-progress", "En cours"),
        ("done", "Menée"),
        ("abandoned", "Abandonnée"),
        ("waiting", "En attente"),
        ("urgent", "Menée en urgence"),
        ("practice", "Pour s'exercer"),
        ("waits", "Attend votre avis"),
    ]
    rows = [
        (
            "E12",
            "Acheter une imprimante 3D d'occasion pour l'atelier",
            "17 mars",
            "Samia Roche",
            9,
            1,
            "open",
            "Ouverte",
            0,
        ),
        ("E11", "Rejoindre le collectif du quartier", "12 mars", "Jo Delmas", 4, 0, "open", "Ouverte", 0),
        ("E10", "Droit de vote immédiat pour Maé Lindner", "3 mars", "Nour Abadi", 14, 0, "accepted", "Acceptée", 0),
        (
            "E9",
            "Louer le jardin partagé deux ans de plus",
            "21 février",
            "Ilyès Marchand",
            12,
            3,
            "tacit",
            "En attente",
            1,
        ),
        ("E7", "Fermer la permanence du lundi", "2 février", "Lou Ferrand", 2, 11, "blocked", "Rejetée", 0),
    ]
    names = ("reference", "title", "date", "lead", "for_", "against", "state", "word", "note")
    return {
        "association": {"name": "Les Ateliers du Quai"},
        "waiting": [
            {"title": title, "note": note, "bar": BARS[index], "ident": f"vote-{index}", "choice": ""}
            for title, note, index in zip(titles, notes, (0, 3, 7), strict=True)
        ],
        "open_bar": OPEN,
        "bars": BARS,
        "story": _story(),
        "states": states,
        "register": [{**dict(zip(names, row, strict=True)), "seats": 22} for row in rows],
        "page": Paginator(range(63), 20).page(2),
        "effects": [
            ("Dépense", "au plus 90 €"),
            ("Droit de vote", "à Maé Lindner, dès que l'action passe"),
            ("Rien", ""),
        ],
        "refusals": [
            "Les votes de cette action sont clos (art. 5).",
            "Vous n'étiez pas au conseil à son ouverture (art. 3).",
        ],
        "form": GalleryForm({"kind": "ordinary"}),
        "text": "L'atelier n'a plus d'imprimante depuis **janvier**.\n\n# Ce qu'on achète\n\n- une machine d'occasion, chez [le ressourceur](https://exemple.org)\n- deux bobines\n\n| objet | prix |\n|:--|--:|\n| machine | 54,28 € |\n| bobines | ~~40~~ 36 € |\n",
    }


def gallery(request: HttpRequest, part: str) -> HttpResponse:
    """Show one part of the gallery."""
    context = {**_context(), "part": part, "body_class": "wide" if part in {"register", "rulebook"} else ""}
    return render(request, "components/gallery.html", context)


urlpatterns = [path("gallery/<str:part>/", gallery), path("i18n/", include("django.conf.urls.i18n"))]
