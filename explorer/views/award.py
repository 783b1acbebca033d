"""An award of one year: /award?id=neurips-test-of-time-2024. What it prizes, why, and how long that took."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import events, evidence, notices, press, works

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("award",))
if id_ is None:
    notices.unknown(visitor, "award", wanted, ("neurips-test-of-time-2024", "turing-award-2018"))
    st.stop()

award = store.card(id_)
runnable = store.reproductions()
notices.title(visitor, visitor.label(award))

head = element(
    "header",
    element(
        "p", join([visitor.t("kind.award"), award["organisation"], award["date"]], " · "), cls="tt-kicker"
    ),
    element("h1", visitor.label(award)),
    element("p", visitor.text(award["reason"]), cls="tt-lede"),
    cls="tt-head",
)


def prize(entry):
    """What was prized, by whom it was made, and the years between the two."""
    work = entry["work"]
    names = element("p", works.people(visitor, entry["people"]), cls="tt-people")
    if work is None:
        return element("li", names, cls="tt-prize")
    lag = (
        visitor.t("award.same_year")
        if not entry["years_after"]
        else visitor.t("award.years", n=entry["years_after"])
    )
    run = element(
        "a", visitor.t("paper.run"), href=visitor.href("reproduce", paper=work["id"]), cls="tt-mark tt-run"
    )
    card = store.card(work["id"])
    return element(
        "li",
        element("div", element("b", entry["years_after"]), element("span", lag), cls="tt-lag"),
        element(
            "div",
            element("h3", visitor.link(work), element("span", f" {work['year']}", cls="tt-year")),
            element("p", works.title_of(visitor, card), cls="tt-title"),
            names,
            run if work["id"] in runnable else None,
        ),
        cls="tt-prize",
    )


aside = element(
    "aside",
    works.section(
        visitor.t("award.others"),
        events.award_lines(visitor, sorted(award["same_series"], key=lambda a: a["date"])),
    ),
    cls="tt-aside",
)
main = element(
    "div",
    works.section(
        visitor.t("award.prizes"),
        element("ul", join(prize(entry) for entry in award["prizes"]), cls="tt-prizes"),
    ),
    works.section(visitor.t("award.evidence"), evidence.items(visitor, award["evidence"])),
    works.section(visitor.t("paper.press"), press.notes(visitor, award["press"]), count=len(award["press"])),
    cls="tt-main",
)
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
