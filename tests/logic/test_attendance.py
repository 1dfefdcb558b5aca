"""The sheet of the minutes: who shares the items out stands there for each holder, for items that are still in the agenda."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from toutdoux.assemblies.minutes.logic.attendance import attendees
from toutdoux.rules.room import Given, Stay

OPENED = datetime(2026, 5, 30, 14, tzinfo=UTC)
ADA, BEN, EVE = (UUID(int=number) for number in range(1, 4))
NEWS, SAW, GONE = (UUID(int=number) for number in range(11, 14))


def given(number: int, holder: UUID, *items: UUID) -> Given:
    return Given(proxy_id=UUID(int=number), giver_id=EVE, holder_id=holder, given_at=OPENED, items=frozenset(items))


def test_it_works() -> None:
    found = attendees(
        names={ADA: "Ada", BEN: "Ben", EVE: "Eve"},
        roll=(ADA, BEN, EVE),
        proxies=(given(1, ADA, SAW, GONE), given(2, BEN, NEWS)),
        stays=[Stay(member_id=one, arrived_at=OPENED) for one in (ADA, BEN)],
        agenda=(NEWS, SAW),
        opened_at=OPENED,
        closed_at=OPENED + timedelta(hours=1),
    )
    assert [(one.name, one.proxy_to, one.items) for one in found] == [
        ("Ada", "", ()),
        ("Ben", "", ()),
        ("Eve", "Ben", (1,)),
        ("Eve", "Ada", (2,)),
    ]


def test_a_proxy_whose_items_have_all_been_taken_out_represents_nobody() -> None:
    found = attendees(
        names={ADA: "Ada", EVE: "Eve"},
        roll=(ADA, EVE),
        proxies=(given(1, ADA, GONE),),
        stays=[Stay(member_id=ADA, arrived_at=OPENED)],
        agenda=(NEWS, SAW),
        opened_at=OPENED,
        closed_at=OPENED + timedelta(hours=1),
    )
    assert [one.name for one in found] == ["Ada"]
