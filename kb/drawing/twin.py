"""The twin of a picture: the same works and links as HTML tables, every link with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kb.base import KnowledgeBase
from kb.cards import link_card
from kb.drawing.ink import in_the_web
from kb.drawing.viewer import statement
from kb.drawing.words import CHECKED, LANES, STATUSES, phrase
from kb.lineage import Lineage
from kb.link import Link
from kb.markup import Markup, element, join
from kb.paper import Paper
from kb.record import Language, Text

_HEADS = {
    "works": Text(en="Works", zh="工作"),
    "links": Text(en="Links with their evidence", zh="关联及其依据"),
    "date": Text(en="Date", zh="日期"),
    "work": Text(en="Work", zh="工作"),
    "topic": Text(en="Topic", zh="主题"),
    "because": Text(en="Why it is here", zh="它为什么在这里"),
    "link": Text(en="Link", zh="关联"),
    "evidence": Text(en="Reason and evidence", zh="理由与依据"),
}


def works(
    base: KnowledgeBase, lineage: Lineage, reasons: Mapping[str, Mapping[str, Any]], language: Language
) -> Markup:
    """Every work of a picture in order of time, and why it is there."""
    papers = sorted((base.papers[m.id] for m in lineage.members), key=lambda paper: (paper.date, paper.id))
    rows = [
        _row(
            paper.date,
            _work(paper, language),
            LANES[paper.topic][language],
            reasons[paper.id]["says"] if paper.id in reasons else _alone(paper, lineage, language),
        )
        for paper in papers
    ]
    return _table("works", ("date", "work", "topic", "because"), rows, language)


def _alone(paper: Paper, lineage: Lineage, language: Language) -> str:
    return phrase("centre", language) if paper.id == lineage.centre else ""


def links(base: KnowledgeBase, lineage: Lineage, language: Language) -> Markup:
    """Every link of a picture as a sentence, with its reason and its evidence."""
    found = sorted(lineage.links, key=lambda link: (base.papers[link.subject].date, link.id))
    rows = [_row(_sentence(base, link, language), _reason(base, link, language)) for link in found]
    return _table("links", ("link", "evidence"), rows, language) if rows else Markup()


def _table(name: str, heads: Iterable[str], rows: Iterable[Markup], language: Language) -> Markup:
    title = _HEADS[name][language]
    head = element("tr", *(element("th", _HEADS[one][language], scope="col") for one in heads))
    table = element("table", element("thead", head), element("tbody", join(rows, "\n")))
    scroll = element("div", table, cls="scroll", tabindex="0", role="region", aria_label=title)
    return element("section", element("h2", title), scroll, cls=name)


def _row(*cells: object) -> Markup:
    return element("tr", *(element("td", cell) for cell in cells))


def _work(paper: Paper, language: Language) -> Markup:
    url = in_the_web(paper)
    name = paper.name_in(language)
    return _link(name, url) if url else element("span", name)


def _link(text: str, url: str) -> Markup:
    return element("a", text, href=url, rel="noreferrer")


def _sentence(base: KnowledgeBase, link: Link, language: Language) -> Markup:
    text = statement(base, link, language)
    if link.status == "accepted":
        return join([text])
    return join([text, " ", element("span", STATUSES[link.status][language], cls="mark")])


def _reason(base: KnowledgeBase, link: Link, language: Language) -> Markup:
    shown = link_card(base, link)["evidence"]
    items = [_item(item, language) for item in shown]
    return join([element("p", link.why[language]), element("ul", *items)])


def _item(item: Mapping[str, Any], language: Language) -> Markup:
    source = item["source"]
    label = source["label_zh" if language == "zh" else "label"]
    named = (
        _link(label, source["url"]) if str(source["url"]).startswith("https://") else element("span", label)
    )
    against = [element("span", phrase("against", language), cls="mark"), " "] if not item["supports"] else []
    checked = f"{CHECKED[item['checked']][language]}, {item['date']}"
    return element(
        "li",
        *against,
        item["says"][language],
        " ",
        element("span", named, f", {item['where']} ({checked})", cls="from"),
    )
