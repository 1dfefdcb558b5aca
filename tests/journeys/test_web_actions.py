"""The whole life of an action on the web, from the first word of its draft to what it changed."""

import pytest

from tests.support.browsing import People, html, words
from tests.support.people import World, world
from toutdoux.decisions.models import Action, Note
from toutdoux.members.queries import member
from toutdoux.rules.facts import Execution, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> World:
    return world()


@pytest.fixture
def people(scene: World) -> People:
    return People(scene)


def right_of(scene: World, name: str) -> bool:
    actor = scene.people[name]
    return member(actor=actor, member_id=actor.member_id, now=scene.now).right.votes


def test_it_works(people: People) -> None:
    preview = people.write("alice")
    assert "It will bear the number P26-E1" in people.read("alice", preview)
    published = people.post("alice", preview + "publish/", follow=True)
    assert "Published: it is P26-E1." in words(published)
    assert "Nobody has voted yet" in people.read("bob", "actions/P26-E1/")
    people.vote("bob", "P26-E1", "for")
    assert "Your vote is recorded: For." in people.read("bob", "actions/P26-E1/")


def test_a_draft_shows_what_publishing_does_and_is_its_authors_alone(scene: World, people: People) -> None:
    charlie = scene.charlie.member_id
    preview = people.write(
        "alice", text="**Twice** a week", grants=[str(charlie)], effects_only="on", co_lead_wanted="on"
    )
    page = people.get("alice", preview)
    assert "<strong>Twice</strong>" in html(page)
    said = words(page)
    assert "The council is frozen at that instant: 4 people vote" in said
    assert "Published now, the vote ends on Friday 20 March at 10:30." in said
    assert "2 votes for and it passes at once." in said
    assert "If this passes, Charlie will hold the voting right from that instant on" in said
    assert "Someone is wanted to lead it along with them." in said
    people.read("bob", preview, status=404)
    people.read("bob", preview + "edit/", status=404)
    assert people.post("bob", preview + "publish/").status_code == 404
    assert people.post("bob", preview + "delete/").status_code == 404
    assert Action.objects.get().number is None


def test_a_draft_is_rewritten_or_thrown_away(people: People) -> None:
    preview = people.write("alice", title="Open a workshop")
    assert "Open a workshop" in html(people.get("alice", preview + "edit/"))
    again = people.post("alice", preview + "edit/", {"kind": "ordinary", "title": "Tidy the shed"})
    assert again["Location"].endswith(preview)
    assert "Announce it?" in people.read("alice", preview)
    assert people.get("alice", preview + "delete/").status_code == 200
    assert Action.objects.count() == 1
    assert people.post("alice", preview + "delete/").status_code == 302
    assert Action.objects.count() == 0


def test_what_a_draft_lacks_is_said_at_its_field_and_nothing_typed_is_lost(scene: World, people: People) -> None:
    typed = {
        "title": " ",
        "text": "Kept <b>as typed</b>",
        "discussion_url": "ftp://nowhere",
        "follows": "E99",
        "effects_only": "on",
    }
    answer = people.post("alice", "actions/new/", typed)
    assert answer.status_code == 422
    page = html(answer)
    for field, sentence in (
        ("id_title", "The title is missing"),
        ("id_discussion_url", "The address of the discussion is not one that opens"),
        ("id_kind", "Which kind it is is not said yet"),
        ("id_effects_only", "“Nothing else to carry out” is ticked"),
    ):
        assert f'href="#{field}' in page
        assert sentence in words(answer)
    assert "Kept &lt;b&gt;as typed&lt;/b&gt;" in page
    assert "What you typed is still here." in words(answer)
    assert not Action.objects.exists()
    unknown = people.post("alice", "actions/new/", {"title": "Tidy", "kind": "ordinary", "follows": "E99"})
    assert "There is no action E99 here" in words(unknown)


def test_the_kinds_are_those_of_the_rulebook_of_today(people: People) -> None:
    said = people.read("alice", "actions/new/")
    assert "The council decides: 4 people, in 10 days. It takes at least half of the council: 2 today." in said
    assert "Announced, and you may start at once." in said
    assert "Commit money, accept money or a loan of equipment" in said
    assert "Thank a partner" in said
    # Only who does not vote yet can be granted the right.
    page = html(people.get("alice", "actions/new/"))
    assert page.count('name="grants"') == 1


