"""File descriptors: as many as the system gives, and one for a visitor where Streamlit takes four.

Streamlit makes an event loop for each session, in case a script wants one. No script of ours does, and an
event loop holds three descriptors from the moment it is made. Ours takes them when it first runs.
"""

from __future__ import annotations

import asyncio
import resource
import selectors
from types import SimpleNamespace
from typing import Any

from streamlit.runtime import app_session

MOST = 65_536  # more is of no use: memory ends first


class LazyEventLoop(asyncio.SelectorEventLoop):
    """An event loop that holds no descriptor until it runs.

    >>> loop = LazyEventLoop(); loop.run_until_complete(asyncio.sleep(0, "ran")); loop.close()
    'ran'
    """

    def __init__(self) -> None:
        self._piped = False
        super().__init__(selectors.PollSelector())  # poll, unlike epoll, is no descriptor itself
        self._piped = True

    # The pipe by which other threads wake a loop has no public name in asyncio.
    def _make_self_pipe(self) -> None:
        if self._piped:
            super()._make_self_pipe()  # type: ignore[misc]
        else:
            self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        if self._ssock is not None:
            super()._close_self_pipe()  # type: ignore[misc]

    def run_forever(self) -> None:
        """Run until stopped, and from now on hold what that needs."""
        if self._ssock is None:
            self._make_self_pipe()
        super().run_forever()


def lazy_loops() -> None:
    """From now on a session's event loop takes its descriptors when it runs, which it does not."""
    if hasattr(app_session, "asyncio"):
        names: dict[str, Any] = {**vars(asyncio), "new_event_loop": LazyEventLoop}
        app_session.asyncio = SimpleNamespace(**names)


def raise_limit() -> int:
    """Let this process hold as many descriptors as the system allows it; how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft == resource.RLIM_INFINITY:
        return MOST
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):  # a system that says one number and means another
            return soft
    return max(soft, wanted)
