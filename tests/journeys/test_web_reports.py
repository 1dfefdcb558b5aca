"""A report written together through the pages: figures that lead to their facts, texts that nobody overwrites, editions."""

import io
import re
import struct
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader

from tests.support.browsing import People, html, words
from tests.support.people import World, world
from tests.support.sittings import gathered
from toutdoux.associations.commands import open_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.queries import periods
from toutdoux.operations.verify import verify
from toutdoux.writings.models import Edition, Publication, SectionText

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return People(world())


def period_of(scene: World) -> str:
    return periods(association_id=scene.alice.association_id)[0].code


def test_it_works(people: People) -> None:
    """From the first action of the period to an edition that an action adopted."""
    code = period_of(people.scene)
    action = people.scene.open(title="Repaint the hall")
    people.scene.vote(action, "for", "alice", "bob")
    report = f"periods/{code}/activity/"
    page = people.get("alice", report)
    assert "Repaint the hall" in words(page)
    assert re.search(r'href="[^"]*/register/\?period=\w+&amp;kind=extraordinary"[^>]*>1 extraordinary</a>', html(page))
    write = f"{report}introduction/"
    people.post("alice", write, {"text": "# Why\n\nWe **did** things.", "version": "0"})
    assert "We did things." in people.read("bob", report)
    people.post("bob", f"{report}freeze/")
    edition = Edition.objects.get()
    assert edition.digest in people.read("alice", f"editions/{edition.id}/")
    assert people.post("alice", f"editions/{edition.id}/adopt/", {"by": "E1"}).status_code == 302
    read = people.read("bob", f"editions/{edition.id}/")
    assert "Adopted by" in read
    assert verify(association_id=people.scene.association_id, now=people.scene.now).sound
    assert "E1" in read
    assert people.post("bob", f"{report}freeze/").status_code == 422


def test_an_action_adopts_a_report_by_itself(people: People) -> None:
    """Chosen from the page of its edition; the vote adopts it; a counter-vote takes it back, and it can be frozen again."""
    report = f"periods/{period_of(people.scene)}/financial/"
    people.post("bob", f"{report}freeze/")
    edition = Edition.objects.get()
    read = people.read("alice", f"actions/new/?adopt={edition.id}")
    assert "Adopt the financial report of P26, edition 1" in html(
        people.get("alice", f"actions/new/?adopt={edition.id}")
    )
    assert "Reports of a period" in read
    assert "Reports of a period" in people.read("alice", "actions/new/?adopt=nothing")
    typed = {"report-0-do": "adopt-report", "kind": "extraordinary"}
    refused = people.post("alice", "actions/new/", {"title": "Adopt", **typed})
    assert "nobody has frozen it yet" in words(refused)
    preview = people.write("alice", title="Adopt it", **typed, **{"report-0-edition": str(edition.id)})
    assert "the financial report of P26, edition 1 is adopted at that instant" in people.read("alice", preview)
    people.post("alice", preview + "publish/")
    for name in ("alice", "bob"):
        people.vote(name, "P26-E1", "for")
    assert "financial report of P26, edition 1 was adopted" in people.read("bob", "actions/P26-E1/")
    assert "P26-E1" in people.read("bob", f"editions/{edition.id}/")
    assert people.post("bob", f"{report}freeze/").status_code == 422
    # Nothing is left to adopt.
    assert "Reports of a period" not in people.read("alice", "actions/new/")
    people.post("bob", "actions/P26-E1/counter-vote/", {"reason": "A figure is wrong"})
    for name in ("bob", "dana"):
        people.vote(name, "P26-E1-C1", "for")
    assert "no longer adopted" in people.read("bob", "actions/P26-E1/")
    assert "Frozen as it stood" in people.read("bob", f"editions/{edition.id}/")
    assert people.post("bob", f"{report}freeze/").status_code == 302
    assert verify(association_id=people.scene.association_id, now=people.scene.now).sound


def test_nobody_overwrites_another_and_both_texts_are_shown(people: People) -> None:
    write = f"periods/{period_of(people.scene)}/activity/introduction/"
    people.post("alice", write, {"text": "Written by Alice", "version": "0"})
    told = people.post("bob", write, {"text": "Written by Bob", "version": "0"})
    assert told.status_code == 409
    shown = words(told)
    assert "Written by Alice" in shown
    assert "Written by Bob" in html(told)
    assert SectionText.objects.count() == 1
    # What the page holds now goes on from the version that stands.
    assert 'name="version" value="1"' in html(told)
    people.post("bob", write, {"text": "Written by both", "version": "1"})
    texts = SectionText.objects.order_by("version").values_list("version", "text")
    assert list(texts) == [(1, "Written by Alice"), (2, "Written by both")]


