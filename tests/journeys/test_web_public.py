"""The public register: closed, it is not there; open, it says what was decided and no voter's name, to anyone."""

import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.pages import html, words
from tests.support.people import World, world
from tests.support.tables import table
from tests.support.visitors import visitor
from toutdoux.associations.models import Association
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.tables import read_table
from toutdoux.rules.rulebook import Kind

pytestmark = pytest.mark.django_db
MODES = ("without-names", "with-names")


@pytest.fixture
def scene() -> World:
    return world()


def show(scene: World, mode: str) -> None:
    """Set the association's setting."""
    Association.objects.filter(id=scene.association_id).update(public_register=mode)


def read(scene: World, address: str = "", **query: str) -> Any:
    """Ask for a public page as someone who was never here."""
    with time_machine.travel(scene.now, tick=False):
        return Client().get(f"/a/{scene.slug}/public/{address}", query)


def played(scene: World) -> None:
    """An action that everybody touched, an objection, a counter-vote, a grant, an old row."""
    action = scene.open(title="Rent the garden with Dana", text="As **Eli** and bob said.", by="bob")
    scene.vote(action, "against", "eli", reason="Eli's own reason")
    scene.vote(action, "for", "alice", "dana")
    commands.add_footnote(actor=scene.bob, action_id=action.id, text="Charlie has the key.", now=scene.now)
    scene.counter(action, by="dana", reason="Dana is not sure")
    scene.grant(to="charlie", by="alice")
    data = table("1,Old idea of Zoé,2025-03-04,Zoé et Malo,3,1,9,Menée,Malo did it")
    import_rows(
        association_id=scene.association_id,
        actor_id=None,
        period="A25",
        kind=Kind.EXTRAORDINARY,
        rows=read_table(data=data, kind=Kind.EXTRAORDINARY),
        now=scene.now,
    )


def everything(scene: World) -> str:
    """Return the source of every public page of the scene."""
    addresses = ("", "P26-E1/", "P26-E1-C1/", "P26-E2/", "A25-E1/")
    return "".join(html(read(scene, address)) for address in addresses)


def test_it_works(scene: World) -> None:
    played(scene)
    show(scene, "without-names")
    page = words(read(scene))
    assert "What The Fireflies decides" in page
    assert "3 actions = 3 extraordinary + 0 ordinary" in page
    action = words(read(scene, "P26-E1/"))
    assert "Accepted on 10 March at 10:30: 2 of the 4 council members voted for, half is enough (art. 6)." in action
    assert "2 for · 1 against · half: 2 of 4" in action
    assert "Published on 10 March" in action
    assert "P26-E1-C1" in action
    assert "Counter-vote: Rent the garden" in words(read(scene, "P26-E1-C1/"))


@pytest.mark.parametrize("address", ["", "P26-E1/"])
def test_a_closed_register_is_as_one_that_does_not_exist(scene: World, address: str) -> None:
    scene.open()
    closed = read(scene, address)
    slug = f"w{uuid4().hex[:10]}"
    nothing = Client().get(f"/a/{slug}/public/{address}")
    assert closed.status_code == nothing.status_code == 404
    assert words(closed).replace(scene.slug, "…") == words(nothing).replace(slug, "…")
    assert "Fireflies" not in closed.content.decode()


def test_what_was_never_published_is_not_there(scene: World) -> None:
    show(scene, "with-names")
    scene.draft(title="A secret draft")
    for address in ("P26-E1/", "x/", "P26-E1-C1/", f"{uuid4()}/"):
        assert read(scene, address).status_code == 404
    assert "A secret draft" not in html(read(scene))


def test_without_names_there_is_no_name_of_a_member_anywhere(scene: World) -> None:
    played(scene)
    show(scene, "without-names")
    source = everything(scene)
    for name in ("Alice", "Bob", "Dana", "Eli", "Charlie", "Zoé", "Malo"):
        assert not re.search(rf"\b{name}\b", source), name
    for actor in scene.people.values():
        assert str(actor.member_id) not in source
        assert actor.member_id.hex not in source
    assert "Rent the garden with a member" in source


def test_with_names_it_says_who_leads_and_who_voted_what_but_never_why(scene: World) -> None:
    played(scene)
    show(scene, "with-names")
    page = words(read(scene))
    assert "Rent the garden with Dana" in page
    assert "Bob" in page
    assert "Zoé et Malo" in page
    action = words(read(scene, "P26-E1/"))
    assert "Lead Bob" in action
    source = everything(scene)
    # Alice leads the grant; of this action she is only a voter.
    assert "Alice" in action
    assert "own reason" not in source


