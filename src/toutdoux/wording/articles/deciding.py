"""Articles 3 to 8: what kind an action is, and how announcement, count and time decide it."""

from collections.abc import Callable

from django.utils.translation import gettext, ngettext, pgettext

from toutdoux.rules.rulebook import Base, CountRules, Kind, Rulebook, Share, Silence
from toutdoux.wording.dates import delay_words, exact_delay_words
from toutdoux.wording.shares import reach_words
from toutdoux.wording.words import localised

#: The size of council that plain words reckon with.
EXAMPLE_COUNCIL = 24


def join(*sentences: str) -> str:
    """Put sentences after one another; empty ones are left out."""
    return " ".join(sentence for sentence in sentences if sentence)


def counted(rulebook: Rulebook) -> list[tuple[str, CountRules]]:
    """Return who is counted and how: one subject when both kinds are counted alike."""
    ordinary, extraordinary = rulebook.kinds.ordinary.count, rulebook.kinds.extraordinary.count
    if ordinary is not None and ordinary == extraordinary:
        return [(gettext("An action"), ordinary)]
    subjects = ((gettext("An ordinary action"), ordinary), (gettext("An extraordinary action"), extraordinary))
    return [(subject, rules) for subject, rules in subjects if rules is not None]


def of_each(rulebook: Rulebook, sentence: Callable[[str, CountRules], str], *, otherwise: str) -> str:
    """Say ``sentence`` of each kind that is counted, or ``otherwise`` when none is."""
    return join(*(sentence(subject, rules) for subject, rules in counted(rulebook))) or otherwise


def kinds(rulebook: Rulebook) -> str:
    """Say what tells the kinds apart, with the association's own list."""
    law = [
        gettext(
            "An action is ordinary when it belongs to the usual business of the association, extraordinary when it "
            "commits the association beyond it. In doubt, it is extraordinary."
        ),
        _examples(rulebook, Kind.ORDINARY, gettext("Ordinary, for instance: %(examples)s.")),
        _examples(rulebook, Kind.EXTRAORDINARY, gettext("Extraordinary, for instance: %(examples)s.")),
    ]
    return join(*law)


def _examples(rulebook: Rulebook, kind: Kind, sentence: str) -> str:
    texts = [localised(example.text) for example in rulebook.examples if example.kind is kind]
    return sentence % {"examples": pgettext("between examples", "; ").join(texts)} if texts else ""


def kinds_plainly(_rulebook: Rulebook) -> str:
    """Say how to choose."""
    return gettext(
        "Ask yourself: would someone be surprised to find this done without having been asked? Then it is extraordinary."
    )


def announcement(rulebook: Rulebook) -> str:
    """Say what announcing does, and to which kinds."""
    announced = _announced(rulebook)
    if not announced:
        return gettext("No action is decided by its publication alone: every action is counted.")
    return gettext(
        "%(actions)s decided by publication: it may begin at once. Votes for and against it are opinions, open until it "
        "is done or abandoned."
    ) % {"actions": announced}


def _announced(rulebook: Rulebook) -> str:
    ordinary, extraordinary = rulebook.kinds.ordinary.count is None, rulebook.kinds.extraordinary.count is None
    if ordinary and extraordinary:
        return gettext("An action is")
    if ordinary:
        return gettext("An ordinary action is")
    return gettext("An extraordinary action is") if extraordinary else ""


def announcement_plainly(rulebook: Rulebook) -> str:
    """Say it to someone who wants to begin."""
    if not _announced(rulebook):
        return gettext("Before anything is carried out, the others have their say.")
    return gettext("Announce it, and go. The others may encourage you, or tell you what worries them.")


def delay(rulebook: Rulebook) -> str:
    """Say how long the vote lasts, and how its last day ends."""
    return of_each(
        rulebook,
        lambda subject, rules: (
            gettext(
                "%(action)s is open to votes for %(delay)s, counted in the time zone of the association from the instant "
                "of publication. A vote counts when it is cast before the end."
            )
            % {"action": subject, "delay": exact_delay_words(rules.delay)}
        ),
        otherwise=gettext("No action is counted: there is no delay."),
    )


def delay_plainly(rulebook: Rulebook) -> str:
    """Say how much time there is."""
    return of_each(
        rulebook,
        lambda subject, rules: (
            gettext("%(action)s leaves %(delay)s to read, ask and answer. The deadline never comes closer.")
            % {"action": subject, "delay": delay_words(rules.delay)}
        ),
        otherwise=gettext("Nobody has to wait."),
    )


