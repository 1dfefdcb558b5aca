"""What is answered to a mail that could not join a discussion."""

from collections.abc import Sequence

from django.utils.translation import gettext

from toutdoux.wording.letters import Letter


def answer_words() -> str:
    """Say what becomes of an answer to a mail."""
    return gettext("You may answer this mail: your words join the discussion of the action, where members read them.")


def which_action_words() -> str:
    """Say that an answer to a digest cannot be placed."""
    return gettext(
        "Your mail answers one that was about several actions, or about none: we cannot tell which one you mean. "
        "Answer the mail about that action, or speak on its page."
    )


def not_posted_letter(*, sentences: Sequence[str]) -> Letter:
    """Write the letter that says why an answer was not posted."""
    return Letter(
        subject=gettext("Your answer was not posted"),
        text=gettext(
            "Hello,\n\nWhat you answered by mail did not join the discussion:\n\n%(reasons)s\n\n"
            "Nothing else has changed."
        )
        % {"reasons": "\n".join(f"- {one}" for one in sentences)},
    )
