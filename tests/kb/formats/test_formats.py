"""Exchange formats: what goes out comes in again, and other programs read it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import bibtexparser
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import formats
from kb.base import KnowledgeBase
from kb.cited import Cited
from kb.errors import CannotRun, FactsInvalid, UsageError
from kb.formats import bibtex, graphml
from kb.formats import json as json_format

MINIATURE = Path(__file__).resolve().parents[2] / "miniature"


@pytest.mark.parametrize("name", formats.names())
def test_every_format_writes_all_some_and_no_works(name: str, real: KnowledgeBase) -> None:
    chosen = formats.find(name)

    assert chosen.ABOUT
    assert chosen.EXTENSION.startswith(".")
    assert len(chosen.write(real)) > len(chosen.write(real, ["gan", "seq2seq"])) > len(chosen.write(real, []))
    assert chosen.write(real, ["gan"]) == chosen.write(real, ["gan", "gan"])


def test_an_unknown_format_comes_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean bibtex"):
        formats.find("bibtx")
    with pytest.raises(UsageError, match="unknown format 'graphml'"):
        formats.reader("graphml")


def test_no_two_formats_claim_one_ending() -> None:
    endings = [formats.find(name).EXTENSION for name in formats.names()]

    assert len(set(endings)) == len(endings)
    assert [formats.of_file(f"x{ending}", formats.names()) for ending in endings] == formats.names()


def test_a_format_whose_reader_is_not_installed_says_what_to_install() -> None:
    with pytest.raises(CannotRun, match="needs no_such_reader: pip install no_such_reader"):
        formats.library("no_such_reader.part")


def test_the_same_facts_give_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path; from kb import formats; "
        "from kb.base import KnowledgeBase; base = KnowledgeBase.read(Path(sys.argv[1])); "
        "print([hashlib.sha256(formats.find(n).write(base).encode()).hexdigest() for n in formats.names()])"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", code, str(MINIATURE)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC+12"), ("2", "UTC-12"))
    ]

    assert answers[0] == answers[1]


# -- JSON ------------------------------------------------------------------------------------------


def records(base: KnowledgeBase) -> list[dict[str, Any]]:
    kinds = (
        base.papers,
        base.people,
        base.awards,
        base.events,
        base.sources,
        base.links,
        base.claims,
        base.press,
    )
    return [dict(kind) for kind in kinds]


def test_the_whole_base_goes_out_as_json_and_comes_in_again(
    real: KnowledgeBase, miniature: KnowledgeBase
) -> None:
    for base in (real, miniature):
        assert records(json_format.read(json_format.write(base))) == records(base)


@given(st.data())
def test_any_works_go_out_as_json_and_come_in_again(real: KnowledgeBase, data: st.DataObject) -> None:
    works = data.draw(st.lists(st.sampled_from(sorted(real.papers)), unique=True, max_size=6))

    back = json_format.read(json_format.write(real, works))

    assert {w: back.papers[w] for w in back.papers} == {w: real.papers[w] for w in works}
    assert all(link.subject in works and link.object in works for link in back.links.values())
    assert all(author in back.people for work in works for author in real.papers[work].people)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema_version": "9"}', "null"])
def test_text_that_is_not_ours_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(FactsInvalid):
        json_format.read(text)


def test_every_record_that_does_not_fit_is_named() -> None:
    with pytest.raises(FactsInvalid) as caught:
        json_format.read('{"schema_version": "1", "papers": [{"id": "x"}], "people": [{"id": "Y Y"}]}')

    fields = {p.field for p in caught.value.problems}
    assert {"papers.0.title", "papers.0.topic", "people.0.id", "people.0.name"} <= fields


# -- GraphML ---------------------------------------------------------------------------------------


def content(graph: nx.MultiDiGraph[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    edges = {key: (a, b, data) for a, b, key, data in graph.edges(keys=True, data=True)}
    return dict(graph.nodes(data=True)), edges


def test_the_graph_goes_out_as_graphml_and_comes_in_again(real: KnowledgeBase) -> None:
    back = graphml.read(graphml.write(real))

    assert content(back) == content(graphml.flat(real))
    assert {key for *_, key in back.edges(keys=True)} == set(real.links)


def test_graphml_of_some_works_holds_the_links_among_them(miniature: KnowledgeBase) -> None:
    back = graphml.read(graphml.write(miniature, ["brass-lamp", "oil-lamp"]))

    assert set(back) == {"brass-lamp", "oil-lamp"}
    assert [key for *_, key in back.edges(keys=True)] == ["brass-lamp-builds-on-oil-lamp"]
    assert back.nodes["brass-lamp"]["label_zh"] == "黄铜灯"


@pytest.mark.parametrize("text", ["", "junk", "<html></html>", "<graphml>"])
def test_text_that_is_no_graphml_is_refused(text: str) -> None:
    with pytest.raises(FactsInvalid, match="not GraphML"):
        graphml.read(text)


# -- BibTeX ----------------------------------------------------------------------------------------


def parsed(text: str) -> Any:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return library


def fields(base: KnowledgeBase, work: str) -> dict[str, str]:
    (entry,) = parsed(bibtex.write(base, [work])).entries
    return {f.key: f.value for f in entry.fields}


def test_every_work_is_read_back_by_an_independent_parser(real: KnowledgeBase) -> None:
    entries = parsed(bibtex.write(real)).entries_dict

    assert set(entries) == set(real.papers)
    for id_, entry in entries.items():
        assert id_.isascii()
        cited = Cited.of(real.papers[id_])
        assert entry["title"].replace("{", "").replace("}", "").replace("\\&", "&") == cited.title
        authors = entry["author"].split(" and ") if "author" in entry else []
        assert len(authors) == len(cited.people)


def test_a_conference_paper_with_a_preprint_has_both(miniature: KnowledgeBase) -> None:
    (entry,) = parsed(bibtex.write(miniature, ["brass-lamp"])).entries

    assert entry.entry_type == "inproceedings"
    assert {f.key: f.value for f in entry.fields} == {
        "author": "Flint, Bo and Zhang, Deng",
        "title": "Brass Lamps See Further",
        "booktitle": "LIGHT 2006",
        "year": "2006",
        "month": "jan",
        "eprint": "0503.01234",
        "archivePrefix": "arXiv",
        "url": "https://arxiv.org/abs/0503.01234",
    }


@pytest.mark.parametrize(
    ("work", "kind", "place"),
    [("tallow-candle", "article", "journal"), ("oil-lamp", "inproceedings", "booktitle"),
     ("gas-lamp", "techreport", "institution"), ("fog-images", "misc", "howpublished")],
)  # fmt: skip
def test_a_version_has_its_entry_type(miniature: KnowledgeBase, work: str, kind: str, place: str) -> None:
    (entry,) = parsed(bibtex.write(miniature, [work])).entries

    assert entry.entry_type == kind
    assert place in fields(miniature, work)


def test_special_characters_are_escaped_and_chinese_stays() -> None:
    assert bibtex.escape(r"50% of AT&T_#1 ~ ^ {x} $y \z") == (
        r"50\% of AT\&T\_\#1 \textasciitilde{} \textasciicircum{} \{x\} \$y \textbackslash{}z"
    )
    assert bibtex.escape("李航 née Müller") == "李航 née Müller"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40))
def test_any_title_gives_one_entry_that_parses(miniature: KnowledgeBase, title: str) -> None:
    paper = miniature.papers["gas-lamp"].model_copy(update={"title": title})
    base = KnowledgeBase({"papers.yaml": [paper], "people.yaml": list(miniature.people.values())})

    (entry,) = parsed(bibtex.write(base)).entries

    assert entry.key == "gas-lamp"
    assert {"author", "title", "institution", "year"} <= {f.key for f in entry.fields}
