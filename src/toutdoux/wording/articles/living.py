"""Articles 1, 2 and 15 to 18: the intent, the council, what is done, assemblies, and those who are not heard of."""

from django.utils.translation import gettext, ngettext

from toutdoux.rules.rulebook import Admission, AssemblyRules, OnLeave, QuorumMissing, Rulebook
from toutdoux.wording.articles.deciding import join
from toutdoux.wording.dates import delay_words, waiting_words
from toutdoux.wording.elections import elections_law
from toutdoux.wording.entries import amount_words
from toutdoux.wording.shares import at_least_words, base_words, percent_words
from toutdoux.wording.words import localised


def intent(rulebook: Rulebook) -> str:
    """Give the association's own words, line by line as it wrote them."""
    return localised(rulebook.intent)


def intent_plainly(rulebook: Rulebook) -> str:
    """Say what these articles are for."""
    return gettext(
        "These rules are called “%(title)s”. They say how we decide; each decision tells which article it comes from."
    ) % {"title": localised(rulebook.title)}


def council(rulebook: Rulebook) -> str:
    """Say who votes, from when, and that the council is frozen."""
    waiting = rulebook.voting_right.waiting
    if waiting is None:
        right = gettext(
            "The time a new member waits before holding the voting right is to be chosen by the association when first "
            "needed, when it is set up; an accepted action may grant the right at once."
        )
    elif not (waiting.days or waiting.weeks or waiting.months):
        right = gettext("A member holds the voting right from the day of joining.")
    else:
        right = gettext(
            "A member holds the voting right %(waiting)s after joining; an accepted action may grant it at once."
        ) % {"waiting": waiting_words(waiting)}
    return join(
        gettext("The council is made of the members who hold the voting right."),
        right,
        gettext("Members on leave keep the voting right.")
        if rulebook.voting_right.on_leave is OnLeave.KEPT
        else gettext(
            "A leave suspends the voting right; a member on leave still votes where the council was frozen before."
        ),
        _admission(rulebook),
        gettext(
            "The council of an action is frozen when the action is published: shares are taken of it, whoever comes or "
            "goes afterwards."
        ),
    )


def _admission(rulebook: Rulebook) -> str:
    return {
        Admission.MEMBER: gettext("Whoever asks to join is let in by a member who holds the voting right."),
        Admission.ACTION: gettext("Whoever asks to join is let in by an extraordinary action."),
        None: gettext(
            "Who lets in a person who asks to join is to be chosen by the association when first needed, when it opens "
            "its door to requests."
        ),
    }[rulebook.membership.admission]


def council_plainly(_rulebook: Rulebook) -> str:
    """Say who counts."""
    return gettext(
        "Who counts? Those who may vote on the day an action is published. Those who arrive later vote on the next ones."
    )


def execution(_rulebook: Rulebook) -> str:
    """Say what may be carried out, and what is noted."""
    return gettext(
        "An action that is announced, accepted or passed tacitly may be carried out. It is to do, in progress, done, with "
        "its day, or abandoned, with the reason; what is done or abandoned stays so."
    )


def execution_plainly(_rulebook: Rulebook) -> str:
    """Say why it is worth a line."""
    return gettext("Deciding is not doing: note what became of it, a line is enough.")


def effects(_rulebook: Rulebook) -> str:
    """Say what an action changes by itself."""
    return gettext(
        "What an action changes by itself, such as granting a voting right, is written in it and shown before anyone "
        "votes. It happens once, at the instant the action passes, and the register tells its cause."
    )


def effects_plainly(_rulebook: Rulebook) -> str:
    """Say that nothing is copied by hand."""
    return gettext("What was decided is applied by itself: nobody has to remember, nobody can forget.")


def assembly(rulebook: Rulebook) -> str:
    """Say how an assembly is convened, when it can decide, and how it does."""
    rules = rulebook.assembly
    return join(
        _notice(rules),
        _quorum(rules),
        _second_convening(rules),
        _roll(rules),
        _proxies(rules),
        gettext(
            "A resolution, or a list that is elected, is adopted by more than half %(of_base)s. For, against, blank and "
            "those who took no part are always told."
        )
        % {"of_base": base_words(rules.majority_base)},
        elections_law(rulebook.elections),
    )


