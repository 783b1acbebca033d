"""Claims of several works on the same metric and data set, beside what runs of them measured."""

from __future__ import annotations

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import choosing, claims, evidence, works
from explorer.visit import Visit
from kb.cards import reference
from kb.claim import Claim
from kb.claim_terms import term_in, value_in
from kb.company import Company, SameMeasure


def section(visit: Visit, found: Company) -> Markup:
    """A table for each metric that two of them or more made claims of; a quiet line where there is none."""
    if not found.measures:
        body = element("p", visit.t("compare.no_measures"), cls="tt-empty")
    else:
        body = join(_measure(visit, found, same) for same in found.measures)
    return works.section(visit.t("compare.measures"), body)


def _measure(visit: Visit, found: Company, same: SameMeasure) -> Markup:
    on, papers = same.dataset or "", store.base().papers
    dataset = choosing.name(visit, on) if on in papers else term_in(visit.language, on)
    metric = term_in(visit.language, same.metric)
    heading = element("h3", join([metric, dataset], " · "))
    rows = join(
        _row(visit, work, claim)
        for work, some in zip(found.works, same.claims, strict=True)
        for claim in some
    )
    names = ("lineage.col_work", "claims.claim", "claims.claimed", "claims.measured")
    heads = join(element("th", visit.t(name), scope="col") for name in names)
    table = element("table", element("thead", element("tr", heads)), element("tbody", rows), cls="tt-claims")
    return element(
        "div",
        heading,
        element("div", table, cls="tt-scroll", tabindex="0", role="group", aria_label=metric),
        cls="tt-beside-common",
    )


def _row(visit: Visit, work: str, claim: Claim) -> Markup:
    place = join([str(claim.where), evidence.checked(visit, claim.checked)], " ")
    cells = (
        visit.link(reference(store.base(), work)),
        join([element("p", visit.text(claim.statement)), element("p", place, cls="tt-from")]),
        element("b", value_in(visit.language, claim.model_dump())),
        _measured(visit, work, claim),
    )
    return element("tr", join(element("td", cell) for cell in cells))


def _measured(visit: Visit, work: str, claim: Claim) -> Markup:
    """The verdict and the number of the recorded runs; that there was none."""
    standing = store.standings(work).get(claim.id)
    if standing is None or (standing.run is None and not standing.because):
        return element("span", visit.t("claims.not_run"), cls="tt-muted")
    number = claims.measured(visit, standing.measured) if standing.measured else None
    return join(
        [
            claims.badge(visit, {"verdict": standing.verdict}),
            element("b", number, cls="tt-measured") if number else None,
        ]
    )
