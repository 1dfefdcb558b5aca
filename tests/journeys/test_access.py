"""Every route × role × association × state: nobody gets what the access table does not grant, and reading changes nothing."""

import itertools
import zlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.journeys.access_answers import Answer, Row
from tests.journeys.access_scene import Role, Scene, digest_of_facts, played
from tests.journeys.access_table import ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), played(by_hand=True) as found:
        yield found


def routes() -> Iterator[URLPattern]:
    """Walk every address of the installation."""

    def walk(resolver: URLResolver) -> Iterator[URLPattern]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern)
            else:
                yield pattern

    yield from walk(get_resolver())


def address(row: Row, scene: Scene, state: str) -> str:
    named = scene.places[row.at][state]
    return reverse(row.route, kwargs={name: named[name] for name in named if name in taken(row.route)})


def taken(route: str) -> frozenset[str]:
    """Return the names of what the address of a route takes."""
    return frozenset(next(iter(get_resolver().reverse_dict.getlist(route)))[0][0][1])


def ask(scene: Scene, row: Row, *, method: str, role: Role, state: str, after: timedelta = timedelta()) -> Answer | str:
    """Make one request, undo it, and say what came of it."""
    data = {name: value(scene, role) if callable(value) else value for name, value in row.data.items()}
    with scene.undone(after=after):
        client, url = scene.client(role), address(row, scene, state)
        response = client.get(url) if method == "GET" else client.post(url, data)
        return answer_of(response, changed=scene.changed())


def answer_of(response: HttpResponse, *, changed: bool) -> Answer | str:
    """Name what came of a request; what has no name is a fault in itself."""
    status = response.status_code
    if changed:
        return Answer.CHANGED if status < 400 else f"{status}, and yet a fact changed"
    if status == 302:
        return Answer.SIGN_IN if response["Location"].startswith(reverse("sign_in")) else Answer.AWAY
    named = {
        200: Answer.PAGE,
        404: Answer.NOTHING,
        405: Answer.NO_METHOD,
        409: Answer.REFUSED,
        410: Answer.GONE,
        422: Answer.REFUSED,
    }
    return named.get(status, str(status))


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    names = [pattern.name for pattern in routes()]
    assert None not in names
    assert len(names) == len(set(names))
    assert set(names) == {row.route for row in ROWS}
    assert len({str(row) for row in ROWS}) == len(ROWS)


def cases(row: Row, scene: Scene) -> Iterator[tuple[str, Role, str]]:
    """Yield every method × role × state."""
    yield from itertools.product(("GET", "POST"), Role, row.states_in(scene))


def sampled(row: Row, scene: Scene) -> Iterator[tuple[str, Role, str]]:
    """Yield everyone in the first state, every change that is granted, and one in eight of the rest."""
    first = row.states_in(scene)[0]
    for method, role, state in cases(row, scene):
        granted = method == "POST" and Answer.CHANGED in row.answers(method=method, role=role, state=state)
        if state == first or granted or zlib.crc32(f"{row}{method}{role}{state}".encode()) % 8 == 0:
            yield method, role, state


def faults(scene: Scene, row: Row, tried: Iterable[tuple[str, Role, str]]) -> list[str]:
    """Return what came otherwise than the table says."""
    found = []
    for method, role, state in tried:
        expected = row.answers(method=method, role=role, state=state)
        answer = ask(scene, row, method=method, role=role, state=state)
        if answer not in expected:
            found.append(f"{method} by {role} ({state or 'only state'}): {answer}, not {' or '.join(expected)}")
    return found


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_nobody_gets_what_is_not_granted(scene: Scene, row: Row) -> None:
    found = faults(scene, row, sampled(row, scene))
    assert not found, "\n".join(found)


@pytest.mark.soak
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_nobody_gets_what_is_not_granted_anywhere(scene: Scene, row: Row) -> None:
    found = faults(scene, row, cases(row, scene))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("row", {row.route: row for row in ROWS}.values(), ids=str)
def test_reading_settles_nothing_even_when_a_deadline_is_over(scene: Scene, row: Row) -> None:
    """What is due is shown as it stands and written by the worker, or by the next command: never by a reader."""
    state = row.states_in(scene)[0]
    found = ask(scene, row, method="GET", role=Role.LEAD, state=state, after=timedelta(days=11))
    assert found != Answer.CHANGED
    assert found in Answer


def test_the_digest_sees_a_change(scene: Scene) -> None:
    with scene.undone():
        assert not scene.changed()
        scene.here.draft()
        assert scene.changed()
        assert digest_of_facts() != scene.digest
    assert not scene.changed()
    assert digest_of_facts() == scene.digest
