"""What can be done to a connection, and to the record of what was posted. Each function is one transaction."""

from toutdoux.integrations.mattermost.commands.connecting import (
    NewConnection,
    connect,
    disconnect,
    keep_command_token,
)

__all__ = ["NewConnection", "connect", "disconnect", "keep_command_token"]
