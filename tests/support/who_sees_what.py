"""The page of who sees what, docs/who-sees-what.md: written from the access table that the tests hold every page to.

``python -m tests.support.who_sees_what`` writes it anew after a row has changed.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "who-sees-what.md"

HEAD = """\
# Who sees what

<!-- Written by tests/support/who_sees_what.py: python -m tests.support.who_sees_what writes it anew. -->

Every page of an installation, who may read it and who may change something there. A test asks for every page as each of six
people, in every state, and fails when one of them gets more than is written here; a page without a row fails it too.

*Anyone* is a visitor without an account; *an account* one who is in no way a member of this association; *departed* someone who
has left it. *Newcomer*: a member who does not vote yet; *voter*: one who votes; *lead*: a voter who carries the action, wrote the
draft or runs the procedure in question. What holds only for some states (an open action, a link that is still good…) names them.
Pages named *my…*, and mailed links, show what is about one person to that person alone.

| page | what for | read | change |
|---|---|---|---|
"""
_WORDS = {
    "anonymous": "anyone",
    "outsider": "an account",
    "departed": "departed",
    "newcomer": "newcomer",
    "voter": "voter",
    "lead": "lead",
}


def who_sees_what() -> str:
    """Return the page as it should stand."""
    from tests.journeys.access_answers import Answer, Grant, Row
    from tests.journeys.access_table import ROWS

    def granted(grants: Iterable[Grant], answers: set[Answer]) -> str:
        said = []
        for grant in grants:
            if grant.answer in answers:
                people = [_WORDS[role] for role in _WORDS if role in {str(one) for one in grant.to}]
                words = ", ".join(people) if len(people) < len(_WORDS) else "everyone"
                said.append(words + (f" ({', '.join(grant.states)})" if any(grant.states) else ""))
        return "; ".join(dict.fromkeys(said))

    def line(row: Row) -> str:
        read = granted(row.get, {Answer.PAGE})
        change = granted(row.post, {Answer.CHANGED})
        return f"| `{row.route}` | {row.gesture} | {read} | {change} |"

    return HEAD + "\n".join(sorted(line(row) for row in ROWS)) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGE.write_text(who_sees_what(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
