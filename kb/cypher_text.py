"""A query as a person writes it, and the same as the engine runs it.

The engine (ladybug) writes as readily as it reads, and can load files and fetch extensions. So a query is
read in tokens and written anew: what is no question is refused, patterns are put into the engine's terms, and
the columns keep the names that RETURN gives them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.cypher_patterns import MOST_HOPS, Patterns
from kb.cypher_tokens import Draft, Query, Token
from kb.errors import UsageError

BEGIN = frozenset(("MATCH", "OPTIONAL", "RETURN", "WITH", "UNWIND"))
NO_QUESTION = frozenset(
    ("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "DROP", "ALTER", "UPDATE", "FOREACH",
     "COPY", "LOAD", "CALL", "INSTALL", "UNINSTALL", "ATTACH", "USE", "EXPORT", "IMPORT",
     "BEGIN", "COMMIT", "ROLLBACK", "CHECKPOINT", "PROFILE", "EXPLAIN")
)  # fmt: skip
#: openCypher's names of functions, and the engine's.
FUNCTIONS = {
    "type": "label", "labels": "label", "tostring": "string", "tointeger": "to_int64", "tofloat": "to_double",
}  # fmt: skip


def read(asked: str, relations: frozenset[str]) -> Query:
    """A query for the engine. Raises UsageError for what it must not run, or could only answer wrongly.

    >>> read("MATCH (a:Film)--(b) RETURN a.id, type(b) AS t", frozenset({"CITES"})).text
    'MATCH (a:Film)-[_relation1]-(b) RETURN a.id, label(b) AS t'
    """
    draft = Draft(asked)
    _refuse(draft)
    draft = Draft(asked, list(_conditions_last(draft)))
    patterns, i = Patterns(draft, relations), 0
    while i < len(draft):
        if draft.at(i) == "MATCH" and draft.is_clause(i):
            i = patterns.match(i + 1)
        elif draft.at(i) == "(" and patterns.is_arrow(draft.close[i] + 1):
            i, arrows = patterns.chain(i)
            if len(arrows) > 1:
                raise UsageError("a condition holds a pattern of one relation; write EXISTS { MATCH ... }")
        else:
            _word(draft, patterns, i)
            i += 1
    return draft.query(_columns(draft))


def _refuse(draft: Draft) -> None:
    for i, token in enumerate(draft.tokens):
        word = token.word if token.kind == "name" and draft.at(i - 1) not in (".", ":") else ""
        if word in NO_QUESTION and draft.at(i + 1) != ":":
            raise UsageError(f"{word} is no question; a query begins with MATCH and ends with RETURN")
        if token.text == "$":
            raise UsageError("a query has no parameters: write the value in the place of $")
        if token.text == ";":
            raise UsageError("one query at a time: leave out what stands after ';'")
        if word == "SHORTESTPATH" or word == "ALLSHORTESTPATHS":
            raise UsageError(f"shortest paths are written as hops here: -[* SHORTEST 1..{MOST_HOPS}]->")
        if word == "ID" and draft.at(i + 1) == "(":
            raise UsageError("id() would be a number of the engine's own; write a.id")
    if draft.at(0) not in BEGIN:
        raise UsageError(
            f"the query cannot be read from line 1, column 1: {draft.rest(0)!r}; "
            "it begins with MATCH and ends with RETURN (see `kb query --help`)"
        )


def _conditions_last(draft: Draft) -> Iterator[Token]:
    """The tokens, with the conditions of MATCH clauses that follow one another joined behind the last."""
    conditions: list[list[Token]] = []
    for clause in _clauses(draft):
        first = clause[0].word
        if first == "WHERE" and len(clause) > 1:
            conditions.append(clause[1:])
            continue
        if conditions and first != "MATCH":
            yield from _joined(conditions)
            conditions = []
        yield from clause
    yield from _joined(conditions)


def _clauses(draft: Draft) -> Iterator[list[Token]]:
    """The clauses; OPTIONAL MATCH keeps its WHERE, and so does WITH."""
    found: list[Token] = []
    for i, token in enumerate(draft.tokens):
        begins = draft.depth[i] == 0 and draft.is_clause(i) and found
        goes_on = found and (
            (draft.at(i) == "WHERE" and found[0].word != "MATCH")
            or (draft.at(i) == "MATCH" and found[0].word == "OPTIONAL" and len(found) == 1)
        )
        if begins and not goes_on:
            yield found
            found = []
        found.append(token)
    yield found


def _joined(conditions: list[list[Token]]) -> Iterator[Token]:
    """One WHERE of several conditions."""
    for number, condition in enumerate(conditions):
        at = condition[0].start
        yield Token("name", "AND" if number else "WHERE", at)
        if len(conditions) == 1:
            yield from condition
        else:
            yield from (Token("sign", "(", at), *condition, Token("sign", ")", at))


def _word(draft: Draft, patterns: Patterns, i: int) -> None:
    """A function by the engine's name, a label as a condition."""
    token = draft.tokens[i]
    if token.kind != "name":
        return
    if draft.at(i + 1) == "(" and token.text.lower() in FUNCTIONS:
        draft.out[i] = FUNCTIONS[token.text.lower()]
    before, behind = draft.at(i - 1), draft.at(i + 1)
    ends = i + 1 == len(draft) or behind in ("AND", "OR", "XOR", ")") or draft.is_clause(i + 1)
    if (
        before in ("WHERE", "AND", "OR", "XOR", "NOT")
        and ends
        and token.word not in ("TRUE", "FALSE", "NULL")
    ):
        draft.out[i] = f"({token.text} = true)"  # ladybug 0.22 loses rows where it filters by a bare truth
    if draft.at(i + 1) == ":" and draft.kind(i + 2) == "name" and not _in_map(draft, i):
        labels, end = patterns.labels(i + 1)
        them = ", ".join(f"'{label}'" for label in labels)
        draft.replace(i, end, f"(label({token.text}) IN [{them}])")


def _in_map(draft: Draft, i: int) -> bool:
    """Whether a token stands in a map or a list, where a colon is no label."""
    outer = draft.within[i]
    return draft.at(outer) in ("{", "[") and draft.at(outer - 1) not in ("EXISTS", "COUNT")


def _columns(draft: Draft) -> tuple[str, ...] | None:
    """What RETURN names, as the person wrote it; None for RETURN *."""
    starts = [i for i in range(len(draft)) if draft.at(i) == "RETURN" and draft.depth[i] == 0]
    if not starts:
        raise UsageError("the query has no RETURN: say what is wanted, as in RETURN a.id")
    names = []
    for start, end in _items(draft, starts[0] + 1):
        alias = next((i for i in range(start, end - 1) if draft.at(i) == "AS" and draft.depth[i] == 0), None)
        last = draft.tokens[end - 1]
        said = " ".join(draft.asked[draft.tokens[start].start : last.start + len(last.text)].split())
        names.append(said if alias is None else draft.tokens[alias + 1].text.strip("`"))
    if "*" in names:
        return None
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"two columns are called {twice}; give one another name with AS")
    return tuple(names)


def _items(draft: Draft, i: int) -> Iterator[tuple[int, int]]:
    """From where to where each item of RETURN goes."""
    start = i + 1 if draft.at(i) == "DISTINCT" else i
    for i in range(start, len(draft) + 1):
        over = i == len(draft) or (draft.depth[i] == 0 and draft.is_clause(i))
        if over or (draft.depth[i] == 0 and draft.at(i) == ","):
            if i > start:
                yield start, i
            start = i + 1
        if over:
            return
