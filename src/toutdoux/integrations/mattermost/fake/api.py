"""The REST interface of the fake, whole: each documented endpoint that we, or an official client, call."""

# Importing a module enters its functions among the routes.
from toutdoux.integrations.mattermost.fake import people, posting
from toutdoux.integrations.mattermost.fake.asking import Answer, Asked, answer, error
from toutdoux.integrations.mattermost.fake.typing_in import access_token

__all__ = ["Answer", "Asked", "access_token", "answer", "error", "people", "posting"]
