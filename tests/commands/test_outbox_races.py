"""Two workers never send twice, nor plan twice: shown with real processes on a real database and a real mail server."""

import base64
import os
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.support import worker_process
from tests.support.mailbox import mail_server
from tests.support.people import world
from toutdoux.integrations.models import Delivery

WORKERS = 3
COUNCIL = 31


def worker(*, port: int, instant: str) -> "subprocess.Popen[str]":
    described = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    return subprocess.Popen(
        [sys.executable, worker_process.__file__, base64.b64encode(pickle.dumps(described)).decode(), instant],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TOUTDOUX_DATA": str(settings.TOUTDOUX_DATA),
            "TOUTDOUX_SECRET_KEY": settings.SECRET_KEY,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        },
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_plan_and_send_everything_once() -> None:
    scene = world(council=COUNCIL)
    scene.open()
    with mail_server() as box:
        workers = [worker(port=box.port, instant=scene.now.isoformat()) for _ in range(WORKERS)]
        for process in workers:
            assert process.stdout.readline() == "ready\n"
        for process in workers:
            process.stdin.write("go\n")
            process.stdin.flush()
        answers = [process.communicate(timeout=500)[0] for process in workers]
        assert [process.returncode for process in workers] == [0] * WORKERS
    got = Counter(mail["To"] for mail in box.mails)
    assert set(got.values()) == {1}
    assert len(got) == COUNCIL - 1 == sum(int(answer) for answer in answers)
    assert Delivery.objects.filter(state="sent").count() == COUNCIL - 1
