"""From the facts of an action to the posts of its thread, in the association's language, with their buttons."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.queries.telling import ActionNews
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.chat.logic.milestones import Milestone, Sort
from toutdoux.integrations.mattermost.addresses import button_url
from toutdoux.integrations.mattermost.logic.contexts import Context, seal
from toutdoux.integrations.mattermost.logic.rendering import markdown
from toutdoux.integrations.mattermost.queries import ConnectionRow
from toutdoux.rules.facts import Choice, Execution, Status
from toutdoux.wording.chat import posts
from toutdoux.wording.words import choice_word


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes about one action, as it stands at ``now``."""

    connection: ConnectionRow
    place: AssociationRow
    news: ActionNews
    now: datetime

    def action(self, *, vote_url: str = "") -> str:
        """Return the root post."""
        with self._speaking():
            return markdown(posts.action_post(told=self._told(vote_url)), rest=posts.shortened_words())

    def milestone(self, milestone: Milestone, *, objection: tuple[str, str] = ("", "")) -> str:
        """Return the reply that tells a milestone; ``objection`` is a name and a reason."""
        with self._speaking():
            pieces = self._pieces(milestone, objection)
            return markdown(pieces, rest=posts.shortened_words())

    def replaced(self) -> str:
        """Return what stands in the place of a text that another has replaced."""
        with self._speaking():
            return markdown(posts.amendment_post(told=self._told(), current=False))

    def props(self, *, key: str, buttons: bool) -> dict[str, Any]:
        """Return what a post bears besides its words: the name it is found by, and the three buttons."""
        named: dict[str, Any] = {"toutdoux": key}
        return named | {"attachments": [{"actions": self._buttons()}]} if buttons else named

    def _buttons(self) -> list[dict[str, Any]]:
        with self._speaking():
            words = {choice: choice_word(choice) for choice in (Choice.FOR, Choice.AGAINST, Choice.BLANK)}
        url = button_url(slug=self.place.slug)
        return [
            {
                "id": str(choice),
                "type": "button",
                "name": name,
                "integration": {"url": url, "context": self._context(choice)},
            }
            for choice, name in words.items()
        ]

    def _context(self, choice: Choice) -> dict[str, str | int]:
        context = Context(
            association_id=self.place.id,
            action_id=self.news.row.id,
            version=self.news.row.version,
            channel_id=self.connection.channel_id,
            choice=choice,
        )
        return seal(secret=self.connection.callback_secret, context=context)

    def _pieces(self, milestone: Milestone, objection: tuple[str, str]) -> tuple[Any, ...]:
        match milestone.sort:
            case Sort.AMENDMENT:
                return posts.amendment_post(told=self._told(), current=True)
            case Sort.HALFWAY:
                return posts.halfway_post(told=self._told())
            case Sort.OBJECTION:
                return posts.objection_post(name=objection[0], reason=objection[1])
            case Sort.DECIDED:
                return posts.outcome_post(told=self._told(), status=Status(milestone.what))
            case Sort.ENDED:
                return posts.execution_post(execution=Execution(milestone.what))
            case Sort.URGENCY:
                return posts.urgency_post()

    def _told(self, vote_url: str = "") -> posts.Posted:
        row = self.news.row
        return posts.Posted(
            row=row,
            text=self.news.text,
            bar=bar_characters(row, zone=self.place.zone, now=self.now),
            page_url=f"{settings.TOUTDOUX_URL}/a/{self.place.slug}/actions/{row.reference}/",
            zone=self.place.zone,
            now=self.now,
            vote_url=vote_url,
        )

    def _speaking(self) -> translation.override:
        return translation.override(language_of(self.place))


def language_of(place: AssociationRow) -> str:
    """Return the language in which an association is spoken to as a whole."""
    base = place.language.split("-")[0]
    return "fr-tu" if base == "fr" and place.address_form == "tu" else base
