"""SQLite as a database for many people at once: Django's own backend, whose writers take turns. See ``base``."""
