"""What a paper claims, beside what recorded runs of it measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit

VERDICT_KEYS = {
    "reproduced": "reproduced",
    "direction only": "direction",
    "not reproduced": "not_reproduced",
    "not testable here": "not_testable",
}


def table(visit: Visit, claims: Iterable[Mapping[str, Any]], records: Iterable[Mapping[str, Any]]) -> Markup:
    """Claims with their place and value; ``records`` are recorded runs, newest first."""
    records = list(records)
    heads = join(
        element("th", visit.t(f"claims.{name}"), scope="col") for name in ("claim", "claimed", "measured")
    )
    rows = join(_row(visit, claim, records) for claim in claims)
    body = element("table", element("thead", element("tr", heads)), element("tbody", rows), cls="tt-claims")
    return element("div", body, cls="tt-scroll", tabindex="0")


def _row(visit: Visit, claim: Mapping[str, Any], records: list[Mapping[str, Any]]) -> Markup:
    place = join([claim["where"], evidence.checked(visit, claim["checked"])], " ")
    said = element("p", visit.text(claim["statement"]))
    where = element("p", element("code", claim["id"]), " ", place, cls="tt-from")
    claimed = join([element("b", value(claim)), element("p", claim["metric"], cls="tt-from")])
    return element(
        "tr",
        element("td", said, where),
        element("td", claimed),
        element("td", _measured(visit, claim, records)),
    )


def value(claim: Mapping[str, Any]) -> str:
    """The value as the paper prints it: with spread and unit."""
    spread = f" ± {claim['spread']['value']:g}" if claim.get("spread") else ""
    number = f"{claim['value']:g}" if isinstance(claim["value"], int | float) else str(claim["value"])
    return f"{number}{spread}" + (f" {claim['unit']}" if claim.get("unit") else "")


def _measured(visit: Visit, claim: Mapping[str, Any], records: list[Mapping[str, Any]]) -> Markup:
    """What every recorded run said, newest first: a failure stands beside a success."""
    said = [
        element("div", badge(visit, found), element("p", found.get("because", "")), _run(record))
        for record in records
        if (found := verdict_of(record, claim["id"]))
    ]
    return join(said) if said else element("span", visit.t("claims.not_run"), cls="tt-muted")


def _run(record: Mapping[str, Any]) -> Markup:
    facts = (record.get("preset", ""), record.get("device", ""), str(record.get("ended", ""))[:10])
    return element("p", ", ".join(facts), " · ", element("code", record.get("run", "")), cls="tt-from")


def verdict_of(record: Mapping[str, Any], claim: str) -> Mapping[str, Any] | None:
    """What a recorded run, or the measurements of one, says about a claim."""
    verdicts = record.get("verdicts") or record.get("claims") or {}
    if isinstance(verdicts, list):
        verdicts = {entry.get("id") or entry.get("claim"): entry for entry in verdicts}
    return verdicts.get(claim)


def badge(visit: Visit, verdict: Mapping[str, Any]) -> Markup:
    """The verdict in a word, coloured."""
    key = VERDICT_KEYS.get(verdict.get("verdict", ""), "not_testable")
    return element("span", visit.t(f"verdict.{key}"), cls=f"tt-mark tt-verdict-{key}")
