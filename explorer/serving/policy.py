"""What the browser is told it may do with our pages: the headers of every answer.

Nothing is fetched from anywhere else, no script runs that came in with a text, and no page of others holds
one of ours, unless its host was named:

    KB_EMBED="https://course.example.org *.lab.example.org"     hosts whose pages may hold ours in a frame
"""

from __future__ import annotations

import base64
import hashlib
import os
import re

#: A page names its own inline scripts by their hashes.
POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' data: blob:; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; "
    "form-action 'self'; base-uri 'self'"
)
_HOST = re.compile(r"(https?://)?(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)


def embedding() -> tuple[str, ...]:
    """The hosts whose pages may hold ours. Raises ValueError for what is none, such as a whole address.

    >>> os.environ["KB_EMBED"] = "https://course.example.org"; embedding()
    ('https://course.example.org',)
    >>> del os.environ["KB_EMBED"]; embedding()
    ()
    """
    hosts = tuple(os.environ.get("KB_EMBED", "").split())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(
                f"KB_EMBED names hosts, such as https://course.example.org or *.example.org, not {host!r}"
            )
    return hosts


def policy() -> str:
    """The policy for every answer, with the hosts that may hold our pages."""
    hosts = embedding()
    told = " ".join(["frame-ancestors 'self'", *hosts])
    return POLICY.replace("frame-ancestors 'none'", told) if hosts else POLICY


def headers() -> list[tuple[bytes, bytes]]:
    """The headers of every answer."""
    return [
        (b"content-security-policy", policy().encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    ]


def policy_of(page: bytes) -> bytes:
    """The policy for a page: only the inline scripts that it has now may run."""
    scripts = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts]
    named = " ".join(["script-src 'self'", *(f"'sha256-{hash_}'" for hash_ in hashes)])
    return policy().replace("script-src 'self'", named, 1).encode()
