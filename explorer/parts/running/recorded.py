"""A run that stands in the ledger: its record is all that is left of it, and all that is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer import store
from explorer.markup import element, join
from explorer.parts import gallery, works
from explorer.parts.actions import button
from explorer.parts.running import circumstances, runs, verdicts, versus
from explorer.visit import Visit


def page(visit: Visit, record: Mapping[str, Any]) -> None:
    """What a recorded run found, on what, and how to repeat it."""
    paper = record["paper"]
    actions = (
        button(visit.t("run.again"), visit.href("reproduce", paper=paper), primary=True),
        button(visit.t("recorded.to_ledger"), visit.href("ledger", paper=paper)),
        button(visit.t("reproduce.to_paper"), visit.href("paper", id=paper)),
    )
    head = element(
        "header",
        element("p", visit.t("recorded.kicker"), cls="tt-kicker"),
        element("h1", f"{runs.label(visit, paper)} · {visit.preset(record['preset'])}"),
        element("p", element("code", record["run"]), cls="tt-from"),
        element("p", visit.t("recorded.lede"), cls="tt-lede"),
        element("p", join(actions), cls="tt-actions"),
        cls="tt-head",
    )
    found = verdicts.body(visit, paper, record.get("claims") or {}, record.get("measures") or {})
    drawn = [picture for picture in store.recorded_pictures(paper) if picture.run["run"] == record["run"]]
    st.html(
        element(
            "article",
            head,
            works.section(visit.t("recorded.made"), _facts(visit, record)),
            found,
            works.section(visit.t("run.samples"), gallery.figures(visit, drawn)),
            element(
                "div",
                versus.chooser(visit, record["run"], paper),
                circumstances.environment(visit, record),
                cls="tt-section",
            ),
            cls="tt tt-page",
        )
    )
    circumstances.repeat(visit, record.get("command"))


def _facts(visit: Visit, record: Mapping[str, Any]) -> object:
    hardware, data, trained = (record.get(part) or {} for part in ("hardware", "data", "facts"))
    instead = data.get("substitute_for")
    name = data.get("name", "")
    rows = [
        (visit.t("run.took"), visit.t("claims.minutes", n=record.get("minutes", 0))),
        (visit.t("run.hardware"), hardware.get("gpu") or hardware.get("cpu")),
        (visit.t("runs.dataset"), visit.t("run.substitute", name=name, other=instead) if instead else name),
        (visit.t("run.seeds"), ", ".join(map(str, record.get("seeds") or []))),
        (visit.t("recorded.trained"), trained.get("trained") or trained.get("updates")),
        (visit.t("recorded.ended"), runs.moment(str(record.get("ended") or ""))),
    ]
    return works.facts(rows)
