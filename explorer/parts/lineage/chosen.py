"""The picture of a lineage and the card of the work chosen in it: a part of the page that runs alone."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from explorer import store
from explorer.links.lineage import STEP, LineageView
from explorer.markup import Markup, element, join
from explorer.parts import evidence, picture, works
from explorer.parts.actions import button
from explorer.visit import Visit
from kb.cards import link_card
from kb.drawing.viewer import statement
from kb.lineage import Lineage, chain
from kb.link import Link

MET = 4  # links named on the card; all of them stand in the table


@st.fragment
def picture_and_card(visit: Visit, view: LineageView, found: Lineage) -> None:
    """The picture, the card of its chosen work, and why that is there. A click runs this and no other."""
    selected = selection(found)
    with st.container(key="lineage-picture"):
        did = picture.main(visit, found)
    if did.centred in found:
        visit.show(view.around(did.centred).params())
    if did.opened in found:
        selected = did.opened
        if st.query_params.get("selected") != selected:  # set again, it would be a step for Back to go
            st.query_params["selected"] = selected
    _more(visit, view, found)
    st.html(element("div", card(visit, view, found, selected), cls="tt tt-page"))


def selection(found: Lineage) -> str:
    """The work that the address chooses, or else the centre."""
    asked = st.query_params.get("selected")
    return asked if asked in found else found.centre


def _more(visit: Visit, view: LineageView, found: Lineage) -> None:
    """How many works are not on the picture, and a way to some more of them."""
    if not found.left_out:
        return
    with st.container(
        key="lineage-more", horizontal=True, vertical_alignment="center", horizontal_alignment="center"
    ):
        told = visit.t("lineage.shown", n=len(found.members), all=len(found.members) + found.left_out)
        st.html(element("p", told, cls="tt tt-muted"), width="content")
        label = visit.t("lineage.more", n=min(STEP, found.left_out))
        if st.button(label, key="lineage-more-button"):
            kept = st.query_params.get("selected")
            visit.show(replace(view, limit=view.limit + STEP, selected=kept).params())


def card(visit: Visit, view: LineageView, found: Lineage, id_: str) -> Markup:
    """The card of the chosen work, and why it is on the picture."""
    work = store.card(id_)
    actions = [button(visit.t("lineage.open"), visit.href("paper", id=id_), primary=True)]
    if id_ != found.centre:
        there = visit.href("lineage", view.around(id_).params())
        actions.append(button(visit.t("lineage.centre_here"), there))
    if id_ in store.reproductions():
        actions.append(button(visit.t("paper.run"), visit.href("reproduce", paper=id_)))
    note = element("p", join(actions), cls="tt-actions")
    return element(
        "div", works.card(visit, work, note), _because(visit, found, id_), cls="tt-columns tt-chosen"
    )


def _because(visit: Visit, found: Lineage, id_: str) -> Markup:
    way = chain(found, id_)
    lines = [_hop(visit, found, link) for link in way]
    return element(
        "aside",
        works.section(visit.t("lineage.why"), _reason(visit, found, id_), join(lines)),
        _met(visit, found, id_, way),
        cls="tt-aside tt-because",
    )


def _hop(visit: Visit, found: Lineage, link: Link) -> Markup:
    """A link on the way to the centre.

    Its evidence unfolds from the picture, where it is already; only that of a link to a work that is not on
    the picture has to be sent.
    """
    card = link_card(store.base(), link)
    sentence = evidence.sentence(visit, card)
    if link not in found.links:
        return evidence.reason(visit, card, sentence)
    why = element("summary", visit.text(card["why"]))
    return element("div", element("p", sentence), element("details", why, data_link=link.id), cls="tt-link")


def _reason(visit: Visit, found: Lineage, id_: str) -> Markup:
    member = next(m for m in found.members if m.id == id_)
    if id_ == found.centre:
        return element("p", visit.t("lineage.is_centre"))
    key = "beside" if member.side else "before" if member.steps < 0 else "after"
    name = visit.label(store.card(found.centre))
    return element("p", visit.t(f"lineage.{key}", n=abs(member.steps), name=name))


def _met(visit: Visit, found: Lineage, id_: str, way: tuple[Link, ...]) -> Markup:
    """The other links that meet a work on the picture, by name; their evidence is a hover or a table away."""
    base = store.base()
    rest = [link for link in found.links if id_ in (link.subject, link.object) and link not in way]
    lines = [element("li", statement(base, link, visit.language)) for link in rest[:MET]]
    more = visit.t("lineage.met_more", n=len(rest) - MET) if len(rest) > MET else None
    return works.section(
        visit.t("lineage.met"),
        element("ul", join(lines), cls="tt-met") if lines else None,
        element("p", more, cls="tt-small") if more else None,
        level=3,
    )
