"""Gestures before an assembly begins: convening, the agenda, proxies."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.support.assemblies import draft, ruled
from tests.support.playing.gestures import (
    ANYONE,
    CHOICES,
    EITHER,
    FEW,
    KINDS,
    PARTS,
    PICK,
    PLACES,
    SOME,
    SOMEONE,
    TEXT,
    gesture,
)
from tests.support.playing.stage import PEOPLE, stage
from toutdoux.assemblies import commands
from toutdoux.assemblies.elections import commands as elections
from toutdoux.assemblies.elections.logic.preparing import ElectionDraft
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft
from toutdoux.assemblies.models import Item
from toutdoux.assemblies.queries import proxies
from toutdoux.assemblies.sitting import commands as sitting
from toutdoux.assemblies.voting import commands as voting
from toutdoux.rules.rulebook import Delay, QuorumMissing, SecondConvening

RULES = ruled()
SECOND = replace(
    RULES,
    assembly=replace(
        RULES.assembly, second_convening=SecondConvening(notice=Delay(days=7)), quorum_missing=QuorumMissing.RECORDED
    ),
)

BEGUN = ("", "convened", "gathered", "open", "open", "named", "confidential", "electing", "electing", "round", "closed")


class Preparing:
    """What is done before the assembly begins, and to proxies at any time."""

    def __init__(self, *, anyhow: bool, second: bool, begun: str) -> None:
        """Begin anywhere in the life of an assembly. ``second``: there are second convenings; ``anyhow``: all is always played."""
        self.stage = stage(rulebook=SECOND if second else RULES)
        self.world = self.stage.world
        self.anyhow = anyhow
        self.elect_one()
        if begun:
            self.do(commands.convene_assembly, "alice")
        if begun in {"", "convened"}:
            return
        self.give("f5", "bob", 0)
        self.arrive(4)
        if begun == "gathered":
            return
        self.do(sitting.take_chair, "alice")
        self.do(sitting.open_assembly, "alice")
        titles = dict.fromkeys(("electing", "round"), "Who answers for what")
        at_hand = Item.objects.get(assembly_id=self.stage.main, title=titles.get(begun, "Buy a saw"))
        if begun not in {"open", "closed"}:
            self.do(sitting.take_item, "alice", item_id=at_hand.id)
        if begun in {"named", "confidential"}:
            self.do(voting.open_vote, "alice", item_id=at_hand.id, way=begun)
        if begun == "open":
            self.amend_twice(at_hand.id)
        if begun == "round":
            self.stage.do(elections.open_round, "alice", election_id=self.stage.election(0), way="named")
        if begun == "closed":
            self.do(sitting.close_assembly, "alice")

    def amend_twice(self, item_id: UUID) -> None:
        """Propose two amendments, that are voted one after the other."""
        self.do(voting.propose_amendment, "bob", item_id=item_id, change="replace", passage="300 €", words="200 €")
        self.do(voting.propose_amendment, "dana", item_id=item_id, change="end", words="It is red.")

    def elect_one(self) -> None:
        """Prepare the election of one person, for whom two stand."""
        at = self.stage.row.at
        item_id = self.stage.kind_at("election", 0)
        span = {"starts_at": at + timedelta(days=1), "ends_at": at + timedelta(days=181)}
        written = ElectionDraft(one_list=False, code="technical", seats=1, **span)
        answers = {"elections.method": "plurality", "elections.tie": "again"}
        self.do(elections.prepare_election, "alice", item_id=item_id, draft=written, answers=answers)
        for name in ("bob", "dana"):
            found = {"election_id": self.stage.election(0), "member_id": self.stage.member(name)}
            self.stage.do(elections.stand, name, **found)

    def arrive(self, number: int) -> None:
        """Let the hour come, and people with it."""
        self.world.now = max(self.world.now, self.stage.row.at)
        for name in PEOPLE[:number]:
            self.do(sitting.tick_arrival, "desk", member_id=self.stage.member(name))

    def do(self, command: Any, by: str, n: int = 0, /, **arguments: Any) -> Any:
        """Make a gesture on an assembly."""
        return self.stage.do(command, by, assembly_id=self.stage.assembly(n), **arguments)

    def plays(self, part: str) -> bool:
        """Say whether a part of life is played now: where the main assembly stands there, or always."""
        return self.anyhow or self.stage.row.stage in PARTS[part]

    def make(self, name: str, drawn: dict[str, Any]) -> None:
        """Make a gesture by its name."""
        getattr(self, name)(**drawn)

    @gesture("preparing", by=ANYONE, days=(1, 16, 20))
    def prepare(self, by: str, days: int) -> None:
        written = draft(self.world, title=self.stage.word(), starts_at=self.world.now + timedelta(days=days))
        found = self.stage.do(commands.prepare_assembly, by, draft=written)
        if found is not None:
            self.stage.main = found.id
            self.do(
                commands.add_item,
                "alice",
                draft=ItemDraft(kind=ItemKind.RESOLUTION, title=self.stage.word(), text=TEXT),
            )

    @gesture("time", n=FEW)
    def turn_to(self, n: int) -> None:
        """Go on with another assembly."""
        found = self.stage.assembly(6 + 3 * n)
        if found.int:
            self.stage.main = found

    @gesture("preparing", by=ANYONE, n=PICK, items=(None, 1, 19, 30), place=EITHER)
    def change(self, by: str, n: int, items: int | None, place: bool) -> None:
        row = self.stage.row
        written = draft(
            self.world,
            title=self.stage.word(),
            starts_at=row.at,
            place="Here" if place else "",
            items_until=None if items is None else self.world.now + timedelta(days=items),
        )
        self.do(commands.change_assembly, by, n, draft=written)

    @gesture("preparing", by=ANYONE, n=PICK)
    def convene(self, by: str, n: int) -> None:
        self.do(commands.convene_assembly, by, n)

    @gesture("preparing", by=ANYONE, n=PICK, what=("tell", "second", "cancel"), sure=FEW)
    def herald(self, by: str, n: int, what: str, sure: int) -> None:
        """Tell what changed; prepare a second convening; give it up, which is rare, for nothing comes after."""
        if what == "tell":
            self.do(commands.tell_changes, by, n)
        elif what == "second":
            found = self.do(commands.prepare_second, by, n)
            self.stage.main = found.id if found else self.stage.main
        elif sure == 0:
            self.do(commands.cancel_assembly, by, n)

    @gesture("agenda", by=ANYONE, n=PICK, kind=KINDS, proposed=EITHER)
    def put_in(self, by: str, n: int, kind: ItemKind, proposed: bool) -> None:
        command = commands.propose_item if proposed else commands.add_item
        self.do(command, by, n, draft=ItemDraft(kind=kind, title=self.stage.word(), text=TEXT))

    @gesture("agenda", by=ANYONE, n=PICK, kind=KINDS)
    def change_item(self, by: str, n: int, kind: ItemKind) -> None:
        written = ItemDraft(kind=kind, title=self.stage.word(), text=TEXT)
        self.stage.do(commands.change_item, by, item_id=self.stage.item(n), draft=written)

    @gesture("agenda", by=ANYONE, n=PICK, places=PLACES)
    def move_item(self, by: str, n: int, places: int) -> None:
        self.stage.do(commands.move_item, by, item_id=self.stage.item(n), by=places)

    @gesture("agenda", by=ANYONE, n=PICK, what=("remove", "accept", "decline", "withdraw"), last=EITHER)
    def settle_item(self, by: str, n: int, what: str, last: bool) -> None:
        gestures = {
            "remove": commands.remove_item,
            "accept": commands.accept_item,
            "decline": commands.decline_item,
            "withdraw": commands.withdraw_item,
        }
        more = {"answer": "Another time"} if what == "decline" else {}
        beside = Item.objects.filter(assembly_id=self.stage.main, position=None).order_by("title")
        found = self.stage.one(beside, n) if last else self.stage.item(n)
        self.stage.do(gestures[what], by, item_id=found, **more)

    @gesture("agenda", by=ANYONE, n=PICK, to=FEW)
    def put_off(self, by: str, n: int, to: int) -> None:
        self.stage.do(voting.postpone_item, by, item_id=self.stage.item(n), to_id=self.stage.assembly(6 + 3 * to))

    @gesture("preparing", by=ANYONE, n=PICK, of=PICK, whole=EITHER)
    def add_document(self, by: str, n: int, of: int, whole: bool) -> None:
        item_id = None if whole else self.stage.item(of)
        title = self.stage.word()
        self.do(commands.add_document, by, n, title=title, name="a.txt", data=title.encode(), item_id=item_id)

    @gesture("proxies", giver=SOMEONE, holder=SOMEONE, n=PICK, told=EITHER)
    def proxy(self, giver: str, holder: str, n: int, told: bool) -> None:
        said = {self.stage.kind_at("resolution", 0): "for"} if told else {}
        self.give(giver, holder, n, instructions=said)

    @gesture("proxies", giver=SOMEONE, holder=SOMEONE, n=PICK, some=SOME, said=CHOICES)
    def proxy_for_some(self, giver: str, holder: str, n: int, some: tuple[int, ...], said: str) -> None:
        items = frozenset(self.stage.item(one) for one in some)
        told = {item: said for item in list(items)[:1] if said in {"for", "against"}}
        self.give(giver, holder, n, items=items, instructions=told)

    def give(self, giver: str, holder: str, n: int, **more: Any) -> None:
        self.do(commands.give_proxy, giver, n, holder_id=self.stage.member(holder), door="web", **more)

    @gesture("proxies", holder=SOMEONE)
    def all_to_one(self, holder: str) -> None:
        """Have more people ask the same one to represent them than may."""
        for giver in ("eli", "dana", "f5", "bob"):
            self.give(giver, holder, 0)

    @gesture("proxies", giver=SOMEONE, n=PICK, all_of_them=EITHER)
    def withdraw_proxy(self, giver: str, n: int, all_of_them: bool) -> None:
        self.do(commands.withdraw_proxy, giver, proxy_id=None if all_of_them else self.stage.proxy(n))

    @gesture("proxies", n=PICK, other=(None, *PEOPLE), honest=EITHER)
    def decline_proxy(self, n: int, other: str | None, honest: bool) -> None:
        proxy_id = self.stage.proxy(n)
        called = {actor.member_id: name for name, actor in self.world.people.items()}
        rows = {row.facts.id: called[row.facts.holder_id] for row in proxies(assembly_id=self.stage.main)}
        suggested = self.stage.member(other) if other else None
        holder = rows.get(proxy_id, "bob") if honest else "eli"
        self.stage.do(commands.decline_proxy, holder, proxy_id=proxy_id, suggested_id=suggested)
