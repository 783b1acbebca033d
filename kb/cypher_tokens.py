"""The words of a Cypher query, and a draft in which some of them are written anew for the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kb.errors import UsageError

CLAUSES = frozenset(
    ("MATCH", "OPTIONAL", "WHERE", "RETURN", "WITH", "UNWIND", "UNION", "ORDER", "SKIP", "LIMIT")
)
_TEXT = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`"""
_COMMENT = re.compile(rf"(?P<text>{_TEXT})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(
    rf"(?P<text>{_TEXT})|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<sign><>|<=|>=|=~|\.\.|[^\w\s])",
    re.DOTALL,
)
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True)
class Token:
    """A word, number, text or sign; ``word`` is a name in upper case."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "name" else self.text


@dataclass
class Query:
    """What the engine runs, the columns as asked (None: the engine's own), and where its text came from."""

    asked: str
    text: str
    columns: tuple[str, ...] | None
    places: list[tuple[int, int]] = field(repr=False)  # offsets in ``text``, and in ``asked``

    def place(self, offset: int) -> int:
        """Where in the query as asked an offset of the engine's text comes from."""
        if offset >= len(self.text.rstrip()):
            return len(self.asked)
        return max((asked for written, asked in self.places if written <= offset), default=0)


def tokens(asked: str) -> list[Token]:
    """The tokens of a query, without white space and comments, nor a semicolon at its end.

    >>> [token.text for token in tokens("RETURN a.id; // all")]
    ['RETURN', 'a', '.', 'id']
    """
    bare = _COMMENT.sub(lambda m: m[0] if m["text"] else re.sub(r"[^\n]", " ", m[0]), asked)
    found = [Token(str(m.lastgroup), m[0], m.start()) for m in _TOKEN.finditer(bare)]
    if found and found[-1].text == ";":
        found.pop()
    if not found:
        raise UsageError("the query is empty; try MATCH (a:Paper) RETURN a.id")
    if loose := next((t for t in found if t.text in ("'", '"', "`")), None):
        rest = asked[loose.start :][:20]
        raise UsageError(f"a text is opened and not closed: {rest!r}; put {loose.text} after it")
    return found


class Draft:
    """A query's tokens, what stands in the place of each, and where its brackets end."""

    def __init__(self, asked: str, read: list[Token] | None = None) -> None:
        self.asked = asked
        self.tokens = tokens(asked) if read is None else read
        self.out = [token.text for token in self.tokens]
        self.after: dict[int, str] = {}  # what is to stand after a token, whatever that token becomes
        self.close: dict[int, int] = {}
        self.depth: list[int] = []
        self.within: list[int] = []  # in which bracket; -1: in none
        self._find_brackets()

    def _find_brackets(self) -> None:
        opened: list[int] = []
        for i, token in enumerate(self.tokens):
            if token.text in _CLOSE:
                if not opened or _OPEN.index(self.tokens[opened[-1]].text) != _CLOSE.index(token.text):
                    raise UsageError(f"the query has a {token.text!r} too many: {self.rest(i)!r}")
                self.close[opened.pop()] = i
            self.depth.append(len(opened))
            self.within.append(opened[-1] if opened else -1)
            if token.text in _OPEN:
                opened.append(i)
        if opened:
            raise UsageError(
                f"the query ends too early: {self.asked.strip()[-20:]!r}; "
                f"{self.tokens[opened[-1]].text!r} is not closed"
            )

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, i: int) -> str:
        """The word at a place; empty before the first and behind the last."""
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def kind(self, i: int) -> str:
        """The kind of the token at a place; empty outside."""
        return self.tokens[i].kind if 0 <= i < len(self.tokens) else ""

    def rest(self, i: int) -> str:
        """The next letters of the query as asked."""
        return self.asked[self.tokens[i].start :][:20] if i < len(self.tokens) else ""

    def is_clause(self, i: int) -> bool:
        """Whether a clause begins here, and not a name or STARTS WITH."""
        before = self.at(i - 1)
        if self.kind(i) != "name" or self.at(i) not in CLAUSES or before in (".", ":", "AS"):
            return False
        return not (self.at(i) == "WITH" and before in ("STARTS", "ENDS"))

    def replace(self, start: int, end: int, text: str) -> None:
        """Write a text for the tokens from start to before end."""
        self.out[start:end] = [text, *[""] * (end - start - 1)]

    def query(self, columns: tuple[str, ...] | None) -> Query:
        """All as it stands now; gaps between tokens become single spaces."""
        parts: list[str] = []
        places: list[tuple[int, int]] = []
        written = end = 0
        for i, (token, text) in enumerate(zip(self.tokens, self.out, strict=True)):
            gap = " " if token.start != end and text and written else ""
            places.append((written + len(gap), token.start))
            parts.append(gap + text + self.after.get(i, ""))
            written += len(parts[-1])
            end = token.start + len(token.text)
        return Query(self.asked, "".join(parts), columns, places)
