"""An award of one year: /award?id=neurips-test-of-time-2024. What it honours, why, and how long that took."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import events, evidence, notices, press, works
from explorer.parts.picture import small_lineage
from explorer.parts.telling import prizes

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("award",))
if id_ is None:
    notices.unknown(visitor, "award", wanted, ("neurips-test-of-time-2024", "turing-award-2018"))
    st.stop()

award, base = store.card(id_), store.base()
runnable = store.reproductions()
notices.title(visitor, visitor.label(award))
series = prizes.series_names(base.awards.values(), visitor.language)[award["series"]]
read_in = join((evidence.source(visitor, e["source"]) for e in award["evidence"]), visitor.t("list.comma"))
head = element(
    "header",
    element("p", join([visitor.t("kind.award"), award["organisation"], award["date"],
                       element("a", series, href=visitor.href("awards", series=award["series"]))], " · "),
            cls="tt-kicker"),
    element("h1", visitor.label(award)),
    element("p", visitor.text(award["reason"]), cls="tt-lede"),
    element("p", visitor.t("award.reason_read"), " ", read_in, cls="tt-from"),
    cls="tt-head",
)  # fmt: skip
entries = [{**entry, "prized": award["date"]} for entry in award["prizes"]]
others = sorted(award["same_series"], key=lambda a: a["date"])
told = [story.id for story in base.stories_with(id_)]
aside = element(
    "aside",
    works.section(visitor.t("award.others"), events.award_lines(visitor, others)),
    works.section(visitor.t("paper.stories"), works.lines(visitor, map(store.card, told))) if told else None,
    cls="tt-aside",
)
main = element(
    "div",
    works.section(
        visitor.t("award.prizes"),
        element("ul", join(prizes.prize(visitor, e, runnable) for e in entries), cls="tt-prizes"),
    ),
    cls="tt-main",
)
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))

first = next((e["work"] for e in entries if e["work"]), None)
if first and (base.links_from(first["id"]) or base.links_to(first["id"])):
    heading = visitor.t("award.lineage", name=visitor.label(first))
    st.html(element("div", element("h2", heading), cls="tt tt-page tt-slim"))
    small_lineage(visitor, first["id"])
st.html(
    element(
        "div",
        works.section(visitor.t("award.evidence"), evidence.items(visitor, award["evidence"])),
        works.section(
            visitor.t("paper.press"), press.notes(visitor, award["press"]), count=len(award["press"])
        ),
        prizes.neighbours(visitor, award),
        cls="tt tt-page tt-narrow",
    )
)