def _notice(rules: AssemblyRules) -> str:
    if rules.notice is None:
        return gettext(
            "How long before an assembly its members are convened is to be chosen by the association when first needed, "
            "for the first assembly."
        )
    return gettext("An assembly is convened at least %(delay)s before it is held.") % {
        "delay": delay_words(rules.notice)
    }


def _quorum(rules: AssemblyRules) -> str:
    if rules.quorum is None:
        return gettext("Its quorum is to be chosen by the association when first needed, for the first assembly.")
    asked = gettext("To decide, it must gather %(share)s, in person or by proxy.") % {
        "share": at_least_words(rules.quorum)
    }
    if rules.quorum_missing is QuorumMissing.REFUSED:
        return asked
    return join(asked, gettext("A vote may be taken without them: its record then says that they were missing."))


def _second_convening(rules: AssemblyRules) -> str:
    second = rules.second_convening
    if second is None:
        return gettext("If the quorum is missing, it is convened again in the same way.")
    data = {"delay": delay_words(second.notice)}
    if second.quorum is None:
        return (
            gettext(
                "If the quorum is missing, it is convened again, at least %(delay)s ahead, and then needs no quorum."
            )
            % data
        )
    return gettext(
        "If the quorum is missing, it is convened again, at least %(delay)s ahead, and then needs %(share)s."
    ) % (data | {"share": at_least_words(second.quorum)})


def _roll(rules: AssemblyRules) -> str:
    if rules.leave_counts is None:
        return gettext(
            "Whether members on leave count in its roll is to be chosen by the association when first needed, for the "
            "first assembly."
        )
    if rules.leave_counts:
        return gettext("Members on leave count in its roll.")
    return gettext("Members on leave do not count in its roll.")


def _proxies(rules: AssemblyRules) -> str:
    if rules.proxies_per_holder is None:
        return gettext(
            "How many proxies one person may hold is to be chosen by the association when first needed, for the first "
            "assembly."
        )
    if rules.proxies_per_holder == 0:
        return gettext("Nobody votes by proxy.")
    return ngettext(
        "Nobody holds more than %(number)s proxy; a proxy is not passed on, and is suspended when the person who gave it "
        "arrives.",
        "Nobody holds more than %(number)s proxies; a proxy is not passed on, and is suspended when the person who gave it "
        "arrives.",
        rules.proxies_per_holder,
    ) % {"number": rules.proxies_per_holder}


def assembly_plainly(_rulebook: Rulebook) -> str:
    """Say what assemblies are for."""
    return gettext("Between assemblies we decide online; together we look back, elect, and talk about what takes time.")


def inactivity(rulebook: Rulebook) -> str:
    """Say whom the association asks whether they stay, and what follows."""
    rules = rulebook.inactivity
    return gettext(
        "At the end of a period, a member who took part in fewer than %(share)s of the votes they could have cast is "
        "asked whether they wish to stay. Without an answer within %(delay)s, an extraordinary action proposes that they "
        "leave; it may be reversed at once. Leave is not counted against anyone."
    ) % {"share": percent_words(rules.share), "delay": delay_words(rules.answer_within)}


def inactivity_plainly(_rulebook: Rulebook) -> str:
    """Say that it is care."""
    return gettext("We ask for news before we count someone out. Nobody is ranked, and the door stays open.")


def money(rulebook: Rulebook) -> str:
    """Say above which amount a payment needs a decision."""
    limit = rulebook.money.payment_limit
    if limit is None:
        return gettext(
            "Above which amount a payment needs a decision is to be chosen by the association when first needed, when its "
            "first payment is noted."
        )
    if limit == 0:
        return gettext("Every payment needs a decision that allows at least that amount, and is noted with it.")
    return gettext(
        "A payment of more than %(amount)s needs a decision that allows at least that amount, and is noted with it."
    ) % {"amount": amount_words(limit * 100)}


def money_plainly(_rulebook: Rulebook) -> str:
    """Say why."""
    return gettext("The money is everyone’s: what costs much is decided together, before it is paid.")
