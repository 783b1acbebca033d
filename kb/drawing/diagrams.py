"""A lineage as text that others draw: Mermaid for Markdown, DOT for Graphviz; the same bytes every time.

An arrow reads as a sentence, *later work* `builds on` *earlier work*; the earlier works stand above, so that
time runs down the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.base import KnowledgeBase
from kb.drawing.legend import SYMMETRIC
from kb.drawing.words import STATUSES, verb
from kb.lineage import Lineage
from kb.link import Link
from kb.paper import Paper
from kb.record import Language

_HTML = {**{sign: f"#{ord(sign)};" for sign in '#&<>"`'}, "\n": " ", "\r": " "}
_DOT = {"\\": "\\\\", '"': '\\"', "&": "&amp;", "\n": " ", "\r": " "}


def mermaid(base: KnowledgeBase, lineage: Lineage, *, language: Language = "en") -> str:
    """A Mermaid flowchart, as GitHub shows it in Markdown; dotted arrows are disputed, refuted or beside."""
    papers = _in_order(base, lineage)
    names = {paper.id: f"w{number}" for number, paper in enumerate(papers)}  # "end" would end the chart
    lines = [f'  {names[p.id]}["{_mermaid_text(_label(p, language))}"]' for p in papers]
    for link in _links(lineage):
        arrow = "<-.->" if link.type in SYMMETRIC else "-->" if link.passes_on else "-.->"
        word = _mermaid_text(_word(base, link, language))
        lines.append(f'  {names[link.subject]} {arrow}|"{word}"| {names[link.object]}')
    lines.append(f"  style {names[lineage.centre]} stroke-width:3px")
    return "\n".join(["flowchart BT", *lines]) + "\n"


def dot(base: KnowledgeBase, lineage: Lineage, *, language: Language = "en") -> str:
    """A Graphviz digraph; nodes are our ids, and edges carry the ids of links."""
    lines = ["  rankdir=BT;", '  node [shape=box, style=rounded, fontname="sans-serif"];']
    for paper in _in_order(base, lineage):
        width = ", penwidth=2.5" if paper.id == lineage.centre else ""
        lines.append(f"  {_quoted(paper.id)} [label={_quoted(_label(paper, language))}{width}];")
    for link in _links(lineage):
        style = ", ".join(_edge_style(link))
        ends = f"{_quoted(link.subject)} -> {_quoted(link.object)}"
        lines.append(
            f"  {ends} [id={_quoted(link.id)}, label={_quoted(_word(base, link, language))}{style}];"
        )
    return "\n".join([f"digraph {_quoted(lineage.centre)} {{", *lines, "}"]) + "\n"


def _edge_style(link: Link) -> Iterator[str]:
    yield ""
    if link.type in SYMMETRIC:
        yield "dir=both"
    if not link.passes_on:
        yield "style=dashed"
        yield "constraint=false"  # what stands beside does not move the line


def _in_order(base: KnowledgeBase, lineage: Lineage) -> list[Paper]:
    papers = [base.papers[member.id] for member in lineage.members]
    return sorted(papers, key=lambda paper: (paper.date, paper.id))


def _links(lineage: Lineage) -> list[Link]:
    return sorted(lineage.links, key=lambda link: link.id)


def _label(paper: Paper, language: Language) -> str:
    return f"{paper.name_in(language)} ({paper.year})"


def _word(base: KnowledgeBase, link: Link, language: Language) -> str:
    status = "" if link.status == "accepted" else f" ({STATUSES[link.status][language]})"
    return verb(link.type, base.papers[link.object].kind)[language] + status


def _mermaid_text(text: str) -> str:
    return "".join(_HTML.get(sign, sign) for sign in text)


def _quoted(text: str) -> str:
    return '"' + "".join(_DOT.get(sign, sign) for sign in text) + '"'
