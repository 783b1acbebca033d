"""Why we believe something: evidence, and links between works with theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.visit import Visit
from kb.drawing import words
from kb.link import LINK_TYPES, wording

#: What a page says of a link below its evidence; nothing by default.
Beside = Callable[[Mapping[str, Any]], Markup]

#: Types in the order of a page; what is measured on a data set stands behind what measures another work.
_ORDER = [key for kind in LINK_TYPES for key in dict.fromkeys((kind, wording(kind, "dataset")))]


def nothing(_link: Mapping[str, Any]) -> Markup:
    """Nothing more is said of a link."""
    return Markup()


def checked(visit: Visit, how: str) -> Markup:
    """How a fact was checked, as a small mark with its explanation."""
    return element(
        "span", visit.text(words.CHECKED[how]), cls=f"tt-mark tt-{how}", title=visit.t(f"checked.{how}_why")
    )


def source(visit: Visit, reference: Mapping[str, Any] | None) -> Markup:
    """Where something was read, leading to its page here."""
    return visit.link(reference) if reference else Markup()


def items(visit: Visit, evidence: Iterable[Mapping[str, Any]]) -> Markup:
    """Evidence as a list: what is said, where, and how that was checked."""
    return element("ul", join(_item(visit, item) for item in evidence), cls="tt-evidence")


def _item(visit: Visit, item: Mapping[str, Any]) -> Markup:
    against = (
        element("span", visit.t("evidence.against"), cls="tt-mark tt-against")
        if not item["supports"]
        else None
    )
    where = join([source(visit, item["source"]), item["where"]], visit.t("list.comma"))
    return element(
        "li",
        element("p", join([against, visit.text(item["says"])], " ")),
        element(
            "p",
            where,
            " ",
            checked(visit, item["checked"]),
            " ",
            element("time", item["date"]),
            cls="tt-from",
        ),
    )


def grouped(
    visit: Visit,
    links: Iterable[Mapping[str, Any]],
    from_here: bool,
    beside: Beside = nothing,
    opened: str | None = None,
) -> Markup:
    """Links of a work by type, each with its reason and its evidence folded in, but that of ``opened``."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for link in links:
        groups.setdefault(wording(link["type"], link["object"]["kind"]), []).append(link)
    way = "from" if from_here else "to"
    return join(
        element(
            "div",
            element("h3", visit.t(f"link_{way}.{kind}")),
            join(
                link_line(visit, link, "object" if from_here else "subject", beside, link["id"] == opened)
                for link in _by_year(groups[kind], from_here)
            ),
            cls=f"tt-links tt-type-{kind}",
        )
        for kind in _ORDER
        if kind in groups
    )


def _by_year(links: list[Mapping[str, Any]], from_here: bool) -> list[Mapping[str, Any]]:
    end = "object" if from_here else "subject"
    return sorted(links, key=lambda link: (link[end]["year"], link["id"]))


def link_line(
    visit: Visit, link: Mapping[str, Any], end: str, beside: Beside = nothing, opened: bool = False
) -> Markup:
    """One link: the work at its other end, and the reason, which unfolds into the evidence."""
    other = link[end]
    year = element("span", other["year"], cls="tt-year")
    head = join([visit.link(other), year, status(visit, link["status"])], " ")
    return reason(visit, link, head, opened, beside)


def reason(
    visit: Visit, link: Mapping[str, Any], head: Markup, opened: bool = False, beside: Beside = nothing
) -> Markup:
    """A link under the given head: why it holds, and folded into that the evidence and what is ``beside``."""
    why = element("summary", visit.text(link["why"]))
    fold = element("details", why, items(visit, link["evidence"]), beside(link), open=opened)
    return element("div", element("p", head), fold, cls="tt-link")


def status(visit: Visit, value: str) -> Markup:
    """A mark for what is disputed or refuted; nothing for what is accepted."""
    return (
        Markup()
        if value == "accepted"
        else element("span", visit.text(words.STATUSES[value]), cls=f"tt-mark tt-{value}")
    )


def sentence(visit: Visit, link: Mapping[str, Any]) -> Markup:
    """A link as a sentence: subject, verb, object."""
    verb = element("em", visit.text(words.verb(link["type"], link["object"]["kind"])))
    return join(
        [visit.link(link["subject"]), verb, visit.link(link["object"]), status(visit, link["status"])], " "
    )
