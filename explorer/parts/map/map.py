"""The parts of the map page: its topics, the picture, the card of what is chosen, the table twin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from explorer import store
from explorer.links.map import MapView
from explorer.markup import Markup, element, join
from explorer.parts import evidence, notices, works
from explorer.parts.actions import button
from explorer.parts.map.map_list import List
from explorer.parts.twin import twin
from explorer.visit import Visit
from explorer.works_map import links_data, works_map
from explorer.works_map.labels import labels
from kb import atlas
from kb.drawing import words

KEY = "works-map"
SHOWN = 6  # links with their evidence beside a chosen work; all of them stand on its own page


@st.fragment
def picture_and_card(
    visit: Visit, view: MapView, whole: Sequence[atlas.Spot], shown: tuple[atlas.Spot, ...]
) -> None:
    """The map and the card of its chosen work. A click runs this alone; other years run the whole page."""
    now = MapView.read(st.query_params)
    if now.years != view.years:
        st.rerun()
    if shown:
        picture(visit, now, whole, shown)
    st.html(element("div", chosen(visit, now, whole), cls="tt tt-page tt-mapcard"))


def spots(visit: Visit, mine: List | None) -> tuple[atlas.Spot, ...]:
    """All that the map can show: the works, marked by somebody's list, and what only that list has."""
    read = mine.study.mine if mine else ()
    missing = [ground.work for ground in mine.study.missing] if mine else []
    ours = atlas.works(store.base(), visit.language, read=frozenset(read), missing=frozenset(missing))
    return ours + (atlas.references(mine.study.matches) if mine else ())


def narrowed(whole: Sequence[atlas.Spot], view: MapView) -> tuple[atlas.Spot, ...]:
    """What the address leaves of it. Chosen topics leave out what has none, that is, somebody's own list."""
    return atlas.narrowed(whole, view.topics, view.years)


def head(visit: Visit, whole: Sequence[atlas.Spot]) -> Markup:
    """What this is, in a sentence."""
    ours = [spot.year for spot in whole if not spot.outside]
    lede = visit.t("map.lede", n=len(ours), first=min(ours, default=0), last=max(ours, default=0))
    return join([element("h1", visit.t("map.title")), element("p", lede, cls="tt-lede")])


def topics(visit: Visit, view: MapView, whole: Sequence[atlas.Spot]) -> Markup:
    """The topics as switches, each with its number in the years shown."""
    counts = Counter(spot.lane for spot in atlas.narrowed(whole, (), view.years))
    everything = replace(view, topics=())
    ways = [_switch(visit, visit.t("map.all_topics"), everything, not view.topics, "")]
    for topic in words.LANES:
        if any(spot.lane == topic for spot in whole):
            label = join([visit.topic(topic), element("small", counts[topic])])
            ways.append(_switch(visit, label, view.with_topic(topic), topic in view.topics, topic))
    return element("nav", join(ways), cls="tt-topics", aria_label=visit.t("map.topics"))


def _switch(visit: Visit, label: object, view: MapView, on: bool, topic: str) -> Markup:
    return element(
        "a",
        works.dot(topic) if topic else None,
        label,
        href=visit.href("map", view.params()),
        data_changes="topics",
        aria_current="true" if on else None,
        cls=f"tt-topic-{topic}" if topic else None,
    )


def picture(visit: Visit, view: MapView, whole: Sequence[atlas.Spot], shown: tuple[atlas.Spot, ...]) -> None:
    """The map itself, and a line where it does not draw everything one by one."""
    sheet, svg = store.map_picture(shown, visit.language)
    ids = {dot.spot.id for dot in sheet.dots}
    drawn = [k for k in store.base().links.values() if k.subject in ids and k.object in ids]
    in_topics = atlas.narrowed(whole, view.topics)
    data = {
        "svg": svg,
        "key": " ".join((str(view.years), ",".join(view.topics), str(len(shown)))),
        "links": links_data(drawn),
        "histogram": [[year, n] for year, n in atlas.years(in_topics).items()],
        "years": list(view.years) if view.years else None,
        "labels": labels(visit.language),
    }
    works_map(data, key=KEY, selected=view.selected, find=view.find, heard=heard)
    if sheet.unseen:
        key = "map.unseen_one" if sheet.unseen == 1 else "map.unseen"
        line = visit.t(key, n=sheet.unseen, most=atlas.MOST)
        st.html(element("div", element("p", line, cls="tt-small"), cls="tt tt-page"))


_PARAMETERS = {"choose": "selected", "years": "years", "find": "find"}


