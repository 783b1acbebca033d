"""The ledger of a paper: what it claims, beside what recorded runs of it measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit
from kb.claim_terms import term_in, value_in
from reproductions.ledger import NOT_RUN, Standing

VERDICT_KEYS = {
    "reproduced": "reproduced",
    "direction only": "direction",
    "not reproduced": "not_reproduced",
    "not testable here": "not_testable",
    "not run yet": "not_run",
}


def table(
    visit: Visit,
    claims: Iterable[Mapping[str, Any]],
    standings: Mapping[str, Standing],
    beside: evidence.Beside = evidence.nothing,
) -> Markup:
    """Claims with their place and value; ``standings`` says how each stands after all recorded runs.

    What ``beside`` says of a claim stands below its place.
    """
    runnable = bool(standings)
    rows = join(row(visit, c, standings.get(c["id"]), runnable, beside(c)) for c in claims)
    body = element("table", heads(visit), element("tbody", rows), cls="tt-claims tt-stacked")
    return element(
        "div", body, cls="tt-scroll", tabindex="0", role="region", aria_label=visit.t("claims.table")
    )


def heads(visit: Visit) -> Markup:
    """The head of a table of claims."""
    names = ("claim", "claimed", "measured")
    return element(
        "thead", element("tr", join(element("th", visit.t(f"claims.{n}"), scope="col") for n in names))
    )


def row(
    visit: Visit, claim: Mapping[str, Any], standing: Standing | None, runnable: bool, more: object = None
) -> Markup:
    """A claim: what the paper says and where, the value it gives, and what was measured here."""
    said = element("p", visit.text(claim["statement"]))
    checked = evidence.checked(visit, claim["checked"])
    place = element("p", element("code", claim["id"]), " ", claim["where"], " ", checked, cls="tt-from")
    cells = (join([said, place, more]), _claimed(visit, claim), _measured(visit, standing, runnable))
    return element("tr", join(element("td", cell) for cell in cells), id=claim["id"])


def _claimed(visit: Visit, claim: Mapping[str, Any]) -> Markup:
    """The value with what it is of, what its spread is over, and how the paper chose it."""
    named = [term_in(visit.language, text) for text in (claim["metric"], claim.get("dataset")) if text]
    of = join(named, visit.t("list.comma"))
    over = _over(visit, claim["spread"]) if claim.get("spread") else None
    chosen = claim.get("selection")
    fold = (
        element(
            "details",
            element("summary", visit.t("claims.selection")),
            element("p", chosen),
            cls="tt-fold tt-from",
        )
        if chosen
        else None
    )
    return join([element("b", value_in(visit.language, claim)), element("p", of, cls="tt-from"), over, fold])


def _over(visit: Visit, spread: Mapping[str, Any]) -> Markup:
    return element("p", f"± {spread['value']:g}: {term_in(visit.language, spread['kind'])}", cls="tt-from")


def _measured(visit: Visit, standing: Standing | None, runnable: bool) -> Markup:
    """The verdict, the number with its interval, the run that says so, and what all other runs said."""
    if standing is None or standing.verdict == NOT_RUN:
        why = None if runnable else element("p", visit.t("claims.no_reproduction"), cls="tt-from")
        fold = _fold(visit, standing) if standing and standing.criterion else None
        return element("div", element("span", visit.t("claims.not_run"), cls="tt-muted"), why, fold)
    parts = [badge(visit, {"verdict": standing.verdict})]
    if standing.measured:
        parts.append(element("b", measured(visit, standing.measured), cls="tt-measured"))
        parts.append(element("p", about(visit, standing), cls="tt-from"))
    parts.append(element("p", store.because(standing, visit.language)))
    if standing.run is not None:
        parts += [_run(visit, standing.run), _fold(visit, standing)]
    return element("div", *parts)


def about(visit: Visit, standing: Standing) -> str:
    """What the measured number is a number of, in the visitor's language where the reproduction has it."""
    said = store.words(standing.paper, visit.language)
    return said.get(f"measure.{standing.measure}", (standing.measured or {}).get("about", ""))


def measured(visit: Visit, found: Mapping[str, Any]) -> str:
    """A measured quantity as "118 [104, 131] nats, 3 seeds"."""
    if found.get("mean") is None:
        return visit.t("claims.not_finite")
    ends = " [{:.4g}, {:.4g}]".format(*found["interval"]) if found.get("interval") else ""
    seeds = visit.t("claims.seeds", n=len(found.get("per_seed") or [0]))
    unit = term_in(visit.language, found.get("unit", ""))
    return f"{found['mean']:.4g}{ends} {unit}{visit.t('list.comma')}{seeds}"


def _run(visit: Visit, record: Mapping[str, Any]) -> Markup:
    """What the run was made on: preset, hardware, minutes, date, data in place of others; its own page."""
    hardware, data = record.get("hardware") or {}, record.get("data") or {}
    minutes = visit.t("claims.minutes", n=record.get("minutes", 0))
    facts = (visit.preset(record.get("preset")), hardware.get("gpu") or hardware.get("cpu") or "", minutes)
    day = str(record.get("ended", ""))[:10]
    instead = data.get("substitute_for")
    stand_in = visit.t("run.substitute", name=data.get("name", ""), other=instead) if instead else ""
    name = element("a", record["run"], href=visit.href("reproduce", run=record["run"]))
    return element("p", ", ".join(filter(None, (*facts, day, stand_in))), " · ", name, cls="tt-from")


def _fold(visit: Visit, standing: Standing) -> Markup:
    """The criterion, the control, and how many runs came to which verdict."""
    said = store.words(standing.paper, visit.language).get(f"criterion.{standing.claim}", standing.criterion)
    control = None
    if standing.control:
        told = store.told(standing.paper, visit.language, standing.control)
        control = element("p", visit.t("run.control"), " ", told)
    runs = ", ".join(
        f"{n} × {visit.t('verdict.' + VERDICT_KEYS[word])}" for word, n in standing.verdicts.items()
    )
    return element(
        "details",
        element("summary", visit.t("claims.criterion")),
        element("p", said),
        control,
        element("p", visit.t("claims.runs", runs=runs)) if runs else None,
        cls="tt-fold tt-from",
    )


def word(visit: Visit, verdict: str) -> str:
    """A verdict in the visitor's language."""
    return visit.t(f"verdict.{VERDICT_KEYS.get(verdict, 'not_testable')}")


def shape(verdict: str) -> Markup:
    """A verdict as a shape, beside its word."""
    key = VERDICT_KEYS.get(verdict, "not_testable")
    return element("i", cls=f"tt-key tt-shape-{key}", aria_hidden="true")


def badge(visit: Visit, verdict: Mapping[str, Any]) -> Markup:
    """The verdict in a word, coloured."""
    said = verdict.get("verdict", "")
    key = VERDICT_KEYS.get(said, "not_testable")
    return element("span", word(visit, said), cls=f"tt-mark tt-verdict-{key}")
