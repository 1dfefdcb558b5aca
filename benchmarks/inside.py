"""Run in an installation, as a process of its own; see ``tests.soak.inside``, of which this is the bench's like."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import django

django.setup()

from benchmarks import channel, counting, large, questions, registering  # noqa: E402 - after the set-up

PROGRAMS: Mapping[str, Callable[..., Any]] = {
    "fill": large.fill,
    "count": counting.count,
    "questions": questions.questions,
    "chat": channel.chat,
    "hush": channel.hush,
    "open_to_all": channel.open_to_all,
    "register": registering.measure,
}

if __name__ == "__main__":
    answer = PROGRAMS[sys.argv[1]](**json.loads(sys.argv[2]))
    sys.stdout.write("\n@@" + json.dumps(answer, default=str))
