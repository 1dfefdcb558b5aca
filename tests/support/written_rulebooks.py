"""A rulebook as short as it can be written, and what is wrong with it after each of many small edits."""

from collections.abc import Callable

import pytest

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.reading import rulebook_from_toml

MINIMAL = """\
name = "ours"
urgency = true
amendments = false
change_ballot = true

[title]
fr = "Les nôtres"
en = "Ours"

[intent]
fr = "Faire."
en = "Do."

[kinds.ordinary]
decided_by = "announcement"

[kinds.extraordinary]
decided_by = "count"
accept = { share = "1/2" }
accept_early = true
block = { share = "2/4", inclusive = false }
silence = "accepts"
objection = "share"
delay = { days = 10 }

[counter_vote]
allowed = true
accept = { share = "1/2" }
delay = { hours = 72 }

[voting_right]

[assembly]

[inactivity]
share = "30/100"
answer_within = { days = 10, ends = "midnight" }
"""

Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert text.count(old) == 1, old
        return text.replace(old, new)

    return edit


def under(header: str, line: str) -> Edit:
    return swap(f"[{header}]\n", f"[{header}]\n{line}\n")


def refusals(source: bytes | str) -> tuple[Refusal, ...]:
    with pytest.raises(Refused) as refused:
        rulebook_from_toml(source)
    return refused.value.refusals


def told(source: bytes | str) -> list[tuple[str, str | None, int | None]]:
    """Code, key and line of each fault."""
    return [(r.code.removeprefix("rulebook-"), r.data.get("key"), r.data.get("line")) for r in refusals(source)]