def test_a_figure_that_changes_after_a_text_is_told_beside_it(people: People) -> None:
    scene = people.scene
    scene.open(title="One")
    report = f"periods/{period_of(scene)}/activity/"
    people.post("alice", f"{report}decisions/", {"text": "A quiet time.", "version": "0"})
    assert "changed since the text was written" not in people.read("alice", report)
    scene.open(title="Two")
    read = people.read("alice", report)
    assert "changed since the text was written (version 1)" in read
    assert "Extraordinary actions: 1 extraordinary 2 extraordinary" in read


def test_sections_are_moved_hidden_added_asked_for_and_spoken_of(people: People) -> None:
    code = period_of(people.scene)
    report = f"periods/{code}/activity/"
    people.scene.open(title="One")
    people.post("alice", f"{report}ordinary/move/", {"move": "up"})
    found = re.findall(r'id="title-([\w-]+)"', html(people.get("alice", report)))
    assert found.index("ordinary") < found.index("extraordinary")
    people.post("alice", f"{report}extraordinary/move/", {"move": "hide"})
    assert "Inventory of extraordinary actions" not in people.get("alice", f"{report}file/?format=md").content.decode()
    people.post("alice", f"{report}add/", {"title": "The garden"})
    people.post("alice", f"{report}own-1/", {"text": "Beans.", "version": "0"})
    assert "The garden" in people.get("alice", f"{report}file/?format=md").content.decode()
    people.post("alice", f"{report}introduction/writer/", {"name": "bob"})
    assert "To be written by Bob." in people.read("bob", report)
    assert "1 text that was asked for is not written yet." in people.read("bob", f"periods/{code}/")
    people.post("charlie", f"{report}introduction/comment/", {"text": "Shall we say why?"})
    assert "Shall we say why?" in people.read("bob", f"{report}introduction/")
    # The newcomer may write and speak; only those who vote arrange and freeze.
    assert people.post("charlie", f"{report}introduction/move/", {"move": "down"}).status_code == 422
    assert people.post("charlie", f"{report}freeze/").status_code == 422


def test_a_section_is_called_otherwise_and_as_at_first_again(people: People) -> None:
    people.scene.open(title="One")
    report = f"periods/{period_of(people.scene)}/activity/"
    rename = f"{report}extraordinary/rename/"
    assert people.post("alice", rename, {"title": "  What we  dared "}).status_code == 302
    file = people.get("bob", f"{report}file/?format=md").content.decode()
    assert "What we dared" in file
    assert "Inventory of extraordinary actions" not in file
    assert people.post("alice", rename, {"title": "x" * 121}).status_code == 422
    assert people.post("charlie", rename, {"title": "Mine"}).status_code == 422
    assert people.post("alice", rename, {"title": ""}).status_code == 302
    assert "Inventory of extraordinary actions" in people.read("bob", report)
    # A section of their own has no other title to go back to.
    people.post("alice", f"{report}add/", {"title": "The garden"})
    assert people.post("alice", f"{report}own-1/rename/", {"title": " "}).status_code == 422
    assert "The garden" in people.read("bob", report)


def test_the_next_period_begins_in_the_order_and_under_the_titles_chosen_before(people: People) -> None:
    scene = people.scene
    first = PeriodFacts(code="A26", starts_on=scene.now.date())
    second = PeriodFacts(code="P27", starts_on=scene.now.date() + timedelta(days=180))
    for one in (first, second):
        open_period(actor=scene.alice, period=one, now=scene.now)
    before, after = "periods/A26/financial/", "periods/P27/financial/"
    people.post("alice", f"{before}budget/move/", {"move": "up"})
    people.post("alice", f"{before}balance/rename/", {"title": "What is left"})
    people.post("alice", f"{before}headings/move/", {"move": "hide"})
    people.post("alice", f"{before}add/", {"title": "The garden"})
    for touched in (False, True):
        page = html(people.get("bob", after))
        order = re.findall(r'id="title-([\w-]+)"', page)
        assert order == ["introduction", "balance", "headings", "amounts", "budget", "memberships"]
        assert "What is left" in page
        assert "Hidden: it is in no document" in page
        assert "The garden" not in page
        if not touched:
            # What is chosen from now on is the second one's alone.
            people.post("alice", f"{after}introduction/", {"text": "Begun.", "version": "0"})
            people.post("alice", f"{before}budget/move/", {"move": "up"})


