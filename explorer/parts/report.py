"""Objecting to a fact: a text to copy that says what is shown, where it stands, and asks what is right.

Nothing is sent from here. Only where the project names a tracker there is a link to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any
from urllib.parse import quote, urlencode

from explorer import store
from explorer.markup import Markup, element, join
from explorer.visit import Visit
from kb import __version__
from kb.claim_terms import term_in, value_in
from kb.drawing import words

PLACE = "report"  # the id of the form in a page
_TRACKERS = ("issues", "bug tracker", "tracker")


@dataclass(frozen=True)
class Reports:
    """The ways to object to the facts of a work's page. ``asked`` is the id whose text is shown, if any."""

    visit: Visit
    work: str
    asked: str | None

    @classmethod
    def of(cls, visit: Visit, work: Mapping[str, Any], asked: str | None) -> Reports:
        """Those of a work (a card of kb); an id that is not of this page means the work as a whole."""
        known = {fact["id"] for name in ("links_from", "links_to", "claims") for fact in work[name]}
        return cls(visit, work["id"], asked if asked in known or not asked else "work")

    def link(self, link: Mapping[str, Any]) -> Markup:
        """The way, or the form where it is asked for, of an influence link."""
        return self._of(link["id"], "links.yaml", lambda: link_text(self.visit, link))

    def claim(self, claim: Mapping[str, Any]) -> Markup:
        """The same of a claim."""
        return self._of(claim["id"], "claims.yaml", lambda: claim_text(self.visit, claim))

    def whole(self, work: Mapping[str, Any]) -> Markup:
        """The same of the work itself: title, people, versions, reference list."""
        return self._of("work", "papers.yaml", lambda: work_text(self.visit, work), record=self.work)

    def _of(self, id_: str, file: str, shown: Callable[[], str], record: str | None = None) -> Markup:
        visit, record = self.visit, record or id_
        if self.asked != id_:
            label = visit.t("report.wrong" if record == id_ else "report.wrong_work")
            name = visit.t("report.wrong_of", id=record)
            href = visit.href("paper", id=self.work, report=id_)
            return element("p", element("a", label, href=href, cls="tt-wrong", aria_label=name))
        written = text(visit, record, file, shown(), f"paper?id={self.work}")
        return form(visit, record, written, back=visit.href("paper", id=self.work))


def text(visit: Visit, id_: str, file: str, shown: str, address: str) -> str:
    """The text to copy. ``file`` is the facts file of the id, ``shown`` what the page says of it."""
    line = store.line_of(file, id_)
    place = visit.t("report.line", file=f"data/{file}", line=line) if line else f"data/{file}"
    head = [
        visit.t("report.fact", id=id_),
        visit.t("report.place", place=place),
        visit.t("report.version", version=__version__, facts=store.base().version[:12]),
        visit.t("report.page", page=address),
    ]
    asked = [visit.t("report.asks_wrong"), visit.t("report.asks_right"), visit.t("report.asks_source")]
    said = visit.t("report.shown") + "\n" + shown
    return "\n\n".join(["\n".join(head), said, *(f"{question}\n" for question in asked)])


def form(visit: Visit, id_: str, written: str, back: str | None = None) -> Markup:
    """The text with a button that copies it, at the place of the fact."""
    tracker = issue_address(visit.t("report.subject", id=id_), written)
    out = (
        element("a", visit.t("report.issue"), href=tracker, target="_blank", rel="noopener")
        if tracker
        else None
    )
    close = element("a", visit.t("report.close"), href=back) if back else None
    copy = element(
        "button",
        visit.t("report.copy"),
        type="button",
        cls="tt-button",
        data_copies="report-text",
        data_done=visit.t("report.copied"),
    )
    box = element(
        "textarea",
        written,
        id="report-text",
        readonly=True,
        rows=written.count("\n") + 3,
        aria_label=visit.t("report.text"),
    )
    return element(
        "section",
        element(
            "p",
            element("b", visit.t("report.title")),
            " ",
            visit.t("report.how" if tracker else "report.how_alone"),
        ),
        box,
        element("p", join([copy, out, close]), cls="tt-actions", aria_live="polite"),
        id=PLACE,
        tabindex="-1",
        aria_label=visit.t("report.title"),
        cls="tt-report",
    )


def fold(visit: Visit, id_: str, written: str) -> Markup:
    """The form behind a line that asks whether something is wrong."""
    return element(
        "details",
        element("summary", visit.t("report.wrong_here")),
        form(visit, id_, written),
        cls="tt-fold tt-more",
    )


def issue_address(subject: str, body: str) -> str | None:
    """Where the project takes reports, with the text filled in; None where it names no such place."""
    place = _tracker()
    if place is None:
        return None
    if place.startswith("mailto:"):
        return f"{place}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
    return f"{place.rstrip('/')}/new?{urlencode({'title': subject, 'body': body})}"


def _tracker() -> str | None:
    """The tracker that the installed package names among its project URLs."""
    try:
        named = metadata("timetested").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    urls = dict(entry.split(", ", 1) for entry in named)
    return next((url for name, url in urls.items() if name.lower() in _TRACKERS), None)


def link_text(visit: Visit, link: Mapping[str, Any]) -> str:
    """A link as plain text: the sentence, why, and each item of evidence."""
    ends = (
        visit.label(link["subject"]),
        visit.text(words.verb(link["type"], link["object"]["kind"])),
        visit.label(link["object"]),
    )
    head = f"{' '.join(ends)} ({visit.text(words.STATUSES[link['status']])})"
    return "\n".join([head, visit.text(link["why"]), *(_item_text(visit, item) for item in link["evidence"])])


def _item_text(visit: Visit, item: Mapping[str, Any]) -> str:
    where = visit.t("list.comma").join((visit.label(item["source"]), item["where"]))
    return f"- {where} ({visit.text(words.CHECKED[item['checked']])}): {visit.text(item['says'])}"


def claim_text(visit: Visit, claim: Mapping[str, Any]) -> str:
    """A claim as plain text: what is claimed, the value, and the place in the paper."""
    how = visit.text(words.CHECKED[claim["checked"]])
    value = f"{term_in(visit.language, claim['metric'])}: {value_in(visit.language, claim)}"
    return f"{visit.text(claim['statement'])}\n{value}\n{claim['where']} ({how})"


def work_text(visit: Visit, work: Mapping[str, Any]) -> str:
    """A work as plain text: title, people, and its versions with their identifiers."""
    people = visit.t("list.comma").join(visit.label(person) for person in work["people"])
    versions = [
        " ".join([v["date"], v["venue"], *(f"{scheme}:{id_}" for scheme, id_ in v["ids"].items())])
        for v in work["versions"]
    ]
    return "\n".join([work["title"], people, *(f"- {version}" for version in versions)])
