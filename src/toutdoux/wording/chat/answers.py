"""What is answered to one person in a chat, in Markdown: what was recorded, how to change it, what silence will do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from toutdoux.decisions.queries import ActionRow
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.facts import Choice, Status
from toutdoux.wording import dates
from toutdoux.wording.ballots import change_sentence, receipt_sentences
from toutdoux.wording.outcomes import expected_sentence, outcome_sentence
from toutdoux.wording.refusals import sentence
from toutdoux.wording.words import choice_word, kind_word

#: What Markdown reads as its own: the signs that every chat lets one write with a backslash.
_MARKS = re.compile(r"([\\`*_{}\[\]()>#|~!+-])")
#: After an @, nothing that can be seen: no name is called.
_JOINER = "\u2060"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One action as an answer shows it. ``bar``: the council bar in characters; ``url``: that of its page."""

    row: ActionRow
    bar: str
    url: str


def plain(text: str) -> str:
    """Return what a member wrote as words and nothing else, on one line: no picture, no link, nobody called."""
    return _MARKS.sub(r"\\\1", " ".join(text.split())).replace("@", f"@{_JOINER}")


def ballot_words(
    *,
    shown: Shown,
    choice: Choice,
    replaced: Choice | None,
    reasoned: bool,
    repeated_from: datetime | None,
    closes_at: datetime | None,
    by_buttons: bool,
    of: str = "",
    others: Sequence[tuple[str, str]] = (),
    zone: ZoneInfo,
    now: datetime,
) -> str:
    """Say what a ballot did, how to change it, where the council stands and what silence would do.

    ``of``: the organisation whose vote it is, if it is not one's own; ``others``: for whom one votes as well, and what to
    type for that.
    """
    said = receipt_sentences(
        choice=choice,
        replaced=replaced,
        reasoned=reasoned,
        repeated_from=repeated_from,
        of=plain(of) if of else "",
        zone=zone,
        now=now,
    )[0]
    pieces = [f"**{_title(shown)}**", said]
    if choice is Choice.AGAINST:
        pieces[1] += " " + (
            gettext("Your reason is on the page of the action: the others can answer it there.")
            if reasoned
            else gettext("If you can, say why: a reason gives the others something to answer.")
        )
    decided = shown.row.outcome is not None and shown.row.outcome.status is not Status.OPEN
    change = change_sentence(closes_at=closes_at, decided=decided, zone=zone, now=now)
    if by_buttons:
        change += " " + gettext("Press another button, or vote again anywhere else: the last vote counts.")
    pieces.append(change)
    pieces += [
        gettext("You vote for %(name)s as well: type `%(typed)s`.") % {"name": plain(name), "typed": typed}
        for name, typed in others
    ]
    return "\n\n".join(
        [*pieces, *state_words(shown, zone=zone, now=now), link(gettext("The page of the action"), shown.url)]
    )


def action_words(*, shown: Shown, zone: ZoneInfo, now: datetime) -> str:
    """Show one action to one person: where it stands, what they said, what silence will do."""
    row = shown.row
    line = " · ".join(part for part in (kind_word(row.kind), plain(row.lead_names)) if part)
    pieces = [f"**{_title(shown)}**", line, *state_words(shown, zone=zone, now=now)]
    if row.my_choice is not None:
        pieces.append(gettext("You voted %(choice)s.") % {"choice": choice_word(row.my_choice)})
    elif row.seated and row.outcome is not None and row.outcome.status is Status.OPEN:
        pieces.append(gettext("You have not voted yet."))
    return "\n\n".join([*pieces, link(gettext("The page of the action"), shown.url)])


def votes_words(*, waiting: Sequence[Shown], home_url: str, zone: ZoneInfo, now: datetime) -> str:
    """List what waits for one person's vote, the nearest end first."""
    if not waiting:
        nothing = gettext("Nothing waits for your vote.")
        return f"{nothing}\n\n{link(gettext('Everything that was decided'), home_url)}"
    title = ngettext(
        "**%(count)s action waits for your vote**", "**%(count)s actions wait for your vote**", len(waiting)
    ) % {"count": len(waiting)}
    lines = []
    for one in waiting:
        outcome = one.row.outcome
        ends = dates.ends_words(one.row.deadline, zone=zone, now=now) if one.row.deadline else ""
        silence = expected_sentence(outcome, zone, now=now) if outcome else None
        said = silence or (gettext("The vote ends %(ends)s.") % {"ends": ends} if ends else "")
        lines.append(f"- [{_title(one)}]({one.url})  \n  {said}".rstrip())
    how = gettext("Vote with the buttons in the channel, or on the page of each action.")
    return "\n\n".join([title, "\n".join(lines), how])


def refusal_words(refusals: Iterable[Refusal]) -> str:
    """Say why nothing was recorded."""
    return " ".join(sentence(refusal) for refusal in refusals)


def link_words(*, association: str, user_name: str, url: str) -> str:
    """Bring the link that joins a chat account to a member."""
    return gettext(
        "To vote here with %(association)s, link this chat account, “%(user_name)s”, to your name in the register: once, "
        "signed in.\n\n%(url)s\n\nThe link is for you alone, works once, and for an hour. If you asked for nothing, there "
        "is nothing to do."
    ) % {"association": plain(association), "user_name": plain(user_name), "url": url}


def invitation_words(*, association: str, name: str, invited_by: str, join_url: str, link_url: str) -> str:
    """Invite someone who reads the voting channel to be a member, and to link the account they read it with."""
    return gettext(
        "Hello %(name)s, %(invited_by)s invites you to the pages where %(association)s decides together. Two steps:\n\n"
        "1. join, with an account or by making one: %(join_url)s\n"
        "2. within the hour, link this chat account, so as to vote from here: %(link_url)s\n\n"
        "Both links are for you alone, and work once. After an hour, press any button under a vote to be sent a new "
        "second one."
    ) % {
        "association": plain(association),
        "name": plain(name),
        "invited_by": plain(invited_by),
        "join_url": join_url,
        "link_url": link_url,
    }


def link(words: str, url: str) -> str:
    """Return a link in Markdown; the address is one of ours."""
    return f"[{words}]({url})"


def _title(shown: Shown) -> str:
    return f"{shown.row.reference} · {plain(shown.row.title)}"


def state_words(shown: Shown, *, zone: ZoneInfo, now: datetime) -> list[str]:
    """Draw the bar, and say where the action is or what silence will do."""
    outcome, rulebook = shown.row.outcome, shown.row.rulebook
    pieces = [f"```text\n{shown.bar}\n```"] if shown.bar else []
    if outcome is None or rulebook is None:
        return pieces
    expected = expected_sentence(outcome, zone, now=now) if outcome.status is Status.OPEN else None
    pieces.append(expected or outcome_sentence(outcome, rulebook, zone, kind=shown.row.kind, now=now))
    return pieces