def test_an_adopted_report_is_published_read_by_anybody_and_taken_back(people: People) -> None:
    scene = people.scene
    code = period_of(scene)
    action = scene.open(title="Repaint the hall", by="bob")
    scene.vote(action, "for", "alice", "bob")
    people.post("alice", f"periods/{code}/activity/freeze/")
    edition = Edition.objects.get()
    outside = f"/a/{scene.slug}/public/reports/"
    whole = f"{outside}{code}/activity/"
    assert people.post("alice", f"editions/{edition.id}/publish/").status_code == 422
    people.post("alice", f"editions/{edition.id}/adopt/", {"by": "E1"})
    for address in (outside, whole, f"{whole}file/"):
        assert Client().get(address).status_code == 404
    assert people.post("charlie", f"editions/{edition.id}/publish/").status_code == 422
    assert people.post("alice", f"editions/{edition.id}/publish/").status_code == 302
    assert people.post("bob", f"editions/{edition.id}/publish/").status_code == 302
    assert whole in people.read("bob", f"editions/{edition.id}/")
    # Anybody reads it, though the register is closed, and takes its PDF: what was made then, and no cookie.
    assert "Activity report P26" in words(Client().get(outside))
    shown = Client().get(whole)
    assert not shown.cookies
    assert "Repaint the hall" in words(shown)
    assert "adopted on 10 March" in words(shown)
    # Beyond what the report says there is nothing: who froze it, and the pages that members alone read.
    body = html(shown).split("<main", 1)[1].split("</main>", 1)[0]
    assert f"/a/{scene.slug}/register" not in body
    assert "Alice" not in words(shown)
    kept = Client().get(f"{whole}file/")
    assert kept["Content-Type"] == "application/pdf"
    assert "attachment" in kept["Content-Disposition"]
    assert kept.content == bytes(Publication.objects.get().pdf)
    assert "Repaint the hall" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(kept.content)).pages)
    again = Client().get(whole, headers={"if-none-match": shown["ETag"]})
    assert again.status_code == 304
    assert "Activity report" in words(Client().get(outside, {"language": "en"}))
    assert verify(association_id=scene.association_id, now=scene.now).sound
    people.post("bob", f"editions/{edition.id}/unpublish/")
    for address in (outside, whole, f"{whole}file/"):
        assert Client().get(address).status_code == 404
    assert "Let anybody read it" in people.read("alice", f"editions/{edition.id}/")
    assert verify(association_id=scene.association_id, now=scene.now).sound


def test_an_assembly_held_here_adopts_a_report_once_it_is_over(people: People) -> None:
    held = gathered(people.scene)
    people.post("alice", f"periods/{period_of(people.scene)}/activity/freeze/")
    adopt = f"editions/{Edition.objects.get().id}/adopt/"
    assert people.post("alice", adopt, {"by": held.reference}).status_code == 422
    held.open("alice", "bob", "dana")
    assert people.post("alice", adopt, {"by": held.reference}).status_code == 422
    held.do("close_assembly")
    assert people.post("alice", adopt, {"by": held.reference}).status_code == 302
    assert f"Adopted by {held.reference}" in people.read("bob", f"editions/{Edition.objects.get().id}/")
    assert verify(association_id=people.scene.association_id, now=people.scene.now).sound


def test_a_period_has_a_last_day_and_its_figures_stop_there(people: People) -> None:
    scene = people.scene
    dated = PeriodFacts(code="A26", starts_on=scene.now.date())
    open_period(actor=scene.alice, period=dated, now=scene.now)
    assert "In the writing." in people.read("alice", "periods/A26/")
    before = {"last_day": (scene.now - timedelta(days=9)).date().isoformat()}
    assert people.post("alice", "periods/A26/close/", before).status_code == 422
    day = {"last_day": (scene.now + timedelta(days=90)).date().isoformat()}
    assert people.post("charlie", "periods/A26/close/", day).status_code == 422
    assert people.post("alice", "periods/A26/close/", day).status_code == 302
    assert "From 10 March to 8 June" in people.read("alice", "periods/")


