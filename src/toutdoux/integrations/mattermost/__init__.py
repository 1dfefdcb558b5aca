"""Mattermost, outwards: the connection, posts and personal messages. What arrives from it is ``toutdoux.bot``'s."""
