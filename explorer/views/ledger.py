"""The ledger: /ledger, or ?verdict=reproduced&paper=gan. What papers claim, held against recorded runs."""

import streamlit as st

from explorer import store, visit
from explorer.links.ledger import LedgerView
from explorer.markup import element, join
from explorer.parts import notices, works
from explorer.parts.ledger import ledger
from explorer.parts.ledger.tested import lines

visitor = visit.current()
view = LedgerView.read(st.query_params)
paper = store.resolve(view.paper, ("paper", "dataset", "system", "film"))
if view.paper and paper is None:
    notices.unknown(visitor, "paper", view.paper)
    st.stop()

everything = store.claims()
of_paper = [entry for entry in everything if paper in (None, entry.claim.paper)]
shown = [entry for entry in of_paper if view.verdict in (None, entry.standing.verdict)]
judged = [entry for entry in shown if entry.standing.run]
runnable = [entry for entry in shown if entry.runnable]
waiting = [entry for entry in shown if not entry.runnable]
names = {id_: work.name_in(visitor.language) for id_, work in store.base().papers.items()}
name = names[paper] if paper else None
here = visitor.href("ledger", view.params())
notices.title(visitor, f"{visitor.t('nav.ledger')} {name}" if name else visitor.t("nav.ledger"))

lede = visitor.t("ledger.lede", claims=len(everything), works=len({e.claim.paper for e in everything}))
whole = element(
    "a", visitor.t("ledger.whole"), href=visitor.href("ledger", LedgerView(view.verdict).params())
)
head = element(
    "header",
    element("p", visitor.t("ledger.kicker"), cls="tt-kicker"),
    element("h1", visitor.t("ledger.of", name=name) if name else visitor.t("ledger.title")),
    element("p", whole) if name else element("p", lede, cls="tt-lede"),
    cls="tt-head",
)
st.html(element("div", head, ledger.tally(visitor, view, of_paper), cls="tt tt-page"))

if not shown:
    st.html(element("div", notices.empty(visitor.t("ledger.none")), " ", whole, cls="tt tt-page"))
    st.stop()

parts = [
    works.section(visitor.t("ledger.drawn"), lines(visitor, judged, names, here)),
    works.section(
        visitor.t("ledger.tested"),
        ledger.table(visitor, runnable, visitor.t("ledger.tested")),
        count=len(runnable),
    )
    if runnable
    else None,
    works.section(
        visitor.t("ledger.waiting"),
        element("p", visitor.t("ledger.waiting_why"), cls="tt-small tt-ledger-why"),
        ledger.table(visitor, waiting, visitor.t("ledger.waiting"))
        if paper
        else ledger.waiting(visitor, view, waiting),
        count=len(waiting),
    )
    if waiting
    else None,
]
st.html(element("div", join(parts), cls="tt tt-page"))
