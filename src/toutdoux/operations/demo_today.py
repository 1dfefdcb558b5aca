"""The demo's last days, until yesterday evening: what waits for a vote today, and drafts. All invented."""

from toutdoux.operations.demo_script import Sketch, Story, Then

STORIES = (
    Story(
        key="relais",
        kind="extraordinary",
        lead="samir",
        day=-9,
        at="18:20",
        title="Ouvrir un relais de visioconférence pour les écoles",
        text="""Deux écoles du quartier n’ont plus de service fiable.

- jusqu’à 30 personnes en même temps ;
- rien n’est enregistré ;
- ouvert pendant l’année scolaire, avec un bilan en juin.""",
        ends="open",
        co_leads=("dimitri",),
        votes="0 + samir malo dimitri; 1 + ines kezia; 2 + theo awa - elif; 4 + rosa ~ anh; 6 + manon",
        reasons=(("elif", "Qui répondra aux écoles pendant les vacances de Samir ? Je veux le lire dans le texte."),),
        then=(
            Then(
                day=5,
                at="19:45",
                what="answer",
                by="samir",
                to="elif",
                text="Dimitri, qui porte l’action avec moi. Je l’écris dans le bilan si ça te va.",
            ),
        ),
        discussion="https://forum.example.org/t/relais-visio",
    ),
    Story(
        key="droit-joao",
        kind="extraordinary",
        lead="soline",
        day=-8,
        at="12:45",
        title="Accorder le droit de vote à João Ferreira sans attendre",
        text="João ouvre le local tous les mercredis depuis son arrivée.",
        grants="joao",
        effects_only=True,
        ends="open",
        votes="0 + soline kezia awa; 1 + oumar jonas; 3 + rosa yasmine; 5 + clara arthur ~ hugo",
    ),
    Story(
        key="logo",
        kind="ordinary",
        lead="arthur",
        day=-7,
        at="19:30",
        title="Remplacer le logo sur toutes nos pages",
        text="Le nouveau logo est prêt, je le pose cette semaine.",
        ends="announced",
        votes="0 + leila - rosa; 1 - clara",
        then=(
            Then(
                day=2,
                at="18:10",
                what="counter",
                by="rosa",
                text="Je l’ai dessiné avec l’atelier du samedi : j’aimerais qu’on choisisse le nouveau ensemble.",
                votes="0 + rosa clara; 1 + awa kezia - arthur; 2 + soline nina",
            ),
        ),
    ),
    Story(
        key="projecteur",
        kind="extraordinary",
        lead="jonas",
        day=-6,
        at="18:45",
        title="Acheter un vidéoprojecteur d’occasion, au plus 250 €",
        text="Pour les ateliers : celui de la Maison des associations est réservé trois soirs sur quatre.",
        ends="open",
        votes="0 + jonas oumar; 1 + awa leila - hugo; 2 + soline ~ ines; 3 - lucie theo",
        reasons=(
            (
                "hugo",
                "L’école qui nous a donné les ordinateurs en a peut-être un à prêter : demandons avant d’acheter.",
            ),
        ),
        then=(
            Then(day=2, at="20:15", what="remark", by="awa", to="hugo", text="Je les vois jeudi, je leur demande."),
            Then(
                day=3,
                at="12:20",
                what="proposal",
                by="hugo",
                to="hugo",
                text="Si l’école prête le sien jusqu’en juin, on attend ; sinon on achète.",
            ),
        ),
    ),
    Story(
        key="libre",
        kind="extraordinary",
        lead="anh",
        day=-5,
        at="20:50",
        title="Publier nos petits outils sous une licence libre",
        text="Le script de sauvegarde et le générateur d’affiches, sous AGPL, sur la forge du collectif.",
        ends="accepted",
        votes="0 + anh samir theo malo; 1 + ines hugo elif dimitri; 2 + nina kezia clara; 3 + rosa ~ jonas",
    ),
    Story(
        key="stage",
        kind="extraordinary",
        lead="camille",
        day=-4,
        at="17:35",
        title="Accueillir un stage de deux mois au printemps",
        text="Une personne de l’école d’à côté, pour l’accueil et les ateliers. Il faut deux personnes pour l’accompagner.",
        ends="open",
        co_lead_wanted=True,
        votes="0 + camille; 1 + awa manon; 2 + soline ~ lucie; 3 ~ malo",
    ),
    Story(
        key="accueil",
        kind="ordinary",
        lead="manon",
        day=-3,
        at="12:55",
        title="Écrire un guide pour qui vient d’arriver",
        text="Ce qu’on peut faire dès le premier jour, à qui demander, et pourquoi personne ne mord. Je lance l’idée, je ne peux pas la porter longtemps.",
        ends="announced",
        lead_wanted=True,
        votes="0 + soline; 1 + leila",
    ),
    Story(
        key="subvention",
        kind="extraordinary",
        lead="lucie",
        day=-2,
        at="19:05",
        title="Demander 1 500 € à la ville pour les ateliers",
        text="""Le dossier est à rendre dans trois semaines :

| poste | montant |
|---|---|
| matériel | 600 € |
| salle | 400 € |
| livrets | 500 € |

La ville demande un bilan de l’année : je l’écris avec Clara.""",
        ends="open",
        co_leads=("clara",),
        votes="0 + lucie clara; 1 + ines oumar",
    ),
    Story(
        key="goute",
        kind="ordinary",
        lead="oumar",
        day=-2,
        at="11:15",
        title="Préparer un goûter pour les deux ans du local",
        text="Samedi en huit. Apportez ce que vous voulez partager.",
        ends="announced",
        votes="0 + awa; 1 + kezia",
    ),
    Story(
        key="cle",
        kind="extraordinary",
        lead="yasmine",
        day=-1,
        at="18:15",
        title="Confier une clé du local à Kézia et à João",
        text="Ils ouvrent le samedi et le mercredi ; aujourd’hui ils attendent Oumar sur le trottoir.",
        ends="open",
        votes="0 + yasmine kezia",
    ),
)

DRAFTS = (
    Sketch(
        kind="extraordinary",
        by="ines",
        day=-3,
        title="Ouvrir une instance de vidéos pour les associations",
        text="À écrire : la place nécessaire, la durée de conservation, qui modère.",
    ),
    Sketch(
        kind="ordinary",
        by="ines",
        day=-1,
        title="Remercier l’école pour les ordinateurs",
        text="Une carte et une photo de l’atelier.",
    ),
    Sketch(
        kind="extraordinary",
        by="hugo",
        day=-6,
        title="Garder les journaux des serveurs sept jours, pas trente",
        text="Sept jours suffisent pour trouver une panne.",
    ),
)
