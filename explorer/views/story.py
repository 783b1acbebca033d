"""A guided tour: /story?id=how-attention-was-born. Its stops in order, each with the link that led there."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import evidence, notices, works

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("story",))
if id_ is None:
    notices.unknown(visitor, "story", wanted, tuple(store.base().stories)[:3])
    st.stop()

story = store.card(id_)
notices.title(visitor, visitor.label(story))
head = element(
    "header",
    element("p", join([visitor.t("kind.story"), visitor.t("story.stops", n=len(story["stops"]))], " · "),
            cls="tt-kicker"),
    element("h1", visitor.label(story)),
    element("p", visitor.text(story["summary"]), cls="tt-lede"),
    cls="tt-head",
)  # fmt: skip


def stop(number, entry):
    """One stop: its number, where it is, what is told there, and the evidence of the step."""
    at, link = entry["at"], entry["link"]
    return element(
        "li",
        element("div", element("b", number), element("span", at["year"] or ""), cls="tt-lag"),
        element(
            "div",
            element("h2", visitor.link(at)),
            element("p", visitor.text(entry["text"])),
            evidence.reason(visitor, link, evidence.sentence(visitor, link)) if link else None,
        ),
        cls="tt-prize",
    )


others = [other for other in store.base().stories if other != id_]
aside = element(
    "aside",
    works.section(visitor.t("story.others"), works.lines(visitor, map(store.card, others)))
    if others
    else None,
    cls="tt-aside",
)
stops = join(stop(number, entry) for number, entry in enumerate(story["stops"], 1))
main = element("div", element("ol", stops, cls="tt-prizes"), cls="tt-main")
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
