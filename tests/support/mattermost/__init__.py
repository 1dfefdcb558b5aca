"""A Mattermost for tests: the fake that ships with the code, on loopback, watched by the official OpenAPI description."""

from tests.support.mattermost.server import FakeMattermost, connected_world, mattermost

__all__ = ["FakeMattermost", "connected_world", "mattermost"]
