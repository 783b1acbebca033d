"""Asking a trained network: what can be asked, the question, and the answer with its pictures."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer import store
from explorer.links import trial
from explorer.markup import Markup, element, join
from explorer.parts import notices, works
from explorer.parts.actions import button
from explorer.parts.running import runs, training
from explorer.visit import Visit
from reproductions.demonstrating import Demonstration, Field, Picture
from reproductions.errors import ReproductionError
from reproductions.launch import Run

_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}


def overview(visit: Visit, known: Mapping[str, Demonstration]) -> None:
    """All papers that can be asked; those without a trained network here lead to where one is made."""
    cards = join(_door(visit, one) for one in known.values())
    st.html(
        element(
            "article",
            element("h1", visit.t("try.title")),
            element("p", visit.t("try.lede"), cls="tt-lede"),
            element("div", cards, cls="tt-doors") if cards else notices.empty(visit.t("try.nothing")),
            cls="tt tt-page",
        )
    )


def _door(visit: Visit, one: Demonstration) -> Markup:
    trained = store.trained(one.paper)
    state = visit.t("try.trained", n=len(trained)) if trained else visit.t("try.untrained")
    return element(
        "a",
        element("h2", runs.label(visit, one.paper)),
        element("p", _words(visit, one, "about", one.about)),
        element("p", state, cls="tt-small"),
        href=visit.href("try", paper=one.paper),
        cls="tt-door",
    )


def nothing_to_ask(visit: Visit, paper: str, known: Mapping[str, Demonstration]) -> None:
    """A work of which nothing can be asked, or no work at all; and those that can be."""
    offers = join(
        element("li", element("a", runs.label(visit, one), href=visit.href("try", paper=one)))
        for one in known
    )
    st.html(
        element(
            "section",
            element("h1", visit.t("try.not_this", name=runs.label(visit, paper))),
            element("p", visit.t("try.offer"), cls="tt-lede"),
            element("ul", offers, cls="tt-offers"),
            cls="tt tt-page tt-unknown",
        )
    )


def page(visit: Visit, one: Demonstration, wanted: trial.Trial) -> None:
    """One demonstration: which network answers, the question, the answer."""
    head = element(
        "header",
        element("p", visit.t("try.kicker"), cls="tt-kicker"),
        element("h1", visit.t("try.heading", name=runs.label(visit, one.paper))),
        element("p", _words(visit, one, "about", one.about), cls="tt-lede"),
        cls="tt-head",
    )
    st.html(element("div", head, cls="tt tt-page"))
    trained = store.trained(one.paper)
    if not trained:
        _none_trained(visit, one)
        return
    chosen = next((run for run in trained if run.id == wanted.run), trained[0])
    one = one.fitted(chosen.record.get("config") or {})
    asked = trial.question(one, st.query_params)
    _form(visit, one, trained, chosen, asked)
    st.html(element("div", _training(visit, chosen), cls="tt tt-page"))
    if wanted.asked:
        _answer(visit, one, chosen, asked)


def _none_trained(visit: Visit, one: Demonstration) -> None:
    st.html(
        element(
            "div",
            notices.empty(visit.t("try.none_here")),
            element(
                "p",
                button(visit.t("try.train"), visit.href("reproduce", paper=one.paper), primary=True),
                cls="tt-actions",
            ),
            cls="tt tt-page",
        )
    )


def _form(
    visit: Visit, one: Demonstration, trained: list[Run], chosen: Run, asked: Mapping[str, Any]
) -> None:
    """The question as a form; sending it writes the address, which is what is answered."""
    by_id = {run.id: run for run in trained}
    with st.form(f"try-{one.paper}", border=False):
        run = st.selectbox(
            visit.t("try.run"),
            list(by_id),
            index=list(by_id).index(chosen.id),
            format_func=lambda id_: _named(visit, by_id[id_]),
        )
        with st.container(horizontal=True, gap="medium"):
            given = {f.name: _number(visit, one, f, asked[f.name]) for f in one.fields if f.most is not None}
        given |= {f.name: _text(visit, one, f, asked[f.name]) for f in one.fields if f.most is None}
        sent = st.form_submit_button(visit.t("try.ask"), type="primary")
    if sent:
        visit.show({"paper": one.paper, "run": run, "ask": "1", **trial.params(one, given)})


def _named(visit: Visit, run: Run) -> str:
    """A run in the list: its size, how far it was trained, when, and its id."""
    trained = training.trained(visit, run)
    return " · ".join(filter(None, (visit.preset(run.preset), trained, runs.moment(run.started), run.id)))


def _training(visit: Visit, run: Run) -> Markup:
    """How much the network that answers was trained, and a warning where that is little."""
    far = training.trained(visit, run)
    told = element("p", visit.t("try.trained_for", far=far), cls="tt-small") if far else None
    short = training.cut_short(run)
    if not short and run.preset != "smoke":
        return told or Markup()
    warning = visit.t("try.cut_short" if short else "try.smoke")
    return join([told, element("p", warning, cls="tt-notice", role="note")])


def _number(visit: Visit, one: Demonstration, field: Field, value: Any) -> Any:
    label = _words(visit, one, f"field.{field.name}", field.about)
    return st.number_input(label, field.least, field.most, value, width=230)


def _text(visit: Visit, one: Demonstration, field: Field, value: Any) -> Any:
    label = _words(visit, one, f"field.{field.name}", field.about)
    return st.text_area(label, value, max_chars=4000, height=140)


def _answer(visit: Visit, one: Demonstration, run: Run, asked: Mapping[str, Any]) -> None:
    with st.spinner(visit.t("try.asking"), show_time=True):
        try:
            answer = store.answer(run, asked)
        except ReproductionError as error:
            notices.refusal(visit.t("try.refused", why=error.message))
            return
    rows = [(_words(visit, one, name, one.texts[name]), value) for name, value in answer.facts.items()]
    origin = element("a", run.id, href=visit.href("reproduce", run=run.id))
    st.html(
        element(
            "section",
            element("h2", visit.t("try.answer")),
            works.facts(rows),
            element("div", join(_figure(visit, one, p) for p in answer.pictures), cls="tt-answers"),
            element("p", visit.t("try.by"), " ", origin, cls="tt-from"),
            cls="tt tt-section",
            role="status",
        )
    )


def _figure(visit: Visit, one: Demonstration, picture: Picture) -> Markup:
    caption = _words(visit, one, picture.name, one.texts[picture.name])
    source = f"data:{_TYPES[picture.ending]};base64,{base64.b64encode(picture.content).decode()}"
    return element("figure", element("img", src=source, alt=caption), element("figcaption", caption))


def _words(visit: Visit, one: Demonstration, key: str, english: str) -> str:
    """A text of the demonstration in the visitor's language."""
    return store.words(one.paper, visit.language).get(f"try.{key}", english)
