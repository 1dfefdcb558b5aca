"""A rulebook as articles people read: each as law, exact, and as plain words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext, pgettext

from toutdoux.rules.articles import Article
from toutdoux.rules.rulebook import Rulebook
from toutdoux.wording.articles import deciding, living, talking

_Text = Callable[[Rulebook], str]

_TEXTS: Mapping[Article, tuple[_Text, _Text]] = MappingProxyType(
    {
        Article.INTENT: (living.intent, living.intent_plainly),
        Article.COUNCIL: (living.council, living.council_plainly),
        Article.KINDS: (deciding.kinds, deciding.kinds_plainly),
        Article.ANNOUNCEMENT: (deciding.announcement, deciding.announcement_plainly),
        Article.DELAY: (deciding.delay, deciding.delay_plainly),
        Article.ACCEPTANCE: (deciding.acceptance, deciding.acceptance_plainly),
        Article.SILENCE: (deciding.silence, deciding.silence_plainly),
        Article.BLOCKING: (deciding.blocking, deciding.blocking_plainly),
        Article.BALLOTS: (talking.ballots, talking.ballots_plainly),
        Article.OBJECTION: (talking.objection, talking.objection_plainly),
        Article.AMENDMENT: (talking.amendment, talking.amendment_plainly),
        Article.COUNTER_VOTE: (talking.counter_vote, talking.counter_vote_plainly),
        Article.URGENCY: (talking.urgency, talking.urgency_plainly),
        Article.WITHDRAWAL: (talking.withdrawal, talking.withdrawal_plainly),
        Article.EXECUTION: (living.execution, living.execution_plainly),
        Article.EFFECTS: (living.effects, living.effects_plainly),
        Article.ASSEMBLY: (living.assembly, living.assembly_plainly),
        Article.INACTIVITY: (living.inactivity, living.inactivity_plainly),
        Article.MONEY: (living.money, living.money_plainly),
    }
)


@dataclass(frozen=True, kw_only=True)
class ArticleText:
    """One article of a rulebook in the reader's language: as ``law``, and in ``plain`` words."""

    number: int
    title: str
    law: str
    plain: str


def articles(rulebook: Rulebook) -> tuple[ArticleText, ...]:
    """Return all the articles of ``rulebook``, in order. Values still open say so."""
    return tuple(
        ArticleText(number=int(article), title=article_title(article), law=law(rulebook), plain=plain(rulebook))
        for article, (law, plain) in _TEXTS.items()
    )


def article_title(article: Article) -> str:
    """Return what an article is about, in one or two words."""
    return {
        Article.INTENT: pgettext("title of an article", "Intent"),
        Article.COUNCIL: pgettext("title of an article", "Council"),
        Article.KINDS: pgettext("title of an article", "Kinds of action"),
        Article.ANNOUNCEMENT: pgettext("title of an article", "Announcement"),
        Article.DELAY: pgettext("title of an article", "Delay"),
        Article.ACCEPTANCE: pgettext("title of an article", "Acceptance"),
        Article.SILENCE: pgettext("title of an article", "Silence"),
        Article.BLOCKING: pgettext("title of an article", "Blocking"),
        Article.BALLOTS: pgettext("title of an article", "Votes"),
        Article.OBJECTION: pgettext("title of an article", "Objections"),
        Article.AMENDMENT: pgettext("title of an article", "Amendments"),
        Article.COUNTER_VOTE: pgettext("title of an article", "Counter-vote"),
        Article.URGENCY: pgettext("title of an article", "Urgency"),
        Article.WITHDRAWAL: pgettext("title of an article", "Withdrawal"),
        Article.EXECUTION: pgettext("title of an article", "Carrying out"),
        Article.EFFECTS: pgettext("title of an article", "Effects"),
        Article.ASSEMBLY: pgettext("title of an article", "Assemblies"),
        Article.INACTIVITY: pgettext("title of an article", "Inactivity"),
        Article.MONEY: pgettext("title of an article", "Money"),
    }[article]


def article_words(article: int) -> str:
    """Name an article: "art. 6"."""
    return gettext("art. %(number)s") % {"number": int(article)}
