"""The map: /map?years=2012-2017&topics=vision. All works at once, by year and topic."""

import streamlit as st

from explorer import visit
from explorer.links.map import MapView
from explorer.markup import element
from explorer.parts import notices
from explorer.parts.map import map as parts
from explorer.parts.map import map_list

visitor = visit.current()
asked = MapView.read(st.query_params)
mine = map_list.laid_over(asked)
notices.title(visitor, visitor.t("map.tab"))

whole = parts.spots(visitor, mine)
shown = parts.narrowed(whole, asked)
st.html(
    element(
        "div",
        parts.head(visitor, whole),
        parts.topics(visitor, asked, whole),
        map_list.in_brief(visitor, mine),
        cls="tt tt-page",
    )
)
if not shown:
    st.html(element("div", parts.nothing(visitor, asked), cls="tt tt-page"))
parts.picture_and_card(visitor, asked, whole, shown)
map_list.section(visitor, asked, mine)
st.html(element("div", parts.table(visitor, shown), cls="tt tt-page"))
if shown:
    parts.download(visitor, shown)
