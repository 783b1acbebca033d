"""What a page says when there is nothing to show or something is wrong: a clear sentence, and a way on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import streamlit as st

from explorer import store
from explorer.markup import Markup, element, join
from explorer.visit import Visit
from kb.errors import Candidate, Problem
from kb.names import nearest_subjects


def empty(sentence: str) -> Markup:
    """A quiet line in the place of a list that has nothing in it."""
    return element("p", sentence, cls="tt-empty")


def refusal(sentence: str) -> None:
    """Why something could not be done."""
    st.html(element("div", element("p", sentence), cls="tt tt-notice", role="alert"))


def title(visit: Visit, name: str) -> None:
    """The name of the browser tab."""
    st.set_page_config(page_title=f"{name} · timetested")


def unknown(visit: Visit, what: str, id_: str | None, examples: Sequence[str] = ()) -> None:
    """A page for an address that leads nowhere: says so, and offers the nearest names (or ``examples``)."""
    title(visit, visit.t("unknown.title"))
    names = store.base().names
    kinds = {"paper": ("paper", "dataset", "system", "film")}.get(what, (what,))
    nearest = nearest_subjects(id_, names, limit=12) if id_ else []
    offered = [c for c in nearest if c.kind in kinds][:3] or nearest[:3]
    if not id_:
        offered = [names.subjects[i].candidate for i in examples if i in names.subjects]
    heading = (
        visit.t("unknown.heading", what=visit.t(f"kind.{what}"), id=id_) if id_ else visit.t("unknown.none")
    )
    st.html(
        element(
            "section",
            element("h1", heading),
            element("p", visit.t("unknown.offer") if offered else visit.t("unknown.search"), cls="tt-lede"),
            _offers(visit, offered),
            cls="tt tt-page tt-unknown",
        )
    )


def _offers(visit: Visit, offered: Iterable[Candidate]) -> Markup:
    subjects = store.base().names.subjects
    lines = []
    for candidate in offered:
        subject = subjects[candidate.id]
        reference = {
            "id": subject.id,
            "kind": subject.kind,
            "label": subject.label,
            "label_zh": subject.label_zh,
        }
        kind = element("span", visit.t(f"kind.{subject.kind}"), cls="tt-kind")
        lines.append(element("li", visit.link(reference), " ", kind))
    return element("ul", join(lines), cls="tt-offers") if lines else Markup()


def facts_invalid(visit: Visit, problems: Sequence[Problem]) -> None:
    """Every problem of the facts in place of a page; the facts that were there before are not touched."""
    title(visit, visit.t("invalid.title"))
    shown = problems[:200]
    rows = [
        element(
            "tr",
            element("td", f"{p.file}:{p.line}", cls="tt-where"),
            element("td", p.field, cls="tt-where"),
            element("td", p.message + (f" ({p.value[:120]})" if p.value else "")),
            element("td", p.suggestion),
        )
        for p in shown
    ]
    heads = join(
        element("th", visit.t(f"invalid.{name}")) for name in ("where", "field", "problem", "suggestion")
    )
    more = len(problems) - len(shown)
    st.html(
        element(
            "section",
            element("h1", visit.t("invalid.title")),
            element("p", visit.t("invalid.lede", n=len(problems)), cls="tt-lede"),
            element(
                "div",
                element("table", element("thead", element("tr", heads)), element("tbody", join(rows))),
                cls="tt-scroll",
                tabindex="0",
            ),
            empty(visit.t("invalid.more", n=more)) if more else None,
            cls="tt tt-page",
        )
    )


def unknown_run(visit: Visit, id_: str) -> None:
    """A page for a run that is not on this machine, with those that are."""
    title(visit, visit.t("unknown.title"))
    known = [run.id for run in store.runs()]
    near = difflib.get_close_matches(id_, known, n=3, cutoff=0.3) or known[:3]
    offers = join(element("li", element("a", run, href=visit.href("reproduce", run=run))) for run in near)
    st.html(
        element(
            "section",
            element("h1", visit.t("unknown.heading", what=visit.t("kind.run"), id=id_)),
            element("p", visit.t("unknown.offer" if near else "runs.none"), cls="tt-lede"),
            element("ul", offers, cls="tt-offers") if near else None,
            cls="tt tt-page tt-unknown",
        )
    )