def test_it_passes_at_half_and_what_it_grants_is_granted(scene: World, people: People) -> None:
    reference = people.publish("alice", grants=[str(scene.charlie.member_id)], effects_only="on")
    people.vote("alice", reference, "for")
    assert "1 more vote for and it passes at once ( art. 6 )" in people.read("bob", f"actions/{reference}/")
    assert not right_of(scene, "charlie")
    scene.later(hours=1)
    people.vote("bob", reference, "for")
    said = people.read("dana", f"actions/{reference}/")
    assert "Accepted on 10 March at 11:30: 2 of the 4 council members voted for, half is enough" in said
    assert f'/a/{scene.slug}/rulebook/#art-6"' in html(people.get("dana", f"actions/{reference}/"))
    assert "Charlie received the voting right on 10 March at 11:30, by this decision." in said
    assert right_of(scene, "charlie")
    # Passing is not closing.
    assert "This is decided; you can still say what you think until Friday 20 March at 10:30." in said
    assert people.vote("dana", reference, "against").status_code == 302
    assert people.action(reference).status == Status.ACCEPTED


def test_it_is_blocked_at_half_against(people: People) -> None:
    reference = people.publish("alice")
    people.vote("bob", reference, "against", reason="Not this year")
    people.vote("dana", reference, "against")
    said = people.read("eli", f"actions/{reference}/")
    assert "Blocked on 10 March at 10:30: 2 of the 4 council members voted against, half is enough ( art. 8 )" in said
    assert "This vote closed on 10 March 2026 at 10:30 ( art. 5 )" in said
    assert 'name="choice"' not in html(people.get("eli", f"actions/{reference}/"))


def test_silence_passes_on_the_tenth_day_whether_or_not_anything_has_settled_it(scene: World, people: People) -> None:
    reference = people.publish("alice", grants=[str(scene.charlie.member_id)])
    assert "Without another vote, the action passes on Friday 20 March at 10:30." in people.read(
        "bob", f"actions/{reference}/"
    )
    scene.later(days=10)
    said = people.read("bob", f"actions/{reference}/")
    assert "Passed on 20 March at 10:30 without another vote" in said
    assert "Charlie received the voting right on 20 March at 10:30, by this decision." in said
    assert people.action(reference).status == Status.OPEN, "nothing has run, and the page says the truth already"
    late = people.vote("bob", reference, "against")
    assert late.status_code == 422
    assert "This vote closed on 20 March 2026 at 10:30" in words(late)
    assert people.action(reference).status == Status.TACIT
    assert right_of(scene, "charlie")


def test_amending_begins_the_count_afresh(scene: World, people: People) -> None:
    reference = people.publish("alice", text="On Thursdays")
    people.vote("bob", reference, "for")
    scene.later(days=3)
    assert "The 1 vote cast so far becomes history" in people.read("alice", f"actions/{reference}/amend/")
    same = people.post("alice", f"actions/{reference}/amend/", {"title": "Open a tool library", "text": "On Thursdays"})
    assert (same.status_code, "Nothing has changed in the text" in words(same)) == (422, True)
    changed = {"title": "Open a tool library", "text": "On Tuesdays\r\nat noon"}
    assert people.post("alice", f"actions/{reference}/amend/", changed).status_code == 302
    said = people.read("bob", f"actions/{reference}/")
    assert "0 for · 0 against" in said
    assert "Without another vote, the action passes on Monday 23 March at 10:30." in said
    assert "Nobody has voted yet" in said
    assert "(on version 1)" in said
    versions = html(people.get("bob", f"actions/{reference}/versions/"))
    assert "<del>Thursdays</del>" in versions
    assert "<ins>Tuesdays<br>at noon</ins>" in versions
    # A line break is one character, however a browser sends it.
    assert people.scene.page(people.action(reference)).version.text == "On Tuesdays\nat noon"


def test_a_counter_vote_annuls_and_takes_the_right_back(scene: World, people: People) -> None:
    reference = people.publish("alice", grants=[str(scene.charlie.member_id)])
    people.vote("alice", reference, "for")
    people.vote("dana", reference, "for")
    assert right_of(scene, "charlie")
    assert "it is not suspended" in people.read("bob", f"actions/{reference}/counter-vote/")
    missing = people.post("bob", f"actions/{reference}/counter-vote/", {"reason": ""})
    assert (missing.status_code, "The reason is missing" in words(missing)) == (422, True)
    scene.later(days=1)
    called = people.post("bob", f"actions/{reference}/counter-vote/", {"reason": "Too soon"}, follow=True)
    assert "The counter-vote is open." in words(called)
    counter = f"{reference}-C1"
    said = people.read("eli", f"actions/{counter}/")
    assert "If it succeeds, it annuls this action:" in said
    assert "3 more votes for and the counter-vote passes at once" in said, (
        "the council is frozen anew: Charlie sits in it"
    )
    for name in ("bob", "eli", "dana"):
        people.vote(name, counter, "for")
    said = people.read("alice", f"actions/{reference}/")
    assert "Annulled on 11 March at 10:30: a counter-vote gathered half of the council ( art. 12 )" in said
    assert "Taken back on 11 March at 10:30" in said
    assert not right_of(scene, "charlie")


