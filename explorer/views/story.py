"""A guided tour: /story?id=how-attention-was-born&stop=3, or with &print=1 all stops on one page."""

import streamlit as st

from explorer import store, visit
from explorer.links.story import StoryView
from explorer.markup import element, join
from explorer.parts import notices, works
from explorer.parts.telling import tour

visitor = visit.current()
asked = StoryView.read(st.query_params)
id_ = store.resolve(asked.id, ("story",))
if id_ is None:
    notices.unknown(visitor, "story", asked.id, tuple(store.base().stories)[:3])
    st.stop()

story = store.card(id_)
here = None if asked.whole else asked.within(len(story["stops"]))
notices.title(visitor, visitor.label(story))
to_other = (
    element("a", visitor.t("story.as_tour"), href=tour.address(visitor, story))
    if asked.whole
    else element("a", visitor.t("story.as_page"), href=tour.address(visitor, story, whole=True))
)
head = element(
    "header",
    element("p", join([visitor.t("kind.story"), tour.length(visitor, story, store.reproductions())], " · "),
            cls="tt-kicker"),
    element("h1", visitor.label(story)),
    element("p", visitor.text(story["summary"]), cls="tt-lede"),
    element("p", element("span", visitor.t("story.keys"), cls="tt-keys") if here else None, " ", to_other,
            cls="tt-small tt-tour-hint"),
    cls="tt-head" if here in (None, 1) else "tt-head tt-under-way",
)  # fmt: skip
others = [store.card(other) for other in store.base().stories if other != id_]
end = (
    works.section(visitor.t("story.onward"), tour.onward(visitor, story, others))
    if here == len(story["stops"])
    else None
)
body = element(
    "div",
    tour.stops(visitor, story, here),
    tour.ways(visitor, story, here) if here else None,
    end,
    element(
        "section", element("h2", visitor.t("story.sources")), tour.sources(visitor, story), cls="tt-handout"
    ),
    cls="tt-tour-body",
)
shape = "tt tt-page tt-tour tt-tour-whole" if asked.whole else "tt tt-page tt-tour"
columns = element("div", tour.rail(visitor, story, here), body, cls="tt-tour-columns")
st.html(element("article", head, columns, cls=shape, data_stop=here or "all"))
if here:
    tour.listen(visitor, story, here)
