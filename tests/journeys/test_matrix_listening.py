"""The worker's ear: found by its folder, it hears every association in turn, and outlives servers, faults and events that fail."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread

import pytest

from tests.support.matrix import AGAINST, FOR, Room, connected_room, installation
from tests.support.people import world
from toutdoux.decisions.models import Ballot
from toutdoux.integrations import listening
from toutdoux.integrations.matrix import hearing
from toutdoux.integrations.matrix import listening as matrix
from toutdoux.integrations.matrix.client import Matrix, MatrixUnreachable
from toutdoux.integrations.matrix.models import Connection

pytestmark = pytest.mark.django_db


class Rounds(Event):
    """Stops whoever asks, after a number of rounds; nobody waits."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.left = rounds

    def wait(self, _timeout: float | None = None) -> bool:
        self.left -= 1
        return self.is_set()

    def is_set(self) -> bool:
        return self.left <= 0


@pytest.fixture
def room(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    # Closing what a thread of its own would have opened would close the test's own database.
    monkeypatch.setattr(matrix, "close_old_connections", lambda: None)
    monkeypatch.setattr(matrix, "WAIT", 0)
    with connected_room() as found:
        yield found


class Once(Rounds):
    """Stops after the first pass over the associations, which ends without a pause where there is only one."""

    def is_set(self) -> bool:
        self.left -= 1
        return self.left <= 0


def test_it_works(room: Room) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", FOR)
    matrix.run(stop=Once(3))
    assert Ballot.objects.count() == 0, "the real clock is past the end of this vote, and the ballot is refused"
    assert "closed" in room.told("bob")[-1]


def test_several_associations_are_heard_in_turn_and_a_dead_server_holds_up_no_other(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected_room(scene=world()) as other:
        Connection.objects.filter(association_id=room.scene.association_id).update(url="http://127.0.0.1:1")
        heard: list[object] = []
        real = matrix.listen_round

        def listen(**more: object) -> int:
            heard.append(more["association_id"])
            return real(**more)

        monkeypatch.setattr(matrix, "listen_round", listen)
        matrix.run(stop=Rounds(2))
        assert other.scene.association_id in heard
        # What failed is tried again later, not at once.
        assert heard.count(room.scene.association_id) == 1
        assert heard.count(other.scene.association_id) == 2


def test_an_event_that_fails_holds_up_none_after_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", FOR)
    room.react("bob", AGAINST)
    failed: list[bool] = []

    def hear(**more: object) -> None:
        if not failed:
            failed.append(True)
            raise ZeroDivisionError
        hearing.hear(**more)

    monkeypatch.setattr(matrix, "hear", hear)
    room.listen()
    assert Ballot.objects.filter(counting=True, choice="against").count() == 1


def test_where_the_database_fails_nothing_is_taken_for_heard(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", FOR)
    with monkeypatch.context() as patch:

        def hear(**more: object) -> None:
            raise OperationalError

        patch.setattr(matrix, "hear", hear)
        with pytest.raises(OperationalError):
            room.listen()
    room.listen()
    assert Ballot.objects.count() == 1


def test_a_listener_is_found_by_its_folder_and_begins_again_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listening.listeners()["matrix"] is matrix
    stop, began = Event(), []

    class Ear:
        def run(self, *, stop: Event) -> None:
            began.append(True)
            if len(began) == 1:
                raise ZeroDivisionError
            stop.set()

    monkeypatch.setattr(listening, "listeners", lambda: {"ear": Ear()})
    monkeypatch.setattr(listening, "PAUSE", 0)
    for thread in listening.start(stop=stop):
        thread.join(timeout=300)
    assert len(began) == 2


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, b"<html>Welcome</html>", "not-matrix"),
        (200, b"[]", "not-matrix"),
        (404, b"{}", "not-matrix"),
        (502, b"{}", "server-502"),
        (302, b"", "not-matrix"),
    ],
)
def test_what_is_no_matrix_server_is_told_apart(status: int, body: bytes, code: str) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            with (
                installation(),
                Matrix(url=f"http://127.0.0.1:{server.server_port}", token="t") as client,
                pytest.raises(MatrixUnreachable) as caught,
            ):
                client.versions()
        finally:
            server.shutdown()
            thread.join()
    assert caught.value.code == code