def test_urgency_is_declared_with_its_reason_and_shown(people: People) -> None:
    reference = people.publish("alice")
    assert "so carrying out has to wait ( art. 13 )" in people.read("alice", f"actions/{reference}/")
    assert "so carrying out has to wait" in people.read("alice", f"actions/{reference}/done/")
    missing = people.post("alice", f"actions/{reference}/urgency/", {"reason": " "})
    assert missing.status_code == 422
    people.post("alice", f"actions/{reference}/urgency/", {"reason": "The roof leaks"})
    said = people.read("bob", f"actions/{reference}/")
    assert "By urgency" in said
    assert "The roof leaks" in said
    assert (
        people.post("alice", f"actions/{reference}/done/", {"on": "2026-03-10", "reason": "Patched"}).status_code == 302
    )
    for name in ("bob", "dana"):
        people.vote(name, reference, "against")
    said = people.read("bob", f"actions/{reference}/")
    assert "Blocked" in said
    assert "Patched" in said, "what was done early stays shown"
    people.post("alice", f"actions/{reference}/undone/", {"reason": "The patch is off"})
    assert "The patch is off" in people.read("bob", f"actions/{reference}/")


def test_withdrawing_asks_why_and_can_open_it_anew_as_the_other_kind(people: People) -> None:
    reference = people.publish("alice", title="Tidy the shed", text="All of it")
    gone = people.post(
        "alice", f"actions/{reference}/withdraw/", {"reason": "It is ordinary", "anew": "on", "kind": "ordinary"}
    )
    assert people.action(reference).status == Status.WITHDRAWN
    page = people.get("alice", gone["Location"].removeprefix(f"/a/{people.scene.slug}/"))
    assert 'value="Tidy the shed"' in html(page)
    assert f'value="{reference}"' in html(page)
    assert 'value="ordinary" aria-describedby="kind-ordinary-promise" checked' in " ".join(html(page).split())
    ordinary = people.publish("alice", title="Tidy the shed", kind="ordinary", follows=reference)
    assert ordinary == "P26-O1"
    assert f"It follows from {reference}, Tidy the shed" in people.read("bob", f"actions/{ordinary}/")
    assert "It is ordinary" in people.read("bob", f"actions/{reference}/")


def test_an_ordinary_action_is_announced_carried_out_and_over(scene: World, people: People) -> None:
    reference = people.publish("alice", kind="ordinary", title="Hold a stall")
    said = people.read("bob", f"actions/{reference}/")
    assert "Announced on 10 March at 10:30: announcing it is enough" in said
    assert "your vote is an opinion" in said
    people.vote("bob", reference, "for")
    people.post("alice", f"actions/{reference}/start/", {"reason": "The table is booked"})
    assert people.action(reference).execution == Execution.IN_PROGRESS
    wrong = people.post("alice", f"actions/{reference}/done/", {"on": "2026-03-11", "reason": "Kept words"})
    assert "This day is still to come" in words(wrong)
    assert "Kept words" in html(wrong)
    unreadable = people.post("alice", f"actions/{reference}/done/", {"on": "yesterday"})
    assert "Write the day as year-month-day" in words(unreadable)
    scene.later(days=2)
    people.post("alice", f"actions/{reference}/done/", {"on": "2026-03-11", "reason": "A good day"})
    said = people.read("bob", f"actions/{reference}/")
    assert "Carried out on 11 March." in said
    assert "A good day" in said
    assert "a counter-vote comes too late" in people.read("dana", f"actions/{reference}/counter-vote/")


def test_giving_up_asks_why(people: People) -> None:
    reference = people.publish("alice", kind="ordinary")
    assert people.post("alice", f"actions/{reference}/abandon/", {"reason": ""}).status_code == 422
    people.post("alice", f"actions/{reference}/abandon/", {"reason": "No time left"})
    assert people.action(reference).execution == Execution.ABANDONED
    assert "No time left" in people.read("bob", f"actions/{reference}/")