def heard(event: str, value: str) -> None:
    """Put what a visitor did on the map into the address, from which the page is made.

    An address that says so already stays as it is: a busy server may hear of one click twice, and setting
    even the same value is a step for Back to go.
    """
    name = _PARAMETERS[event]
    if value in ("-", "all"):
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def nothing(visit: Visit, view: MapView) -> Markup:
    """Where no work is left: why, and the way back to all."""
    everything = MapView(overlay=view.overlay, mine=view.mine)
    way = element("a", visit.t("map.show_all"), href=visit.href("map", everything.params()))
    return join([notices.empty(visit.t("map.nothing")), element("p", way)])


# -- what is chosen -----------------------------------------------------------------------------------------


def chosen(visit: Visit, view: MapView, whole: Sequence[atlas.Spot]) -> Markup:
    """The card of the chosen work with its links and their evidence; nothing where none is chosen."""
    spot = next((spot for spot in whole if spot.id == view.selected), None)
    if spot is None:
        return Markup()
    if spot.outside:
        return _outside(visit, view, spot)
    work = store.card(spot.id)
    actions = (
        button(visit.t("map.open"), visit.href("paper", id=spot.id), primary=True),
        button(visit.t("map.to_lineage"), visit.href("lineage", work=spot.id)),
        _let_go(visit, view),
    )
    card = works.card(visit, work, element("p", join(actions), cls="tt-actions"))
    aside = element("aside", links(visit, work), cls="tt-aside", aria_label=visit.t("map.links"))
    return element("div", card, aside, cls="tt-columns")


def links(visit: Visit, work: Mapping[str, Any]) -> Markup:
    """The links of a work with their evidence; of many only some, of where it came from and where it led."""
    before, after = work["links_from"], work["links_to"]
    some = before[: max(SHOWN // 2, SHOWN - len(after))]
    told = join(
        (
            evidence.grouped(visit, some, from_here=True),
            evidence.grouped(visit, after[: SHOWN - len(some)], from_here=False),
        )
    )
    n = len(before) + len(after)
    all_of_them = element("a", visit.t("map.all_links", n=n), href=visit.href("paper", id=work["id"]))
    return works.section(
        visit.t("map.links"),
        told or notices.empty(visit.t("map.no_links")),
        element("p", all_of_them) if n > SHOWN else None,
        count=n,
    )


def _outside(visit: Visit, view: MapView, spot: atlas.Spot) -> Markup:
    return element(
        "article",
        element("p", join([visit.t("map.outside"), spot.date], " · "), cls="tt-kicker"),
        element("h2", spot.title),
        element("p", "; ".join(spot.also), cls="tt-people"),
        element("p", _let_go(visit, view), cls="tt-actions"),
        cls="tt-card",
    )


def _let_go(visit: Visit, view: MapView) -> Markup:
    without = replace(view, selected=None)
    return button(visit.t("map.drop"), visit.href("map", without.params()))


# -- the twin -----------------------------------------------------------------------------------------------


def table(visit: Visit, shown: Sequence[atlas.Spot]) -> Markup:
    """The same as tables, by date: the works, and what only somebody's list has."""
    ours = sorted((s for s in shown if not s.outside), key=lambda s: (s.date, s.id))
    others = sorted((s for s in shown if s.outside), key=lambda s: (s.date, s.title))
    marked = any(spot.mark for spot in ours)
    names = ("date", "work", "topic", "links", *(("mark",) if marked else ()))
    rows = [element("tr", *_cells(visit, spot, marked)) for spot in ours]
    found = [twin(visit.t("map.table", n=len(ours)), _table(visit, names, rows))] if ours else []
    if others:
        rows = [element("tr", element("td", s.date), element("td", s.title)) for s in others]
        found.append(twin(visit.t("map.table_outside", n=len(others)), _table(visit, ("date", "work"), rows)))
    return join(found)


def _table(visit: Visit, names: Sequence[str], rows: Sequence[Markup]) -> Markup:
    heads = join(element("th", visit.t(f"map.col_{name}"), scope="col") for name in names)
    return element("table", element("thead", element("tr", heads)), element("tbody", join(rows)))


def _cells(visit: Visit, spot: atlas.Spot, marked: bool) -> list[Markup]:
    name = element("a", spot.name, href=visit.href("paper", id=spot.id))
    cells = [
        element("td", element("time", spot.date)),
        element("td", name),
        element("td", works.dot(spot.lane), visit.topic(spot.lane)),
        element("td", spot.links, cls="tt-number"),
    ]
    if marked:
        cells.append(element("td", visit.t(f"map.mark_{spot.mark}") if spot.mark else ""))
    return cells


def download(visit: Visit, shown: tuple[atlas.Spot, ...]) -> None:
    """The picture as a file."""
    svg = store.map_picture(shown, visit.language)[1]
    with st.container(key="map-downloads"):
        st.download_button(
            visit.t("map.picture"), svg, "map.svg", "image/svg+xml", key="map-svg", on_click="ignore"
        )
