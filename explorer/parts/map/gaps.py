"""What somebody's list lacks, as a table to take away."""

from __future__ import annotations

import csv
import io

import streamlit as st

from explorer import store
from explorer.visit import Visit
from kb import KnowledgeBase, overlay
from kb.cli.forms import no_formula
from kb.paper import Paper

COLUMNS = ("id", "title", "authors", "date", "venue", "arxiv", "doi", "yours", "descend_from_it")


def download(visit: Visit, study: overlay.Study) -> None:
    """The works that a list lacks as a CSV file; nothing where it lacks none."""
    if study.missing:
        table = as_csv(store.base(), study)
        label = visit.t("reading.gaps", n=len(study.missing))
        st.download_button(label, table, "missing.csv", "text/csv", key="map-gaps", on_click="ignore")


def as_csv(base: KnowledgeBase, study: overlay.Study) -> bytes:
    """A row a work, what most of the list descend from first; spreadsheets see that it is UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for ground in study.missing:
        work = base.papers[ground.work]
        version = work.versions[0] if work.versions else None
        people = "; ".join(base.people[id_].name for id_ in work.people if id_ in base.people)
        rows.writerow(
            no_formula(str(cell or ""))
            for cell in (
                work.id, work.title, people, work.date, version and version.venue, _id(work, "arxiv"),
                _id(work, "doi"), len(ground.mine), " ".join(ground.mine),
            )
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _id(work: Paper, scheme: str) -> str:
    return next((version.ids[scheme] for version in work.versions if scheme in version.ids), "")
