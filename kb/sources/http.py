"""The one way out: who asks, how fast, how patiently, and what a refusal means.

The libraries build the questions; none of them waits as long as a service asks for (Retry-After), so every
question goes through a Line. Nothing is imported before the first question.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from time import monotonic, sleep
from typing import Any, TypeVar

from kb import __version__
from kb.errors import CannotRun, SourceError

_T = TypeVar("_T")

HOMES = {
    "openalex": "https://api.openalex.org",
    "s2": "https://api.semanticscholar.org",
    "crossref": "https://api.crossref.org",
    "arxiv": "https://export.arxiv.org",
}
#: Where each service is really asked: a mirror or a test puts another root here.
ROOTS = dict(HOMES)
#: Seconds between two questions, as each service asks for without a contract.
PAUSES = {"openalex": 0.1, "s2": 1.0, "crossref": 0.2, "arxiv": 3.0}
TRIES = 4
TIMEOUT = 30.0  # seconds for one answer
LONGEST = 60.0  # seconds; a service that wants to be left alone for longer is asked another day
PATIENCE = 3  # works in a row without an answer, after which a service is not asked any more
_BUSY = (429, 500, 502, 503, 504)


class Unknown(SourceError):
    """The service has no work under this identifier."""


class Busy(Exception):
    """No answer now; another try may get one. ``wait`` is how long the service asked to wait, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def library(name: str) -> Any:
    """A library of the extra ``sources``. Raises CannotRun where it is not installed.

    >>> library("unheard_of")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kb.errors.CannotRun: unheard_of is not installed; ... pip install 'timetested[sources]'
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise CannotRun(
            f"{name} is not installed; asking services needs the extra sources: "
            "pip install 'timetested[sources]'"
        ) from error


def email() -> str | None:
    """Whom a service may write to: ``$KB_EMAIL``, or nobody.

    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, KB_EMAIL="me@example.org"):
    ...     email()
    'me@example.org'
    """
    return os.environ.get("KB_EMAIL") or None


def user_agent() -> str:
    """Who asks, with an e-mail address where ``$KB_EMAIL`` gives one: services answer these faster.

    >>> user_agent().startswith("timetested/")
    True
    """
    contact = f" (mailto:{email()})" if email() else ""
    return f"timetested/{__version__}{contact}"


class Line:
    """The way to one service. ``get`` is what the libraries call in place of a requests session's.

    ``session`` may be any object with the ``get`` of a requests session; by default it is one.
    """

    def __init__(self, service: str, session: Any = None) -> None:
        self.service, self.root = service, ROOTS[service]
        self.asked: list[str] = []  # the addresses asked about the work at hand
        self.heard = ""  # the text of the last answer
        self._session, self._last, self._failures = session, float("-inf"), 0

    def get(self, url: str, headers: Mapping[str, str] | None = None, auth: Any = None, **_: Any) -> Any:
        """The answer under an address of the service. Raises Unknown or SourceError, with the reason."""
        address = self.root + url.removeprefix(HOMES[self.service])
        who = {**(headers or {}), "User-Agent": user_agent()}
        self.asked.append(url)
        answer = self.patiently(lambda: self._once(address, who, auth))
        self.heard = answer.text
        if not answer.text.strip():
            raise SourceError("the answer is empty")
        return answer

    def patiently(self, ask: Callable[[], _T]) -> _T:
        """Ask at the pace of the service, again after Busy. Raises SourceError when patience ends."""
        if self._failures >= PATIENCE:
            raise SourceError(f"not asked: no answer to {PATIENCE} works in a row")
        for attempt in range(TRIES):
            self._keep_pace()
            try:
                answer = ask()
            except Busy as busy:
                self._wait_or_stop(busy, attempt)
            else:
                self._failures = 0
                return answer
        raise AssertionError("unreachable")

    def _wait_or_stop(self, busy: Busy, attempt: int) -> None:
        wait = 2.0**attempt if busy.wait is None else busy.wait
        if wait > LONGEST:
            self._failures += 1
            raise SourceError(f"{busy}; it asks to wait {wait:.0f} s, try again later")
        if attempt == TRIES - 1:
            self._failures += 1
            raise SourceError(f"{busy} ({TRIES} tries)")
        sleep(wait)

    def _keep_pace(self) -> None:
        early = self._last + PAUSES[self.service] - monotonic()
        if early > 0:
            sleep(early)
        self._last = monotonic()

    def _once(self, address: str, headers: Mapping[str, str], auth: Any) -> Any:
        requests = library("requests")
        self._session = self._session or requests.Session()
        try:
            answer = self._session.get(address, headers=headers, auth=auth, timeout=TIMEOUT)
        except requests.Timeout as error:
            raise Busy(f"no answer within {TIMEOUT:.0f} s") from error
        except requests.RequestException as error:
            raise Busy(f"the connection failed ({type(error).__name__})") from error
        refuse(answer.status_code, answer.headers)
        return answer


def refuse(status: int, headers: Mapping[str, str]) -> None:
    """Raise what a status means: Busy, Unknown or SourceError; nothing for one of success.

    >>> refuse(200, {})
    >>> refuse(404, {})
    Traceback (most recent call last):
    kb.sources.http.Unknown: no such work there
    """
    if status in _BUSY:
        raise Busy(f"HTTP {status}", seconds(headers.get("Retry-After", "")))
    if status == 404:
        raise Unknown("no such work there")
    if status == 400:
        raise SourceError("HTTP 400: it does not understand the identifier")
    if status in (401, 403):
        raise SourceError(f"HTTP {status}: it refuses us; is the key in the environment right?")
    if not 200 <= status < 300:
        raise SourceError(f"HTTP {status}")


def seconds(text: str) -> float | None:
    """A Retry-After as seconds from now (a number or a date); None where it says nothing readable.

    >>> seconds("7"), seconds("soon"), seconds("Wed, 21 Oct 2015 07:28:00 GMT")
    (7.0, None, 0.0)
    """
    if text.strip().isdigit():
        return float(text)
    with suppress(ValueError, TypeError):
        when = parsedate_to_datetime(text)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    return None
