"""Elections in words: the methods, what settles a tie, the grades, and what a count decided with its reason."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.utils.translation import gettext, ngettext, pgettext

from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.rules.assembly import Presence
from toutdoux.rules.elections import Grade, Marks, Result, Settled, Tie
from toutdoux.rules.elections.ballots import RANKED
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import ElectionMethod, ElectionRules, TieRule
from toutdoux.rules.seats import Revealing, Way, warned
from toutdoux.wording.assemblies import decision_sentence
from toutdoux.wording.words import choice_word

#: What options are called: names of people, titles of lists.
Names = Mapping[str, str]


def method_name(method: ElectionMethod) -> str:
    """Name a method, as in "by majority judgment"."""
    return {
        ElectionMethod.LIST: pgettext("method of election", "one list, for or against"),
        ElectionMethod.PLURALITY: pgettext("method of election", "plurality in one round"),
        ElectionMethod.TWO_ROUNDS: pgettext("method of election", "majority in two rounds"),
        ElectionMethod.APPROVAL: pgettext("method of election", "approval voting"),
        ElectionMethod.MAJORITY_JUDGMENT: pgettext("method of election", "majority judgment"),
        ElectionMethod.SCHULZE: pgettext("method of election", "the Schulze method"),
        ElectionMethod.TRANSFERABLE: pgettext("method of election", "single transferable vote"),
        ElectionMethod.PROPORTIONAL: pgettext("method of election", "proportional lists"),
    }[method]


def method_sentence(method: ElectionMethod, *, seats: int) -> str:
    """Say how a ballot is filled in, to the person who holds it."""
    if method in {ElectionMethod.PLURALITY, ElectionMethod.TWO_ROUNDS}:
        return ngettext(
            "Choose %(number)s name, or none: that is a blank ballot.",
            "Choose up to %(number)s names; none is a blank ballot.",
            seats,
        ) % {"number": seats}
    return {
        ElectionMethod.LIST: gettext("One list: for, against, or blank."),
        ElectionMethod.APPROVAL: gettext("Choose everyone who would suit you; nobody is a blank ballot."),
        ElectionMethod.MAJORITY_JUDGMENT: gettext(
            "Grade everyone. Whoever has no grade is counted as rejected; without any grade, the ballot is blank."
        ),
        ElectionMethod.SCHULZE: gettext(
            "Number those whom you prefer, 1 first; the same number twice says that you hold them equal. Those without a "
            "number come after."
        ),
        ElectionMethod.TRANSFERABLE: gettext(
            "Number those whom you prefer, 1 first, each number once. Your vote goes to your next name when it no longer "
            "helps the one before."
        ),
        ElectionMethod.PROPORTIONAL: gettext("Choose one list, or none: that is a blank ballot."),
    }[method]


def method_rule(method: ElectionMethod) -> str:
    """Say in one sentence whom the method elects."""
    return {
        ElectionMethod.LIST: gettext("The whole list is elected, or nobody, as a resolution is adopted."),
        ElectionMethod.PLURALITY: gettext("Whoever is named most is elected."),
        ElectionMethod.TWO_ROUNDS: gettext(
            "Whoever is named by more than half of those who chose is elected; otherwise the first ones stand in a second "
            "round, where the most named are elected."
        ),
        ElectionMethod.APPROVAL: gettext("Whoever suits the most people is elected."),
        ElectionMethod.MAJORITY_JUDGMENT: gettext(
            "Whoever has the best majority grade is elected: the grade that half of the people give them at least."
        ),
        ElectionMethod.SCHULZE: gettext(
            "Everyone is compared with everyone, two by two; whoever nobody beats, directly or through others, is elected."
        ),
        ElectionMethod.TRANSFERABLE: gettext(
            "Whoever reaches the quota is elected and passes on what is above it; otherwise the last leaves and passes on "
            "everything."
        ),
        ElectionMethod.PROPORTIONAL: gettext(
            "Each list gets seats in proportion to its votes, by the highest averages, and fills them in its own order."
        ),
    }[method]


def tie_rule_name(rule: TieRule) -> str:
    """Name what settles a tie."""
    return {
        TieRule.LOT: pgettext("what settles a tie", "a lot that is drawn"),
        TieRule.SENIORITY: pgettext("what settles a tie", "being a member for longer"),
        TieRule.AGE: pgettext("what settles a tie", "age, the oldest first"),
        TieRule.AGAIN: pgettext("what settles a tie", "voting again"),
    }[rule]


def grade_word(grade: int) -> str:
    """Name a grade of majority judgment."""
    return {
        Grade.EXCELLENT: pgettext("grade", "Excellent"),
        Grade.VERY_GOOD: pgettext("grade", "Very good"),
        Grade.GOOD: pgettext("grade", "Good"),
        Grade.ACCEPTABLE: pgettext("grade", "Acceptable"),
        Grade.POOR: pgettext("grade", "Poor"),
        Grade.REJECT: pgettext("grade", "To reject"),
    }[Grade(grade)]


def elections_law(rules: ElectionRules) -> str:
    """Say, as an article does, how people are elected one by one and what settles a tie."""
    return f"{_method_law(rules.method)} {_tie_law(rules.tie)}"


def _method_law(method: ElectionMethod | None) -> str:
    if method is None:
        return gettext(
            "How people are elected one by one is to be chosen by the association when first needed, for the first such "
            "election."
        )
    return gettext("People are elected one by one by %(method)s.") % {"method": method_name(method)}


def _tie_law(rule: TieRule | None) -> str:
    if rule is None:
        return gettext(
            "What settles a tie there is to be chosen by the association when first needed, for the first such election."
        )
    return {
        TieRule.LOT: gettext("A tie there is settled by a lot, which is drawn and kept."),
        TieRule.SENIORITY: gettext("A tie there is settled for whoever has been a member for longer."),
        TieRule.AGE: gettext("A tie there is settled for the oldest."),
        TieRule.AGAIN: gettext("A tie there is settled by voting again."),
    }[rule]


def count_sentence(result: Result) -> str:
    """Say how many ballots were counted, and how many say something."""
    ballots = ngettext("%(number)s ballot", "%(number)s ballots", result.cast) % {"number": result.cast}
    if not result.blank:
        return gettext("%(ballots)s, none of them blank.") % {"ballots": ballots}
    return gettext("%(ballots)s, %(blank)s of them blank.") % {"ballots": ballots, "blank": result.blank}


def result_sentences(result: Result, *, names: Names, rule: TieRule | None) -> tuple[str, ...]:
    """Say who is elected and why, which ties the rule settled, and what is left to do."""
    if result.resolved is not None:
        return (decision_sentence(result.resolved, kind=ItemKind.ELECTION),)
    if not result.expressed:
        return (gettext("Nobody is elected: no ballot names anyone."),)
    told = [_elected(result, option, names) for option in result.elected]
    told += [_settled(one, names, rule) for one in result.settled]
    if result.tie is not None:
        told.append(_tied(result.tie, names))
    if result.second:
        told.append(
            gettext("A second round is held between %(names)s.") % {"names": _names(result.second, names)},
        )
    elif result.tie is None and result.filled < result.seats:
        missing = result.seats - result.filled
        told.append(
            ngettext("%(number)s seat stays vacant.", "%(number)s seats stay vacant.", missing) % {"number": missing}
        )
    return tuple(told)


def number_words(number: Fraction) -> str:
    """Write a number of votes: whole, or to the hundredth as a comma or a point is used; the exact value is exported."""
    if number.denominator == 1:
        return str(number.numerator)
    hundredths = round(number * 100)
    mark = pgettext("decimal mark", ".")
    return f"{hundredths // 100}{mark}{hundredths % 100:02d}"


def _elected(result: Result, option: str, names: Names) -> str:
    data: dict[str, object] = {"name": names[option], "of": result.expressed}
    totals = dict(result.stages[0].totals) if result.stages else {}
    match result.method:
        case ElectionMethod.MAJORITY_JUDGMENT:
            majority = next(one.majority for one in result.profiles if one.option == option)
            data["grade"] = grade_word(majority)
            return gettext("%(name)s is elected, with the majority grade “%(grade)s”.") % data
        case ElectionMethod.SCHULZE:
            if option == result.elected[0]:
                return gettext("%(name)s is elected: nobody beats them, directly or through others.") % data
            return gettext("%(name)s is elected: nobody left beats them, directly or through others.") % data
        case ElectionMethod.TRANSFERABLE:
            at, stage = next((at, one) for at, one in enumerate(result.stages, start=1) if option in one.elected)
            data |= {"stage": at, "total": number_words(dict(stage.totals)[option])}
            if result.quota is not None and dict(stage.totals)[option] >= result.quota:
                data["quota"] = number_words(result.quota)
                return gettext("%(name)s is elected at count %(stage)s: %(total)s, and the quota is %(quota)s.") % data
            return gettext("%(name)s is elected at count %(stage)s: no more were left than seats.") % data
        case ElectionMethod.PROPORTIONAL:
            data |= {"votes": number_words(totals[option]), "seats": dict(result.seats_of)[option]}
            return (
                ngettext(
                    "%(name)s: %(seats)s seat, with %(votes)s of %(of)s votes.",
                    "%(name)s: %(seats)s seats, with %(votes)s of %(of)s votes.",
                    dict(result.seats_of)[option],
                )
                % data
            )
        case ElectionMethod.APPROVAL:
            data["votes"] = number_words(totals[option])
            return gettext("%(name)s is elected: would suit %(votes)s of %(of)s people.") % data
        case _:
            data["votes"] = number_words(totals[option])
            return gettext("%(name)s is elected, with %(votes)s of %(of)s votes.") % data


def _settled(one: Settled, names: Names, rule: TieRule | None) -> str:
    data = {
        "names": _names(one.options, names),
        "first": names[one.order[0]],
        "last": names[one.order[-1]],
        "rule": tie_rule_name(rule) if rule else "",
    }
    if one.leaving:
        return gettext("Tie between %(names)s: %(last)s leaves the count. What settles it: %(rule)s.") % data
    return gettext("Tie between %(names)s: %(first)s comes first. What settles it: %(rule)s.") % data


def _tied(tie: Tie, names: Names) -> str:
    data = {"names": _names(tie.options, names), "number": tie.seats}
    if tie.leaving:
        return gettext("Tie between %(names)s: one of them has to leave the count, and it does not say who.") % data
    return (
        ngettext("Tie between %(names)s for %(number)s seat.", "Tie between %(names)s for %(number)s seats.", tie.seats)
        % data
    )


def _names(options: Iterable[str], names: Names) -> str:
    return ", ".join(sorted(names[option] for option in options))


def seats_words(seats: int) -> str:
    """Say how many seats there are."""
    return ngettext("%(number)s seat", "%(number)s seats", seats) % {"number": seats}


def list_name() -> str:
    """Name the list of an election where there is only one."""
    return gettext("the list")


def column_word(column: str) -> str:
    """Name a column of a count: ``votes`` or ``seats``."""
    return pgettext("column", "Votes") if column == "votes" else pgettext("column", "Seats")


def room_sentence(presence: Presence) -> str:
    """Say how many votes a round has."""
    return ngettext(
        "%(votes)s vote: %(present)s present and %(represented)s represented as it opened.",
        "%(votes)s votes: %(present)s present and %(represented)s represented as it opened.",
        presence.votes,
    ) % {"votes": presence.votes, "present": presence.present, "represented": presence.represented}


def secrecy_words(way: Way) -> str:
    """Say before a confidential ballot is cast what it is; nothing of another."""
    if way is not Way.CONFIDENTIAL:
        return ""
    return gettext(
        "This ballot is confidential and final: it cannot be changed, and nothing will link it to you after the close. The "
        "server sees it as you cast it."
    )


def warning_words(way: Way, presence: Presence) -> str:
    """Say before a confidential round what its size gives away; empty when it is large enough."""
    found = warned(presence=presence) if way is Way.CONFIDENTIAL else None
    if found is None:
        return ""
    if found is Revealing.ALONE:
        return gettext("Only one person votes: the result is their ballot.")
    return ngettext(
        "%(votes)s vote is few: the figures, and what people know of one another, may tell who chose what.",
        "%(votes)s votes are few: the figures, and what people know of one another, may tell who chose what.",
        presence.votes,
    ) % {"votes": presence.votes}


def ballot_words(method: ElectionMethod, marks: Marks, *, names: Names) -> str:
    """Say what a ballot says, to the person who cast it."""
    if not marks:
        return choice_word(Choice.BLANK)
    if method is ElectionMethod.LIST:
        return choice_word(Choice.FOR if marks[0][1] else Choice.AGAINST)
    if method is ElectionMethod.MAJORITY_JUDGMENT:
        return ", ".join(
            gettext("%(name)s: %(grade)s") % {"name": names[option], "grade": grade_word(grade)}
            for option, grade in sorted(marks, key=lambda one: (-one[1], names[one[0]]))
        )
    if method in RANKED:
        return ", ".join(f"{rank}. {names[option]}" for option, rank in sorted(marks, key=lambda one: one[1]))
    return _names([option for option, _ in marks], names)
