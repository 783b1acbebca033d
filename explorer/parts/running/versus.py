"""Two runs of one paper side by side: what they measured and judged, what was set otherwise, their curves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from explorer import store
from explorer.charts import curves
from explorer.links.reproduce import ReproduceView
from explorer.markup import Markup, element, join
from explorer.parts import claims, notices, works
from explorer.parts.running import runs, training
from explorer.visit import Visit
from kb.claim_terms import term_in

#: What a run was made on, by the name that the comparison gives it.
_CIRCUMSTANCES = {
    "preset": "reproduce.preset",
    "status": "runs.status",
    "device": "runs.device",
    "hardware": "run.hardware",
    "threads": "run.threads",
    "seeds": "run.seeds",
    "dataset": "runs.dataset",
    "in place of": "versus.instead",
    "trained": "recorded.trained",
    "updates": "versus.updates",
    "minutes": "versus.minutes",
    "torch": "versus.torch",
    "commit": "run.commit",
    "ended": "recorded.ended",
}

OFFERED = 15  # runs of this machine to compare with; older ones are found in the list of runs


def chooser(visit: Visit, run: str, paper: str) -> Markup:
    """Other runs of the same paper, each leading to the comparison with this one; nothing without any."""
    here = [other.id for other in store.runs(paper) if other.id != run and other.record.get("config")]
    recorded = [record["run"] for record in store.records(paper) if record["run"] != run]
    lists = join(
        element("div", element("p", visit.t(f"versus.{name}"), cls="tt-from"), _offers(visit, run, some))
        for name, some in (("here", here[:OFFERED]), ("recorded", recorded))
        if some
    )
    if not lists:
        return Markup()
    return element(
        "details",
        element("summary", visit.t("versus.choose")),
        element("div", lists, cls="tt-folded tt-pair"),
        cls="tt-fold tt-table",
    )


def _offers(visit: Visit, run: str, others: Iterable[str]) -> Markup:
    links = (
        element(
            "li",
            element("a", other, href=visit.href("reproduce", ReproduceView(run=run, other=other).params())),
        )
        for other in others
    )
    return element("ul", join(links), cls="tt-plain")


def page(visit: Visit, a: Mapping[str, Any], b: Mapping[str, Any]) -> None:
    """The comparison of two records; a refusal for runs of two papers."""
    try:
        found = store.compared(a, b)
    except store.Refused as error:
        notices.refusal(error.message)
        return
    swapped = visit.href("reproduce", ReproduceView(run=b["id"], other=a["id"]).params())
    head = element(
        "header",
        element("p", visit.t("versus.kicker"), cls="tt-kicker"),
        element("h1", visit.t("versus.title", name=runs.label(visit, found["paper"]))),
        element("p", _named(visit, "A", a), cls="tt-versus"),
        element("p", _named(visit, "B", b), cls="tt-versus"),
        element("p", element("a", visit.t("versus.swap"), href=swapped), cls="tt-small"),
        cls="tt-head",
    )
    parts = [
        works.section(visit.t("versus.verdicts"), _verdicts(visit, found["verdicts"])),
        works.section(visit.t("versus.measures"), _measures(visit, found["paper"], found["measures"])),
        works.section(visit.t("versus.settings"), _both(visit, found["settings"], visit.t("versus.same"))),
        works.section(
            visit.t("versus.circumstances"),
            _both(
                visit,
                [{**row, "name": visit.t(_CIRCUMSTANCES[row["name"]])} for row in found["circumstances"]],
                "",
            ),
        ),
    ]
    st.html(element("article", head, join(parts), cls="tt tt-page"))
    _curves(visit, a["id"], b["id"])


def _named(visit: Visit, letter: str, record: Mapping[str, Any]) -> Markup:
    link = element("a", record["id"], href=visit.href("reproduce", run=record["id"]))
    return join(
        [
            element("b", letter),
            link,
            element("span", visit.preset(record.get("preset")), cls="tt-kind"),
        ],
        " ",
    )


def _verdicts(visit: Visit, rows: Iterable[Mapping[str, Any]]) -> Markup:
    facts = store.base().claims
    body = [
        (
            join(
                [
                    element("code", row["claim"]),
                    " ",
                    visit.text(facts[row["claim"]].statement) if row["claim"] in facts else "",
                ]
            ),
            *(claims.badge(visit, {"verdict": row[side]}) if row[side] else "–" for side in "ab"),
        )
        for row in rows
    ]
    return _table(visit, (visit.t("run.col_claim"), "A", "B"), body, visit.t("versus.no_verdicts"))


def _measures(visit: Visit, paper: str, rows: Iterable[Mapping[str, Any]]) -> Markup:
    said = store.words(paper, visit.language)
    body = [
        (
            join([element("code", row["name"]), " ", said.get(f"measure.{row['name']}", row["about"] or "")]),
            _value(row["a"]),
            _value(row["b"]),
            _difference(visit, row),
            term_in(visit.language, row["unit"] or ""),
        )
        for row in rows
    ]
    heads = (visit.t("run.col_measure"), "A", "B", visit.t("versus.difference"), visit.t("run.col_unit"))
    return _table(visit, heads, body, visit.t("versus.no_measures"))


def _value(measure: Mapping[str, Any] | None) -> str:
    """A mean with its interval; a dash for a run that did not measure it.

    >>> _value({"mean": 2.0, "interval": [1.0, 3.0]}), _value(None)
    ('2 [1, 3]', '–')
    """
    if measure is None or measure["mean"] is None:
        return "–"
    ends = " [{:.4g}, {:.4g}]".format(*measure["interval"]) if measure.get("interval") else ""
    return f"{measure['mean']:.4g}{ends}"


def _difference(visit: Visit, row: Mapping[str, Any]) -> Markup | str:
    if row["difference"] is None:
        return "–"
    ends = " [{:+.4g}, {:+.4g}]".format(*row["interval"]) if row["interval"] else ""
    pairs = element("p", visit.t("versus.pairs", n=row["pairs"]), cls="tt-from") if row["pairs"] else None
    return join([f"{row['difference']:+.4g}{ends}", pairs])


def _both(visit: Visit, rows: Iterable[Mapping[str, Any]], none: str) -> Markup:
    body = [(row["name"], *(_plain(row[side]) for side in "ab")) for row in rows]
    return _table(visit, (visit.t("reproduce.col_setting"), "A", "B"), body, none)


def _plain(value: object) -> str:
    if value is None:
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _table(visit: Visit, heads: Iterable[str], body: list[tuple[object, ...]], none: str) -> Markup:
    if not body:
        return notices.empty(none)
    head = element("thead", element("tr", join(element("th", text, scope="col") for text in heads)))
    rows = join(element("tr", join(element("td", cell) for cell in cells)) for cells in body)
    table = element("table", head, element("tbody", rows), cls="tt-sides")
    return element(
        "div", table, cls="tt-scroll", tabindex="0", role="region", aria_label=visit.t("versus.kicker")
    )


def _curves(visit: Visit, a: str, b: str) -> None:
    """The curves that both runs have; recorded runs keep none."""
    both = [store.run(id_) for id_ in (a, b)]
    found = [curves.rows(run.metrics()[0]) if run else {} for run in both]
    shared = curves.beside(found[0], found[1], (f"A: {a}", f"B: {b}"))
    st.html(element("div", element("h2", visit.t("run.curves")), cls="tt tt-section"))
    if not shared:
        st.html(element("div", notices.empty(visit.t("versus.no_curves")), cls="tt tt-page"))
        return
    known = training.gold(both[0], shared) if training.is_the_papers(both[0]) else {}
    columns = st.columns(2, gap="large")
    for place, (name, some) in enumerate(shared.items()):
        with columns[place % 2]:
            st.html(element("div", element("h3", element("code", name)), cls="tt tt-caption"))
            aim = known.get(name)
            rows = (
                [curves.gold_row(visit.t("run.gold_key", claim=aim.claim), aim.value, aim.spread)]
                if aim
                else []
            )
            lines, alone = curves.parted(some, by="run")
            if lines:
                figure = curves.figure(visit.t("run.step"), gold=rows, by="run")
                alt = visit.t("run.curve_alt", name=name)
                st.vega_lite_chart(lines, figure, key=f"versus-{name}", width="stretch", alt=alt)
            training.values(visit, alone, by="run")
