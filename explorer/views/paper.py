"""A work: /paper?id=gan. What it is, what was told of it, and what stands behind each of its links."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import claims, events, evidence, notices, press, works
from explorer.parts.actions import bibtex, button
from explorer.parts.picture import small_lineage

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("paper", "dataset", "system", "film"))
if id_ is None:
    notices.unknown(visitor, "paper", wanted, ("gan", "rnnsearch", "transformer"))
    st.stop()

work = store.card(id_)
runnable = id_ in store.reproductions()
notices.title(visitor, visitor.label(work))

full = works.title_of(visitor, work)
original = work["title"] if full != work["title"] else work.get("title_zh")
head = element(
    "header",
    works.kicker(visitor, work),
    element("h1", visitor.label(work)),
    element("p", full, cls="tt-title") if full != visitor.label(work) else None,
    element("p", original, cls="tt-original", lang="en" if visitor.language == "zh" else "zh-CN")
    if original
    else None,
    element("p", works.people(visitor, work["people"]), cls="tt-people"),
    element(
        "p",
        button(visitor.t("paper.to_lineage"), visitor.href("lineage", work=id_), primary=not runnable),
        button(visitor.t("paper.run"), visitor.href("reproduce", paper=id_), primary=True)
        if runnable
        else None,
        cls="tt-actions",
    ),
    cls="tt-head",
)

appearances = join(
    element(
        "li",
        element("span", version["date"], cls="tt-year"),
        element(
            "div",
            element("span", version["venue"]),
            join(
                element(
                    "a",
                    f"{scheme} {version['ids'][scheme]}",
                    href=url,
                    target="_blank",
                    rel="noopener",
                    cls="tt-id",
                )
                for scheme, url in version["urls"].items()
            ),
            element("span", evidence.checked(visitor, version["checked"])),
        ),
        cls="tt-line",
    )
    for version in work["versions"]
)
names = [name for name in (*work["aliases"]["en"], *work["aliases"]["zh"]) if name != visitor.label(work)]
facts = element(
    "aside",
    works.section(visitor.t("paper.appeared"), element("ul", appearances, cls="tt-lines")),
    works.section(visitor.t("paper.awards"), events.award_lines(visitor, work["awards"])),
    works.section(visitor.t("paper.stories"), works.lines(visitor, work["stories"]))
    if work["stories"]
    else None,
    cls="tt-aside",
)
summary = element("div", element("p", visitor.text(work["summary"]), cls="tt-lede"), cls="tt-main")
st.html(element("article", head, element("div", summary, facts, cls="tt-columns"), cls="tt tt-page"))
if work["links_from"] or work["links_to"]:
    small_lineage(visitor, id_)

links_from = evidence.grouped(visitor, work["links_from"], from_here=True)
links_to = evidence.grouped(visitor, work["links_to"], from_here=False)
tables = claims.table(visitor, work["claims"], store.standings(id_)) if work["claims"] else None
main = element(
    "div",
    works.section(visitor.t("paper.press"), press.notes(visitor, work["press"]), count=len(work["press"])),
    works.section(visitor.t("paper.came_from"), links_from, count=len(work["links_from"])),
    works.section(visitor.t("paper.led_to"), links_to, count=len(work["links_to"])),
    notices.empty(visitor.t("paper.no_links")) if not links_from and not links_to else None,
    works.section(visitor.t("paper.claims"), tables, count=len(work["claims"])),
    works.section(visitor.t("paper.events"), events.timeline(visitor, work["events"]))
    if work["events"]
    else None,
    cls="tt-main",
)
checked = evidence.checked(visitor, work["cites_checked"])
cites = join(
    [
        works.lines(visitor, work["cites"]),
        element("p", visitor.t("paper.cites_checked"), " ", checked, cls="tt-from"),
    ]
)
cited_by = works.lines(visitor, work["cited_by"]) if work["cited_by"] else None
aside = element(
    "aside",
    works.section(visitor.t("paper.cites"), cites if work["cites"] else None, count=len(work["cites"])),
    works.section(visitor.t("paper.cited_by"), cited_by, count=len(work["cited_by"])),
    works.section(
        visitor.t("paper.names"), element("p", " · ".join(names), cls="tt-small") if names else None
    ),
    cls="tt-aside",
)
st.html(element("div", element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
bibtex(visitor, id_)
