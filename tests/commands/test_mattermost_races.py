"""Two workers never post twice: shown with real processes, a real database, and the Mattermost of the tests."""

import base64
import os
import pickle
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.db import connection

from tests.support import worker_process
from tests.support.mattermost import connected_world, mattermost
from toutdoux.integrations import delivering
from toutdoux.integrations.mattermost.fake.api import Asked
from toutdoux.integrations.models import Delivery

WORKERS = 3
ACTIONS = 6


def worker(*, instant: str) -> "subprocess.Popen[str]":
    described = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    return subprocess.Popen(
        [sys.executable, worker_process.__file__, base64.b64encode(pickle.dumps(described)).decode(), instant],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TOUTDOUX_DATA": str(settings.TOUTDOUX_DATA),
            "TOUTDOUX_SECRET_KEY": settings.SECRET_KEY,
            "TOUTDOUX_PRIVATE_NETWORKS": "127.0.0.1",
        },
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run_workers(instant: str) -> None:
    workers = [worker(instant=instant) for _ in range(WORKERS)]
    for process in workers:
        assert process.stdout.readline() == "ready\n"
    for process in workers:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in workers:
        process.communicate(timeout=500)
    assert [process.returncode for process in workers] == [0] * WORKERS


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_post_and_update_everything_once() -> None:
    with mattermost() as chat:
        scene = connected_world(chat)
        # The server is of no help: it takes whatever comes.
        chat.chat.knows_pending = False
        slow = Event()
        for number in range(ACTIONS):
            action = scene.open(title=f"Action {number}")
            scene.vote(action, "against", "bob", reason="Why not otherwise?")

        def wait(_asked: Asked) -> None:
            slow.wait(0.3)

        with chat.answering(wait):
            run_workers(scene.now.isoformat())
        # What was left to another, because that one was at it, is looked at again.
        delivering.tell(now=scene.later(minutes=5))
        assert len(chat.roots) == ACTIONS
        assert len(chat.replies) == ACTIONS
        assert {len(chat.calls(f"/posts/{root['id']}", "PUT")) for root in chat.roots} <= {0, 1}
    assert set(Delivery.objects.filter(channel="mattermost").values_list("state", flat=True)) == {"sent"}
