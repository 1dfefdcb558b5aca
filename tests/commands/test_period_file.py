"""A past period brought in from one file, and its report: every figure of the file, each under its heading, notes at their table."""

import io
import re
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from tests.support.people import World, world
from toutdoux.associations.queries import association, period, periods
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.models import Entry as LedgerEntry
from toutdoux.operations.verify import verify
from toutdoux.procedures.recalling import import_period
from toutdoux.registers.models import Entry
from toutdoux.registers.queries import ties
from toutdoux.reports.logic.document import Document
from toutdoux.reports.periodical import period_report
from toutdoux.reports.rendering import FORMATS
from toutdoux.writings.logic.arranging import Which

pytestmark = pytest.mark.django_db

FILE = """\
code = "P19"
title = "Spring 2019"
first_day = 2019-02-01
last_day = 2019-07-31
members = 21

[[mandates]]
mandate = "Keeper of the keys"
name = "Rosa"

[[extraordinary]]
number = 1
title = "Open a bank account"
day = 2019-02-03
lead = "Rosa"
for = 11
against = 0
council = 15
state = "Acceptée"

[[extraordinary]]
number = 2
title = "Rent a small server"
day = 2019-03-10
lead = "Samir"
for = 5
against = 1
council = 15
state = "Done"
note = "Carried out once ten days had passed"

[[ordinary]]
number = 1
title = "Answer the newspaper"
day = 2019-02-05
lead = "Awa"
for = 2
against = 0
council = 15
state = "En cours"
note = "The newspaper never wrote back"

[[entries]]
kind = "event"
title = "Install party"
day = 2019-03-12
helped = 4

[[entries]]
kind = "radio"
title = "What is free"
day = 2019-03-15
remote = true
guests = "Ada"

[[entries]]
kind = "training"
title = "First aid"
day = 2019-04-01
took_part = 10
passed = 6
level = "II"
at_level = 5

[[entries]]
kind = "request"
title = "A thesis"
day = 2019-04-02
from_whom = "A student"
interviews = 4
state = "answered"

[[entries]]
kind = "support"
title = "The laboratory"
day = 2019-04-03
organisation = "The laboratory"
level = "Argon"
amount = "50"
steps = [{ state = "received", day = 2019-04-20 }]

[[entries]]
kind = "expense"
title = "The server"
day = 2019-03-11
amount = "54,28"
action = "E2"

[[entries]]
kind = "intervention"
title = "At the school"
day = 2019-09-15
least = "500"
most = "800"

[[entries]]
kind = "incident"
title = "The pads were full"
day = 2019-05-01
starts_at = 2019-05-01T10:00:00
ends_at = 2019-05-01T11:30:00
about = "Pads"
effect = "down"

[[entries]]
kind = "service"
title = "Pads"
day = 2019-04-01
state = "planned"
steps = [{ state = "open", day = 2019-04-02 }]
stands_on = [{ on = "Thyme", since = 2019-04-02 }]

[[entries]]
kind = "machine"
title = "Thyme"
day = 2019-03-11

[[texts]]
section = "introduction"
text = "# Why\\n\\nA **quiet** time. <script>alert(1)</script> ![x](https://evil.example/x.png)"

[[texts]]
title = "The garden"
text = "Beans."
"""


@pytest.fixture
def scene() -> World:
    return world()


def bring_in(scene: World, text: str = FILE, *, dry_run: bool = False) -> bool:
    found = import_period(
        association_id=scene.association_id, actor_id=None, source=text.encode(), dry_run=dry_run, now=scene.now
    )
    return found.added


def report(scene: World, which: Which = Which.ACTIVITY) -> Document:
    row = association(association_id=scene.association_id)
    found = period(association_id=row.id, code="P19")
    with translation.override("en"):
        return period_report(association=row, period=found, which=which, language="en", now=scene.now)


def markdown(scene: World, which: Which = Which.ACTIVITY) -> str:
    return FORMATS["md"](report(scene, which)).decode()


