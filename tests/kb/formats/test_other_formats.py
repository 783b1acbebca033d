# ruff: noqa: E501  (whole records, as the programs write them)
"""Files of other programs: read as what they are, or refused in one line that says what to give."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import overlay
from kb.base import KnowledgeBase
from kb.errors import FactsInvalid, KnowledgeBaseError, UsageError
from kb.formats import bibtex
from kb.formats import csv as csv_format
from kb.formats import json as json_format
from kb.matching import match
from kb.reference import own_identifiers

DOI = "10.1234/tallow.1990"

#: One record of Tallow (1990) and one of moths, as each program writes them.
FILES = {
    "x.nbib": f"PMID- 1\nTI  - On the Burning\n      of Tallow.\nLID - {DOI} [doi]\nFAU - Wick, Ada\nDP  - 1990 May\n\n"
    "PMID- 2\nTI  - A treatise on moths.\nDP  - 2001\n",
    "x.enw": f"%0 Journal Article\n%T On the Burning of Tallow\n%A Wick, Ada\n%D 1990\n%R {DOI}\n\n"
    "%0 Book\n%T A treatise on moths\n%D 2001\n",
    "savedrecs.txt": f"\ufeffFN Clarivate\nVR 1.0\nPT J\nAU Wick, A\n   Flint, B\nTI On the Burning\n   of Tallow\n"
    f"PY 1990\nDI {DOI}\nER\n\nPT J\nTI A treatise on moths\nPY 2001\nER\n\nEF",
    "zotero.csv": '"Key","Item Type","Publication Year","Author","Title","DOI"\n'
    f'"A1","journalArticle","1990","Wick, Ada","On the Burning of Tallow","{DOI}"\n'
    '"A2","book","2001","","A treatise on moths",""\n',
    "wos.tsv": f"AU\tTI\tPY\tDI\nWick, A\tOn the Burning of Tallow\t1990\t{DOI}\n\tA treatise on moths\t2001\t\n",
    "x.xml": "<?xml version='1.0'?><xml><records><record><contributors><authors><author>Wick, Ada</author></authors>"
    "</contributors><titles><title><style>On the Burning of Tallow</style></title></titles>"
    f"<dates><year>1990</year></dates><electronic-resource-num>{DOI}</electronic-resource-num></record>\n"
    "<record><titles><title>A treatise on moths</title></titles><dates><year>2001</year></dates></record></records></xml>",
    "CITATION.cff": f"cff-version: 1.2.0\ntitle: Code\npreferred-citation:\n  title: On the Burning of Tallow\n  doi: {DOI}\n"
    "  year: 1990\n  authors: [{family-names: Wick}]\nreferences:\n  - title: A treatise on moths\n    year: 2001\n",
    "openalex.json": json.dumps(
        {"results": [{"id": "https://openalex.org/W1", "display_name": "On the Burning of Tallow",
                      "publication_year": 1990, "doi": f"https://doi.org/{DOI}",
                      "authorships": [{"author": {"display_name": "Ada Wick"}}]},
                     {"display_name": "A treatise on moths", "publication_year": 2001}]}, indent=1),
    "crossref.json": json.dumps(
        {"message": {"items": [{"DOI": DOI, "title": ["On the Burning of Tallow"], "author": [{"family": "Wick"}],
                                "issued": {"date-parts": [[1990, 5]]}},
                               {"title": ["A treatise on moths"], "issued": {"date-parts": [[2001]]}}]}}, indent=1),
    "dblp.json": json.dumps(
        {"result": {"hits": {"hit": [
            {"info": {"title": "On the Burning of Tallow.", "year": "1990", "doi": DOI,
                      "authors": {"author": [{"text": "Ada Wick"}]}}},
            {"info": {"title": "A treatise on moths.", "year": "2001"}}]}}}, indent=1),
    "zotero.json": json.dumps(
        [{"key": "A1", "data": {"itemType": "journalArticle", "title": "On the Burning of Tallow", "date": "1990-05",
                                "DOI": DOI, "creators": [{"lastName": "Wick", "firstName": "Ada"}]}},
         {"key": "A2", "data": {"itemType": "book", "title": "A treatise on moths", "date": "2001"}}], indent=1),
    "datacite.json": json.dumps(
        {"data": [{"id": DOI, "attributes": {"doi": DOI, "titles": [{"title": "On the Burning of Tallow"}],
                                             "publicationYear": 1990, "creators": [{"name": "Wick, Ada"}]}},
                  {"attributes": {"titles": [{"title": "A treatise on moths"}], "publicationYear": 2001}}]}, indent=1),
    "s2.json": json.dumps(
        {"data": [{"paperId": "a" * 40, "title": "On the Burning of Tallow", "year": 1990,
                   "externalIds": {"DOI": DOI}, "authors": [{"name": "A. Wick"}]},
                  {"title": "A treatise on moths", "year": 2001}]}, indent=1),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_program_is_read_as_what_it_is(name: str, miniature: KnowledgeBase) -> None:
    found = overlay.read(FILES[name].encode(), name)

    assert [(e.title, e.year) for e in found.entries] == [
        ("On the Burning of Tallow", 1990),
        ("A treatise on moths", 2001),
    ]
    assert DOI in found.entries[0].ids
    assert "Wick" in found.entries[0].people[0]
    assert [m.work for m in match(miniature, found.entries)] == ["tallow-candle", None]
    assert found.problems == ()


@pytest.mark.parametrize("name", FILES)
def test_its_name_does_not_matter_and_an_entry_stands_at_its_line(name: str) -> None:
    named, unnamed = (overlay.read(FILES[name].encode(), source).entries for source in (name, "stdin"))

    assert unnamed == named
    lines = FILES[name].split("\n")
    assert 1 <= named[0].line < named[1].line <= len(lines) or name == "x.xml"


def test_what_kb_exports_comes_in_again(real: KnowledgeBase) -> None:
    for name, format in (("base.json", json_format), ("base.csv", csv_format)):
        found = match(real, overlay.read(format.write(real).encode(), name).entries)
        assert [m.work for m in found] == list(real.papers)


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"%PDF-1.7\nGAN", "x.pdf", "a PDF; give the .bib"),
        (b"%PDF-1.7\nGAN", "x.bib", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "x.png", "a picture"),
        (b"PK\x03\x04\x14\0", "x.docx", "office document"),
        (bytes(range(256)), "x.dat", "no text"),
        (b"\\begin{thebibliography}{1}\n\\bibitem{a} A.\n", "x.bbl", "give the .bib"),
        (b"<!DOCTYPE html><html></html>", "x.html", "a web page"),
        (b"<?xml version='1.0'?><mods><title>a</title></mods>", "x.xml", "not XML|XML of a kind"),
        (b"\\documentclass{article}\nGAN\n", "paper.tex", "a LaTeX document"),
        (b"title: GAN\nyear: 2014\n", "x.yml", "not read"),
        (b"GAN\nDCGAN\n", "x.docm", "say --format"),
        (b"key: gan\nyear: 2014\n- name: x\n", "x.txt", "no list of references"),
        (b"| Paper | Year |\n|---|---|\n| GAN | 2014 |\n", "x.md", "no list of references"),
        (b"import torch\n\ndef f():\n    pass\n", "stdin", "a program"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(data: bytes, name: str, what: str) -> None:
    with pytest.raises(UsageError, match=what) as refused:
        overlay.read(data, name)
    assert str(refused.value).count("\n") == 0
    assert str(refused.value).startswith(name)


@pytest.mark.parametrize(
    "word", ["Attention Is All You Need ", "https://", "a-", "x,", '"', "{", "[", "\\", "1. "]
)
@pytest.mark.parametrize("name", ["x.txt", "x.ris", "x.nbib"])
def test_one_line_of_any_length_breaks_no_reader(word: str, name: str) -> None:
    try:
        found = overlay.read((word * (120_000 // len(word))).encode(), name)
    except (UsageError, FactsInvalid) as error:
        assert "\n" not in str(error).removesuffix("\n") or isinstance(error, FactsInvalid)
    else:
        assert {entry.line for entry in found.entries} <= {1}


def test_what_is_no_json_is_refused_by_the_name_of_the_file() -> None:
    with pytest.raises(FactsInvalid, match=r"mine.json is not valid: 1 problem\nmine.json:2: not JSON"):
        overlay.read(b'[{"id": "a"},\n{"id":', "mine.json")


@given(
    st.binary(max_size=200),
    st.sampled_from(["x.bib", "x.ris", "x.nbib", "x.csv", "x.xml", "x.json", "x.cff", "x"]),
)
def test_no_bytes_break_a_reader(data: bytes, name: str) -> None:
    try:
        found = overlay.read(data, name)
    except KnowledgeBaseError as error:
        assert isinstance(error, (UsageError, FactsInvalid))
    else:
        assert all(entry.line >= 1 for entry in found.entries)


# -- lines and losses ---------------------------------------------------------------------------------------

VALUES = ["x", "a\\\\", "b\\\nc", "d\\\\\ne", "C:\\\\", "C:\\", "{\\'e}", "f\ng", "", "h & i", "j\\\\\\\nk"]


@given(st.lists(st.lists(st.sampled_from(VALUES), min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_entry_is_lost_and_every_line_points_into_its_entry(entries: list[list[str]]) -> None:
    blocks = [
        f"@misc{{k{i},\n  title = {{T{i}}},\n"
        + "".join(f"  note{j} = {{{value}}},\n" for j, value in enumerate(values))
        + "  year = {odd}\n}\n"
        for i, values in enumerate(entries)
    ]
    starts = [1 + sum(b.count("\n") for b in blocks[:i]) for i in range(len(blocks) + 1)]

    found = bibtex.read("".join(blocks))

    assert [(e.key, e.line) for e in found.entries] == [(f"k{i}", starts[i]) for i in range(len(blocks))]
    for problem in found.problems:
        i = int(problem.field.partition(".")[0][1:])
        assert starts[i] <= problem.line < starts[i + 1]


# -- encodings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]
)
def test_chinese_is_read_in_any_encoding(encoding: str, real: KnowledgeBase) -> None:
    data = "@misc{a, title={生成对抗网络}, author={古德费洛}}\n".encode(encoding)

    found = overlay.read(data, "x.bib")

    assert found.entries[0].title == "生成对抗网络"
    assert bool(found.problems) == (encoding in ("utf-16-le", "utf-16-be", "gbk", "gb18030"))


@pytest.mark.parametrize("text", ["Théorie", "Größe der Übel", "créée à l'été", "señor", "“quoted” – dash"])
def test_accents_of_an_old_encoding_are_not_taken_for_chinese(text: str) -> None:
    found = overlay.read(f"@misc{{a, title={{x}}, note={{{text}}}}}".encode("cp1252"), "x.bib")

    assert "Windows-1252" in found.problems[0].message


def test_one_bad_line_among_utf8_is_read_by_itself() -> None:
    text = (
        "@misc{a, title={油灯}}\n@misc{b, title={黄铜灯}}\n".encode()
        + "@misc{c, title={Théorie}}\n".encode("cp1252")
    )

    found = overlay.read(text, "x.bib")

    assert [entry.title for entry in found.entries] == ["油灯", "黄铜灯", "Théorie"]
    assert [problem.line for problem in found.problems] == [3]


# -- identifiers in fields ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["arXiv:0503.01234", "arXiv preprint arXiv:0503.01234v2 [cs.CL], 2005", "CoRR, abs/0503.01234", "0503.01234",
     "Available at https://arxiv.org/abs/0503.01234", "arXiv e-prints, p. arXiv:0503.01234"],
)  # fmt: skip
def test_a_field_that_is_nothing_but_an_identifier_holds_it(text: str) -> None:
    assert own_identifiers([text]) == ("0503.01234",)


@pytest.mark.parametrize(
    "text",
    ["Extends arXiv:0503.01234", "Comment on arXiv:0503.01234", "see also https://arxiv.org/abs/0503.01234",
     "Reply to doi:10.1234/x", "We improve on arXiv:0503.01234 and others", "Code for arXiv:0503.01234"],
)  # fmt: skip
def test_an_identifier_in_running_text_is_not_the_entrys(text: str) -> None:
    assert own_identifiers([text]) == ()
