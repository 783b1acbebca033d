"""Small messages leave at once: no connection waits 40 ms for more of them to come.

Streamlit binds its port itself and hands the socket to uvicorn. Such a socket does not say that it is TCP
(``proto`` is 0), and asyncio switches off Nagle's algorithm only where a socket says so. Then each answer on
a connection that stays open waits for the browser's delayed acknowledgement: uvicorn's issue 3149.
"""

from __future__ import annotations

import socket
from asyncio import base_events


def send_at_once() -> None:
    """From now on, no stream over TCP in this process holds small messages back."""
    # asyncio has no public way to say this of a server's connections.
    if hasattr(base_events, "_set_nodelay"):
        base_events._set_nodelay = _no_delay


def _no_delay(connection: socket.socket) -> None:
    internet = connection.family in (socket.AF_INET, socket.AF_INET6)
    if internet and connection.type == socket.SOCK_STREAM:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
