"""BibTeX, RIS, CSL and CSV as the programs of their users read them, and references as these print them."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.cited import Cited
from kb.formats import bibtex, csl, csv, ris


def test_every_entry_is_read_by_both_libraries_for_bibtex(real: KnowledgeBase) -> None:
    bibtexparser = pytest.importorskip("bibtexparser")
    database = pytest.importorskip("pybtex.database")
    text = bibtex.write(real)

    library = bibtexparser.parse_string(text)
    entries = database.parse_string(text, "bibtex").entries

    assert not library.failed_blocks
    assert {entry.key for entry in library.entries} == set(entries) == set(real.papers)
    for id_, paper in real.papers.items():
        people = [str(person) for person in entries[id_].persons.get("author", [])]
        assert len(people) == len(Cited.of(paper).people), id_


def test_numbers_stand_in_fields_of_their_own(real: KnowledgeBase) -> None:
    entries = {entry["ID"]: entry for entry in _entries(bibtex.write(real))}

    for id_, entry in entries.items():
        assert not re.search(r"\d+\(\d+\)", entry.get("journal", "")), id_
        assert entry.get("url", "").startswith("http") or not Cited.of(real.papers[id_]).url, id_
    lstm = entries["lstm"]
    assert (lstm["journal"], lstm["volume"], lstm["number"], lstm["pages"]) == (
        "Neural Computation", "9", "8", "1735--1780"
    )  # fmt: skip
    assert entries["hochreiter-1991"]["ENTRYTYPE"] == "mastersthesis"
    assert entries["highway-networks"]["title"] == "Training Very Deep Networks"


def test_a_volume_with_a_title_of_its_own_names_the_series_that_numbers_it(real: KnowledgeBase) -> None:
    entries = {entry["ID"]: entry for entry in _entries(bibtex.write(real))}
    items = {item["id"]: item for item in json.loads(csl.write(real))}

    for work, series, volume in (
        ("wgan", "Proceedings of Machine Learning Research", "70"),
        ("coco", "Lecture Notes in Computer Science", "8693"),
    ):
        assert (entries[work]["series"], entries[work]["volume"]) == (series, volume)
        assert (items[work]["collection-title"], items[work]["collection-number"]) == (series, volume)
        assert "volume" not in items[work]
    assert "series" not in entries["transformer"] and items["transformer"]["volume"] == "30"


def _entries(text: str) -> list[dict[str, str]]:
    """Entries by a reading of our own: one field a line, as we write them."""
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        if head := re.fullmatch(r"@(\w+)\{([a-z0-9-]+),", line):
            found.append({"ENTRYTYPE": head[1], "ID": head[2]})
        elif field := re.fullmatch(r"  (\w+) = \{?(.*?)\}?,", line):
            found[-1][field[1]] = field[2]
    return found


def test_ris_is_read_with_volume_issue_and_pages(real: KnowledgeBase) -> None:
    rispy = pytest.importorskip("rispy")

    records = {record["id"]: record for record in rispy.loads(ris.write(real))}

    assert set(records) == set(real.papers)
    assert not [record for record in records.values() if record.get("unknown_tag")]
    lstm = records["lstm"]
    told = [lstm[name] for name in ("secondary_title", "volume", "number", "start_page", "end_page")]
    assert told == ["Neural Computation", "9", "8", "1735", "1780"]


def test_a_style_renders_every_item(real: KnowledgeBase, tmp_path: Path) -> None:
    citeproc = pytest.importorskip("citeproc")
    from citeproc.source.json import CiteProcJSON

    items = json.loads(csl.write(real))
    (tmp_path / "plain.csl").write_text(STYLE, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of fields that it does not print
        source = CiteProcJSON(
            [{k: v for k, v in item.items() if k not in ("custom", "note")} for item in items]
        )
        style = citeproc.CitationStylesStyle(str(tmp_path / "plain.csl"), validate=False)
        bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
        for item in items:
            bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        printed = [str(entry) for entry in bibliography.bibliography()]

    assert len(printed) == len(real.papers)
    (lstm,) = [entry for entry in printed if "Long Short-Term" in entry]
    assert lstm.endswith("Long Short-Term Memory. Neural Computation 9(8), 1735–1780. 1997"), lstm


STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>plain</title><id>plain</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout>
    <names variable="author"><name name-as-sort-order="all" delimiter=", "/></names>
    <text variable="title" prefix=": "/>
    <text variable="container-title" prefix=". "/>
    <text variable="volume" prefix=" "/>
    <text variable="issue" prefix="(" suffix=")"/>
    <text variable="page" prefix=", "/>
    <date variable="issued" prefix=". "><date-part name="year"/></date>
  </layout></bibliography>
</style>
"""


def test_pandoc_prints_a_journal_with_its_volume_and_pages(real: KnowledgeBase, tmp_path: Path) -> None:
    if not (pandoc := shutil.which("pandoc")):
        pytest.skip("pandoc is not installed (apt install pandoc)")
    (tmp_path / "base.bib").write_text(bibtex.write(real, ["lstm", "alphago", "gan"]), "utf-8")
    (tmp_path / "x.md").write_text("---\nbibliography: base.bib\nnocite: '@*'\n---\n", "utf-8")

    done = subprocess.run(
        [pandoc, "--citeproc", "-t", "plain", "--wrap=none", "x.md"],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert "Neural Computation 9 (8): 1735–80" in done.stdout
    assert "Nature 529 (7587): 484–89" in done.stdout
    assert not done.stderr


def test_no_spreadsheet_damages_an_arxiv_number(real: KnowledgeBase) -> None:
    pandas = pytest.importorskip("pandas")

    table: Any = pandas.read_csv(io.StringIO(csv.write(real)))

    known = {id_: f"arXiv:{p.ids['arxiv']}" for id_, p in real.papers.items() if "arxiv" in p.ids}
    assert dict(table.dropna(subset="arxiv").set_index("id")["arxiv"]) == known
