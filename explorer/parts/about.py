"""The about page: what there is, how far it was checked, what is missing, and on what terms. All counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explorer.entries import Entry, counts
from explorer.markup import Markup, element, join
from explorer.parts import evidence, works
from explorer.parts.claims import VERDICT_KEYS
from explorer.visit import Visit
from kb.drawing import words
from kb.link import IRI, LINK_TYPES, PASSES_ON
from kb.stats import CHECKED, Stats
from reproductions.ledger import NOT_RUN, NOT_TESTABLE

#: Which page shows a kind of fact; the others have none of their own.
_PAGES = {
    "works": "map",
    "people": "people",
    "awards": "awards",
    "claims": "ledger",
    "press": "press",
    "stories": "stories",
}
_CHECKS = {"evidence": "evidence checked", "claims": "claims checked", "facts": "facts checked"}
_COVERED = {
    "chinese": "with a Chinese name",
    "people": "with people",
    "identifier": "with an identifier",
    "links": "with links",
    "claims": "with claims",
    "references": "with a reference list",
    "references_read": "with a reference list that was read",
}
_PREFIXES = {"http://purl.org/spar/cito/": "cito:", "http://www.w3.org/ns/prov#": "prov:"}


def holdings(visit: Visit, found: Stats) -> Markup:
    """How many facts of each kind, each leading to the page that shows them."""
    rows = ((visit.t(f"about_facts.{name}"), _counted(visit, name, n)) for name, n in found["facts"].items())
    return works.facts(rows)


def _counted(visit: Visit, name: str, count: int) -> Markup:
    number = element("b", f"{count:,}")
    return element("a", number, href=visit.href(_PAGES[name])) if name in _PAGES else number


def checking(visit: Visit, found: Stats) -> Markup:
    """How evidence, claims and all facts were checked: a table of numbers and shares."""
    heads = [
        element("td"),
        *(element("th", evidence.checked(visit, how), scope="col") for how in CHECKED),
    ]
    rows = join(_shares(visit.t(f"about_checked.{name}"), found[group]) for name, group in _CHECKS.items())
    table = element("table", element("thead", element("tr", join(heads))), element("tbody", rows))
    means = ((visit.text(words.CHECKED[how]), visit.t(f"checked.{how}_why")) for how in CHECKED)
    return join([_scroll(table, visit.t("about.checking")), definitions(means)])


def _shares(name: str, group: Mapping[str, int]) -> Markup:
    total = sum(group.values())
    cells = (
        element(
            "td",
            element("b", f"{n:,}"),
            " ",
            element("span", f"{n / total:.0%}" if total else "", cls="tt-muted"),
        )
        for n in group.values()
    )
    return element("tr", element("th", name, scope="row"), join(cells))


def coverage(visit: Visit, found: Stats) -> Markup:
    """Of how many works a thing is known."""
    all_ = found["facts"]["works"]
    lines = (
        element(
            "tr", element("th", visit.t(f"about_covered.{name}"), scope="row"), element("td", _of(n, all_))
        )
        for name, n in ((name, found["coverage"][key]) for name, key in _COVERED.items())
    )
    return _scroll(element("table", element("tbody", join(lines))), visit.t("about.coverage"))


def _of(part: int, whole: int) -> Markup:
    meter = element("meter", value=part, max=whole or 1, aria_hidden="true")
    return join([element("b", part), f" / {whole}", meter], " ")


def gaps(visit: Visit, found: Stats, claims: Iterable[Entry], runnable: int) -> Markup:
    """What is known to be missing or weak, each with its number; what is whole is left out."""
    facts, covered = found["facts"], found["coverage"]
    verdicts = counts(claims)
    missing = {
        "recalled": found["facts checked"]["recalled"],
        "references": found["reference lists"]["partial"] + found["reference lists"]["unknown"],
        "no_claims": facts["works"] - covered["with claims"],
        "no_links": facts["works"] - covered["with links"],
        "no_identifier": facts["works"] - covered["with an identifier"],
        "not_run": verdicts[NOT_RUN],
        "not_testable": verdicts[NOT_TESTABLE],
        "not_runnable": facts["works"] - runnable,
    }
    said = [visit.t(f"about_gap.{name}", n=f"{n:,}") for name, n in missing.items() if n]
    said.append(visit.t("about_gap.chosen", n=facts["works"]))
    return element("ul", join(element("li", line) for line in said), cls="tt-gaps")


def verdicts(visit: Visit, claims: Iterable[Entry]) -> Markup:
    """How many claims came to which verdict, each leading to them in the ledger, and how it is decided."""
    found = counts(claims)
    rows = (
        (
            visit.t(f"verdict.{VERDICT_KEYS[word]}"),
            element("a", element("b", n), href=visit.href("ledger", verdict=word.replace(" ", "-"))),
        )
        for word, n in found.items()
    )
    steps = join(
        element("li", visit.t(f"about_ledger.{step}"))
        for step in ("before", "seeds", "control", "longest", "kept")
    )
    return join([works.facts(rows), element("ul", steps, cls="tt-gaps")])


def link_types(visit: Visit, found: Stats) -> Markup:
    """Every type of link: its name, what it means, its word in CiTO or PROV, and how many there are."""
    heads = join(
        element("th", visit.t(f"about_types.{name}"), scope="col") for name in ("type", "means", "iri", "n")
    )
    rows = join(
        element(
            "tr",
            element("th", visit.text(words.TYPES[kind]), element("br"), element("code", kind), scope="row"),
            element("td", visit.t(f"link_means.{kind}")),
            element("td", element("code", _short(IRI[kind]))),
            element("td", found["link type"].get(kind, 0)),
        )
        for kind in LINK_TYPES
    )
    passing = visit.t("list.comma").join(visit.text(words.TYPES[k]) for k in LINK_TYPES if k in PASSES_ON)
    note = element("p", visit.t("about_types.passes_on", types=passing), cls="tt-small")
    table = element("table", element("thead", element("tr", heads)), element("tbody", rows), cls="tt-types")
    return join([_scroll(table, visit.t("about.types")), note])


def _short(iri: str) -> str:
    for long, short in _PREFIXES.items():
        iri = iri.replace(long, short)
    return iri


def statuses(visit: Visit, found: Stats) -> Markup:
    """What accepted, disputed and refuted mean, with how many links are."""
    rows = (
        (f"{visit.text(both)} ({found['link status'].get(name, 0)})", visit.t(f"status_means.{name}"))
        for name, both in words.STATUSES.items()
    )
    return definitions(rows)


def keys(visit: Visit) -> Markup:
    """The keys of the explorer, by where they work."""
    return join(
        join(
            [
                element("h3", visit.t(f"about_keys.{place}")),
                definitions((_keys(k), visit.t(f"about_key.{name}")) for k, name in of),
            ]
        )
        for place, of in _KEYS.items()
    )


_KEYS = {
    "everywhere": (("/", "search"), ("Tab", "next"), ("Enter", "follow"), ("Esc", "close")),
    "picture": (("← → ↑ ↓", "walk"), ("Enter", "open"), ("Home", "centre"), ("+ −", "zoom"), ("0", "whole")),
    "tour": (("← →", "stop"),),
}


def _keys(names: str) -> Markup:
    return join((element("kbd", name) for name in names.split()), " ")


def definitions(rows: Iterable[tuple[object, object]]) -> Markup:
    """Words and what they mean, in two columns."""
    pairs = join(element("div", element("dt", name), element("dd", text)) for name, text in rows)
    return element("dl", pairs, cls="tt-defined")


def _scroll(table: Markup, label: str) -> Markup:
    return element("div", table, cls="tt-scroll", tabindex="0", role="region", aria_label=label)
