"""A work: /paper?id=gan. What it is, what was told of it, and what stands behind each of its links.

With ``report=`` (the id of a link or claim, or ``work``) a text that objects to that fact stands beside it.
"""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.neighbours import worth_comparing
from explorer.parts import arrival, claims, events, evidence, gallery, notices, press, works
from explorer.parts.actions import cite
from explorer.parts.contents import Part, contents
from explorer.parts.picture import small_lineage
from explorer.parts.report import PLACE, Reports
from explorer.parts.work import appearances, kin
from explorer.parts.work.headline import headline

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("paper", "dataset", "system", "film"))
if id_ is None:
    notices.unknown(visitor, "paper", wanted, ("gan", "rnnsearch", "transformer"))
    st.stop()

work, t = store.card(id_), visitor.t
near = store.neighbours(id_)
reports = Reports.of(visitor, work, st.query_params.get("report"))
notices.title(visitor, visitor.label(work))

missing = kin.missing(visitor, store.missing_without(id_), visitor.label(work))
links_from = evidence.grouped(visitor, work["links_from"], True, reports.link, reports.asked)
links_to = evidence.grouped(visitor, work["links_to"], False, reports.link, reports.asked)
tables = (
    claims.table(visitor, work["claims"], store.standings(id_), reports.claim) if work["claims"] else None
)
timeline = events.timeline(visitor, work["events"]) if work["events"] else None
main = (
    Part("press", t("paper.press"), press.notes(visitor, work["press"]), len(work["press"])),
    Part("came-from", t("paper.came_from"), links_from, len(work["links_from"])),
    Part("led-to", t("paper.led_to"), join([links_to, missing]), len(work["links_to"])),
    Part("claims", t("paper.claims"), join([tables]), len(work["claims"])),
    Part("pictures", t("gallery.title"), gallery.show(visitor, id_)),
    Part("events", t("paper.events"), join([timeline])),
)
checked = evidence.checked(visitor, work["cites_checked"])
said = (t(f"paper.cites_{work['cites_checked']}"), t(f"paper.cites_{work['cites_scope']}"))
read = element("p", " ".join(said), " ", checked, cls="tt-from")
cites = join([works.folded(visitor, work["cites"]), read]) if work["cites"] else join([])
names = [name for name in (*work["aliases"]["en"], *work["aliases"]["zh"]) if name != visitor.label(work)]
aside = (
    Part("similar", t("paper.similar"), kin.similar(visitor, near)),
    Part("cites", t("paper.cites"), cites, len(work["cites"])),
    Part("cited-by", t("paper.cited_by"), works.folded(visitor, work["cited_by"]), len(work["cited_by"])),
    Part("names", t("paper.names"), element("p", " · ".join(names), cls="tt-small") if names else join([])),
)

ways = kin.ways(visitor, id_, worth_comparing(store.base(), id_, near))
facts = element(
    "aside",
    works.section(t("paper.appeared"), appearances.versions(visitor, work["versions"])),
    works.section(t("paper.awards"), events.award_lines(visitor, work["awards"])),
    works.section(t("paper.stories"), works.plain(visitor, work["stories"])),
    cls="tt-aside",
)
summary = element(
    "div",
    element("p", visitor.text(work["summary"]), cls="tt-lede"),
    contents(visitor, (*main, *aside, Part("cite", t("paper.cite"), join([t("paper.cite")])))),
    reports.whole(work),
    cls="tt-main",
)
head = headline(visitor, work, id_ in store.reproductions(), ways)
st.html(element("article", head, element("div", summary, facts, cls="tt-columns"), cls="tt tt-page"))
if work["links_from"] or work["links_to"]:
    small_lineage(visitor, id_)

unlinked = None if links_from or links_to else notices.empty(t("paper.no_links"))
body = element("div", join(part.section() for part in main), unlinked, cls="tt-main")
margin = element("aside", join(part.section() for part in aside), cls="tt-aside")
st.html(element("div", element("div", body, margin, cls="tt-columns"), cls="tt tt-page"))
cite(visitor, id_)
arrival.at(PLACE if reports.asked else None, f"{id_}-{reports.asked or ''}")
