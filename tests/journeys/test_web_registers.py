"""The registers through the pages: noted in passing, found again, changed with what it said kept, withdrawn with a reason."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.browsing import People, html, words
from tests.support.people import world
from toutdoux.procedures.queries.personal import my_data
from toutdoux.registers.models import Entry, File, Revision

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nA receipt\n%%EOF"


@pytest.fixture
def people() -> People:
    return People(world())


def note(crowd: People, kind: str, name: str = "alice", /, **typed: str) -> UUID:
    """Note an entry through its form; return its id."""
    response = crowd.post(name, f"registers/new/{kind}/", {"title": "Something", "day": "2026-03-10"} | typed)
    assert response.status_code == 302, words(response)
    return UUID(str(response["Location"]).rstrip("/").rpartition("/")[2])


def test_it_works(people: People) -> None:
    """From an empty register to a training with its results, found by a word, changed, and withdrawn."""
    assert "Nothing is noted here yet." in people.read("alice", "registers/activity/")
    reference = people.publish("alice", title="Teach open licences")
    entry = note(
        people,
        "training",
        "charlie",
        title="Free licences",
        session="Spring",
        took_part="10",
        passed="6",
        level="level II",
        at_level="5",
        people="Bob, dana",
        action=reference,
        note="Six **weeks** online",
    )
    page = people.read("bob", f"registers/entry/{entry}/")
    for said in (
        "Free licences",
        "Spring",
        "level II",
        "Bob , Dana",
        reference,
        "Six weeks online",
        "Noted by Charlie",
    ):
        assert said in page
    assert "Free licences" in people.read("bob", "registers/activity/?q=LICENCES+dana")
    assert "Nothing here is like that." in people.read("bob", "registers/activity/?q=juggling")
    changed = {"title": "Free licences", "day": "2026-03-11", "took_part": "12", "passed": "6", "revision": "1"}
    people.post("dana", f"registers/entry/{entry}/edit/", changed)
    page = people.read("bob", f"registers/entry/{entry}/")
    assert "It was changed once" in page
    assert "How many took part: 10" in page
    assert Revision.objects.get().by_id == people.scene.dana.member_id
    people.post("dana", f"registers/entry/{entry}/withdraw/", {"reason": "Noted twice"})
    assert "Withdrawn: Noted twice" in people.read("bob", f"registers/entry/{entry}/")
    assert "Free licences" not in people.read("bob", "registers/activity/")


def test_everything_wrong_is_told_at_its_field_and_what_was_typed_stays(people: People) -> None:
    typed = {"title": "", "day": "2026-03-10", "took_part": "5", "passed": "6", "people": "Zoe", "action": "E99"}
    response = people.post("alice", "registers/new/training/", typed)
    assert response.status_code == 422
    assert "E99" in words(response)
    assert 'value="6"' in html(response)
    del typed["action"]
    said = words(people.post("alice", "registers/new/training/", typed))
    assert "Say in a few words what it is" in said
    assert "Nobody in the register of members is called “Zoe”" in said
    assert "larger than the one it is part of" in said
    assert not Entry.objects.exists()


def test_the_same_form_sent_twice_is_one_entry(people: People) -> None:
    assert note(people, "event", key="once") == note(people, "event", key="once")
    assert Entry.objects.count() == 1


def test_nobody_is_overwritten(people: People) -> None:
    entry = note(people, "event", title="Fair")
    mine = {"title": "Spring fair", "day": "2026-03-10", "revision": "1"}
    assert people.post("alice", f"registers/entry/{entry}/edit/", mine).status_code == 302
    theirs = people.post("bob", f"registers/entry/{entry}/edit/", mine | {"title": "Summer fair"})
    assert theirs.status_code == 422
    assert "Someone changed this entry meanwhile" in words(theirs)
    assert Entry.objects.get().title == "Spring fair"


def test_a_request_tells_how_long_its_answer_took(people: People) -> None:
    entry = note(people, "request", title="A room for Sunday", from_whom="The choir")
    people.scene.later(days=5)
    early = people.post("alice", f"registers/entry/{entry}/move/", {"state": "answered", "day": "2026-03-09"})
    assert "It has stood where it is since 10 March" in words(early)
    people.post("alice", f"registers/entry/{entry}/move/", {"state": "answered", "day": "2026-03-14"})
    assert "Answered 14 March" in people.read("bob", f"registers/entry/{entry}/")


def test_a_file_is_what_its_bytes_say_and_is_only_given_to_be_saved(people: People) -> None:
    entry = note(people, "event", title="Fair")
    address = f"registers/entry/{entry}/files/"
    page = SimpleUploadedFile("receipt.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf")
    assert "Only PDF, PNG" in words(people.post("alice", address, {"file": page}))
    real = SimpleUploadedFile("../../réçu 1.html", PDF, content_type="text/html")
    assert people.post("alice", address, {"file": real}).status_code == 302
    kept = File.objects.get()
    given = people.get("bob", f"{address}{kept.id}/")
    assert given.content == PDF
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"] == 'attachment; filename="recu-1.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    people.post("bob", f"{address}{kept.id}/remove/")
    assert people.get("bob", f"{address}{kept.id}/").status_code == 404
    assert not bytes(File.objects.get().content)


def test_a_table_runs_nothing(people: People) -> None:
    note(people, "event", title="=HYPERLINK(1)", attendance="40")
    table = people.get("bob", "registers/activity/table/")
    assert table["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in table.content.decode()
    assert "40" in table.content.decode()


def test_nothing_of_another_association_is_reached(people: People) -> None:
    elsewhere = People(world())
    there = note(elsewhere, "event", title="Their fair")
    assert people.get("alice", f"registers/entry/{there}/").status_code == 404
    typed = {"title": "Thanks", "day": "2026-03-10", "about": str(there)}
    assert people.post("alice", "registers/new/acknowledgement/", typed).status_code == 422
    assert people.get("alice", "registers/nothing/").status_code == 404
    assert people.get("alice", "registers/new/nothing/").status_code == 404


def test_the_page_of_a_member_says_what_the_registers_hold_of_them(people: People) -> None:
    """Each register with the latest first, what the member has to do with it, and the way to the rest."""
    for number in range(7):
        note(people, "event", title=f"Fair {number}", day=f"2026-03-0{number + 1}", people="Bob")
    service = note(people, "service", title="Pads", state="open", people="Bob, Dana")
    note(people, "machine", title="Thyme", people="Dana")
    gone = note(people, "request", title="A room", from_whom="The choir", people="Bob")
    people.post("alice", f"registers/entry/{gone}/withdraw/", {"reason": "Noted twice"})
    bob = people.scene.bob.member_id
    page = people.read("dana", f"members/{bob}/")
    assert "In the registers Activities Fair 6" in page
    assert "Fair 1" not in page
    assert "2 more" in page
    assert "Pads Service" in page
    assert "Who keeps it running" in page
    assert "Thyme" not in page
    assert "A room" not in page
    whole = html(people.get("dana", f"members/{bob}/"))
    assert f"registers/entry/{service}/" in whole
    assert "registers/activity/?q=Bob" in whole
    assert "In the registers" not in people.read("bob", f"members/{people.scene.alice.member_id}/")


def test_my_data_names_the_entries_one_takes_part_in(people: People) -> None:
    note(people, "service", title="Pads", people="Bob")
    page = people.read("bob", "my-data/")
    assert "Entries of a register you take part in" in page
    found = my_data(actor=people.scene.bob, now=people.scene.now)
    (table,) = [one for one in found.tables if one.name == "registers.Part"]
    assert table.rows[0]["entry"] == "Pads"


def test_one_search_looks_in_every_register(people: People) -> None:
    note(people, "event", title="The bakers' fair", people="Dana")
    note(people, "request", title="Bread for Sunday", from_whom="The bakers")
    note(people, "machine", title="Thyme")
    page = people.read("bob", "registers/?q=BAKERS")
    assert "2 entries" in page
    assert "The bakers' fair" in page
    assert "Bread for Sunday" in page
    assert "Thyme" not in page
    assert "Nothing here is like that." in people.read("bob", "registers/?q=juggling")


def test_a_request_says_how_long_it_waited(people: People) -> None:
    request = note(people, "request", title="A room", from_whom="The choir", day="2026-03-01")
    assert "Answered after" not in people.read("bob", f"registers/entry/{request}/")
    people.post("bob", f"registers/entry/{request}/move/", {"state": "answered", "day": "2026-03-05"})
    assert "Answered after 4 days" in people.read("bob", f"registers/entry/{request}/")
