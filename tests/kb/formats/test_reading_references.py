"""Lists of references: what we write is read back, by others and by us; untidy lists of others too."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import formats
from kb.base import KnowledgeBase
from kb.cited import Cited
from kb.errors import FactsInvalid
from kb.formats import bibtex, csl, ids, ris
from kb.matching import match
from kb.reference import identifiers

# -- round trips -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [bibtex, ris, csl], ids=lambda module: module.__name__)
def test_every_work_goes_out_and_comes_in_as_itself(
    format: ModuleType, real: KnowledgeBase, miniature: KnowledgeBase, hostile: KnowledgeBase
) -> None:
    for base in (real, miniature, hostile):
        found = format.read(format.write(base))
        assert found.problems == ()
        entries = {entry.key: entry for entry in found.entries}
        assert set(entries) == set(base.papers)
        for id_, entry in entries.items():
            paper = base.papers[id_]
            cited = Cited.of(paper)
            assert entry.title == cited.title
            assert len(entry.people) == len(cited.people)
            assert entry.year in {int(version.date[:4]) for version in paper.versions}
            assert set(entry.ids) <= {
                i for v in paper.versions for i in identifiers([*v.ids.values(), v.url or "", cited.url])
            }
        assert [m.work for m in match(base, found.entries)] == [e.key for e in found.entries]


def test_ids_mean_their_works(real: KnowledgeBase) -> None:
    assert [m.work for m in match(real, ids.read(ids.write(real)).entries)] == list(real.papers)


# -- RIS -------------------------------------------------------------------------------------------


def test_every_record_is_read_back_by_an_independent_reader(
    real: KnowledgeBase, hostile: KnowledgeBase, hostile_text: str
) -> None:
    rispy = pytest.importorskip("rispy")
    for base in (real, hostile):
        records = {record["id"]: record for record in rispy.loads(ris.write(base))}
        assert set(records) == set(base.papers)
        for id_, record in records.items():
            cited = Cited.of(base.papers[id_])
            assert record["title"] == cited.title
            assert len(record.get("authors", [])) == len(cited.people)
            assert record["type_of_reference"] in rispy.config.TYPE_OF_REFERENCE_MAPPING
            assert "unknown_tag" not in record
    assert records["brass-lamp"]["secondary_title"] == hostile_text


@pytest.mark.parametrize(
    ("work", "kind"),
    [("tallow-candle", "JOUR"), ("oil-lamp", "CPAPER"), ("gas-lamp", "RPRT"), ("fog-images", "DATA")],
)
def test_a_version_has_its_type_of_record(miniature: KnowledgeBase, work: str, kind: str) -> None:
    assert ris.write(miniature, [work]).startswith(f"TY  - {kind}\n")


def test_a_preprint_alone_is_unpublished(real: KnowledgeBase) -> None:
    preprints = [p.id for p in real.papers.values() if {v.kind for v in p.versions} == {"preprint"}]

    assert all(ris.write(real, [work]).startswith("TY  - UNPB\n") for work in preprints)


def test_an_untidy_ris_file_loses_nothing_in_silence() -> None:
    text = (
        "\nProvider: somebody\n\n"
        "TY - JOUR\nT1 - One space where the book has two\nA1 - Wick, Ada\nY1 - 1990/05//\nER -\n"
        "TY  - CPAPER\nTI  - No end to this one,\nwhich goes on\nUR  - https://arxiv.org/abs/0503.01234v1;https://x.org\n"
        "TY  - JOUR\nAU  - Nobody\nER  - \n"
    )

    found = ris.read(text)

    assert [(e.line, e.title, e.people, e.year, e.ids) for e in found.entries] == [
        (4, "One space where the book has two", ("Wick, Ada",), 1990, ()),
        (9, "No end to this one, which goes on", (), None, ("0503.01234",)),
        (13, "", ("Nobody",), None, ()),
    ]
    assert [(p.line, p.message) for p in found.problems] == [
        (2, "not in a record, left out"),
        (9, "the record has no end"),
        (13, "neither a title nor an identifier"),
    ]


RIS = [*"TYER \n:ab中", "TY  - JOUR\n", "ER  - \n", "TI  - ", "\nUR  - "]


@given(st.lists(st.sampled_from(RIS), max_size=40).map("".join))
def test_no_text_breaks_the_reader_of_ris(text: str) -> None:
    found = ris.read(text)

    assert len(found.entries) >= text.count("\nTY  - JOUR\n")


# -- CSL-JSON --------------------------------------------------------------------------------------

#: The part of the schema of CSL's input that we use: names of variables, and their kinds.
TEXTS = {
    "title", "container-title", "event-title", "publisher", "DOI", "URL", "number", "note", "volume", "issue",
    "page", "genre", "collection-title", "collection-number",
}  # fmt: skip
TYPES = {
    "article", "article-journal", "paper-conference", "report", "thesis", "book", "dataset", "software",
    "motion_picture",
}  # fmt: skip


def test_every_item_is_what_the_schema_of_csl_allows(real: KnowledgeBase, hostile: KnowledgeBase) -> None:
    for base in (real, hostile):
        items = json.loads(csl.write(base))
        assert len(items) == len(base.papers) > 0
        for item in items:
            assert item["type"] in TYPES
            assert set(item) <= TEXTS | {"id", "type", "author", "issued", "custom"}
            assert all(isinstance(item[name], str) and item[name] for name in TEXTS & set(item))
            assert all(set(n) in ({"literal"}, {"family", "given"}) for n in item.get("author", []))
            ((date,),) = item["issued"].values()
            assert [type(part) for part in date] == [int] * len(date)
            assert 1 <= len(date) <= 3
            assert isinstance(item["custom"], dict)


def test_types_and_names_of_items(miniature: KnowledgeBase) -> None:
    lamp = miniature.people["bo-flint"]
    chinese = lamp.model_copy(update={"given": "灯", "family": "张", "native": "张灯"})
    records: dict[str, list[Any]] = {file: list(kind.values()) for file, kind in miniature.by_file().items()}
    records["people.yaml"] = [chinese if p is lamp else p for p in miniature.people.values()]

    items = {item["id"]: item for item in json.loads(csl.write(KnowledgeBase(records)))}

    assert items["tallow-candle"]["type"] == "article-journal"
    assert items["brass-lamp"]["type"] == "paper-conference"
    assert items["brass-lamp"]["author"] == [{"literal": "张灯"}, {"family": "Zhang", "given": "Deng"}]
    assert items["brass-lamp"]["issued"] == {"date-parts": [[2006, 1]]}


@pytest.mark.filterwarnings("ignore")  # it warns of every variable that it does not know, "custom" too
def test_a_processor_of_citations_prints_every_item(real: KnowledgeBase) -> None:
    citeproc = pytest.importorskip("citeproc")  # not among our dependencies: where it is, it is asked
    source = pytest.importorskip("citeproc.source.json")
    items = json.loads(csl.write(real))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    listed = citeproc.CitationStylesBibliography(style, source.CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        listed.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))

    assert len(listed.bibliography()) == len(real.papers)


def test_items_of_other_programs_are_read_with_their_lines() -> None:
    text = """[
 {"id": "a", "title": "One", "issued": {"raw": "May 1990"}, "author": [{"literal": "李航"}]},
 {"id": 7, "type": "book", "title": "Two", "issued": {"date-parts": [["2006", 1]]},
  "editor": [{"non-dropping-particle": "van", "family": "Eyck", "given": "Jan"}], "DOI": "10.1234/X"},
 "no item",
 {"id": "b", "type": "book", "issued": {"date-parts": [[]]}}
]"""

    found = csl.read(text)

    assert [(e.line, e.key, e.title, e.year, e.people, e.ids) for e in found.entries] == [
        (2, "a", "One", 1990, ("李航",), ()),
        (3, "7", "Two", 2006, ("van Eyck Jan",), ("10.1234/x",)),
        (6, "b", "", None, (), ()),
    ]
    assert [(p.line, p.message) for p in found.problems] == [
        (5, "not an item, left out"),
        (6, "neither a title nor an identifier"),
    ]


@pytest.mark.parametrize("text", ["[{", '[{"id": 1} nonsense]', "{"])
def test_text_that_is_not_json_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(FactsInvalid, match="not JSON"):
        csl.read(text)


def test_what_can_be_imported_is_what_reads_references() -> None:
    both = ["bibtex", "csl", "ids", "ris"]
    only_read = [
        "citation_file",
        "endnote",
        "endnote_xml",
        "medline",
        "service_json",
        "table",
        "web_of_science",
    ]

    assert formats.importable() == sorted(both + only_read)
