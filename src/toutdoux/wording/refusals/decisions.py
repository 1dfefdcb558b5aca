"""Why something about an action is refused, in sentences: what is the matter, with its article, then what to do."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.logic.references import read_reference
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.rights import Standing
from toutdoux.rules.facts import STANDING, Execution, Status
from toutdoux.wording import dates

Data = Mapping[str, Any]
#: What is the matter (without its full stop), and what can be done about it ("" when nothing needs to be).
Words = tuple[str, str]


def decision_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``DecisionRefusal``; instants in the zone that is active."""
    matter, remedy = _SENTENCES[DecisionRefusal(refusal.code)](refusal.data)
    if refusal.article is not None:
        matter = gettext("%(matter)s (art. %(article)s)") % {"matter": matter, "article": int(refusal.article)}
    return gettext("%(matter)s. %(remedy)s") % {"matter": matter, "remedy": remedy} if remedy else f"{matter}."


def _unknown_action(data: Data) -> Words:
    reference = str(data.get("reference", ""))
    remedy = gettext("The register lists them all.")
    if read_reference(reference) is None:
        return gettext("There is no such action here"), remedy
    return gettext("There is no action %(reference)s here") % {"reference": reference.strip()}, remedy


def _too_long(data: Data) -> Words:
    most = int(data["most"])
    matter = {
        "title": ngettext(
            "The title is too long: %(most)s character fits", "The title is too long: %(most)s characters fit", most
        ),
        "text": ngettext(
            "The text is too long: %(most)s character fits", "The text is too long: %(most)s characters fit", most
        ),
        "reason": ngettext(
            "The reason is too long: %(most)s character fits", "The reason is too long: %(most)s characters fit", most
        ),
        "discussion_url": ngettext(
            "The address of the discussion is too long: %(most)s character fits",
            "The address of the discussion is too long: %(most)s characters fit",
            most,
        ),
    }[data["field"]]
    told = matter % {"most": most}
    if data["field"] == "discussion_url":
        return told, ""
    return told, gettext("Shorten it, or put the rest elsewhere and give its address.")


def _kind_unknown(data: Data) -> Words:
    remedy = gettext("Choose one of those offered.")
    if not data["kind"]:
        return gettext("Which kind it is is not said yet"), remedy
    return gettext("“%(kind)s” is not among the choices") % data, remedy


def _not_in_council(data: Data) -> Words:
    standing = Standing(data["standing"])
    if standing is Standing.NO_RIGHT:
        return (
            gettext("You do not hold the voting right"),
            gettext("You can follow this vote and take part in the talk; an extraordinary action can grant the right."),
        )
    since, opened = _on(data.get("since")), _on(data.get("opened_at"))
    if standing is Standing.VOTES:
        matter = gettext("The council of this vote was frozen %(opened)s, and your voting right began %(since)s")
    else:
        matter = gettext("The council of this vote was frozen %(opened)s, and your voting right begins %(since)s")
    return matter % {"opened": opened, "since": since}, gettext("You can take part in the talk.")


def _ballots_closed(data: Data) -> Words:
    status = Status(data["status"]) if data.get("status") else None
    remedy = gettext("What was cast before still counts.")
    if status in STANDING:
        remedy = gettext("A counter-vote is possible as long as it is not carried out.")
    return gettext("This vote closed %(on)s") % {"on": _on(data["closed_at"])}, remedy


def _old_version(data: Data) -> Words:
    return (
        gettext("The text has changed: your vote was about version %(version)s, and version %(current)s is decided now")
        % data,
        gettext("Your vote was not counted. Read the new text, then vote."),
    )


def _already_decided(data: Data) -> Words:
    status = Status(data["status"]) if data.get("status") else None
    if status is Status.ANNOUNCED:
        return (
            gettext("This was decided by announcing it"),
            gettext("It can be carried out, abandoned, or annulled by a counter-vote."),
        )
    if status in STANDING:
        return (
            gettext("This action has passed already"),
            gettext("It can be carried out, abandoned, or annulled by a counter-vote."),
        )
    return gettext("This is decided already"), gettext("To try again, open a new action linked to this one.")


