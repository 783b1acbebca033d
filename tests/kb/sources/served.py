"""What a server of ours answers in place of a service, and what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PAYLOADS = Path(__file__).parent / "payloads"

#: Under which path each service is asked about one work.
WORK = {
    "openalex": "/openalex/works/",
    "s2": "/s2/graph/v1/paper/",
    "crossref": "/crossref/works/",
    "arxiv": "/arxiv/api/query",
}
FILES = {"openalex": "openalex.json", "s2": "s2.json", "crossref": "crossref.json", "arxiv": "arxiv.xml"}


@dataclass(frozen=True)
class Reply:
    """One answer. ``claimed`` is the length that the header claims, where the body is cut off on its way."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    claimed: int | None = None


@dataclass
class Service:
    """The server: replies by the start of the path, in turn (the last stays), and all that it was asked."""

    root: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def answer(self, start: str, *replies: Reply) -> None:
        self.replies[start] = list(replies)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def reply(self, path: str) -> Reply:
        starts = [start for start in self.replies if path.startswith(start)]
        if not starts:
            return Reply(b'{"error": "not found"}', 404, {"Content-Type": "application/json"})
        waiting = self.replies[max(starts, key=len)]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def payload(name: str) -> bytes:
    return (PAYLOADS / name).read_bytes()
