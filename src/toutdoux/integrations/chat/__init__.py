"""Who is who in the chats, what they may do once, and who belongs in the voting channel: the same for every chat."""
