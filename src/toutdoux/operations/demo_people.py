"""The people of the demo, and what was decided before their register existed. All invented."""

from toutdoux.operations.demo_script import Person, Printed

NAME = "La Marmite libre"
SLUG = "marmite"
FOUNDED = -330

PEOPLE = (
    Person(key="ines", name="Inès Belkacem"),
    Person(key="malo", name="Malo Kerjean"),
    Person(key="yasmine", name="Yasmine Ouattara"),
    Person(key="theo", name="Théo Lacombe"),
    Person(key="awa", name="Awa Diarra"),
    Person(key="lucie", name="Lucie Ferrand"),
    Person(key="hugo", name="Hugo Steiner"),
    Person(key="camille", name="Camille Roux"),
    Person(key="anh", name="Anh Tran"),
    Person(key="elif", name="Elif Demir"),
    Person(key="jonas", name="Jonas Lemaire"),
    Person(key="rosa", name="Rosa Marchetti"),
    Person(key="samir", name="Samir Haddad"),
    Person(key="nina", name="Nina Kowalska"),
    Person(key="paulin", name="Paulin Mercier", left=-60),
    Person(key="oumar", name="Oumar Sy"),
    Person(key="clara", name="Clara Vidal"),
    Person(key="dimitri", name="Dimitri Volkov", day=-285),
    Person(key="manon", name="Manon Guérin", day=-256),
    Person(key="kezia", name="Kézia Mbemba", day=-203),
    Person(key="arthur", name="Arthur Delmas", day=-205),
    Person(key="leila", name="Leïla Cherif", day=-132),
    Person(key="soline", name="Soline Baudry", day=-98),
    Person(key="ravi", name="Ravi Pillai", day=-72),
    Person(key="joao", name="João Ferreira", day=-44),
    Person(key="maelle", name="Maëlle Le Goff", day=-12),
)

#: Who to sign in as: someone who carries actions, someone who votes and objects, someone new who does not vote yet.
SIGN_IN = ("ines", "hugo", "maelle")

#: The period before the register, as it was kept by hand. One label does not follow from its figures.
COUNCIL_THEN = 15
TABLE = (
    Printed(
        number=1,
        day=-566,
        title="Ouvrir un compte à la banque coopérative",
        lead="Lucie",
        for_=11,
        against=0,
        status="Acceptée",
    ),
    Printed(
        number=2,
        day=-549,
        title="Louer un petit serveur chez un hébergeur associatif",
        lead="Samir",
        for_=9,
        against=1,
        status="Acceptée",
        note="Le serveur s'appelle Sarriette.",
    ),
    Printed(
        number=3,
        day=-531,
        title="Dessiner un logo",
        lead="Rosa",
        for_=5,
        against=2,
        status="Menée",
    ),
    Printed(
        number=4,
        day=-512,
        title="Faire payer l'inscription aux ateliers",
        lead="Paulin",
        for_=2,
        against=8,
        status="Rejetée",
    ),
    Printed(
        number=5,
        day=-498,
        title="Réparer la toiture du local avant les pluies",
        lead="Oumar",
        for_=6,
        against=0,
        status="Menée",
        note="Menée en urgence : il pleuvait déjà sur l'armoire.",
        urgent=True,
    ),
    Printed(
        number=6,
        day=-470,
        title="Acheter une imprimante",
        lead="Jonas",
        for_=3,
        against=1,
        status="Abandonnée",
        note="Une imprimante a été donnée.",
    ),
    Printed(
        number=7,
        day=-455,
        title="Rejoindre la fédération des ateliers de réparation",
        lead="Clara",
        for_=6,
        against=1,
        status="Acceptée",
        note="Notée acceptée à l'époque, avec 6 voix sur 15.",
    ),
    Printed(
        number=8,
        day=-441,
        title="Ouvrir le local le samedi matin",
        lead="Awa",
        for_=4,
        against=0,
        status="En attente",
    ),
)
