"""Connecting an association to its room on Matrix."""
