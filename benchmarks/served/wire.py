"""The wire between a browser and the explorer: a relay that counts the bytes that really cross it.

Browsers report the messages of a websocket as they were before compression. What a visitor's line carries is
seen only from outside.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

CHUNK = 1 << 16


class Wire:
    """A relay in front of a server here: ``url`` is its own address, ``to_browser`` counts bytes."""

    def __init__(self, url: str) -> None:
        there = urlsplit(url)
        self._there = (there.hostname or "127.0.0.1", there.port or 80)
        self.to_browser = self.to_server = 0
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                browser, _ = self._door.accept()
            except OSError:  # closed: the measuring is over
                return
            server = socket.create_connection(self._there)
            for end in (browser, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # nothing waits here
            for way in ((browser, server, "to_server"), (server, browser, "to_browser")):
                threading.Thread(target=self._carry, args=way, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, name: str) -> None:
        with contextlib.suppress(OSError):  # one end went away; so does the other
            while data := source.recv(CHUNK):
                with self._lock:
                    setattr(self, name, getattr(self, name) + len(data))
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.close()
