"""The parts of the path page where there are paths: choosers, paths one by one, what can be taken away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from explorer import store
from explorer.links.path import PathView
from explorer.markup import Markup, element, join
from explorer.parts import choosing, verbatim
from explorer.parts.path import strip
from explorer.visit import Visit
from kb.lineage import Lineage, Member
from kb.paths import Answer, as_data, as_markdown

KS = (1, 3, 5, 10)


def controls(visit: Visit, view: PathView) -> None:
    """From, swap, to, how many, disputed. The address holds them; widgets only show and change it."""
    options = choosing.by_name(visit)
    now = {"start": view.start, "end": view.end, "k": view.k, "disputed": view.disputed}
    for key, value in now.items():
        st.session_state[f"path-{key}"] = value
    change = {"on_change": _write_address, "args": (view, choosing.language(visit))}
    with st.container(key="path-controls", horizontal=True, gap="medium", vertical_alignment="bottom"):
        _chooser(visit, "start", visit.t("path.from"), options, change)
        if view.start or view.end:
            swap = element("a", visit.t("path.swap"), href=visit.href("path", view.swapped().params()))
            st.html(element("p", swap, cls="tt tt-path-swap"), width="content")
        _chooser(visit, "end", visit.t("path.to"), options, change)
        ks = sorted({*KS, view.k})
        st.segmented_control(visit.t("path.k"), ks, key="path-k", required=True, **change)
        st.toggle(visit.t("path.disputed"), key="path-disputed", **change)


def _chooser(visit: Visit, which: str, label: str, options: list[str], change: dict[str, object]) -> None:
    st.selectbox(
        label,
        options,
        index=None,
        format_func=lambda id_: choosing.name(visit, id_),
        placeholder=visit.t("path.choose"),
        key=f"path-{which}",
        width=250,
        **change,
    )


def _write_address(view: PathView, language: Mapping[str, str]) -> None:
    start, end, k, disputed = (st.session_state[f"path-{key}"] for key in ("start", "end", "k", "disputed"))
    now = replace(view, start=start, end=end, k=k, disputed=disputed)
    st.query_params.from_dict({**now.params(), **language})


def steps(visit: Visit, n: int) -> str:
    """A number of steps with its noun."""
    return visit.t("path.step_one") if n == 1 else visit.t("path.steps", n=n)


def summary(visit: Visit, view: PathView, answer: Answer) -> Markup:
    """How many ways there are and what they share; then what can be done with them."""
    n, shortest = len(answer.paths), steps(visit, len(answer.paths[0]))
    said = [visit.t("path.ways_one", steps=shortest) if n == 1 else visit.t("path.ways", n=n, steps=shortest)]
    if n < view.k:
        said.append(visit.t("path.no_more"))
    if n > 1:
        said.append(_in_common(visit, answer))
    fold = replace(view, opened=not view.opened)
    fold_all = visit.t("path.close_all" if view.opened else "path.open_all")
    return join(
        [
            element("p", " ".join(said), cls="tt-lede", role="status"),
            element(
                "p",
                element("span", visit.t("path.hint" if _ringed(answer) else "path.hint_one")),
                element("a", fold_all, href=visit.href("path", fold.params())),
                element("a", visit.t("path.compare"), href=compare(visit, answer.start, answer.end)),
                cls="tt-small tt-path-note",
            ),
        ]
    )


def _ringed(answer: Answer) -> bool:
    return bool(strip.often([strip.stops(path) for path in answer.paths]))


def _in_common(visit: Visit, answer: Answer) -> str:
    """What several paths have in common between their ends."""
    walked = [strip.stops(path) for path in answer.paths]
    common = strip.shared(walked)
    if common:
        names = visit.t("path.and").join(choosing.name(visit, work) for work in common)
        return visit.t("path.all_through", names=names)
    return visit.t("path.no_common" if strip.often(walked) else "path.ends_only")


def compare(visit: Visit, a: str, b: str) -> str:
    """The address of two works side by side."""
    return visit.href("compare", works=f"{a},{b}")


def numbered(visit: Visit, answer: Answer, opened: bool) -> Markup:
    """Every path under its number, its length and its years."""
    papers = store.base().papers
    sections = []
    drawn = strip.strips(visit, answer.paths, opened)
    for number, (path, figure) in enumerate(zip(answer.paths, drawn, strict=True), 1):
        first, last = papers[answer.start].year, papers[answer.end].year
        span = visit.t("path.span", steps=steps(visit, len(path)), first=first, last=last)
        heading = element("h2", visit.t("path.number", n=number), element("span", span, cls="tt-count"))
        sections.append(element("section", heading, figure, cls="tt-path-way"))
    return join(sections)


def together(answer: Answer) -> Lineage:
    """All paths as one lineage: their works, and the links they go along."""
    links = {link.id: link for path in answer.paths for hop in path for link in hop.links}
    members: dict[str, Member] = {answer.end: Member(answer.end, 0, False, None)}
    for path in answer.paths:
        for back, hop in enumerate(reversed(path), 1):
            members.setdefault(hop.earlier, Member(hop.earlier, -back, False, hop.links[0].id))
    return Lineage(answer.end, tuple(members.values()), tuple(links.values()), 0)


def share(visit: Visit, view: PathView, answer: Answer, files: Sequence[str] = ("md", "json", "svg")) -> None:
    """The address to pass on, and the paths as files."""
    base = store.base()
    st.html(element("div", element("h2", visit.t("path.share")), cls="tt tt-section"))
    address = visit.href("path", view.params())
    root = (st.context.url or "path").split("?")[0].removesuffix("path")
    verbatim.show(visit, root + address)
    content = {
        "md": (as_markdown(base, answer, visit.language), "text/markdown"),
        "json": (json.dumps(as_data(base, answer), ensure_ascii=False, indent=1), "application/json"),
    }
    if answer.paths:
        content["svg"] = (store.picture(together(answer), "auto", visit.language), "image/svg+xml")
    with st.container(key="path-downloads", horizontal=True):
        for extension in (name for name in files if name in content):
            text, mime = content[extension]
            st.download_button(
                visit.t(f"path.download_{extension}"),
                text,
                f"{answer.start}-to-{answer.end}.{extension}",
                mime,
                key=f"path-download-{extension}",
                on_click="ignore",
            )
