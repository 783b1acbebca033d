"""Files of BibTeX as one meets them: every one survives, every fault is named with its line."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import overlay
from kb.base import KnowledgeBase
from kb.formats import bibtex
from kb.matching import match
from kb.reference import References

ODDITIES = Path(__file__).parent / "oddities"

#: Of every odd file: which works its entries mean, and the problems that are named, by line.
FOUND: dict[str, tuple[list[str | None], list[tuple[int, str]]]] = {
    "and_others": (["brass-lamp", "gas-lamp"], []),
    "arxiv_anywhere": (["brass-lamp"] * 5, []),
    "bom_crlf": (["tallow-candle", "oil-lamp"], [(8, "the key stands at line 2 too; both are kept")]),
    "broken_entry": (["tallow-candle", "oil-lamp"], [(2, "cannot be parsed")]),
    "chinese": (["brass-lamp"], []),
    "comment_and_string": (
        ["oil-lamp", "electric-lamp"],
        [(5, "outside all entries"), (16, "no @string has this name"), (20, "inside @comment")],
    ),
    "doi_as_url": (["tallow-candle", "brass-lamp", None], []),
    "duplicate_keys": (
        ["oil-lamp", "brass-lamp", "gas-lamp"],
        [(7, "the key stands at line 2 too"), (12, "title more than once")],
    ),
    "editors": (["oil-lamp", "fog-images"], []),
    "empty_entries": (
        ["gas-lamp", None, None, "oil-lamp"],
        [(2, "no key"), (3, "neither a title"), (4, "neither a title"), (5, "the field is empty")],
    ),
    "latex_accents": ([None], []),
    "missing_closing_brace": (
        ["tallow-candle", "oil-lamp", "gas-lamp"],
        [(2, "cannot be parsed"), (11, "cannot be parsed")],
    ),
    "missing_comma": (
        ["tallow-candle", "oil-lamp", "brass-lamp"],
        [(3, "missing before year"), (8, "missing before title"), (13, "missing before title")],
    ),
    "months": (
        ["tallow-candle", "oil-lamp", "gas-lamp", "brass-lamp", "electric-lamp", "fog-images"],
        [(7, "no year that can be read")],
    ),
    "no_doi": (["electric-lamp"], []),
    "unescaped_signs": ([None], [(3, "% and & not escaped"), (4, "& not escaped")]),
}


def odd(name: str) -> References:
    file = ODDITIES / f"{name}.bib"
    return overlay.read(file.read_bytes(), file.name)


def test_every_odd_file_is_expected_here_and_says_what_is_odd() -> None:
    files = sorted(ODDITIES.glob("*.bib"))

    assert [file.stem for file in files] == sorted(FOUND)
    assert all(file.read_text(encoding="utf-8-sig").startswith("% Odd: ") for file in files)


@pytest.mark.parametrize("name", FOUND)
def test_an_odd_file_survives_and_its_problems_are_named(
    name: str, miniature: KnowledgeBase, capfd: pytest.CaptureFixture[str]
) -> None:
    works, problems = FOUND[name]

    found = odd(name)

    assert [m.work for m in match(miniature, found.entries)] == works
    assert [p.line for p in found.problems] == [line for line, _ in problems]
    for problem, (_, words) in zip(found.problems, problems, strict=True):
        assert words in problem.message
        assert problem.file == f"{name}.bib"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", FOUND)
def test_every_entry_of_an_odd_file_is_there_with_its_line(name: str) -> None:
    lines = (ODDITIES / f"{name}.bib").read_text(encoding="utf-8-sig").split("\n")
    heads = [
        number
        for number, line in enumerate(lines, 1)
        if line.startswith("@") and not line.startswith(("@string", "@preamble", "@comment"))
    ]

    assert [entry.line for entry in odd(name).entries] == heads


def test_accents_of_latex_become_letters() -> None:
    (entry,) = odd("latex_accents").entries

    assert entry.title == "Théorie de l'œuvre: naïve “lamps” — and AT&T"
    assert entry.people == ("Müller, Józef", "Gödel, K.", "Søren Åberg", "Łukasz Maćkowiak", "François")


def test_what_stands_in_a_broken_entry_is_made_out() -> None:
    (broken, _) = odd("broken_entry").entries

    assert (broken.title, broken.people) == ("On the Burning of Tallow", ("Wick, Ada",))
    assert (broken.year, broken.ids) == (1990, ("10.1234/tallow.1990",))


def test_others_are_nobody_and_a_house_is_one_author() -> None:
    assert [entry.people for entry in odd("and_others").entries] == [
        ("Flint, Bo",),
        ("Wick and Sons", "Mantle, Cy"),
    ]


def test_reading_leaves_the_logger_of_the_parser_as_it_was() -> None:
    before = logging.getLogger("bibtexparser").level

    odd("broken_entry")

    assert logging.getLogger("bibtexparser").level == before


BIBTEX = [
    *'@{}(),="#%&\\\n ~$ab1中é',
    "@article{",
    "@string{",
    "title = ",
    "author=",
    " and ",
    "year=",
    "\r\n",
]


def texts(parts: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), max_size=40).map("".join)


@given(texts(BIBTEX))
def test_no_text_breaks_the_reader_of_bibtex(text: str) -> None:
    lines = text.count("\n") + 1

    assert all(1 <= entry.line <= lines for entry in bibtex.read(text).entries)


SOUND = (
    "@article{alpha,\n  title = {Alpha {B}eta},\n  author = {One, A. and Two, B.},\n  year = {2001}\n}\n",
    '@inproceedings{gamma,\n  title = "Gamma delta",\n  year = 2002,\n  booktitle = {Proc},\n}\n',
    "@misc{zeta, title={Zeta eta}, url={https://arxiv.org/abs/1406.2661}, year={2003}}\n",
)
MEANT = [("alpha", "Alpha Beta", 2001), ("gamma", "Gamma delta", 2002), ("zeta", "Zeta eta", 2003)]


@given(st.sampled_from([0, 1, 2]), st.integers(0, 80), st.sampled_from(["", *'{}",=@#& x\n\\']))
def test_one_wrong_sign_hurts_no_other_entry_and_loses_none_in_silence(hurt: int, at: int, sign: str) -> None:
    texts = list(SOUND)
    texts[hurt] = texts[hurt][:at] + sign + texts[hurt][at + 1 :]

    found = bibtex.read("\n".join(texts))

    read = [(entry.key, entry.title, entry.year) for entry in found.entries]
    assert {meant for i, meant in enumerate(MEANT) if i != hurt} <= set(read)
    key, title, _ = MEANT[hurt]
    assert found.problems or any(entry[0] == key or entry[1] == title for entry in read)
