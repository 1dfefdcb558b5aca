"""A worker in a process of its own, on the database and the mail server it is told of; prints what it sent.

Run as ``python worker_process.py DATABASE INSTANT``: a pickled description of the database in base64, and the instant in
ISO. Waits for a line on its standard input, so that several begin together.
"""

import base64
import os
import pickle
import sys
from datetime import datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "toutdoux.config.settings"

import django
from django.conf import settings


def main(database: str, instant: str) -> None:
    described = settings.DATABASES["default"]
    described.clear()
    described.update(pickle.loads(base64.b64decode(database)))
    django.setup()
    from toutdoux.integrations.delivering import deliver_due, plan_all

    print("ready", flush=True)
    sys.stdin.readline()
    now = datetime.fromisoformat(instant)
    plan_all(now=now)
    sent = 0
    while told := deliver_due(now=now).sent:
        sent += told
    print(sent, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
