"""What is said in a chat: posts for everyone, answers to one person."""
