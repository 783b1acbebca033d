"""The path page where there is no path, or not yet two works: what is true then, and every way on."""

from __future__ import annotations

from dataclasses import replace

from explorer import store
from explorer.links.path import PathView
from explorer.markup import Markup, element, join
from explorer.parts import choosing, works
from explorer.parts.actions import button
from explorer.parts.path import strip, way
from explorer.visit import Visit
from kb.lineage import Lineage
from kb.paths import Answer

NEAR = 12  # works offered on each side of a single one
#: Pairs of works that paths lead between, and what they tell; a test walks them.
EXAMPLES = (
    ("hochreiter-1991", "chatgpt", "path.example_memory"),
    ("cnn", "alphazero", "path.example_games"),
    ("rnnsearch", "dalle2", "path.example_pictures"),
)


def without(visit: Visit, view: PathView, answer: Answer) -> Markup:
    """What is true where no path leads from start to end, and every way on."""
    if answer.turned_round:
        return _turned_round(visit, view, answer)
    base = store.base()
    ends = {"start": choosing.name(visit, answer.start), "end": choosing.name(visit, answer.end)}
    counts = {"works": len(base.papers), "links": len(base.links)}
    return join(
        [
            element("h2", visit.t("path.none", **ends)),
            element("p", visit.t("path.none_why", **ends, **counts), cls="tt-lede"),
            element("p", _over_disputed(visit, view, answer)),
            _ancestors(visit, view, answer),
            element("p", _elsewhere(visit, answer), cls="tt-actions"),
        ]
    )


def _turned_round(visit: Visit, view: PathView, answer: Answer) -> Markup:
    papers = store.base().papers
    why = visit.t(
        "path.turned_round_why",
        start=choosing.name(visit, answer.start),
        end=choosing.name(visit, answer.end),
        first=papers[answer.start].year,
        second=papers[answer.end].year,
    )
    swap = button(visit.t("path.ask_back"), visit.href("path", view.swapped().params()), primary=True)
    return join(
        [
            element("h2", visit.t("path.turned_round")),
            element("p", why, cls="tt-lede", role="status"),
            element("p", swap, _elsewhere(visit, answer), cls="tt-actions"),
        ]
    )


def _elsewhere(visit: Visit, answer: Answer) -> Markup:
    return button(visit.t("path.compare"), way.compare(visit, answer.start, answer.end))


def _over_disputed(visit: Visit, view: PathView, answer: Answer) -> Markup | None:
    if view.disputed:
        return None
    if not store.paths(answer.start, answer.end, 1, True).paths:
        return join([visit.t("path.not_disputed")])
    show = replace(view, disputed=True).params()
    link = element("a", visit.t("path.show_disputed"), href=visit.href("path", show))
    return join([visit.t("path.over_disputed"), link], " ")


def _ancestors(visit: Visit, view: PathView, answer: Answer) -> Markup:
    """The nearest works that both come from, with the ways down to each."""
    if not answer.common_ancestors:
        return element("p", visit.t("path.no_ancestor"))
    sections = []
    for work, _, _ in answer.common_ancestors:
        down = [store.paths(work, end, 1, view.disputed).paths for end in (answer.start, answer.end)]
        heading = visit.t(
            "path.both_from", name=choosing.name(visit, work), year=store.base().papers[work].year
        )
        figures = join(strip.strips(visit, [found[0] for found in down if found], view.opened))
        sections.append(works.section(heading, figures, level=3))
    return element("section", element("h2", visit.t("path.ancestors")), join(sections), cls="tt-section")


def half(visit: Visit, work: str, forward: bool, both: bool) -> Markup:
    """Where one can go from a work (``forward``) or come from; the other side too where ``both`` is wanted,
    or where there is nothing on the one asked for."""
    found = store.lineage(work, 4)
    later, earlier = (_on_side(found, sign) for sign in (1, -1))
    asked = later if forward else earlier
    nothing = None
    if not asked:
        said = "path.nothing_after" if forward else "path.nothing_before"
        nothing = element("p", visit.t(said, name=choosing.name(visit, work)), cls="tt-empty")
    wide = both or not asked
    onward = _onward(visit, work, later) if forward or wide else None
    backward = _backward(visit, work, earlier) if wide or not forward else None
    return join([nothing, element("div", onward, backward, cls="tt-pair")])


def _on_side(found: Lineage, sign: int) -> list[str]:
    """The nearest works on one side of the centre, by date."""
    near = [m.id for m in found.members if not m.side and m.steps * sign > 0][:NEAR]
    return sorted(near, key=lambda id_: (store.base().papers[id_].date, id_))


def _onward(visit: Visit, work: str, later: list[str]) -> Markup:
    def href(id_: str) -> str:
        return visit.href("path", {"from": work, "to": id_})

    return works.section(
        visit.t("path.onward"), choosing.works(visit, later, href) if later else None, level=3
    )


def _backward(visit: Visit, work: str, earlier: list[str]) -> Markup:
    def href(id_: str) -> str:
        return visit.href("path", {"from": id_, "to": work})

    return works.section(
        visit.t("path.backward"), choosing.works(visit, earlier, href) if earlier else None, level=3
    )


def examples(visit: Visit) -> Markup:
    """Doors to paths worth a look."""
    doors = join(
        element(
            "a",
            element("h3", f"{choosing.name(visit, start)} → {choosing.name(visit, end)}"),
            element("p", visit.t(text)),
            href=visit.href("path", {"from": start, "to": end}),
            cls="tt-door",
        )
        for start, end, text in EXAMPLES
        if start in store.base().papers and end in store.base().papers
    )
    return works.section(visit.t("path.examples"), element("div", doors, cls="tt-doors") if doors else None)
