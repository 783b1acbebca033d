"""The ledger of a paper: what it claims, beside what recorded runs of it measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit
from reproductions.ledger import Standing

VERDICT_KEYS = {
    "reproduced": "reproduced",
    "direction only": "direction",
    "not reproduced": "not_reproduced",
    "not testable here": "not_testable",
}


def table(visit: Visit, claims: Iterable[Mapping[str, Any]], standings: Mapping[str, Standing]) -> Markup:
    """Claims with their place and value; ``standings`` says how each stands after all recorded runs."""
    heads = join(
        element("th", visit.t(f"claims.{name}"), scope="col") for name in ("claim", "claimed", "measured")
    )
    rows = join(_row(visit, claim, standings.get(claim["id"])) for claim in claims)
    body = element("table", element("thead", element("tr", heads)), element("tbody", rows), cls="tt-claims")
    return element("div", body, cls="tt-scroll", tabindex="0")


def _row(visit: Visit, claim: Mapping[str, Any], standing: Standing | None) -> Markup:
    place = join([claim["where"], evidence.checked(visit, claim["checked"])], " ")
    said = element("p", visit.text(claim["statement"]))
    where = element("p", element("code", claim["id"]), " ", place, cls="tt-from")
    claimed = join([element("b", value(claim)), element("p", claim["metric"], cls="tt-from")])
    return element(
        "tr",
        element("td", said, where),
        element("td", claimed),
        element("td", _measured(visit, standing)),
    )


def value(claim: Mapping[str, Any]) -> str:
    """The value as the paper prints it: with spread and unit."""
    spread = f" ± {claim['spread']['value']:g}" if claim.get("spread") else ""
    number = f"{claim['value']:g}" if isinstance(claim["value"], int | float) else str(claim["value"])
    return f"{number}{spread}" + (f" {claim['unit']}" if claim.get("unit") else "")


def _measured(visit: Visit, standing: Standing | None) -> Markup:
    """The verdict, the number with its interval, the run that says so, and what all other runs said."""
    if standing is None or (standing.run is None and not standing.because):
        return element("span", visit.t("claims.not_run"), cls="tt-muted")
    parts = [badge(visit, {"verdict": standing.verdict})]
    if standing.measured:
        parts.append(element("b", measured(visit, standing.measured), cls="tt-measured"))
    because = store.words(standing.paper, visit.language).get(f"untested.{standing.claim}", standing.because)
    parts.append(element("p", because))
    if standing.run is not None:
        parts += [_run(visit, standing.run), _fold(visit, standing)]
    return element("div", *parts)


def measured(visit: Visit, found: Mapping[str, Any]) -> str:
    """A measured quantity as "118 [104, 131] nats, 3 seeds"."""
    if found.get("mean") is None:
        return visit.t("claims.not_finite")
    ends = " [{:.4g}, {:.4g}]".format(*found["interval"]) if found.get("interval") else ""
    seeds = visit.t("claims.seeds", n=len(found.get("per_seed") or [0]))
    return f"{found['mean']:.4g}{ends} {found.get('unit', '')}, {seeds}"


def _run(visit: Visit, record: Mapping[str, Any]) -> Markup:
    """What the run was made on: hardware, minutes, date, its name in the ledger."""
    hardware = record.get("hardware") or {}
    minutes = visit.t("claims.minutes", n=record.get("minutes", 0))
    facts = (record.get("preset", ""), hardware.get("gpu") or hardware.get("cpu") or "", minutes)
    day = str(record.get("ended", ""))[:10]
    return element(
        "p", ", ".join(filter(None, (*facts, day))), " · ", element("code", record["run"]), cls="tt-from"
    )


def _fold(visit: Visit, standing: Standing) -> Markup:
    """The criterion, the control, and how many runs came to which verdict."""
    said = store.words(standing.paper, visit.language).get(f"criterion.{standing.claim}", standing.criterion)
    control = element("p", visit.t("run.control"), " ", standing.control) if standing.control else None
    runs = ", ".join(
        f"{n} × {visit.t('verdict.' + VERDICT_KEYS[word])}" for word, n in standing.verdicts.items()
    )
    return element(
        "details",
        element("summary", visit.t("claims.criterion")),
        element("p", said),
        control,
        element("p", visit.t("claims.runs", runs=runs)),
        cls="tt-fold tt-from",
    )


def badge(visit: Visit, verdict: Mapping[str, Any]) -> Markup:
    """The verdict in a word, coloured."""
    key = VERDICT_KEYS.get(verdict.get("verdict", ""), "not_testable")
    return element("span", visit.t(f"verdict.{key}"), cls=f"tt-mark tt-verdict-{key}")
