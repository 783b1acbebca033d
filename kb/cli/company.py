"""Three works side by side, as rows: a, b and c say what a fact is to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kb.cli.labels import label
from kb.cli.output import Row

SIDES = ("a", "b", "c")
COLUMNS = ("what", "id", "label", *SIDES)
MARK = "✓"


def rows(data: Row, language: str) -> Iterator[Row]:
    """One row a fact: what all share, what each pair does, and what each has alone."""
    yield _row("compared", sides=[work["id"] for work in data["works"]])
    for what in ("shared_ancestors", "shared_descendants"):
        for work in data[what]:
            yield _row(what, work["id"], label(work, language), work["steps"])
    pairs = list(zip(combinations(range(len(data["works"])), 2), data["pairs"], strict=True))
    for pair, found in pairs:
        for path in found["paths"]:
            yield _row("paths", " → ".join(work["id"] for work in path["works"]), sides=_marked(pair))
    for pair, found in pairs:
        for person in found["shared_authors"]:
            yield _row("shared_authors", person["id"], label(person, language), _marked(pair))
    for same in data["claims"]:
        named = " · ".join(filter(None, (same["metric"], same["dataset"])))
        yield _row("claims", "", named, [values(some) for some in same["claims"]])
    for what in ("links", "disagreements"):
        for pair, found in pairs:
            for link in found[what]:
                yield _link(what, link, pair, found, language)
    for what in ("came_from", "cites"):
        for place, one in enumerate(data["alone"]):
            for work in one[what]:
                yield _row(f"{what}_alone", work["id"], label(work, language), _marked((place,)))


def values(claims: list[Row]) -> str:
    """Claims with their values, as "GAN-1: 225; GAN-2: 0.5"."""
    told = ((claim["id"], claim["value"]) for claim in claims)
    return "; ".join(f"{id_}: {v}" if isinstance(v, str) else f"{id_}: {v:g}" for id_, v in told)


def _link(what: str, link: Row, pair: tuple[int, int], found: Row, language: str) -> Row:
    ends = {link[end]["id"]: end for end in ("subject", "object")}
    sides: list[object] = ["", "", ""]
    for place, side in zip(pair, ("a", "b"), strict=True):
        sides[place] = ends[found[side]["id"]]
    return _row(what, link["id"], f"[{link['status']}] {link['why'][language]}", sides)


def _marked(places: tuple[int, ...]) -> list[object]:
    return [MARK if place in places else "" for place in range(len(SIDES))]


def _row(what: str, id_: str = "", label: str = "", sides: list[object] | None = None) -> Row:
    return {"what": what, "id": id_, "label": label, **dict(zip(SIDES, sides or [], strict=True))}
