"""What can be done to a connection, and to the record of what was posted. Each function is one transaction."""

from toutdoux.integrations.mattermost.commands.connecting import (
    NewConnection,
    connect,
    disconnect,
    keep_command_token,
)
from toutdoux.integrations.mattermost.commands.keeping import (
    Held,
    Saying,
    buttons_gone,
    drop_thread,
    forget_threads,
    heard,
    hold_thread,
    release_thread,
    said,
    say,
    told_until,
)

__all__ = [
    "Held",
    "NewConnection",
    "Saying",
    "buttons_gone",
    "connect",
    "disconnect",
    "drop_thread",
    "forget_threads",
    "heard",
    "hold_thread",
    "keep_command_token",
    "release_thread",
    "said",
    "say",
    "told_until",
]