def test_leads_are_sought_and_found(people: People) -> None:
    reference = people.publish("alice", kind="ordinary")
    assert "not looking for anyone" in people.read("bob", f"actions/{reference}/lead/")
    people.post("alice", f"actions/{reference}/lead/", {"lead": "on"})
    assert "Someone is wanted to lead this action." in people.read("bob", f"actions/{reference}/")
    joined = people.post("bob", f"actions/{reference}/lead/", follow=True)
    assert "You lead this action now." in words(joined)
    assert "led by Bob and Alice" in people.read("dana", f"actions/{reference}/")


def test_footnotes_and_links_stay_with_the_action(people: People) -> None:
    first, second = people.publish("alice"), people.publish("bob", title="Paint the door")
    people.post("bob", f"actions/{first}/footnote/", {"reason": "A neighbour lent one instead"})
    people.post("bob", f"actions/{first}/link/", {"other": "e2", "sort": "replaces"})
    said = people.read("dana", f"actions/{first}/")
    assert "A neighbour lent one instead" in said
    assert f"It replaces {second}, Paint the door" in said
    assert f"It is replaced by {first}" in people.read("dana", f"actions/{second}/")
    for typed, sentence in (
        ({"other": first, "sort": "relates"}, "cannot be linked to itself"),
        ({"other": second, "sort": "relates"}, "linked already"),
        ({"other": "nonsense", "sort": "relates"}, "There is no such action here"),
    ):
        answer = people.post("bob", f"actions/{first}/link/", typed)
        assert (answer.status_code, sentence in words(answer)) == (422, True), typed
    assert "Only those who lead this action can do that" in people.read("charlie", f"actions/{first}/footnote/")
    assert people.post("charlie", f"actions/{first}/footnote/", {"reason": "Me too"}).status_code == 422
    assert Note.objects.filter(about="footnote").count() == 1


def test_only_leads_are_offered_what_only_leads_may_do(people: People) -> None:
    reference = people.publish("alice")
    mine, theirs = people.read("alice", f"actions/{reference}/"), people.read("bob", f"actions/{reference}/")
    for gesture in ("Amend the text", "Withdraw it", "Declare urgency"):
        assert gesture in mine
        assert gesture not in theirs
    for page in ("amend", "withdraw", "urgency", "start", "done", "abandon"):
        assert "Only those who lead this action can do that" in people.read("bob", f"actions/{reference}/{page}/")
        answer = people.post("bob", f"actions/{reference}/{page}/", {"reason": "why", "title": "t", "text": "x"})
        assert answer.status_code == 422, page
    assert people.action(reference).status == Status.OPEN


def test_what_cannot_be_published_is_kept_and_says_why(scene: World, people: People) -> None:
    preview = people.write("alice", kind="ordinary", grants=[str(scene.charlie.member_id)])
    said = people.read("alice", preview)
    assert "It cannot be published like this." in said
    assert "What changes by itself must have been decided by the council ( art. 16 )" in said
    assert "Announce the action" not in said
    refused = people.post("alice", preview + "publish/")
    assert (refused.status_code, "The draft is kept." in words(refused)) == (422, True)
    assert people.get("alice", preview + "publish/").status_code == 302, "nothing is published by opening an address"
    answer = people.post("alice", preview + "edit/", {"title": "", "kind": "ordinary"})
    assert (answer.status_code, "The title is missing" in words(answer)) == (422, True)
    assert Action.objects.get().number is None


def test_a_draft_is_numbered_in_the_period_it_names(people: People) -> None:
    assert people.publish("alice", period="P26") == "P26-E1"
    assert "P26-E2" in people.read("alice", people.write("alice", period="P26"))


def test_a_counter_vote_can_be_withdrawn_but_not_opened_anew(people: People) -> None:
    reference = people.publish("alice")
    people.post("bob", f"actions/{reference}/counter-vote/", {"reason": "Too soon"})
    page = html(people.get("bob", f"actions/{reference}-C1/withdraw/"))
    assert 'name="anew"' not in page
    gone = people.post("bob", f"actions/{reference}-C1/withdraw/", {"reason": "We talked", "anew": "on"})
    assert gone["Location"].endswith(f"/actions/{reference}-C1/")
    assert people.action(f"{reference}-C1").status == Status.WITHDRAWN


def test_the_first_who_helps_becomes_a_co_lead(people: People) -> None:
    reference = people.publish("alice", co_lead_wanted="on")
    assert "Join those who lead" in people.read("bob", f"actions/{reference}/")
    joined = people.post("bob", f"actions/{reference}/lead/", follow=True)
    assert "You lead this action along with them now." in words(joined)
    assert "led by Alice and Bob" in people.read("dana", f"actions/{reference}/")