def test_what_was_frozen_and_entered_is_held_by_the_verifier(people: People) -> None:
    scene = people.scene
    report = f"periods/{period_of(scene)}/activity/"
    people.post("alice", f"{report}freeze/")
    people.post(
        "alice",
        "texts/statutes/write/",
        {"text": "## Article 1\n\nOne.", "note": "", "in_force_on": "2026-03-01", "version": "0"},
    )
    people.post(
        "bob",
        "texts/statutes/write/",
        {"text": "## Article 1\n\nTwo.", "note": "", "in_force_on": "2026-03-02", "version": "1"},
    )
    changed = people.read("alice", "texts/statutes/difference/")
    assert "One. Two." in changed
    assert "Two." in people.read("alice", "texts/statutes/")
    assert "How we decide, as the rulebook says it" in people.read("alice", "texts/internal-rules/")
    assert verify(association_id=scene.association_id, now=scene.now).sound
    Edition.objects.update(document="{}")
    assert not verify(association_id=scene.association_id, now=scene.now).sound


def test_a_picture_is_drawn_anew_and_a_hostile_one_is_refused(people: People) -> None:
    held = io.BytesIO()
    info = PngInfo()
    info.add_text("secret", "where we live")
    Image.new("RGB", (2000, 500), "green").save(held, format="PNG", pnginfo=info)
    sent = SimpleUploadedFile("logo.svg.php", held.getvalue(), content_type="text/html")
    assert people.post("alice", "letterhead/", {"logo": sent, "logo_words": "", "colour": "#2c6a4b"}).status_code == 302
    picture = people.get("bob", "letterhead/picture/")
    assert picture["Content-Type"] == "image/png"
    assert b"where we live" not in picture.content
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 300)
    pdf = people.get("alice", f"periods/{period_of(people.scene)}/activity/file/?format=pdf")
    assert pdf.content.startswith(b"%PDF")
    whole = held.getvalue()
    for hostile in (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\nnot a picture",
        b"x" * (2 * 2**20 + 1),
        # Cut off; of a sort that few read and many faults were found in; of more points than any memory should hold.
        whole[: len(whole) // 2],
        small("TIFF"),
        small("ICO"),
        whole.replace(struct.pack(">II", 2000, 500), struct.pack(">II", 60_000, 60_000)),
        b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
    ):
        sent = SimpleUploadedFile("logo.png", hostile, content_type="image/png")
        refused = people.post("alice", "letterhead/", {"logo": sent, "logo_words": "", "colour": ""})
        assert refused.status_code == 422
        assert "no picture that can be read safely" in words(refused)
    assert people.post("alice", "letterhead/", {"logo_words": "", "colour": "red;}"}).status_code == 422
    # A picture with a page of HTML behind it is a picture, without the page.
    both = SimpleUploadedFile("logo.png", small("GIF") + b"<script>alert(1)</script>", content_type="text/html")
    assert people.post("alice", "letterhead/", {"logo": both, "logo_words": "", "colour": ""}).status_code == 302
    assert b"<script>" not in people.get("bob", "letterhead/picture/").content


def small(sort: str) -> bytes:
    """Return a small picture of a sort."""
    held = io.BytesIO()
    Image.new("RGB", (16, 16), "green").save(held, format=sort)
    return held.getvalue()


def test_a_hostile_text_does_nothing_wherever_a_report_is_read(people: People) -> None:
    scene = people.scene
    code = period_of(scene)
    scene.vote(scene.open(title="<img src=x onerror=alert(1)>"), "for", "alice", "bob")
    text = (
        "<script>alert(1)</script> ![x](https://spy.example/p.png) [here](javascript:alert(1)) <img src=x onerror=y>\n\n"
        '[that](data:text/html;base64,PHNjcmlwdD4=) ${{7*7}} {% load static %} #read("/etc/passwd")'
    )
    section = f"periods/{code}/activity/introduction/"
    people.post("alice", section, {"text": text, "version": "0"})
    people.post("alice", f"periods/{code}/activity/introduction/rename/", {"title": "<script>alert(2)</script>"})
    people.post("alice", f"periods/{code}/activity/freeze/")
    edition = Edition.objects.get()
    people.post("alice", f"editions/{edition.id}/adopt/", {"by": "E1"})
    people.post("alice", f"editions/{edition.id}/publish/")
    for page in (
        people.get("bob", f"periods/{code}/activity/"),
        people.get("bob", section),
        people.get("bob", f"editions/{edition.id}/"),
        people.get("bob", f"editions/{edition.id}/file/?format=html"),
        Client().get(f"/a/{scene.slug}/public/reports/{code}/activity/"),
    ):
        body = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        assert "alert(1)" in body
        assert not re.search(r"<(script|img|iframe|object)|href=\"(javascript|data)|\son\w+=\"", body)
