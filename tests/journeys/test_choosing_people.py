"""Choosing a person: in a list while it is short; by name in a large register; and what a person is entrusted with is on their page."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django import forms
from django.utils import translation

from tests.support.pages import Pages, words
from tests.support.people import World, world
from toutdoux.accesses.commands import declare_access, declare_resource
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.models import Effect, Lead
from toutdoux.mandates.commands import record_election
from toutdoux.mandates.queries import mandates
from toutdoux.members.commands import import_members
from toutdoux.members.logic.table import Line
from toutdoux.members.models import Member
from toutdoux.rules.reading import rulebook_to_toml
from toutdoux.web.people import MOST_LISTED, PersonField

pytestmark = pytest.mark.django_db

CROWD = [(str(UUID(int=n)), f"Member {n:03}") for n in range(1, 200)]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Choose(forms.Form):
    """A form that asks for a person."""

    who = PersonField()

    def __init__(
        self, data: dict[str, str] | None = None, *, people: list[tuple[str, str]], required: bool = True
    ) -> None:
        super().__init__(data)
        field = self.fields["who"]
        assert isinstance(field, PersonField)
        field.required = required
        field.offer(people, nobody="Choose")


def test_it_works() -> None:
    few = Choose({"who": CROWD[3][0]}, people=CROWD[:MOST_LISTED])
    assert few.is_valid()
    assert "<select" in str(few)
    many = Choose({"who": "member 042"}, people=CROWD)
    assert "<select" not in str(Choose(people=CROWD))
    assert many.is_valid()
    assert many.cleaned_data["who"] == CROWD[41][0]


def test_several_who_may_be_meant_are_listed_and_one_is_then_chosen() -> None:
    form = Choose({"who": "member 04"}, people=CROWD)
    assert not form.is_valid()
    assert "10 people may be meant" in str(form["who"].errors)
    assert str(form["who"]).count("<option") == 11
    again = Choose({"who": CROWD[44][0]}, people=CROWD)
    assert again.is_valid()
    assert again.cleaned_data["who"] == CROWD[44][0]


def test_a_whole_name_is_that_person_even_where_it_begins_another() -> None:
    people = [*CROWD, (str(UUID(int=900)), "Zoé"), (str(UUID(int=901)), "Zoé Lune")]
    form = Choose({"who": " ZOE "}, people=people)
    assert form.is_valid()
    assert form.cleaned_data["who"] == str(UUID(int=900))


def test_nobody_and_strangers_are_said_so() -> None:
    assert "Nobody is called" in str(Choose({"who": "Ada"}, people=CROWD)["who"].errors)
    assert not Choose({"who": ""}, people=CROWD).is_valid()
    free = Choose({"who": ""}, people=CROWD, required=False)
    assert free.is_valid()
    assert free.cleaned_data["who"] == ""
    assert "It shows the first" in str(Choose({"who": "member"}, people=CROWD)["who"].errors)


@pytest.fixture
def scene(db: None) -> World:
    return world()


def test_in_a_large_register_an_election_is_entered_by_name(scene: World) -> None:
    lines = [Line(row=n, name=f"Member {n:03}") for n in range(1, 80)]
    import_members(association_id=scene.association_id, actor_id=None, lines=lines, now=scene.now)
    pages = Pages(scene)
    shown = pages.get("alice", "mandates/election/").content.decode()
    assert shown.count("<option") < 10
    form = {"mandate": "technical", "member": "dan", "first_day": "2026-03-11", "last_day": "2026-09-11"}
    assert pages.post("alice", "mandates/election/", form | {"member": "member"}).status_code == 422
    assert pages.post("alice", "mandates/election/", form).status_code == 302
    [row] = mandates(association_id=scene.association_id)
    assert row.member_id == scene.dana.member_id


def test_in_a_large_register_an_action_grants_the_voting_right_by_name(scene: World) -> None:
    lines = [Line(row=n, name=f"Member {n:03}") for n in range(1, 80)]
    import_members(association_id=scene.association_id, actor_id=None, lines=lines, now=scene.now)
    pages = Pages(scene)
    shown = pages.get("alice", "actions/new/", kind="extraordinary").content.decode()
    assert "Member 042" not in shown, shown[shown.index("Member 042") - 300 :][:400]
    form = {"kind": "extraordinary", "title": "Let them vote", "text": "", "publish": "yes"}
    row = {"people-0-do": "grant-voting-right", "people-0-member": "Member 042", "co_leads": "bob, Nobody"}
    assert "Nobody is called" in words(pages.post("alice", "actions/new/", form | row))
    assert "may be several people" in words(pages.post("alice", "actions/new/", form | row | {"co_leads": "member"}))
    assert pages.post("alice", "actions/new/", form | row | {"co_leads": "bob, Dana"}).status_code == 302
    led = Lead.objects.filter(action__title="Let them vote").values_list("member_id", flat=True)
    assert {scene.bob.member_id, scene.dana.member_id} <= set(led)
    [draft] = Effect.objects.filter(kind="grant-voting-right")
    assert draft.params["member"] == str(Member.objects.get(name="Member 042").id)


def test_the_page_of_a_member_shows_mandates_and_accesses_with_the_action_that_gave_them(scene: World) -> None:
    dana = scene.dana.member_id
    record_election(
        actor=scene.alice,
        member_id=dana,
        code="technical",
        starts_at=scene.now,
        ends_at=scene.now + timedelta(days=90),
        now=scene.now,
    )
    server, box = (
        declare_resource(actor=scene.alice, sort="machine", level="critical", name=name, review_months=6, now=scene.now)
        for name in ("The server", "The mailbox")
    )
    declare_access(actor=scene.alice, resource_id=box, member_id=dana, purpose="Letters", now=scene.now)
    params = {"member": str(dana), "resource": str(server), "purpose": "Upgrades", "until": ""}
    granted = scene.open(
        title="Let Dana in", effects=(EffectDraft(kind="grant-access", params=params),), effects_only=True
    )
    scene.vote(granted, "for", "alice", "bob")
    shown = Pages(scene).words("charlie", f"members/{dana}/")
    assert "technical representative , from 10 March 2026" in shown
    assert "The server , since 10 March 2026, without end ( P26-E1 )" in shown
    assert "The mailbox" in shown
    assert "The server" not in Pages(scene).words("bob", f"members/{scene.bob.member_id}/")


def test_the_rulebook_names_the_action_that_adopted_each_version(scene: World) -> None:
    current = current_rulebook(association_id=scene.association_id)
    toml = rulebook_to_toml(current.rulebook).replace("urgency = true", "urgency = false", 1)
    effect = EffectDraft(kind="adopt-rulebook", params={"toml": toml, "base": current.number})
    scene.vote(scene.open(title="Other rules", effects=(effect,), effects_only=True), "for", "alice", "bob")
    pages = Pages(scene)
    shown = pages.get("bob", "rulebook/")
    assert "Version 2, since 10 March 2026, adopted by P26-E1" in words(shown)
    assert f'href="/a/{scene.slug}/actions/P26-E1/"' in shown.content.decode()
    assert "adopted by" in pages.words("bob", "rulebook/", version=1)
