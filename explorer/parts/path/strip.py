"""A path as a strip: stops from left to right, and between them how the idea went on; upright on a phone.

Strips of one page share their columns, so that a work on several paths stands below itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from urllib.parse import quote

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.parts.works import dot
from explorer.visit import Visit
from kb.cards import link_card, reference
from kb.drawing import marks
from kb.drawing.palette import LINES, Line
from kb.drawing.shapes import Route
from kb.link import PASSES_ON, Link
from kb.paths import Hop

WIDEST = 8  # stops side by side; a longer way stands upright on every screen
_TIP = Route(((0, 8), (8, 8), (16, 8), (24, 8)))  # the end of a line; its length before that can stretch

Path = tuple[Hop, ...]


def stops(path: Path) -> tuple[str, ...]:
    """The works on a path, the earliest first."""
    return (path[0].earlier, *(hop.later for hop in path))


def columns(paths: Sequence[Sequence[str]]) -> list[dict[str, int]]:
    """For each path the column of its works, from 0: a work stands behind all that lead to it on any path.

    Two works that follow each other in both directions (their dates are too coarse to tell) leave no such
    order; then every path has columns of its own.

    >>> columns(["abcz", "acz", "az"])
    [{'a': 0, 'b': 1, 'c': 2, 'z': 3}, {'a': 0, 'c': 2, 'z': 3}, {'a': 0, 'z': 3}]
    """
    works = {work for path in paths for work in path}
    rank = dict.fromkeys(works, 0)
    for _ in works:
        before = dict(rank)
        for a, b in (pair for path in paths for pair in pairwise(path)):
            rank[b] = max(rank[b], rank[a] + 1)
        if rank == before:
            return [{work: rank[work] for work in path} for path in paths]
    return [{work: place for place, work in enumerate(path)} for path in paths]


def shared(paths: Sequence[Sequence[str]]) -> list[str]:
    """Works between the ends that every one of several paths goes through, in their order.

    >>> shared(["abcz", "acz"]), shared(["abz", "acz"]), shared(["abz"])
    (['c'], [], [])
    """
    if len(paths) < 2:
        return []
    return [work for work in paths[0][1:-1] if all(work in path for path in paths)]


def often(paths: Sequence[Sequence[str]]) -> set[str]:
    """Works between the ends that two paths or more go through.

    >>> sorted(often(["abcz", "acz", "adz"]))
    ['c']
    """
    return {w for works in paths for w in works[1:-1] if sum(w in other for other in paths) > 1}


def strips(visit: Visit, paths: Sequence[Path], opened: bool = False) -> list[Markup]:
    """Every path as a strip; works that several of them go through carry a ring.

    ``opened`` unfolds the evidence of every step, of one that several paths take where it comes first.
    """
    named = [stops(path) for path in paths]
    places = columns(named)
    wide = 1 + max((column for place in places for column in place.values()), default=0)
    ringed = often(named)
    seen: set[Hop] = set()
    drawn = []
    for path, place in zip(paths, places, strict=True):
        drawn.append(_strip(visit, path, place, wide, ringed, set(path) - seen if opened else set()))
        seen |= set(path)
    return drawn


def _strip(
    visit: Visit, path: Path, place: dict[str, int], wide: int, ringed: set[str], opened: set[Hop]
) -> Markup:
    works = stops(path)
    parts = [_stop(visit, works[0], place, wide, ringed)]
    for hop in path:
        parts += [_hop(visit, hop, place, hop in opened), _stop(visit, hop.later, place, wide, ringed)]
    return element(
        "ol",
        join(parts),
        cls="tt-strip tt-strip-upright" if wide > WIDEST else "tt-strip",
        style=f"--gaps: {max(wide - 1, 1)}",
        aria_label=visit.t("path.strip", names=" → ".join(_name(visit, work) for work in works)),
    )


def _name(visit: Visit, work: str) -> str:
    return store.base().papers[work].name_in(visit.language)


def _stop(visit: Visit, work: str, place: dict[str, int], wide: int, ringed: set[str]) -> Markup:
    """A work: the colour of its topic, its year, its name, and the way into its lineage."""
    paper = store.base().papers[work]
    lineage = element(
        "a",
        visit.t("path.lineage"),
        href=visit.href("lineage", work=work),
        cls="tt-strip-lineage",
        aria_label=visit.t("path.lineage_of", name=_name(visit, work)),
    )
    topic = visit.topic(paper.topic)
    return element(
        "li",
        dot(paper.topic),
        element("span", paper.year, cls="tt-year"),
        element("b", visit.link(reference(store.base(), work))),
        element("span", element("span", topic), " ", lineage, cls="tt-small"),
        cls="tt-strip-stop tt-strip-often" if work in ringed else "tt-strip-stop",
        style=f"grid-column: {place[work] + 1} / span {_room(place, work, wide)}",
    )


def _room(place: dict[str, int], work: str, wide: int) -> int:
    """How many columns a name may take: up to the next stop."""
    later = [column for column in place.values() if column > place[work]]
    return min(later, default=wide) - place[work] or 1


def _hop(visit: Visit, hop: Hop, place: dict[str, int], opened: bool) -> Markup:
    """The line between two stops with its word; it opens to why we believe it."""
    first = hop.links[0]
    words = visit.t("path.and").join(dict.fromkeys(visit.t(f"step.{link.type}") for link in hop.links))
    ends = {"earlier": _name(visit, hop.earlier), "later": _name(visit, hop.later)}
    line = element(
        "summary",
        element("span", words, evidence.status(visit, first.status), cls="tt-hop-word"),
        wire(first),
        aria_label=visit.t("path.hop", word=words, **ends),
        style=f"grid-column: {place[hop.earlier] + 1} / {place[hop.later] + 1}",
    )
    because = element("div", join(_because(visit, link) for link in hop.links), cls="tt-hop-because")
    return element("li", element("details", line, because, open=opened), cls="tt-hop")


def wire(link: Link) -> Markup:
    """The line of a link as on the picture: dashes and the shape at its end say its type."""
    return element(
        "span",
        element("i", cls="tt-wire-line"),
        element("i", cls="tt-wire-tip"),
        cls=f"tt-wire tt-wire-{link.type} tt-line-{link.status}",
        aria_hidden="true",
    )


@cache
def sheet() -> Markup:
    """The style of the lines, out of the palette of the pictures; a page with strips needs it once."""
    rules = (
        f".tt-wire-{kind} .tt-wire-line{{background:{_dashes(style.dash)}}}"
        f'.tt-wire-{kind} .tt-wire-tip{{mask-image:url("{_tip(style)}")}}'
        for kind, style in LINES.items()
        if kind in PASSES_ON
    )
    return Markup(f"<style>{''.join(rules)}</style>")


def _dashes(dash: str) -> str:
    """Dashes in px as stripes that repeat."""
    if not dash:
        return "currentColor"
    stripes, at = [], 0.0
    for number, length in enumerate(map(float, dash.split())):
        colour = "transparent" if number % 2 else "currentColor"
        stripes.append(f"{colour} {at:g}px {at + length:g}px")
        at += length
    return f"repeating-linear-gradient(90deg,{','.join(stripes)})"


def _tip(style: Line) -> str:
    """The end of a line as a mask, which takes the colour of the words beside it."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 16"><style>'
        ".under{display:none}.wire,.tip{fill:none;stroke:#000;stroke-width:2;stroke-linejoin:round}"
        ".solid,.double,.diamond{fill:#000}.open{stroke-linecap:round}"
        f"</style>{marks.wire(_TIP, style)}</svg>"
    )
    return f"data:image/svg+xml,{quote(drawing)}"


def _because(visit: Visit, link: Link) -> Markup:
    card = link_card(store.base(), link)
    return element(
        "div",
        element("p", evidence.sentence(visit, card), cls="tt-hop-sentence"),
        element("p", visit.text(card["why"]), cls="tt-hop-why"),
        evidence.items(visit, card["evidence"]),
    )
