"""What nobody may do through the pages of actions, however they try; and what a page costs."""

from datetime import date
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.browsing import People, html, words
from tests.support.people import World, world
from tests.support.visitors import stranger
from toutdoux.associations.queries import period
from toutdoux.decisions.models import Action, Ballot, HistoricalRecord, Objection
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'"
PAGES = (
    "",
    "versions/",
    "amend/",
    "withdraw/",
    "urgency/",
    "start/",
    "done/",
    "abandon/",
    "undone/",
    "counter-vote/",
    "footnote/",
    "link/",
    "lead/",
)


@pytest.fixture
def scene() -> World:
    return world()


@pytest.fixture
def people(scene: World) -> People:
    return People(scene)


def test_it_works(people: People) -> None:
    reference = people.publish("alice")
    for page in PAGES:
        assert people.get("alice", f"actions/{reference}/{page}").status_code == 200, page


class Dangers(HTMLParser):
    """What a browser would run: scripts that are not ours, handlers, addresses that are programs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = given.get("src", "").startswith("/static/")
        if tag in {"img", "iframe", "object", "style"} or (tag == "script" and not ours):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name == "style"]
        self.found += [v for n, v in given.items() if n in {"href", "action", "formaction"} and "script:" in v]


def test_nothing_that_people_write_becomes_markup(people: People) -> None:
    preview = people.write("alice", title=HOSTILE, text=HOSTILE + "\n\n[x](javascript:alert(1))")
    assert Dangers(html(people.get("alice", preview))).found == []
    assert Dangers(html(people.get("alice", preview + "edit/"))).found == []
    assert Dangers(html(people.get("alice", preview + "delete/"))).found == []
    reference = people.post("alice", preview + "publish/")["Location"].rstrip("/").rpartition("/")[2]
    people.vote("bob", reference, "against", reason=HOSTILE)
    objection = Objection.objects.get()
    people.post("dana", f"actions/{reference}/objections/{objection.id}/", {"sort": "remark", "text": HOSTILE})
    people.post("alice", f"actions/{reference}/footnote/", {"reason": HOSTILE})
    people.post("alice", f"actions/{reference}/urgency/", {"reason": HOSTILE})
    people.post("alice", f"actions/{reference}/amend/", {"title": HOSTILE + "2", "text": HOSTILE})
    people.vote("bob", reference, "against", version=2, reason=HOSTILE)
    people.post("bob", f"actions/{reference}/counter-vote/", {"reason": HOSTILE})
    second = people.publish("alice", title=HOSTILE, follows=reference, discussion_url="https://x/?q='%22")
    addresses = [f"actions/{reference}/{page}" for page in PAGES]
    addresses += [f"actions/{reference}-C1/", f"actions/{second}/"]
    for address in addresses:
        for name in ("alice", "bob"):
            assert Dangers(html(people.get(name, address))).found == [], address
    assert "alert('x')" in people.read("dana", f"actions/{reference}/"), "shown as it was written"
    refused = people.vote("dana", reference, HOSTILE, version=2, reason=HOSTILE)
    assert Dangers(html(refused)).found == []


def test_another_association_does_not_exist(scene: World, people: People) -> None:
    reference = people.publish("alice")
    preview = people.write("alice")
    other = People(world())
    addresses = [f"actions/{reference}/{page}" for page in PAGES] + [preview, preview + "edit/", "practice/"]
    for address in addresses:
        with_other = other.of("bob").get(f"/a/{scene.slug}/{address}")
        assert with_other.status_code == 404, address
        assert "Open a tool library" not in html(with_other)
        assert stranger().get(f"/a/{scene.slug}/{address}")["Location"].startswith("/sign-in/"), address
    # From inside one's own association, the reference of another one means nothing.
    assert other.get("bob", f"actions/{reference}/").status_code == 404
    for page in ("vote/", "amend/", "withdraw/", "done/", "counter-vote/", "objections/1/", "effects/1/"):
        assert other.post("bob", f"actions/{reference}/{page}", {"choice": "for", "reason": "x"}).status_code == 404
    assert other.post("bob", preview + "publish/").status_code == 404
    assert Ballot.objects.count() == 0


@pytest.mark.parametrize(
    "reference", ["P26-E99", "Q26-E1", "E0", "nonsense", "P26-E1-C1", "9" * 300, "%00", "É1", "' or 1=1"]
)
def test_a_reference_that_names_nothing_finds_nothing(people: People, reference: str) -> None:
    people.publish("alice")
    for page in ("", "versions/", "vote/", "amend/"):
        assert people.get("alice", f"actions/{reference}/{page}").status_code == 404


def test_there_is_nothing_to_tick_where_nothing_is_undone_by_hand(people: People) -> None:
    reference = people.publish("alice")
    answer = people.post("alice", f"actions/{reference}/effects/1/")
    assert (answer.status_code, "This is ticked off already." in words(answer)) == (422, True)


def test_short_references_lead_to_whole_ones(people: People) -> None:
    reference = people.publish("alice")
    for short in ("E1", "e1", "p26-e1"):
        assert people.get("bob", f"actions/{short}/")["Location"] == f"/a/{people.scene.slug}/actions/{reference}/"


def test_reading_pages_change_nothing(people: People) -> None:
    reference = people.publish("alice")
    people.scene.later(days=11)
    before = Action.objects.values().get()
    for page in PAGES:
        people.get("alice", f"actions/{reference}/{page}")
    assert Action.objects.values().get() == before
    for page in ("", "versions/"):
        assert people.post("alice", f"actions/{reference}/{page}").status_code == 405


def test_a_page_costs_as_many_queries_whatever_has_happened(people: People, scene: World) -> None:
    def cost(name: str, reference: str) -> int:
        people.get(name, f"actions/{reference}/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            people.get(name, f"actions/{reference}/")
        return len(queries)

    reference = people.publish("alice", grants=[str(scene.charlie.member_id)])
    empty = cost("bob", reference)
    big = People(world(council=30))
    reference = big.publish("alice", grants=[str(big.scene.charlie.member_id)])
    row = big.action(reference)
    names = ["alice", "bob", "dana", "eli", *(f"f{n}" for n in range(5, 31))]
    big.scene.vote(row, "for", *names[:10])
    for name in names[14:20]:
        big.scene.vote(row, "against", name, reason=f"Because of {name}")
    big.scene.vote(row, "blank", *names[5:10])
    for objection in Objection.objects.filter(version__action=row):
        talk = f"actions/{reference}/objections/{objection.id}/"
        big.post("alice", talk, {"gesture": "post", "sort": "answer", "text": "Let us talk"})
    big.scene.counter(row)
    for n in range(5):
        big.post("alice", f"actions/{reference}/footnote/", {"reason": f"Note {n}"})
    assert cost("bob", reference) == empty
    assert empty <= 35


def test_the_row_of_an_old_table_is_shown_as_printed_and_cannot_be_touched(people: People, scene: World) -> None:
    old = period(association_id=scene.association_id, code="P26")
    row = Action.objects.create(
        id=uuid4(),
        association_id=scene.association_id,
        kind=Kind.EXTRAORDINARY,
        period_id=old.id,
        number=7,
        historical=True,
        title="Host a radio show",
        search="host a radio show",
        created_at=scene.now,
        opened_on=date(2020, 2, 3),
    )
    HistoricalRecord.objects.create(
        action=row,
        lead="Someone of old",
        for_votes=12,
        against_votes=1,
        council=24,
        label=Label.ACCEPTED,
        status_text="Acceptée",
        note="Lent, not bought",
        salt="0" * 32,
    )
    said = people.read("bob", "actions/P26-E7/")
    assert "As in the old table" in said
    assert "12 for · 1 against · council of 24" in said
    for words_ in ("Someone of old", "Acceptée", "Lent, not bought", "12/24", "3 February 2020"):
        assert words_ in said
    assert 'name="choice"' not in html(people.get("bob", "actions/P26-E7/"))
    assert people.vote("bob", "P26-E7", "for").status_code == 404
    for page in ("amend/", "withdraw/", "done/", "counter-vote/", "footnote/"):
        assert people.post("alice", f"actions/P26-E7/{page}", {"reason": "x"}).status_code == 404
    assert people.get("bob", "actions/P26-E7/versions/").status_code == 302
    assert 'value="Host a radio show"' in html(people.get("alice", "actions/new/?from=P26-E7"))
    assert not Ballot.objects.exists()


def test_values_that_no_page_offers_are_told_plainly(people: People) -> None:
    answer = people.post(
        "alice", "actions/new/", {"title": "Tidy", "kind": "royal", "grants": [str(uuid4())], "co_leads": ["me"]}
    )
    assert answer.status_code == 422
    assert words(answer).count("Choose one of those offered.") >= 3
    assert not Action.objects.exists()
    missing = people.post("alice", "actions/new/", {"title": "T\0idy" * 200, "kind": "ordinary"})
    assert "The title is too long: 500 characters fit" in words(missing)
