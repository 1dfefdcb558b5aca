"""My data in a file, leaving and being erased, what is kept and how long: through the pages."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from tests.support.pages import Pages, words
from tests.support.people import world
from toutdoux.operations.retention import forget

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db: None) -> Pages:
    return Pages(world())


def test_it_works(pages: Pages) -> None:
    """The file holds what Dana did, twice: for programs, and as a page that reads by itself."""
    action = pages.scene.open(title="Keep bees")
    pages.scene.vote(action, "against", "dana", reason="The neighbours are allergic")
    assert "Your votes 1" in pages.words("dana", "my-data/")
    response = pages.get("dana", "my-data/file/")
    assert response["Cache-Control"].startswith("max-age=0")
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        plain = json.loads(file.read("my-data.json"))
        page = file.read("my-data.html").decode()
    assert (plain["format"], plain["version"], plain["name"]) == ("toutdoux-my-data", 1, "Dana")
    assert plain["tables"]["decisions.Ballot"][0]["reason"] == "The neighbours are allergic"
    assert "The neighbours are allergic" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_a_text_in_the_file_stays_a_text(pages: Pages) -> None:
    action = pages.scene.open(title="Keep bees")
    pages.scene.vote(action, "against", "dana", reason="<script>alert(1)</script>")
    with zipfile.ZipFile(io.BytesIO(pages.get("dana", "my-data/file/").content)) as file:
        assert b"<script>" not in file.read("my-data.html")


def test_leaving_and_being_erased(pages: Pages) -> None:
    assert "five signs drawn at random" in pages.words("dana", "my-data/erasure/")
    assert pages.post("dana", "my-data/erasure/", {}).status_code == 302
    assert pages.get("dana", "my-data/").status_code == 404
    assert "Asked for by Dana" in pages.words("alice", "kept/")
    assert "People to be erased" not in pages.words("charlie", "kept/")
    forget(now=pages.scene.later(days=15))
    assert "Dana" not in pages.words("alice", "kept/")
    assert "Erased person" in pages.words("alice", "members/")
    assert "Dana" not in pages.words("alice", "members/")


def test_what_is_kept_and_when_it_goes(pages: Pages) -> None:
    forget(now=pages.scene.now)
    shown = pages.words("bob", "kept/")
    assert "What was sent, to whom, and what became of it 365 days Nothing goes on 1 April 2026" in shown
    response = pages.post("bob", "kept/", {"kind": "deliveries", "days": "90"})
    assert response.status_code == 302
    assert "what became of it 90 days" in pages.words("bob", "kept/")
    wrong = pages.post("bob", "kept/", {"kind": "deliveries", "days": "2"})
    assert wrong.status_code == 422
    assert "Between thirty days and ten years" in words(wrong)


def test_an_erasure_is_called_off(pages: Pages) -> None:
    pages.post("dana", "my-data/erasure/", {})
    shown = pages.get("alice", "kept/").content.decode()
    address = shown.split('action="')[1:]
    [there] = [
        one.split('"')[0] for one in address if "/kept/erasure/" in one and one.split('"')[0][-37:-1].count("-") == 4
    ]
    pages.post("alice", there.removeprefix(f"/a/{pages.scene.slug}/"), {})
    forget(now=pages.scene.now + timedelta(days=20))
    assert "Dana" in pages.words("alice", "members/")
