"""The words of messages, as they left: a table of its own, for they go long before the rows that say that they left."""
