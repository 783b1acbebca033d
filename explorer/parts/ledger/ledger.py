"""The ledger: how many claims came to which verdict, and every one of them by work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from explorer import store
from explorer.entries import Entry, by_paper, counts
from explorer.links.ledger import LedgerView
from explorer.markup import Markup, element, join
from explorer.parts import claims
from explorer.parts.works import dot
from explorer.visit import Visit
from kb.cards import reference


def tally(visit: Visit, view: LedgerView, entries: Sequence[Entry]) -> Markup:
    """How many claims came to which verdict, each number leading to those claims."""
    choices: list[tuple[str | None, int]] = [(None, len(entries)), *counts(entries).items()]
    return element(
        "nav",
        join(_choice(visit, view, verdict, n) for verdict, n in choices),
        cls="tt-tally",
        aria_label=visit.t("ledger.filter"),
    )


def _choice(visit: Visit, view: LedgerView, verdict: str | None, n: int) -> Markup:
    label = claims.word(visit, verdict) if verdict else visit.t("ledger.all")
    return element(
        "a",
        element("b", n),
        element("span", claims.shape(verdict) if verdict else None, label),
        href=visit.href("ledger", LedgerView(verdict, view.paper).params()),
        aria_current="true" if verdict == view.verdict else None,
    )


def table(visit: Visit, entries: Iterable[Entry], label: str) -> Markup:
    """Claims by work: under each work's name what it says, and what was measured."""
    groups = join(_group(visit, paper, some) for paper, some in by_paper(entries).items())
    body = element("table", claims.heads(visit), groups, cls="tt-claims tt-stacked tt-ledger")
    return element("div", body, cls="tt-scroll", tabindex="0", role="region", aria_label=label)


def waiting(visit: Visit, view: LedgerView, entries: Iterable[Entry]) -> Markup:
    """Works with claims that nothing here tests, each in a line that leads to its claims."""
    return element(
        "ul",
        join(_in_line(visit, view, paper, len(some)) for paper, some in by_paper(entries).items()),
        cls="tt-waiting",
    )


def _in_line(visit: Visit, view: LedgerView, paper: str, n: int) -> Markup:
    work = store.base().papers[paper]
    there = visit.href("ledger", LedgerView(view.verdict, paper).params())
    name = element("a", dot(work.topic), work.name_in(visit.language), href=there)
    count = visit.t("ledger.n_claims" if n > 1 else "ledger.one_claim", n=n)
    return element("li", name, element("span", f"{work.year} · {count}", cls="tt-from"))


def _group(visit: Visit, paper: str, some: Sequence[Entry]) -> Markup:
    base = store.base()
    work = base.papers[paper]
    runnable = some[0].runnable
    run = (
        element("a", visit.t("ledger.run_it"), href=visit.href("reproduce", paper=paper))
        if runnable
        else None
    )
    only = element("a", visit.t("ledger.only"), href=visit.href("ledger", paper=paper))
    name = element("span", dot(work.topic), visit.link(reference(base, paper)), cls="tt-ledger-work")
    head = element(
        "th", name, element("span", work.year, cls="tt-year"), run, only, colspan="3", scope="rowgroup"
    )
    rows = join(claims.row(visit, _card(entry), entry.standing, entry.runnable) for entry in some)
    return element("tbody", element("tr", head), rows)


def _card(entry: Entry) -> dict[str, Any]:
    return {**entry.claim.model_dump(), "where": str(entry.claim.where)}
