"""A path: /path?from=seq2seq&to=transformer. How an idea got from here to there, stop by stop."""

from dataclasses import replace

import streamlit as st

from explorer import store, visit
from explorer.links.path import PathView
from explorer.markup import element, join
from explorer.parts import choosing, notices, picture
from explorer.parts.frame import frame
from explorer.parts.lineage import tables
from explorer.parts.path import no_way, strip, way

visitor = visit.current()
asked = PathView.read(st.query_params)
ends = [store.resolve(wanted, choosing.WORKS) for wanted in (asked.start, asked.end)]
view = replace(asked, start=ends[0], end=ends[1])
both = ends[0] is not None and ends[1] is not None and ends[0] != ends[1]

title = visitor.t("path.title_open")
if both:
    title = visitor.t(
        "path.title", start=choosing.name(visitor, ends[0]), end=choosing.name(visitor, ends[1])
    )
notices.title(visitor, title.rstrip("?？") if both else visitor.t("nav.path"))
st.html(element("div", element("h1", title), cls="tt tt-page"))
st.html(strip.sheet())
way.controls(visitor, view)


def page(*parts: object) -> None:
    """Parts of the page, one below the other."""
    st.html(element("div", join(parts), cls="tt tt-page"))


def with_start(work: str) -> str:
    return visitor.href("path", replace(view, start=work).params())


def with_end(work: str) -> str:
    return visitor.href("path", replace(view, end=work).params())


if asked.start and not view.start:
    page(choosing.unknown(visitor, asked.start, with_start))
if asked.end and not view.end:
    page(choosing.unknown(visitor, asked.end, with_end))

if not view.start and not view.end:
    page(element("p", visitor.t("path.lede"), cls="tt-lede"), no_way.examples(visitor))
    st.stop()
if not both:
    work = view.start or view.end
    name = choosing.name(visitor, work)
    if view.start == view.end:
        heading, said = visitor.t("path.same"), visitor.t("path.same_why", name=name)
    else:
        heading, said = visitor.t("path.half_from" if view.start else "path.half_to", name=name), None
    page(
        element("h2", heading),
        element("p", said, cls="tt-lede") if said else None,
        no_way.half(visitor, work, forward=bool(view.start), both=bool(said)),
        no_way.examples(visitor),
    )
    st.stop()

answer = store.paths(view.start, view.end, view.k, view.disputed)
if not answer.paths:
    page(no_way.without(visitor, view, answer))
    if not answer.turned_round:
        way.share(visitor, view, answer, ("json",))
    st.stop()

page(way.summary(visitor, view, answer))
page(way.numbered(visitor, answer, view.opened))
if len(answer.paths) > 1:
    whole = way.together(answer)
    page(element("h2", visitor.t("path.together")))
    with st.container(key="path-picture"):
        opened = picture.show(visitor, whole, f"path-{view.start}-{view.end}", picture.SMALL)
    if opened:
        frame.leave(visitor.href("paper", id=opened))
    page(tables.works(visitor, whole), tables.links(visitor, whole))
way.share(visitor, view, answer)