#: An edit of the above, and the code, key and line of the one fault it makes.
FAULTS: list[tuple[Edit, str, str, int]] = [
    # one value
    (swap('name = "ours"', 'name = "Ours"'), "not-a-name", "name", 1),
    (swap('name = "ours"', 'name = "ours-"'), "not-a-name", "name", 1),
    (swap('name = "ours"', f'name = "{"a" * 61}"'), "not-a-name", "name", 1),
    (swap('name = "ours"', "name = 1"), "wrong-type", "name", 1),
    (swap("urgency = true\n", ""), "missing-key", "urgency", 1),
    (swap("urgency = true", 'urgency = "true"'), "wrong-type", "urgency", 2),
    (swap("urgency = true", "urgency = 1"), "wrong-type", "urgency", 2),
    (swap("urgency = true", "urgency = true\nurgence = true"), "unknown-key", "urgence", 3),
    (swap("urgency = true", 'urgency = true\n"a.b" = true'), "unknown-key", "a.b", 3),
    (swap('[title]\nfr = "Les nôtres"\nen = "Ours"\n', ""), "missing-key", "title", 1),
    (swap('[title]\nfr = "Les nôtres"\nen = "Ours"\n', 'title = "Ours"'), "wrong-type", "title", 6),
    (swap('en = "Ours"\n', ""), "missing-key", "title.en", 6),
    (swap('en = "Ours"', 'en = " "'), "empty-text", "title.en", 8),
    (swap('en = "Ours"', f'en = "{"a" * 121}"'), "text-too-long", "title.en", 8),
    (swap('en = "Ours"', 'en = "O\\u0000urs"'), "control-character", "title.en", 8),
    (swap('en = "Ours"', 'en = "Ou\\nrs"'), "control-character", "title.en", 8),
    (swap('en = "Do."', 'en = "Do.\\u0007"'), "control-character", "intent.en", 12),
    (swap('en = "Do."', "en = 2020-03-17"), "wrong-type", "intent.en", 12),
    (swap('en = "Do."', "en = 07:32:00"), "wrong-type", "intent.en", 12),
    (swap('en = "Do."', "en = inf"), "wrong-type", "intent.en", 12),
    (swap('"announcement"', '"luck"'), "unknown-choice", "kinds.ordinary.decided_by", 15),
    (swap('decided_by = "announcement"', ""), "missing-key", "kinds.ordinary.decided_by", 14),
    (swap('silence = "accepts"', 'silence = "lapses"'), "unknown-choice", "kinds.extraordinary.silence", 22),
    (swap('silence = "accepts"', "silence = []"), "wrong-type", "kinds.extraordinary.silence", 22),
    (swap("delay = { days = 10 }", "delay = 10"), "wrong-type", "kinds.extraordinary.delay", 24),
    # fractions
    (swap('share = "30/100"', "share = 0.3"), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', "share = 1"), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "30 %"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "1/0"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "-1/2"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "1/2\\n"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "٣/٤"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "1/1000000000"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "0/2"'), "fraction-out-of-range", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "3/2"'), "fraction-out-of-range", "inactivity.share", 36),
    (swap('share = "30/100"\n', ""), "missing-key", "inactivity.share", 35),
    (
        swap('share = "2/4", inclusive = false', 'share = "2/2", inclusive = false'),
        "never-reached",
        "kinds.extraordinary.block.inclusive",
        21,
    ),
    # delays
    (swap("hours = 72", "hours = 0"), "number-out-of-range", "counter_vote.delay.hours", 29),
    (swap("hours = 72", "hours = 87601"), "number-out-of-range", "counter_vote.delay.hours", 29),
    (swap("hours = 72", "hours = true"), "wrong-type", "counter_vote.delay.hours", 29),
    (swap("hours = 72", "hours = 7.5"), "wrong-type", "counter_vote.delay.hours", 29),
    (swap("days = 10 }", "days = -1 }"), "number-out-of-range", "kinds.extraordinary.delay.days", 24),
    (swap("days = 10 }", "days = 3651 }"), "number-out-of-range", "kinds.extraordinary.delay.days", 24),
    (swap("hours = 72", "hours = 72, days = 3"), "several-units", "counter_vote.delay", 29),
    (swap("hours = 72", ""), "no-unit", "counter_vote.delay", 29),
    (swap("hours = 72", 'hours = 72, ends = "midnight"'), "ends-needs-days", "counter_vote.delay.ends", 29),
    (swap('ends = "midnight"', 'ends = "noon"'), "unknown-choice", "inactivity.answer_within.ends", 37),
    (under("voting_right", "waiting = { weeks = 1, months = 1 }"), "several-units", "voting_right.waiting", 32),
    (under("voting_right", "waiting = {}"), "no-unit", "voting_right.waiting", 32),
    (under("voting_right", "waiting.weeks = 521"), "number-out-of-range", "voting_right.waiting.weeks", 32),
    (under("voting_right", "waiting.months = -1"), "number-out-of-range", "voting_right.waiting.months", 32),
    (under("voting_right", "waiting.days = 3651"), "number-out-of-range", "voting_right.waiting.days", 32),
    # assemblies
    (under("assembly", "proxies_per_holder = -1"), "number-out-of-range", "assembly.proxies_per_holder", 34),
    (under("assembly", "proxies_per_holder = 101"), "number-out-of-range", "assembly.proxies_per_holder", 34),
    (under("assembly", 'leave_counts = "no"'), "wrong-type", "assembly.leave_counts", 34),
    (under("assembly", "second_convening = {}"), "missing-key", "assembly.second_convening.notice", 34),
    # what does not fit together
    (under("kinds.ordinary", 'silence = "accepts"'), "nothing-is-counted", "kinds.ordinary.silence", 15),
    (swap('objection = "share"', 'objection = "counter-vote"'), "block-not-used", "kinds.extraordinary.block", 21),
    (swap('block = { share = "2/4", inclusive = false }\n', ""), "block-missing", "kinds.extraordinary.block", 17),
    (
        swap('block = { share = "2/4",', 'block = { share = "2/4", base = "cast",'),
        "block-needs-council-base",
        "kinds.extraordinary.block.base",
        21,
    ),
    (
        swap('accept = { share = "1/2" }\naccept_early', 'accept = { share = "1/2", base = "cast" }\naccept_early'),
        "early-needs-council-base",
        "kinds.extraordinary.accept.base",
        19,
    ),
    (
        swap('accept = { share = "1/2" }\ndelay', 'accept = { share = "1/2", base = "expressed" }\ndelay'),
        "counter-vote-needs-council-base",
        "counter_vote.accept.base",
        28,
    ),
    # examples
    (lambda text: text + "[examples]\n", "wrong-type", "examples", 38),
    (lambda text: "examples = [1]\n" + text, "wrong-type", "examples[1]", 1),
    (lambda text: f"examples = [{'{},' * 201}]\n" + text, "too-many", "examples", 1),
    (
        lambda text: text + '[[examples]]\nkind = "counter-vote"\nfr = "a"\nen = "b"\n',
        "unknown-choice",
        "examples[1].kind",
        39,
    ),
    (
        lambda text: text + '[[examples]]\nkind = "ordinary"\nfr = "a"\nen = "b"\n' * 2 + f'fr2 = "{"a" * 301}"',
        "unknown-key",
        "examples[2].fr2",
        46,
    ),
]