def test_it_works(scene: World) -> None:
    assert bring_in(scene)
    text = markdown(scene)
    headings = re.findall(r"^## (\d+ .*)$", text, re.MULTILINE)
    assert headings == [
        "1 Introduction",
        "2 Life of the association",
        "3 How decisions went",
        "4 Inventory of extraordinary actions",
        "5 Inventory of ordinary actions",
        "6 Money",
        "7 Raising awareness",
        "8 Trainings and workshops",
        "9 Requests received",
        "10 Projects for the next period",
        "11 The garden",
    ]
    for said in (
        "**Keeper of the keys**: Rosa",
        "The association has 21 members this period.",
        "3 actions = 2 extraordinary + 1 ordinary.",
        "None of these ordinary actions met an opposition.",
        "1 support membership was accepted:",
        "The laboratory, level Argon, €50.00",
        "1 episode was made, 1 of which was recorded at a distance.",
        "What is free (with Ada)",
        "4 people were helped",
        "6 of the 10 who took part passed, 5 of them at level II.",
        "4 interviews were given",
        "It is paid between €500.00 and €800.00.",
        "A **quiet** time.",
    ):
        assert said in text, said
    # Notes go on counting, each under the table that calls it.
    assert text.index("(1) Carried out once ten days") < text.index("## 5 ") < text.index("(2) The newspaper never")
    assert "Rent a small server (1)" in text
    assert "€54.28" in markdown(scene, Which.FINANCIAL)
    technical = markdown(scene, Which.TECHNICAL)
    assert "1 service can be used." in technical
    assert "1 h 30" in technical
    assert re.search(r"\| Thyme .*\| Pads \|", technical)
    [stands] = ties(association_id=scene.association_id)
    assert (stands.entry_title, stands.other_title, stands.since.isoformat()) == ("Pads", "Thyme", "2019-04-02")
    assert verify(association_id=scene.association_id, now=scene.now).sound


@pytest.mark.parametrize(
    "standing",
    ['[{ on = "Mint", since = 2019-04-02 }]', '[{ on = "First aid", since = 2019-04-02 }]'],
    ids=["nothing of the file", "no machine"],
)
def test_a_service_stands_on_machines_of_the_file_alone(scene: World, standing: str) -> None:
    hostile = FILE.replace('[{ on = "Thyme", since = 2019-04-02 }]', standing)
    with pytest.raises(Refused) as caught:
        bring_in(scene, hostile)
    [refusal] = caught.value.refusals
    assert (refusal.code, "line" in refusal.data) == ("entry-tie-unknown", True)
    assert not Entry.objects.exists()


def test_the_same_file_again_changes_nothing_and_another_is_refused(scene: World) -> None:
    bring_in(scene)
    entries = LedgerEntry.objects.count()
    assert not bring_in(scene)
    assert LedgerEntry.objects.count() == entries
    with pytest.raises(Refused) as refused:
        bring_in(scene, FILE.replace("members = 21", "members = 22"))
    assert [str(one.code) for one in refused.value.refusals] == ["past-period-differs"]


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("passed = 6", "passed = 11", "entries[3].passed"),
        ('kind = "radio"', 'kind = "telegraph"', "entries[2].kind"),
        ('most = "800"', 'most = "a lot"', "entries[7].most"),
        ('action = "E2"', 'action = "E9"', "entries[6].action"),
        ('about = "Pads"', 'about = "Chats"', "entries[8].about"),
        ("council = 15", "council = 0", "extraordinary[1].council"),
        ('section = "introduction"', 'section = "preface"', "texts[1].section"),
        ("members = 21", "member = 21", "member"),
    ],
)
def test_a_fault_is_told_with_its_line_and_key_and_nothing_at_all_is_written(
    scene: World, before: str, after: str, key: str
) -> None:
    entries = LedgerEntry.objects.count()
    with pytest.raises(Refused) as refused:
        bring_in(scene, FILE.replace(before, after, 1))
    line = FILE[: FILE.index(before)].count("\n") + 1
    assert (line, key) in [(one.data.get("line"), one.data.get("key")) for one in refused.value.refusals]
    assert LedgerEntry.objects.count() == entries
    assert not Entry.objects.exists()
    assert {row.code for row in periods(association_id=scene.association_id)} == {"P26"}


def test_a_trial_writes_nothing(scene: World) -> None:
    assert bring_in(scene, dry_run=True)
    assert {row.code for row in periods(association_id=scene.association_id)} == {"P26"}


def test_the_pdf_says_it_all_and_is_tagged_and_what_is_hostile_stays_words(scene: World) -> None:
    bring_in(scene)
    document = report(scene)
    pdf = FORMATS["pdf"](document)
    assert FORMATS["pdf"](document) == pdf
    read = PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for said in ("21 members", "2 extraordinary + 1 ordinary", "6 of the 10", "alert(1)", "11 The garden"):
        assert said in text
    root: Any = read.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfaid" in pdf
    page = FORMATS["html"](document).decode()
    assert "<script" not in page
    assert "<img" not in page
