"""When an assembly may be held, what its agenda may hold, which files it takes, who may represent whom."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.assemblies.logic.convening import Instants, Instruction, ItemState, ProxyFacts, Stage, stage
from toutdoux.assemblies.logic.documents import MOST_BYTES, document_refusals, media_type, number_refusals, safe_name
from toutdoux.assemblies.logic.events import AssemblyRefusal as Code
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import (
    LONGEST_TITLE,
    MOST_ITEMS,
    ItemDraft,
    MeetingDraft,
    PostponingFacts,
    Terms,
    agenda_open,
    convening_refusals,
    date_refusals,
    draft_refusals,
    first_instant,
    item_refusals,
    moved,
    postponing_refusals,
    proposing_open,
    terms,
)
from toutdoux.assemblies.logic.proxies import (
    ProxyDraft,
    Standing,
    giver_refusals,
    holder_refusals,
    proxy_refusals,
    standing,
)
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.rulebook import AssemblyRules, Delay, LastDay, SecondConvening, Share
from toutdoux.rules.time import deadline

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
HALF = Share(share=Fraction(1, 2))
SAW, NEWS = uuid4(), uuid4()


def codes(found: list[Refusal]) -> list[str]:
    return [str(refusal.code) for refusal in found]


def ruled(**more: object) -> Terms:
    values: dict[str, object] = {
        "notice": Delay(days=15),
        "quorum": None,
        "proxies_per_holder": 2,
        "leave_counts": False,
        "chosen": True,
    }
    return Terms(**(values | more))


def written(**more: object) -> MeetingDraft:
    values: dict[str, object] = {"title": "Spring", "starts_at": NOW + timedelta(days=20), "place": "The workshop"}
    return MeetingDraft(**(values | more))


def refused(**more: object) -> list[str]:
    return codes(draft_refusals(draft=written(**more), terms=ruled(), zone=PARIS, now=NOW))


def test_it_works() -> None:
    assert refused() == []
    assert first_instant(notice=Delay(days=15), zone=PARIS, now=NOW) == NOW + timedelta(days=15)


EARLY, LATE = (NOW.replace(year=year, tzinfo=None) for year in (2020, 2040))
instants = st.datetimes(min_value=EARLY, max_value=LATE, timezones=st.just(UTC))
delays = st.one_of(
    st.builds(Delay, days=st.integers(1, 60), ends=st.sampled_from(list(LastDay))),
    st.builds(Delay, hours=st.integers(1, 500)),
)


@given(now=instants, notice=delays)
def test_the_first_date_named_works_and_no_minute_before_it_does(now: datetime, notice: Delay) -> None:
    rules = ruled(notice=notice)
    first = first_instant(notice=notice, zone=PARIS, now=now)
    assert (first.second, first.microsecond) == (0, 0)
    assert date_refusals(starts_at=first, terms=rules, zone=PARIS, now=now) == []
    [refusal] = date_refusals(starts_at=first - timedelta(minutes=1), terms=rules, zone=PARIS, now=now)
    assert refusal.code is Code.TOO_EARLY
    assert instant_from_text(refusal.data["earliest"]) == first
    # Never shorter than the delay, and longer by less than a minute.
    over = deadline(opened_at=now, delay=notice, zone=PARIS)
    assert timedelta() <= first - over < timedelta(minutes=1)


def test_before_the_notice_is_chosen_only_the_past_is_refused() -> None:
    rules = ruled(notice=None, chosen=False)
    assert codes(date_refusals(starts_at=NOW, terms=rules, zone=PARIS, now=NOW)) == [Code.IN_THE_PAST]
    assert date_refusals(starts_at=NOW + timedelta(minutes=1), terms=rules, zone=PARIS, now=NOW) == []


def test_everything_wrong_with_what_was_written_is_said_at_once() -> None:
    assert refused(title=" ", link="javascript:alert(1)", items_until=NOW + timedelta(days=20)) == [
        Code.TITLE_MISSING,
        Code.LINK_MALFORMED,
        Code.ITEMS_UNTIL_TOO_LATE,
    ]
    assert refused(title="x" * (LONGEST_TITLE + 1)) == [Code.TOO_LONG]
    assert refused(link="https://meet.example.org/room", items_until=NOW + timedelta(days=19)) == []


@pytest.mark.parametrize("link", ["http://[", "https://", "ftp://example.org", "https://a b", "https://a\nb", "x"])
def test_a_link_is_an_address_of_a_page(link: str) -> None:
    assert refused(link=link) == [Code.LINK_MALFORMED]


def test_convening_needs_rules_a_place_and_an_agenda_and_happens_once() -> None:
    def found(
        *, items: int = 1, stage: Stage = Stage.PREPARED, rules: Terms | None = None, **more: object
    ) -> list[str]:
        draft = written(**more)
        return codes(
            convening_refusals(draft=draft, terms=rules or ruled(), items=items, stage=stage, zone=PARIS, now=NOW)
        )

    assert found() == []
    assert found(place="", link="https://meet.example.org") == []
    assert found(stage=Stage.CANCELLED) == [Code.NOT_IN_PREPARATION]
    assert found(items=0, place="", rules=ruled(chosen=False)) == [Code.RULES_NOT_CHOSEN, Code.NOWHERE, Code.NO_ITEM]


def test_a_second_convening_goes_by_rules_of_its_own_or_else_by_those_of_the_first() -> None:
    first = AssemblyRules(leave_counts=False, quorum=HALF, proxies_per_holder=2, notice=Delay(days=15))
    own = SecondConvening(notice=Delay(days=5))
    both = AssemblyRules(
        leave_counts=False, quorum=HALF, proxies_per_holder=2, notice=Delay(days=15), second_convening=own
    )
    assert terms(rules=both, second=False).quorum == HALF
    assert terms(rules=both, second=True) == ruled(notice=Delay(days=5))
    assert terms(rules=first, second=True) == terms(rules=first, second=False)
    assert not terms(rules=AssemblyRules(notice=Delay(days=15)), second=False).chosen


def test_an_assembly_stands_where_its_instants_say() -> None:
    def found(**more: datetime) -> Stage:
        none = dict.fromkeys(("held_at", "convened_at", "opened_at", "closed_at", "cancelled_at"))
        return stage(Instants(**(none | more)))

    assert found() is Stage.PREPARED
    assert found(convened_at=NOW) is Stage.CONVENED
    assert found(convened_at=NOW, opened_at=NOW) is Stage.OPEN
    assert found(convened_at=NOW, opened_at=NOW, closed_at=NOW) is Stage.CLOSED
    assert found(convened_at=NOW, cancelled_at=NOW) is Stage.CANCELLED
    assert found(held_at=NOW) is Stage.PAST


@pytest.mark.parametrize("found", list(Stage))
def test_the_agenda_changes_until_the_convening_or_the_deadline_for_items(found: Stage) -> None:
    later = NOW + timedelta(days=1)
    written, convened = found is Stage.PREPARED, found is Stage.CONVENED
    assert agenda_open(stage=found, items_until=None, now=NOW) is written
    assert agenda_open(stage=found, items_until=later, now=NOW) is (written or convened)
    assert agenda_open(stage=found, items_until=NOW, now=NOW) is written
    assert proposing_open(stage=found, items_until=None, now=NOW) is written
    assert proposing_open(stage=found, items_until=later, now=NOW) is (written or convened)
    assert not proposing_open(stage=found, items_until=NOW, now=NOW)


LATER = timedelta(days=30)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"state": ItemState.PROPOSED}, []),
        ({"state": ItemState.DECLINED}, []),
        ({"over": True, "open": False}, []),
        ({"open": False}, [Code.AGENDA_CLOSED]),
        ({"later_open": False}, [Code.AGENDA_CLOSED]),
        ({"over": True, "open": False, "state": ItemState.PROPOSED}, []),
        ({"over": True, "open": False, "state": ItemState.DECLINED}, [Code.AGENDA_CLOSED]),
        ({"later_at": NOW}, [Code.NOT_LATER]),
        ({"state": ItemState.WITHDRAWN}, [Code.NOT_PROPOSED]),
        (
            {"over": True, "open": False, "state": ItemState.DONE, "later_at": NOW - LATER},
            [Code.AGENDA_CLOSED, Code.NOT_LATER, Code.NOT_PROPOSED],
        ),
    ],
)
def test_an_item_is_put_off_while_agendas_change_or_when_it_was_not_reached(
    change: dict[str, object], expected: list[Code]
) -> None:
    facts = {"at": NOW, "later_at": NOW + LATER, "open": True, "later_open": True, "over": False}
    found = postponing_refusals(PostponingFacts(**{"state": ItemState.WAITING, **facts, **change}))
    assert [refusal.code for refusal in found] == expected


def test_an_item_has_a_title_and_an_agenda_an_end() -> None:
    assert item_refusals(draft=ItemDraft(kind=ItemKind.REPORT, title="Report"), items=0) == []
    empty = ItemDraft(kind=ItemKind.REPORT, title=" ", text="x" * 20_001)
    assert codes(item_refusals(draft=empty, items=MOST_ITEMS)) == [
        Code.TOO_LONG,
        Code.TITLE_MISSING,
        Code.TOO_MANY_ITEMS,
    ]


@given(
    order=st.lists(st.uuids(), unique=True, min_size=1, max_size=8).map(tuple), by=st.integers(-9, 9), data=st.data()
)
def test_moving_keeps_everyone_and_goes_no_further_than_the_ends(
    order: tuple[UUID, ...], by: int, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(order))
    after = moved(order, one=one, by=by)
    assert sorted(after) == sorted(order)
    assert after.index(one) == min(max(order.index(one) + by, 0), len(order) - 1)
    assert [x for x in after if x != one] == [x for x in order if x != one]


# --- documents ---------------------------------------------------------------------------------------------------------

ODT = b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text" + b"PK"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.PDF", b"%PDF-1.7", "application/pdf"),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.md", "é".encode(), "text/markdown"),
        ("a.txt", b"\xff", ""),
        ("a.txt", b"a\0b", ""),
        ("a.pdf", b"<script>", ""),
        ("a.odt", b"PK\x03\x04 a jar", ""),
        ("a.ods", ODT, ""),
        ("a.odt", ODT + b"Basic/Standard/Module1.xml", ""),
        ("a.html", b"<p>", ""),
        ("a.svg", b"<svg/>", ""),
        ("pdf", b"%PDF-", ""),
    ],
)
def test_a_file_is_taken_when_its_name_and_its_bytes_agree(name: str, data: bytes, found: str) -> None:
    assert media_type(name=name, data=data) == found


@given(name=st.text(max_size=200))
def test_a_name_is_kept_without_folders_or_traps(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept) <= 130
    assert not set(kept) & set('/\\"\r\n\0;<>:')
    assert not kept.startswith(".")


def test_everything_wrong_with_a_document_is_said() -> None:
    def found(*, title: str = "Budget", name: str = "b.txt", data: bytes = b"12", documents: int = 0) -> list[str]:
        return codes(document_refusals(title=title, name=name, data=data, documents=documents))

    assert found() == []
    assert found(title=" ", data=b"", documents=30) == [
        Code.TITLE_MISSING,
        Code.TOO_MANY_DOCUMENTS,
        Code.DOCUMENT_EMPTY,
    ]
    assert found(title="x" * 201, name="b.exe") == [Code.TOO_LONG, Code.DOCUMENT_NOT_TAKEN]
    assert found(data=b"x" * (MOST_BYTES + 1)) == [Code.DOCUMENT_TOO_LARGE]
    # Several come at once with an item that is put off.
    assert codes(number_refusals(documents=29, more=2)) == [Code.TOO_MANY_DOCUMENTS]
    assert codes(number_refusals(documents=29, more=1)) == codes(number_refusals(documents=31, more=0)) == []


# --- proxies -----------------------------------------------------------------------------------------------------------

A, B, C, D = (uuid4() for _ in range(4))


def proxy(giver: UUID, holder: UUID, *, ended_at: datetime | None = None) -> ProxyFacts:
    return ProxyFacts(
        id=uuid4(), giver_id=giver, holder_id=holder, given_at=NOW, ended_at=ended_at, items=None, instructions={}
    )


def there(
    *proxies: ProxyFacts, cap: int = 2, stage: Stage = Stage.CONVENED, roll: frozenset[UUID] | None = None
) -> Standing:
    kinds = {SAW: ItemKind.RESOLUTION, NEWS: ItemKind.INFORMATION}
    everyone = roll if roll is not None else frozenset({A, B, C, D})
    return standing(stage=stage, cap=cap, roll=everyone, proxies=proxies, kinds=kinds, at=NOW)


def asked(found: Standing, giver: UUID, holder: UUID, **more: object) -> list[str]:
    values: dict[str, object] = {"instructions": {}}
    return codes(proxy_refusals(found=found, giver_id=giver, draft=ProxyDraft(holder_id=holder, **(values | more))))


def test_a_proxy_is_capped_and_never_passed_on() -> None:
    assert asked(there(), A, B) == []
    assert asked(there(), A, A) == [Code.OWN_PROXY]
    assert asked(there(proxy(B, C)), A, B) == [Code.HOLDER_HAS_GIVEN]
    assert asked(there(proxy(C, A)), A, B) == [Code.GIVER_HOLDS]
    assert asked(there(proxy(C, B), cap=1), A, B) == [Code.HOLDER_FULL]
    # Replaced by one to the same holder, it takes no second place.
    assert asked(there(proxy(A, B), cap=1), A, B) == []
    assert asked(there(proxy(C, B, ended_at=NOW), cap=1), A, B) == []
    assert asked(there(cap=0), A, B) == [Code.NO_PROXIES]
    assert asked(there(stage=Stage.PREPARED), A, B) == [Code.NOT_CONVENED]
    assert asked(there(stage=Stage.OPEN), A, B) == []


def test_who_is_not_on_the_roll_neither_gives_nor_holds_and_takes_no_place() -> None:
    assert asked(there(roll=frozenset({B})), A, B) == [Code.GIVER_NOT_ON_ROLL]
    assert asked(there(roll=frozenset({A})), A, B) == [Code.HOLDER_NOT_ON_ROLL]
    assert asked(there(proxy(C, B), cap=1, roll=frozenset({A, B})), A, B) == []
    assert codes(giver_refusals(found=there(), giver_id=A)) == []
    assert codes(holder_refusals(found=there(), giver_id=A, holder_id=B)) == []


def test_items_and_instructions_have_to_fit_the_agenda() -> None:
    assert asked(there(), A, B, items=frozenset({SAW, NEWS}), instructions={SAW: Instruction.FOR}) == []
    assert asked(there(), A, B, items=frozenset()) == [Code.NO_SCOPE]
    assert asked(there(), A, B, items=frozenset({uuid4()})) == [Code.UNKNOWN_ITEM]
    assert asked(there(), A, B, instructions={uuid4(): Instruction.FOR}) == [Code.UNKNOWN_ITEM]
    assert asked(there(), A, B, instructions={NEWS: Instruction.FOR}) == [Code.INSTRUCTION_MISPLACED]
    assert asked(there(), A, B, items=frozenset({NEWS}), instructions={SAW: "for"}) == [Code.INSTRUCTION_MISPLACED]
    assert proxy(A, B).covers(SAW)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30), st.integers(0, 3))
def test_whatever_is_asked_in_whatever_order_no_cap_is_passed_and_no_chain_made(
    asked_for: list[tuple[int, int]], cap: int
) -> None:
    people = [UUID(int=number + 1) for number in range(6)]
    held: dict[UUID, ProxyFacts] = {}
    for giver, holder in asked_for:
        found = there(*held.values(), cap=cap, roll=frozenset(people))
        draft = ProxyDraft(holder_id=people[holder], instructions={})
        if not proxy_refusals(found=found, giver_id=people[giver], draft=draft):
            held[people[giver]] = proxy(people[giver], people[holder])
    for person in people:
        holds = [one for one in held.values() if one.holder_id == person]
        assert len(holds) <= cap
        assert not (holds and person in held)
        assert person not in {one.giver_id for one in holds}
