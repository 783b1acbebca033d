"""What this is: /about. How far the facts were checked, what is missing, keys, terms. All counted."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import about, arrival, notices, verbatim
from explorer.parts.actions import citation
from explorer.parts.contents import Part, contents
from kb import __version__

visitor, t = visit.current(), visit.current().t
notices.title(visitor, t("nav.about"))
found, claims = store.stats(), store.claims()


def paragraphs(*keys):
    return join(element("p", t(f"about_text.{key}")) for key in keys)


parts = (
    Part("holdings", t("about.holdings"), about.holdings(visitor, found)),
    Part("checking", t("about.checking"), about.checking(visitor, found)),
    Part("coverage", t("about.coverage"), about.coverage(visitor, found)),
    Part("gaps", t("about.gaps"), about.gaps(visitor, found, claims, len(store.reproductions()))),
    Part("ledger", t("about.ledger"), about.verdicts(visitor, claims)),
    Part("types", t("about.types"), about.link_types(visitor, found)),
    Part("statuses", t("about.statuses"), about.statuses(visitor, found)),
    Part("keys", t("about.keys"), about.keys(visitor)),
    Part("privacy", t("about.privacy"), paragraphs("privacy", "runs")),
    Part("licences", t("about.licences"), paragraphs("licence_code", "licence_facts", "licence_parts")),
    Part("cite", t("about.cite"), paragraphs("cite")),
)
head = element(
    "header",
    element("p", t("about.version", version=__version__, facts=store.base().version[:12]), cls="tt-kicker"),
    element("h1", t("about.title")),
    element("p", t("about.lede"), cls="tt-lede"),
    contents(visitor, parts),
    cls="tt-head",
)
sections = join(part.section() for part in parts)
st.html(element("div", head, element("div", sections, cls="tt-about"), cls="tt tt-page"))
with st.container(key="cite"):
    verbatim.show(visitor, citation(__version__, store.base().version[:12]))
arrival.at(None, "about")
