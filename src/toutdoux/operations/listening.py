"""Taking the address to listen on, before anything else starts."""

import socket


def bound(*, host: str, port: int) -> socket.socket:
    """Take the address at once, so that a port in use is told before anything starts. Raises ``OSError``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # A process that was just stopped leaves the port waiting: starting again must not fail over it.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except BaseException:
        listening.close()
        raise
    return listening