def acceptance(rulebook: Rulebook) -> str:
    """Say what share accepts, and when it is looked at."""

    def sentence(subject: str, rules: CountRules) -> str:
        if rules.accept_early:
            law = gettext(
                "%(action)s is accepted at the instant the votes for %(reach)s. Votes stay open until the end of the "
                "delay, are recorded, and no longer change the outcome."
            )
        else:
            law = gettext("%(action)s is accepted at the end of the delay, and not before, if the votes for %(reach)s.")
        return law % {"action": subject, "reach": reach_words(rules.accept)}

    return of_each(rulebook, sentence, otherwise=gettext("No action is counted: there is no share to reach."))


def acceptance_plainly(rulebook: Rulebook) -> str:
    """Say it with numbers."""
    return of_each(
        rulebook,
        lambda _subject, rules: (
            _votes_for(rules.accept)
            + " "
            + (
                gettext("No need to wait any longer then.")
                if rules.accept_early
                else gettext("Even so, the whole delay is taken.")
            )
        ),
        otherwise=gettext("There is nothing to gather."),
    )


def _votes_for(share: Share) -> str:
    needed = share.needed(of=EXAMPLE_COUNCIL)
    data = {"needed": needed, "of": EXAMPLE_COUNCIL}
    if share.base is Base.COUNCIL:
        return (
            ngettext(
                "In a council of %(of)s, %(needed)s vote for is enough.",
                "In a council of %(of)s, %(needed)s votes for are enough.",
                needed,
            )
            % data
        )
    if share.base is Base.EXPRESSED:
        return (
            ngettext(
                "If %(of)s people vote for or against, %(needed)s vote for is enough.",
                "If %(of)s people vote for or against, %(needed)s votes for are enough.",
                needed,
            )
            % data
        )
    return (
        ngettext(
            "If %(of)s people vote, %(needed)s vote for is enough.",
            "If %(of)s people vote, %(needed)s votes for are enough.",
            needed,
        )
        % data
    )


def silence(rulebook: Rulebook) -> str:
    """Say what the end of the delay does to what nothing has decided."""

    def sentence(subject: str, rules: CountRules) -> str:
        if rules.silence is Silence.ACCEPTS:
            law = gettext(
                "%(action)s that nothing has decided when the delay is over passes tacitly, at that instant, and once."
            )
        else:
            law = gettext("%(action)s that has not been accepted when the delay is over is rejected, at that instant.")
        return law % {"action": subject}

    return of_each(rulebook, sentence, otherwise=gettext("No action is counted: silence decides nothing."))


def silence_plainly(rulebook: Rulebook) -> str:
    """Say what keeping silent means."""
    return of_each(
        rulebook,
        lambda _subject, rules: (
            gettext("Saying nothing lets it go ahead: whoever disagrees says so in time.")
            if rules.silence is Silence.ACCEPTS
            else gettext("Saying nothing does not help: without enough votes for, it does not happen.")
        ),
        otherwise=gettext("Silence is neither yes nor no."),
    )


def blocking(rulebook: Rulebook) -> str:
    """Say what share blocks, and what happens when both shares are reached."""

    def sentence(subject: str, rules: CountRules) -> str:
        if rules.block is None:
            law = gettext(
                "%(action)s is never blocked by the number of votes against: only a counter-vote (art. 12) can."
            )
        else:
            law = gettext("%(action)s is blocked at the instant the votes against %(reach)s, and its vote closes.")
        return law % {"action": subject, "reach": reach_words(rules.block) if rules.block else ""}

    rules = [rules for _, rules in counted(rulebook)]
    return join(
        of_each(
            rulebook,
            sentence,
            otherwise=gettext("What is decided by publication is not blocked by votes."),
        ),
        gettext("Of two shares, the one reached first, in order of time, decides.")
        if any(one.accept_early and one.block is not None for one in rules)
        else "",
    )


def blocking_plainly(rulebook: Rulebook) -> str:
    """Say it with numbers."""

    def sentence(_subject: str, rules: CountRules) -> str:
        if rules.block is None:
            return gettext("Voting against says that you disagree; stopping takes one step more.")
        needed = rules.block.needed(of=EXAMPLE_COUNCIL)
        return ngettext(
            "In a council of %(of)s, %(needed)s vote against stops it.",
            "In a council of %(of)s, %(needed)s votes against stop it.",
            needed,
        ) % {"needed": needed, "of": EXAMPLE_COUNCIL}

    return of_each(
        rulebook, sentence, otherwise=gettext("Talk with those who lead it: that is what stops most things.")
    )
