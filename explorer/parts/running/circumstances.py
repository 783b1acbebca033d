"""On what and from what a run was made, how to repeat it, and its files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.markup import Markup, element, join
from explorer.parts import verbatim, works
from explorer.serving import access
from explorer.visit import Visit
from reproductions import ledger
from reproductions.launch import ReproductionError, Run

FILES = {
    "measurements.json": "application/json",
    "metrics.jsonl": "application/jsonl",
    "run.json": "application/json",
}  # fmt: skip


def environment(visit: Visit, record: Mapping[str, Any]) -> Markup:
    """Versions, machine, threads, commit, and the checksums of the data; nothing before they are known."""
    hardware, data = record.get("hardware") or {}, record.get("data") or {}
    commit = str(record.get("git_commit") or "")[:12]
    changed = visit.t("run.changed") if record.get("git_changed") else None
    rows = works.facts(
        [
            ("PyTorch", record.get("torch")),
            ("NumPy", record.get("numpy")),
            ("Python", record.get("python")),
            (visit.t("runs.device"), record.get("device")),
            (visit.t("run.hardware"), hardware.get("gpu") or hardware.get("cpu")),
            (visit.t("run.cores"), hardware.get("cores")),
            (visit.t("run.threads"), record.get("threads")),
            (visit.t("run.commit"), join([element("code", commit), changed], " ") if commit else None),
            (visit.t("runs.dataset"), data.get("title") or data.get("name")),
            (visit.t("run.licence"), data.get("licence")),
        ]
    )
    sums = join(
        element("li", element("span", name), " ", element("code", checksum))
        for name, checksum in (data.get("sha256") or {}).items()
    )
    checksums = element(
        "div", element("p", "sha256", cls="tt-from"), element("ul", sums, cls="tt-plain tt-sums")
    )
    fold = element(
        "details",
        element("summary", visit.t("run.environment")),
        element("div", rows, checksums if sums else None, cls="tt-folded"),
        cls="tt-fold tt-table",
    )
    return fold if record.get("torch") or commit else Markup()


def repeat(visit: Visit, command: str | None) -> None:
    """What to type to make the same run again; nothing where that is no longer to be had here."""
    if command:
        with st.container(key="repeat"):
            st.html(element("div", element("h2", visit.t("run.repeat")), cls="tt tt-section"))
            verbatim.show(visit, command)


def command(record: Mapping[str, Any]) -> str | None:
    """The command that repeats a run; None for one whose settings or reproduction are not here."""
    try:
        return ledger.command(record)
    except (ReproductionError, KeyError):
        return None


def files(visit: Visit, run: Run) -> None:
    """The files that hold what a run measured, as downloads; they are read when asked for."""
    there = {name: kind for name, kind in FILES.items() if (run.path / name).is_file()}
    with st.container(key="run-files", horizontal=True, vertical_alignment="center"):
        for name, kind in there.items():
            st.download_button(
                name,
                _reading(run.path / name),
                f"{run.id}-{name}",
                kind,
                key=f"download-{name}",
                on_click="ignore",
            )


def _reading(path: Path) -> Any:
    if path.name == "run.json" and access.shared():
        return lambda: access.public(path)
    return path.read_bytes
