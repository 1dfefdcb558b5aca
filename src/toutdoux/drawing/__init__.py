"""The one place that draws: the council bar, the timeline, the symbols, and members' Markdown.

Everything here is pure: frozen facts and words that are already localised go in, a string comes out. The same
drawing then serves pages, printed documents, chat posts, mails and the terminal.
"""
