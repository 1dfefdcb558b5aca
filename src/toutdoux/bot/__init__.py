"""What arrives from a chat that calls us: buttons, dialogs, slash commands. Parsed, answered in words, never decided here."""