def _target_over(data: Data) -> Words:
    if data.get("execution") == Execution.DONE:
        return (
            gettext("This action has been carried out: a counter-vote comes too late"),
            gettext("A new action can undo what it did."),
        )
    return gettext("This action no longer stands: there is nothing to annul"), ""


def _not_standing(data: Data) -> Words:
    withdrawn = data.get("status") == Status.WITHDRAWN
    if withdrawn:
        return gettext("This action was withdrawn: there is nothing to carry out"), ""
    return (
        gettext("This action does not stand: it cannot be carried out"),
        gettext("If something was done already, say what was undone."),
    )


def _execution_over(data: Data) -> Words:
    if data.get("execution") == Execution.ABANDONED:
        return gettext("This action was abandoned"), gettext("To take it up again, open a new one linked to it.")
    return gettext("This action is done already"), gettext("A footnote can add what is missing.")


def _plain(matter: Callable[[], str], remedy: Callable[[], str] | None = None) -> Callable[[Data], Words]:
    return lambda data: (matter() % data, remedy() if remedy else "")


_SENTENCES: Mapping[DecisionRefusal, Callable[[Data], Words]] = MappingProxyType(
    {
        DecisionRefusal.UNKNOWN_ACTION: _unknown_action,
        DecisionRefusal.TITLE_MISSING: _plain(
            lambda: gettext("The title is missing"), lambda: gettext("Say in one line what will be done.")
        ),
        DecisionRefusal.TOO_LONG: _too_long,
        DecisionRefusal.KIND_UNKNOWN: _kind_unknown,
        DecisionRefusal.PERIOD_MISSING: _plain(
            lambda: gettext("The association has no period in which to number this action"),
            lambda: gettext("Open one in the settings, then publish again; the draft is kept."),
        ),
        DecisionRefusal.EMPTY_COUNCIL: _plain(
            lambda: gettext("Nobody holds the voting right at this instant, so nobody could decide"),
            lambda: gettext("The page of members says who will hold it, and when."),
        ),
        DecisionRefusal.NOT_A_DRAFT: _plain(
            lambda: gettext("This is published: it is no longer a draft"),
            lambda: gettext("Its text can be amended from its page."),
        ),
        DecisionRefusal.NOT_LEAD: _plain(
            lambda: gettext("Only those who lead this action can do that"),
            lambda: gettext("Write to them, or join them if help is wanted."),
        ),
        DecisionRefusal.URL_MALFORMED: _plain(
            lambda: gettext("The address of the discussion is not one that opens"),
            lambda: gettext("It begins with http:// or https:// and has no spaces."),
        ),
        DecisionRefusal.EFFECTS_NEED_A_COUNT: _plain(
            lambda: gettext("What changes by itself must have been decided by the council"),
            lambda: gettext("Choose an extraordinary action, or leave the effect out."),
        ),
        DecisionRefusal.EFFECT_UNKNOWN: _plain(
            lambda: gettext("“%(effect)s” is not an effect an action can have"),
            lambda: gettext("Choose one of those offered."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_MEMBER: _plain(
            lambda: gettext("It is not said whom it is about"),
            lambda: gettext("Choose a member of the association."),
        ),
        DecisionRefusal.EFFECT_MALFORMED: _plain(
            lambda: gettext("What the action would change by itself is not told in full"),
            lambda: gettext("Choose it again on the page of the action."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_SCOPE: _plain(
            lambda: gettext("It is not said what the person would be excluded from"),
            lambda: gettext("Choose the council, or the association."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_RESOURCE: _plain(
            lambda: gettext("It is not said what the access is to"),
            lambda: gettext("Choose in the list of what can be entered; anyone who votes can add to it."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_PURPOSE: _plain(
            lambda: gettext("It is not said what the access is for"), lambda: gettext("A line is enough.")
        ),
        DecisionRefusal.EFFECT_WITHOUT_MANDATE: _plain(
            lambda: gettext("It is not said which mandate it is"),
            lambda: gettext("Choose one of the mandates of the association."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_AMOUNT: _plain(
            lambda: gettext("It is not said how much may be spent"),
            lambda: gettext("Write an amount above zero, such as 54,28."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_SPENDING: _plain(
            lambda: gettext("It is not said what may be bought or paid"), lambda: gettext("A line is enough.")
        ),
        DecisionRefusal.EFFECT_WITHOUT_SERVICE: _plain(
            lambda: gettext("It is not said which service it is"),
            lambda: gettext("Choose one of those in the register of services; anyone who votes can add to it."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_STATE: _plain(
            lambda: gettext("It is not said where the service would stand"),
            lambda: gettext("Choose one of those offered."),
        ),
        DecisionRefusal.EFFECT_WITHOUT_REPORT: _plain(
            lambda: gettext("It is not said which report it is, or it is not ready: nobody has frozen it yet"),
            lambda: gettext("Freeze it on its page, so that everyone reads the same text, then choose it here."),
        ),
        DecisionRefusal.EFFECT_DAY_MALFORMED: _plain(
            lambda: gettext("The last day is missing, or is not a day"),
            lambda: gettext("Write it as year-month-day: 2027-06-30."),
        ),
        DecisionRefusal.EFFECT_DAY_PAST: _plain(
            lambda: gettext("The last day would be over before anyone has voted"),
            lambda: gettext("Choose a later day."),
        ),
        DecisionRefusal.EFFECT_RULES_INCOMPLETE: _plain(
            lambda: gettext("The proposed rules leave “%(key)s” open, and it is needed at once"),
            lambda: gettext("Choose a value for it."),
        ),
        DecisionRefusal.EFFECT_TWICE: _plain(
            lambda: gettext("The same thing would be changed twice"), lambda: gettext("Keep one of the two.")
        ),
        DecisionRefusal.NOTHING_BUT_EFFECTS: _plain(
            lambda: gettext("“Nothing else to carry out” is ticked, and there is no effect"),
            lambda: gettext("Choose an effect, or untick it."),
        ),
        DecisionRefusal.UNKNOWN_CHOICE: _plain(
            lambda: gettext("“%(choice)s” is not a vote"), lambda: gettext("A vote is For, Against or Blank.")
        ),
        DecisionRefusal.KEY_MISSING: _plain(
            lambda: gettext("This vote came without the mark that keeps it from counting twice"),
            lambda: gettext("It was not counted. Open the page again and vote."),
        ),
        DecisionRefusal.NOT_IN_COUNCIL: _not_in_council,
        DecisionRefusal.HAS_LEFT: _plain(
            lambda: gettext("You have left the association, and cast no more votes"),
            lambda: gettext("Those you cast before still count."),
        ),
        DecisionRefusal.NOT_YET_OPEN: _plain(lambda: gettext("This vote is not open yet")),
        DecisionRefusal.BALLOTS_CLOSED: _ballots_closed,
        DecisionRefusal.OLD_VERSION: _old_version,
        DecisionRefusal.BALLOT_UNCHANGEABLE: _plain(
            lambda: gettext("Under these rules a vote that is cast is not changed"),
            lambda: gettext("The first one counts."),
        ),
        DecisionRefusal.AMENDMENTS_NOT_ALLOWED: _plain(
            lambda: gettext("These rules have no amendments: the text stays as it was published"),
            lambda: gettext("Withdraw the action and open it anew, linked to this one."),
        ),
        DecisionRefusal.ALREADY_DECIDED: _already_decided,
        DecisionRefusal.NOTHING_CHANGED: _plain(
            lambda: gettext("Nothing has changed in the text"),
            lambda: gettext("An amendment starts the count again, so it needs a difference."),
        ),
        DecisionRefusal.COUNTER_VOTES_NOT_ALLOWED: _plain(
            lambda: gettext("These rules have no counter-votes"),
            lambda: gettext("Talk with those who lead the action, or propose one that replaces it."),
        ),
        DecisionRefusal.COUNTER_VOTE_OF_COUNTER_VOTE: _plain(
            lambda: gettext("A counter-vote cannot itself be countered"), lambda: gettext("Vote on it.")
        ),
        DecisionRefusal.COUNTER_VOTE_RUNNING: _plain(
            lambda: gettext("A counter-vote is open already"), lambda: gettext("Vote on that one.")
        ),
        DecisionRefusal.NOT_A_VOTER: _plain(
            lambda: gettext("Only members of the council can call a counter-vote"),
            lambda: gettext("You can take part in the talk, and ask one of them."),
        ),
        DecisionRefusal.TARGET_OVER: _target_over,
        DecisionRefusal.REASON_MISSING: _plain(
            lambda: gettext("The reason is missing"),
            lambda: gettext("Say why in a few words: it is kept with the action."),
        ),
        DecisionRefusal.URGENCY_NOT_ALLOWED: _plain(
            lambda: gettext("These rules have no urgency"), lambda: gettext("Carrying out waits for the decision.")
        ),
        DecisionRefusal.ALREADY_URGENT: _plain(lambda: gettext("Urgency is declared already")),
        DecisionRefusal.NOT_YET_PERMITTED: _plain(
            lambda: gettext("Nothing is decided yet, so carrying out has to wait"),
            lambda: gettext("If it cannot wait, declare urgency and say why."),
        ),
        DecisionRefusal.NOT_STANDING: _not_standing,
        DecisionRefusal.EXECUTION_OVER: _execution_over,
        DecisionRefusal.ALREADY_IN_PROGRESS: _plain(lambda: gettext("This action is in progress already")),
        DecisionRefusal.DAY_IN_THE_FUTURE: _plain(
            lambda: gettext("This day is still to come"), lambda: gettext("Give the day on which it was done.")
        ),
        DecisionRefusal.DAY_BEFORE_PUBLICATION: _plain(
            lambda: gettext("This day is before the action was published"),
            lambda: gettext("Give the day on which it was done."),
        ),
        DecisionRefusal.UNKNOWN_OBJECTION: _plain(lambda: gettext("There is no such objection here")),
        DecisionRefusal.OBJECTION_OVER: _plain(
            lambda: gettext("This objection is no longer open: it was lifted, or the vote it belongs to is over"),
            lambda: gettext("The talk goes on below it."),
        ),
        DecisionRefusal.NOT_THE_OBJECTOR: _plain(
            lambda: gettext("Only the person who raised an objection lifts or keeps it"),
            lambda: gettext("Answer them in the talk."),
        ),
        DecisionRefusal.TEXT_MISSING: _plain(
            lambda: gettext("There is nothing written yet"), lambda: gettext("Write a few words.")
        ),
        DecisionRefusal.LEAD_NOT_WANTED: _plain(
            lambda: gettext("Those who lead this action are not looking for anyone at the moment"),
            lambda: gettext("Write to them: they can say that help is wanted."),
        ),
        DecisionRefusal.ALREADY_LEADS: _plain(lambda: gettext("You lead this action already")),
        DecisionRefusal.LINK_TO_ITSELF: _plain(
            lambda: gettext("An action cannot be linked to itself"), lambda: gettext("Give the reference of another.")
        ),
        DecisionRefusal.LINK_EXISTS: _plain(lambda: gettext("These two actions are linked already")),
        DecisionRefusal.NOTHING_TO_TICK: _plain(lambda: gettext("This is ticked off already")),
        DecisionRefusal.ROW_DIFFERS: _plain(
            lambda: gettext(
                "Row #%(number)s is in the register already and differs in %(column)s: “%(kept)s” is kept, “%(offered)s” "
                "is offered"
            ),
            lambda: gettext("Nothing was changed: what is kept is never overwritten."),
        ),
        DecisionRefusal.NUMBER_TAKEN: _plain(
            lambda: gettext("Number #%(number)s belongs to an action decided here, in the same period"),
            lambda: gettext("Nothing was changed."),
        ),
    }
)


def _on(instant: str | None) -> str:
    """Say when, in the zone that is active: "on 27 March at 18:00"."""
    if instant is None:
        return gettext("at a date not known yet")
    return dates.on_words(instant_from_text(instant), zone=timezone.get_current_timezone())
