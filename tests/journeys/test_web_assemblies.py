"""Assemblies on pages: prepared, convened, proxies given and taken back; by people who have no JavaScript."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.assemblies import convened, give, item, prepared, ruled
from tests.support.people import World, world
from tests.support.visitors import account, browser, link
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.convening import Instruction, Stage
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft
from toutdoux.assemblies.models import Assembly
from toutdoux.assemblies.queries import items, meeting, meetings, proxies
from toutdoux.assemblies.voting.commands import begin_purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world(rulebook=ruled())


def at_home(here: World, name: str):
    identity = account(name=f"{name}.{here.slug}", now=here.now)
    link(here, name, account_id=identity)
    return browser(identity)


def url(here: World, rest: str = "") -> str:
    return f"/a/{here.slug}/assemblies/{rest}"


FORM = {
    "title": "Spring assembly",
    "day": "2026-04-04",
    "hour": "14:00",
    "place": "The workshop",
    "link": "",
    "introduction": "Bring a cake",
    "items_day": "",
}
RULES = {"notice": "15", "quorum": "1/2", "proxies": "2", "leave": "no"}


def test_it_works() -> None:
    here = world()
    with time_machine.travel(here.now, tick=False):
        alice = at_home(here, "alice")
        assert "what your rules do not say yet" in alice.get(url(here, "new/")).content.decode()
        answer = alice.post(url(here, "new/"), FORM | RULES)
        assert answer.status_code == 302
        for title, kind in (("News", "information"), ("Buy a saw", "resolution")):
            assert alice.post(url(here, "AG1/agenda/"), {"title": title, "kind": kind, "text": ""}).status_code == 302
        [found] = meetings(association_id=here.association_id)
        saw = item(found, "Buy a saw")
        assert alice.post(url(here, f"AG1/items/{saw}/do/"), {"do": "up"}).status_code == 302
        assert [row.title for row in items(assembly_id=found.id)] == ["Buy a saw", "News"]
        assert "at the earliest on" in alice.get(url(here, "AG1/convene/")).content.decode()
        assert alice.post(url(here, "AG1/convene/")).status_code == 302
        assert meeting(assembly_id=found.id).stage is Stage.CONVENED
        page = alice.get(url(here, "AG1/")).content.decode()
        assert "Saturday 4 April at 14:00" in page
        assert "Bring a cake" in page
        assert "AG1, Spring assembly" in alice.get(f"/a/{here.slug}/").content.decode()


def test_a_date_too_early_is_refused_beside_its_field_with_the_first_that_works(here: World) -> None:
    with time_machine.travel(here.now, tick=False):
        alice = at_home(here, "alice")
        answer = alice.post(url(here, "new/"), FORM | {"day": "2026-03-20"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "The first date that works is Wednesday 25 March 2026 at 10:30." in page
        assert "(art. 17)" in page
        assert 'value="Spring assembly"' in page


def test_a_proxy_is_looked_for_given_with_instructions_and_taken_back(here: World) -> None:
    found = convened(here)
    with time_machine.travel(here.now, tick=False):
        bob, dana = at_home(here, "bob"), at_home(here, "dana")
        page = bob.get(url(here, "AG1/proxy/?q=dan")).content.decode()
        assert "Dana" in page
        assert "Eli" not in page
        saw = item(found, "Buy a saw")
        typed = {"holder": here.dana.member_id, "scope": "items", "items": [saw], f"how-{saw}": "against"}
        assert bob.post(url(here, "AG1/proxy/"), typed).status_code == 302
        [row] = proxies(assembly_id=found.id)
        assert row.facts.items == frozenset({saw})
        assert row.facts.instructions == {saw: Instruction.AGAINST}
        assert "Dana votes for you" in bob.get(url(here, "AG1/proxy/")).content.decode()
        assert "Buy a saw: vote Against" in dana.get(url(here, "AG1/proxy/")).content.decode()
        assert bob.post(url(here, "AG1/proxy/back/")).status_code == 302
        assert "Dana votes for you" not in bob.get(url(here, "AG1/proxy/")).content.decode()


def test_items_are_shared_out_between_people_and_taken_back_one_by_one(here: World) -> None:
    found = convened(here)
    news, saw = item(found, "News of the workshop"), item(found, "Buy a saw")
    give(here, found, "bob", "dana", items=frozenset({news, saw}))
    with time_machine.travel(here.now, tick=False):
        bob = at_home(here, "bob")
        typed = {"holder": here.eli.member_id, "scope": "items", "items": [saw]}
        assert bob.post(url(here, "AG1/proxy/"), typed).status_code == 302
        page = bob.get(url(here, f"AG1/proxy/?q=dana&holder={here.dana.member_id}")).content.decode()
        assert "Give other items, or to other people" in page
        # What the one who is chosen has is ticked, and each item says who has it.
        assert re.search(rf'value="{news}"\s*checked', page)
        assert not re.search(rf'value="{saw}"\s*checked', page)
        assert page.count("· Eli votes for you") == 1
        [elis] = [row for row in proxies(assembly_id=found.id) if row.holder_id == here.eli.member_id]
        assert bob.post(url(here, "AG1/proxy/back/"), {"proxy": elis.facts.id}).status_code == 302
        assert bob.post(url(here, "AG1/proxy/back/"), {"proxy": "nonsense"}).status_code == 422
        [left] = [row for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]
        assert (left.holder_id, left.facts.items) == (here.dana.member_id, frozenset({news}))


def test_whoever_cannot_hold_a_proxy_is_shown_with_the_reason(here: World) -> None:
    found = convened(here)
    give(here, found, "eli", "dana")
    with time_machine.travel(here.now, tick=False):
        bob = at_home(here, "bob")
        page = bob.get(url(here, "AG1/proxy/")).content.decode()
        assert "This person has given their own proxy, and a proxy is not passed on (art. 17)." in page
        answer = bob.post(url(here, "AG1/proxy/"), {"holder": here.eli.member_id, "scope": "whole"})
        assert answer.status_code == 422
        assert "Your proxy is not given" in answer.content.decode()


def test_a_holder_declines_and_names_someone_the_giver_decides(here: World) -> None:
    found = convened(here)
    proxy_id = give(here, found, "bob", "dana")
    with time_machine.travel(here.now, tick=False):
        bob, dana = at_home(here, "bob"), at_home(here, "dana")
        assert "Eli" in dana.get(url(here, f"AG1/proxy/{proxy_id}/?q=eli")).content.decode()
        named = {"suggested": here.eli.member_id}
        assert dana.post(url(here, f"AG1/proxy/{proxy_id}/"), named).status_code == 302
        page = bob.get(url(here, "AG1/proxy/")).content.decode()
        assert "Dana has declined your proxy" in page
        assert f"holder={here.eli.member_id}" in page
        assert not [row for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]


def test_documents_are_files_to_keep_and_never_pages_of_ours(here: World) -> None:
    prepared(here)
    with time_machine.travel(here.now, tick=False):
        alice, bob = at_home(here, "alice"), at_home(here, "bob")
        page = SimpleUploadedFile("trap.html", b"<script>alert(1)</script>", content_type="text/html")
        answer = alice.post(url(here, "AG1/documents/"), {"file": page, "title": "", "item": ""})
        assert answer.status_code == 422
        disguised = SimpleUploadedFile("../../trap.pdf", b"<script>", content_type="application/pdf")
        assert alice.post(url(here, "AG1/documents/"), {"file": disguised}).status_code == 422
        text = SimpleUploadedFile("../a budget;\n.md", "Dépenses : 12 €".encode(), content_type="text/html")
        assert alice.post(url(here, "AG1/documents/"), {"file": text, "title": "Budget"}).status_code == 302
        shown = bob.get(url(here, "AG1/"))
        there = shown.content.decode().split(f"{url(here, 'AG1/documents/')}", 1)[1].split('"', 1)[0]
        answer = bob.get(url(here, f"AG1/documents/{there}"))
        assert answer.content.decode() == "Dépenses : 12 €"
        assert answer["Content-Type"] == "text/markdown"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert bob.post(url(here, f"AG1/documents/{there}remove/")).status_code == 302
        assert bob.get(url(here, f"AG1/documents/{there}")).status_code == 404


@pytest.mark.parametrize(("paper", "words"), [("convening", "Buy a saw"), ("attendance", "Charlie")])
def test_papers_are_handed_out_in_every_form(here: World, paper: str, words: str) -> None:
    convened(here)
    with time_machine.travel(here.now, tick=False):
        bob = at_home(here, "bob")
        for form, start in (("pdf", b"%PDF-"), ("odt", b"PK")):
            answer = bob.get(url(here, f"AG1/papers/{paper}.{form}"))
            assert answer.content.startswith(start)
            assert answer["Content-Disposition"] == f'attachment; filename="AG1-{paper}.{form}"'
        text = bob.get(url(here, f"AG1/papers/{paper}.md")).content.decode()
        assert (words in text) is (words != "Charlie")
        assert bob.get(url(here, f"AG1/papers/{paper}.exe")).status_code == 404


def test_giving_up_says_what_it_does(here: World) -> None:
    found = convened(here, items_until=here.now + timedelta(days=5))
    hedge = ItemDraft(kind=ItemKind.DISCUSSION, title="A hedge")
    commands.propose_item(actor=here.charlie, assembly_id=found.id, draft=hedge, now=here.now)
    with time_machine.travel(here.now, tick=False):
        alice, charlie = at_home(here, "alice"), at_home(here, "charlie")
        assert "not by you" in charlie.get(url(here, "AG1/cancel/")).content.decode()
        assert charlie.post(url(here, "AG1/cancel/")).status_code == 422
        assert "Everyone who was convened is told" in alice.get(url(here, "AG1/cancel/")).content.decode()
        alice.post(url(here, "AG1/cancel/"))
        assert meeting(assembly_id=found.id).stage is Stage.CANCELLED
        assert "Given up" in alice.get(url(here)).content.decode()
        # What it was to treat is not lost.
        later = prepared(here, starts_at=found.at + timedelta(days=20))
        assert alice.get(url(here, "AG1/")).content.decode().count('aria-label="Put off: ') == 5
        there = url(here, f"AG1/items/{item(found, 'Buy a saw')}/do/")
        assert alice.post(there, {"do": "later", "to": later.id}).status_code == 302
        assert "Put off to AG2" in alice.get(url(here, "AG1/")).content.decode()


def test_a_member_proposes_and_reads_why_not(here: World) -> None:
    found = prepared(here)
    with time_machine.travel(here.now, tick=False):
        alice, charlie = at_home(here, "alice"), at_home(here, "charlie")
        typed = {"title": "A bicycle shed", "kind": "discussion", "text": ""}
        assert charlie.post(url(here, "AG1/propose/"), typed).status_code == 302
        [row] = items(assembly_id=found.id, proposed=True)
        there = url(here, f"AG1/items/{row.id}/do/")
        assert alice.post(there, {"do": "decline", "answer": "Next time"}).status_code == 302
        assert "Next time" in charlie.get(url(here, "AG1/")).content.decode()
        assert charlie.post(there, {"do": "withdraw"}).status_code == 302
        assert "A bicycle shed" not in charlie.get(url(here, "AG1/")).content.decode()
        assert alice.post(there, {"do": "fly"}).status_code == 404


def test_an_item_is_put_off_from_the_page_of_the_agenda(here: World) -> None:
    found, later = prepared(here), prepared(here, title="Autumn assembly", starts_at=here.now + timedelta(days=90))
    with time_machine.travel(here.now, tick=False):
        bob = at_home(here, "bob")
        page = bob.get(url(here, "AG1/agenda/")).content.decode()
        assert "AG2, Autumn assembly" in page
        assert "AG1, Spring assembly" not in bob.get(url(here, "AG2/agenda/")).content.decode()
        there = url(here, f"AG1/items/{item(found, 'Buy a saw')}/do/")
        assert bob.post(there, {"do": "later", "to": "x"}).status_code == 404
        assert bob.post(there, {"do": "later", "to": later.id}).status_code == 302
        assert "Buy a saw" in bob.get(url(here, "AG2/")).content.decode()
        assert "Put off to AG2 · Autumn assembly" in bob.get(url(here, "AG1/")).content.decode()


def test_what_changes_after_the_convening_is_told_once_it_is_asked(here: World) -> None:
    convened(here, items_until=here.now + timedelta(days=5))
    with time_machine.travel(here.now, tick=False):
        alice = at_home(here, "alice")
        assert "Tell everyone what has changed" not in alice.get(url(here, "AG1/")).content.decode()
        typed = FORM | {"day": "2026-01-01", "place": "The town hall", "items_day": "2026-03-15"}
        assert alice.post(url(here, "AG1/change/"), typed).status_code == 302
        page = alice.get(url(here, "AG1/")).content.decode()
        assert "The town hall" in page
        # The day stays, whatever a form says.
        assert "30 March" in page
        assert "Tell everyone what has changed" in page
        assert alice.post(url(here, "AG1/tell/")).status_code == 302
        assert alice.post(url(here, "AG1/tell/")).status_code == 422


def test_the_documents_of_an_item_that_waits_to_be_taken_in_again_are_there_to_read(here: World) -> None:
    found = prepared(here)
    draft = ItemDraft(kind=ItemKind.DISCUSSION, title="A pond")
    pond = commands.propose_item(actor=here.charlie, assembly_id=found.id, draft=draft, now=here.now)
    asked = {"actor": here.alice, "now": here.now}
    commands.accept_item(item_id=pond, **asked)
    commands.add_document(assembly_id=found.id, item_id=pond, title="Map of it", name="map.txt", data=b"here", **asked)
    commands.remove_item(item_id=pond, **asked)
    with time_machine.travel(here.now, tick=False):
        assert "Map of it" in at_home(here, "bob").get(url(here, "AG1/")).content.decode()


def test_an_item_that_keeps_its_kind_says_so_beside_it(here: World) -> None:
    found = prepared(here)
    saw = item(found, "Buy a saw")
    begin_purchase(actor=here.alice, assembly_id=found.id, item_id=saw, within="100", now=here.now)
    with time_machine.travel(here.now, tick=False):
        typed = {"title": "Buy a saw", "kind": "election", "text": "Which one?"}
        answer = at_home(here, "alice").post(url(here, f"AG1/items/{saw}/"), typed)
        assert answer.status_code == 422
        assert "no other kind has a place for" in answer.content.decode()
        assert "Which one?" in answer.content.decode()


def test_the_page_leads_to_where_it_is_held(here: World) -> None:
    prepared(here)
    convened(here)
    with time_machine.travel(here.now, tick=False):
        charlie = at_home(here, "charlie")
        assert url(here, "AG1/here/") not in charlie.get(url(here, "AG1/")).content.decode()
        # People come in before it opens.
        page = charlie.get(url(here, "AG2/")).content.decode()
        for there in ("here", "desk", "projector"):
            assert url(here, f"AG2/{there}/") in page
        assert url(here, "AG2/votes/") not in page
        Assembly.objects.filter(number=2).update(opened_at=here.now)
        assert url(here, "AG2/votes/") in charlie.get(url(here, "AG2/")).content.decode()
