"""Patterns of a Cypher query, nodes and arrows, as the engine runs them.

Every label is a table of the engine, so ``Work`` becomes the four kinds of works. Every arrow gets a name, by
which the arrows of one MATCH are told apart, as openCypher has it and the engine has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kb.cypher_tokens import Draft
from kb.errors import UsageError
from kb.spelling import nearest

MOST_HOPS = 6
WORKS = ("Paper", "Dataset", "System", "Film")
LABELS = {"Work": WORKS, **{name: (name,) for name in (*WORKS, "Person", "Award")}}
MODES = frozenset(("TRAIL", "ACYCLIC", "SHORTEST", "ALL"))
HIDDEN = "_relation"  # how names begin that a query does not have


@dataclass(frozen=True)
class Arrow:
    """An arrow of a pattern: its name, the types it may be, and whether it is several hops long."""

    name: str
    types: frozenset[str]
    hops: bool


class Patterns:
    """Writes the patterns of one query into its draft; ``relations`` are the types that there are."""

    def __init__(self, draft: Draft, relations: frozenset[str]) -> None:
        self.draft, self.relations = draft, relations
        self.named = 0
        self.matched: list[Arrow] = []  # arrows, and conditions, of MATCH clauses that follow one another
        self.waiting: list[str] = []

    def match(self, i: int) -> int:
        """The patterns of one MATCH, and the condition that its arrows differ; the place after them."""
        draft, optional = self.draft, self.draft.at(i - 2) == "OPTIONAL"
        depth, found = draft.depth[i] if i < len(draft) else 0, list[Arrow]()
        while i < len(draft) and draft.depth[i] >= depth and not draft.is_clause(i):
            if draft.at(i) == "(":
                i, arrows = self.chain(i)
                found += arrows
            else:
                i += 1
        conditions = list(_different(found))
        if optional or depth:
            if len(found) > 1 and (conditions or draft.at(i) == "WHERE"):
                clause = "OPTIONAL MATCH" if optional else "EXISTS { MATCH ... }"
                raise UsageError(f"{clause} with a condition goes over one arrow; ask for the rest by MATCH")
            self._where(i, depth, "", conditions)
            return i
        self.matched += found
        self.waiting += conditions
        if draft.at(i) != "MATCH":  # else the conditions of both stand behind the next
            one_by_one = len(self.matched) > 1 and not any(arrow.hops for arrow in self.matched)
            self._where(i, depth, " WITH *" if one_by_one else "", self.waiting)
            self.matched, self.waiting = [], []
        return i

    def _where(self, i: int, depth: int, last: str, conditions: list[str]) -> None:
        """Put conditions to WHERE; after ``WITH *`` they are asked of whole matches.

        ladybug 0.22 loses rows where it filters between two arrows, so it must not.
        """
        draft = self.draft
        if draft.at(i) != "WHERE":
            if conditions:
                draft.after[i - 1] = f"{last} WHERE {' AND '.join(conditions)}"
            return
        end = i + 1
        while end < len(draft) and draft.depth[end] >= depth:
            if draft.depth[end] == depth and draft.is_clause(end):
                break
            end += 1
        if end == i + 1:
            raise UsageError(f"no condition stands after WHERE, but {draft.rest(end)!r}")
        draft.out[i] = f"{last} WHERE {''.join(f'{c} AND ' for c in conditions)}(".lstrip()
        draft.after[end - 1] = draft.after.get(end - 1, "") + ")"

    def chain(self, i: int) -> tuple[int, list[Arrow]]:
        """Nodes and the arrows between them, from a node on; the place after it."""
        found: list[Arrow] = []
        self._node(i)
        i = self.draft.close[i] + 1
        while self.is_arrow(i):
            i, arrow = self._arrow(i)
            found.append(arrow)
            if self.draft.at(i) != "(":
                raise UsageError(f"an arrow leads to a node in (), but here to {self.draft.rest(i)!r}")
            self._node(i)
            i = self.draft.close[i] + 1
        return i, found

    def is_arrow(self, i: int) -> bool:
        """Whether an arrow begins here."""
        signs = "".join(self.draft.at(n) for n in range(i, i + 3))
        return signs.startswith(("-[", "--", "<-[", "<--"))

    def _node(self, i: int) -> None:
        i += 2 if self.draft.kind(i + 1) == "name" and self.draft.at(i + 1) != "WHERE" else 1
        if self.draft.at(i) == ":":
            labels, end = self.labels(i)
            self.draft.replace(i, end, ":" + "|".join(labels))

    def labels(self, i: int) -> tuple[tuple[str, ...], int]:
        """The tables that labels mean, and the end: with ':' or '&' what is all of them, with '|' any."""
        draft, groups, said = self.draft, list[set[str]](), list[str]()
        while draft.at(i) in (":", "&", "|"):
            either = draft.at(i) == "|"
            i += 2 if either and draft.at(i + 1) == ":" else 1
            if draft.at(i) in ("!", "(", "%"):
                raise UsageError(
                    "labels are joined by ':', '&' or '|'; exclude one by NOT a:Label after WHERE"
                )
            said.append(_known(draft.tokens[i].text if i < len(draft) else "", tuple(LABELS), "label"))
            tables = set(LABELS[said[-1]])
            groups = [*groups[:-1], groups[-1] | tables] if either and groups else [*groups, tables]
            i += 1
        both = set.intersection(*groups)
        if not both:
            any_of = "|".join(said)
            raise UsageError(f"nothing is {' and '.join(said)} at once; for any of them write {any_of}")
        return tuple(label for label in LABELS if label in both), i

    def _arrow(self, i: int) -> tuple[int, Arrow]:
        draft, left = self.draft, self.draft.at(i) == "<"
        i += 2 if left else 1
        if draft.at(i) == "[":
            arrow, end = self._relation(i), draft.close[i] + 1
        else:  # a name is put between the two dashes
            arrow, end = Arrow(self._name(), self.relations, False), i
            draft.out[i - 1] += f"[{arrow.name}]"
        if draft.at(end) != "-":
            raise UsageError(f"an arrow ends in - or ->, but here in {draft.rest(end)!r}")
        right = draft.at(end + 1) == ">"
        if left and right:
            raise UsageError("a relation needs a direction: write -[r]-> or <-[r]-, or -[r]- for either")
        return end + (2 if right else 1), arrow

    def _relation(self, i: int) -> Arrow:
        """What stands in square brackets: a name, types, hops, properties."""
        draft, name, types, place = self.draft, "", self.relations, i + 1
        if draft.kind(place) == "name":
            name, place = draft.tokens[place].text, place + 1
        else:
            name = self._name()
            draft.out[i] += name
        if draft.at(place) == ":":
            types, place = self._types(place)
        hops = draft.at(place) == "*"
        if hops:
            self._hops(place, draft.close[i])
        return Arrow(name, types, hops)

    def _name(self) -> str:
        self.named += 1
        return f"{HIDDEN}{self.named}"

    def _types(self, i: int) -> tuple[frozenset[str], int]:
        draft, known, start, found = self.draft, tuple(sorted(self.relations)), i, list[str]()
        while not found or draft.at(i) == "|":
            i += 2 if draft.at(i) == "|" and draft.at(i + 1) == ":" else 1
            found.append(_known(draft.tokens[i].text, known, "relation"))
            i += 1
        if draft.at(i) in (":", "&", "!"):
            raise UsageError(f"a relation has one type; for any of several write {found[0]}|...")
        draft.replace(start, i, ":" + "|".join(found))
        return frozenset(found), i

    def _hops(self, i: int, end: int) -> None:
        """Bounds for `*`, and no relation twice on the way."""
        draft, start, modes = self.draft, i, list[str]()
        while draft.at(i + 1) in MODES:
            modes.append(draft.at(i + 1))
            i += 1
        first = i = i + 1
        while i < end and (draft.kind(i) == "number" or draft.at(i) == ".."):
            i += 1
        said = "".join(token.text for token in draft.tokens[first:i])
        bounds = re.fullmatch(r"(\d*)(\.\.)?(\d*)", said)
        low, most = (bounds[1], bounds[3] or ("" if bounds[2] else bounds[1])) if bounds else ("", "")
        if not most or int(most) > MOST_HOPS or int(low or 1) > int(most):
            raise UsageError(
                f"*{said} may run too long; give a first and a last number of hops, "
                f"as in *1..{MOST_HOPS}, and {MOST_HOPS} at most"
            )
        draft.replace(start, i, f"* {' '.join(modes) or 'TRAIL'} {int(low or 1)}..{int(most)}")


def _different(found: list[Arrow]) -> Iterator[str]:
    """Conditions that no relation stands for two arrows of one MATCH."""
    names = [arrow.name for arrow in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"the relation {twice} stands twice in one MATCH; name the second otherwise")
    for a, b in combinations(found, 2):
        if not a.types & b.types:
            continue
        if a.hops and b.hops:
            yield f"NOT any(_one IN {_ids(a)} WHERE list_contains({_ids(b)}, _one))"
        elif a.hops or b.hops:
            many, one = (a, b) if a.hops else (b, a)
            yield f"NOT list_contains({_ids(many)}, {one.name}.id)"
        else:
            yield f"{a.name}.id <> {b.name}.id"


def _ids(arrow: Arrow) -> str:
    return f"properties(rels({arrow.name}), 'id')"


def _known(name: str, known: tuple[str, ...], what: str) -> str:
    if name in known:
        return name
    alike = [k for k in known if k.lower() == name.lower()] or nearest(name, known, 1)
    tip = f"did you mean {alike[0]}?" if alike else f"there is {', '.join(known)}"
    raise UsageError(f"unknown {what} {name!r} in the query; {tip}")
