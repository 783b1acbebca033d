"""A lineage as Mermaid and DOT: the same bytes, every work and link once, and no text that breaks out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.drawing import dot, mermaid
from kb.lineage import lineage

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = '"end" ]; -> x{y} | <b> & # ` \\ \n灯'


@pytest.fixture(scope="module")
def lamps() -> KnowledgeBase:
    return KnowledgeBase.read(ROOT / "tests" / "miniature")


@pytest.fixture(scope="module")
def hostile(lamps: KnowledgeBase) -> KnowledgeBase:
    records: dict[str, list[Any]] = {file: list(kind.values()) for file, kind in lamps.by_file().items()}
    lamp = lamps.papers["brass-lamp"]
    named = lamp.model_copy(update={"aliases": lamp.aliases.model_copy(update={"en": (HOSTILE,)})})
    records["papers.yaml"] = [named if p is lamp else p for p in lamps.papers.values()]
    return KnowledgeBase(records)


def test_mermaid_has_one_node_a_work_and_one_arrow_a_link(lamps: KnowledgeBase) -> None:
    assert mermaid(lamps, lineage(lamps, "brass-lamp", depth=1)) == (
        "flowchart BT\n"
        '  w0["FOG (1998)"]\n'
        '  w1["Oil Lamp (2000)"]\n'
        '  w2["BrassLamp (2005)"]\n'
        '  w3["GasLamp (2005)"]\n'
        '  w4["ELamp (2012)"]\n'
        '  w2 -->|"builds on"| w1\n'
        '  w2 -.->|"is measured on"| w0\n'
        '  w4 -.->|"contrasts with"| w1\n'
        '  w4 -->|"generalizes"| w2\n'
        '  w3 <-.->|"independent of"| w2\n'
        "  style w2 stroke-width:3px\n"
    )


def test_a_disputed_link_says_so_in_both_languages(lamps: KnowledgeBase) -> None:
    found = lineage(lamps, "electric-lamp", include_disputed=True)

    assert '-.->|"inspired by (disputed)"|' in mermaid(lamps, found)
    assert '-.->|"误传源于 (已否定)"|' in mermaid(lamps, found, language="zh")
    assert 'label="受启发于 (有争议)", style=dashed' in dot(lamps, found, language="zh")


def test_hostile_text_stays_inside_its_label(hostile: KnowledgeBase) -> None:
    found = lineage(hostile, "brass-lamp")

    for line in mermaid(hostile, found).splitlines()[1:]:
        assert re.fullmatch(r'  (w\d+\["[^"`<>&]*"\]|w\d+ \S+\|"[^"]*"\| w\d+|style w\d+ \S+)', line), line
    quoted = r'"(?:[^"\\]|\\.)*"'
    for line in dot(hostile, found).splitlines()[3:-1]:
        assert re.fullmatch(rf"  {quoted}( -> {quoted})? \[[\w=, .]*({quoted}[\w=, .]*)+\];", line), line


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot's own, of pyparsing
def test_another_program_reads_the_dot(hostile: KnowledgeBase) -> None:
    pydot = pytest.importorskip("pydot")  # not among our dependencies: where it is, it is asked
    found = lineage(hostile, "brass-lamp", include_disputed=True)

    (graph,) = pydot.graph_from_dot_data(dot(hostile, found))

    assert {n.get_name().strip('"') for n in graph.get_nodes()} >= {m.id for m in found.members}
    ids = {edge.get("id").strip('"') for edge in graph.get_edges()}
    assert ids == {link.id for link in found.links}


def test_the_order_of_members_and_links_does_not_matter(lamps: KnowledgeBase) -> None:
    from dataclasses import replace

    found = lineage(lamps, "brass-lamp", include_disputed=True)
    turned = replace(found, members=found.members[::-1], links=found.links[::-1])

    assert mermaid(lamps, turned) == mermaid(lamps, found)
    assert dot(lamps, turned) == dot(lamps, found)
