"""Two works or three side by side, as rows: a, b and c say what a fact is to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kb.claim_terms import term_in
from kb.cli.forms import Row
from kb.cli.labels import label
from kb.cli.words import say

SIDES = ("a", "b", "c")
MARK = "✓"


def columns(works: int) -> tuple[str, ...]:
    """The columns for so many works."""
    return ("what", "id", "label", *SIDES[:works])


def rows(data: Row, language: str) -> Iterator[Row]:
    """One row a fact: what all share, what each pair does, and of three what each has alone."""
    count = len(data["works"])
    yield _row("compared", "", "", [work["id"] for work in data["works"]])
    for what in ("shared_ancestors", "shared_descendants"):
        for work in data[what]:
            yield _row(what, work["id"], label(work, language), work["steps"])
    pairs = list(zip(combinations(range(count), 2), data["pairs"], strict=True))
    for pair, found in pairs:
        for path in found["paths"]:
            yield _row("paths", " → ".join(work["id"] for work in path["works"]), "", _marked(pair, count))
    for pair, found in pairs:
        for person in found["shared_authors"]:
            yield _row("shared_authors", person["id"], label(person, language), _marked(pair, count))
    # Of two works also what only one of them claims; of three, what at least two do.
    two = [{**same, "claims": [same["a"], same["b"]]} for same in data["pairs"][0]["claims"]]
    for same in data["claims"] if count > 2 else two:
        told: list[object] = [values(some, language) for some in same["claims"]]
        yield _row("claims", "", measured(same, language), told)
    for what in ("links", "disagreements"):
        for pair, found in pairs:
            for link in found[what]:
                yield _link(what, link, pair, found, language, count)
    for what in ("came_from", "cites") if count > 2 else ():
        for place, one in enumerate(data["alone"]):
            for work in one[what]:
                yield _row(f"{what}_alone", work["id"], label(work, language), _marked((place,), count))


def measured(same: Row, language: str) -> str:
    """What claims are about: the metric, and the data where they are named."""
    return " · ".join(term_in(language, text) for text in (same["metric"], same["dataset"]) if text)


def values(claims: list[Row], language: str) -> str:
    """Claims with their values, as "GAN-1: 225; GAN-2: 0.5"."""
    told = ((claim["id"], claim["value"]) for claim in claims)
    return "; ".join(f"{id_}: {term_in(language, v) if isinstance(v, str) else f'{v:g}'}" for id_, v in told)


def _link(what: str, link: Row, pair: tuple[int, int], found: Row, language: str, count: int) -> Row:
    ends = {link[end]["id"]: end for end in ("subject", "object")}
    sides: list[object] = [""] * count
    for place, side in zip(pair, ("a", "b"), strict=True):
        sides[place] = say(ends[found[side]["id"]], language)
    return _row(what, link["id"], f"[{say(link['status'], language)}] {link['why'][language]}", sides)


def _marked(places: tuple[int, ...], count: int) -> list[object]:
    return [MARK if place in places else "" for place in range(count)]


def _row(what: str, id_: str, label: str, sides: list[object]) -> Row:
    return {"what": what, "id": id_, "label": label, **dict(zip(SIDES, sides, strict=False))}
