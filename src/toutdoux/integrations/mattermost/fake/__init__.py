"""A Mattermost to try things with: for tests, and for the demo. It answers as the official description of the real one says."""