def test_a_discussion_is_not_led_to(scene: World) -> None:
    scene.open(discussion_url="https://chat.example.org/private/1")
    for mode in MODES:
        show(scene, mode)
        assert "chat.example.org" not in html(read(scene)) + html(read(scene, "P26-E1/"))


@pytest.mark.parametrize("address", ["", "P26-E1/"])
def test_anyone_on_the_way_may_keep_it_for_a_moment(scene: World, address: str) -> None:
    scene.open()
    show(scene, "without-names")
    with time_machine.travel(scene.now, tick=False):
        client = Client()
        found = client.get(f"/a/{scene.slug}/public/{address}")
        assert found["Cache-Control"] == "public, max-age=60"
        assert not found.cookies
        assert not client.cookies
        assert "Cookie" not in found["Vary"]
        same = client.get(f"/a/{scene.slug}/public/{address}", headers={"If-None-Match": found["ETag"]})
        assert same.status_code == 304
    assert "csrfmiddlewaretoken" not in html(found)


def test_a_reader_who_is_signed_in_sees_the_same_page(scene: World) -> None:
    scene.open()
    show(scene, "without-names")
    member = visitor(scene, "bob", language="fr")
    with time_machine.travel(scene.now, tick=False):
        assert member.get(f"/a/{scene.slug}/public/").content == read(scene).content


def test_the_language_is_the_associations_or_the_addresss(scene: World) -> None:
    scene.open()
    show(scene, "without-names")
    assert '<html lang="en">' in html(read(scene))
    french = html(read(scene, language="fr"))
    assert '<html lang="fr">' in french
    assert f'href="/a/{scene.slug}/public/P26-E1/?language=fr"' in french
    assert '<input type="hidden" name="language" value="fr">' in french
    assert '<html lang="en">' in html(read(scene, language="xx"))


def test_who_shares_it_shares_a_title_and_a_sentence(scene: World) -> None:
    scene.open(title='Rent "the" <garden>')
    show(scene, "without-names")
    head = html(read(scene, "P26-E1/")).partition("</head>")[0]
    assert '<meta property="og:title" content="Rent &quot;the&quot; &lt;garden&gt;">' in head
    assert (
        '<meta property="og:description" content="Without another vote, the action passes on Friday 20 March at 10:30.">'
        in head
    )
    assert f'<meta property="og:url" content="http://127.0.0.1:8000/a/{scene.slug}/public/P26-E1/">' in head


def test_a_deadline_that_is_over_is_told_before_it_is_settled(scene: World) -> None:
    scene.open()
    show(scene, "without-names")
    scene.later(days=10)
    assert "Passed on 20 March at 10:30 without another vote" in words(read(scene, "P26-E1/"))
    assert "Waiting" in words(read(scene))


def test_filters_and_nothing_else_are_asked(scene: World) -> None:
    scene.open()
    scene.open(kind="ordinary", title="Thank the library")
    show(scene, "without-names")
    page = html(read(scene, kind="ordinary"))
    assert "Thank the library" in page
    assert "Open a tool library" not in page
    # Neither leads nor words: a name that is not shown cannot be searched for either.
    assert "Open a tool library" in html(read(scene, text="nothing like it", lead=str(scene.bob.member_id)))
    assert 'name="text"' not in page
    assert 'name="lead"' not in page


def test_old_rows_have_their_page(scene: World) -> None:
    played(scene)
    show(scene, "with-names")
    page = words(read(scene, "A25-E1/"))
    assert "Old idea of Zoé" in page
    assert "3 for · 1 against · council of 9" in page
    assert "Malo did it" in page


def test_another_associations_actions_are_not_there(scene: World) -> None:
    scene.open()
    other = world()
    show(other, "with-names")
    assert read(other, "P26-E1/").status_code == 404
    assert "Open a tool library" not in html(read(other))


def test_nothing_is_written_and_a_form_is_refused(scene: World) -> None:
    scene.open()
    show(scene, "without-names")
    scene.later(days=11)
    with CaptureQueriesContext(connection) as asked:
        read(scene)
        read(scene, "P26-E1/")
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert Client().post(f"/a/{scene.slug}/public/").status_code == 405


def test_as_many_questions_whatever_the_number_of_actions(scene: World) -> None:
    show(scene, "without-names")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            html(read(scene))
        return len(queries)

    for _ in range(3):
        scene.open()
    few = asked()
    for _ in range(20):
        scene.open()
    assert asked() == few <= 15
