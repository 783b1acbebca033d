"""Reading broken facts: every problem at once, each with file, line, field, value and a suggestion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.blocks import LARGEST_FILE
from kb.errors import FactsInvalid, Problem

Edit = Callable[[str, str, str], Path]


def problems(directory: Path) -> list[Problem]:
    with pytest.raises(FactsInvalid) as caught:
        KnowledgeBase.read(directory)
    assert caught.value.code == 5
    return list(caught.value.problems)


def line_of(directory: Path, file: str, text: str) -> int:
    lines = (directory / file).read_text(encoding="utf-8").splitlines()
    return 1 + next(i for i, line in enumerate(lines) if text in line)


def test_good_facts_are_read_whole(miniature: KnowledgeBase) -> None:
    assert list(miniature.papers) == [
        "tallow-candle", "oil-lamp", "brass-lamp", "gas-lamp", "electric-lamp", "fog-images"
    ]  # fmt: skip
    assert len(miniature.links) == 8
    assert miniature.people["bo-flint"].affiliations[0].start == "1999"


def test_an_unknown_field_is_named_with_the_nearest_known_one(edit: Edit) -> None:
    directory = edit("papers.yaml", "summary: {en: Gas", "sumary: {en: Gas")

    missing, unknown = problems(directory)

    assert (unknown.file, unknown.field, unknown.suggestion) == (
        "papers.yaml", "gas-lamp.sumary", "did you mean summary?"
    )  # fmt: skip
    assert unknown.line == line_of(directory, "papers.yaml", "sumary:")
    assert (missing.field, missing.message) == ("gas-lamp.summary", "field is missing")


def test_a_word_that_is_not_in_the_list_is_named_with_the_nearest(edit: Edit) -> None:
    directory = edit("links.yaml", "type: improves", "type: improvs")

    (problem,) = problems(directory)

    assert (problem.line, problem.value, problem.suggestion) == (3, "'improvs'", "did you mean improves?")


def test_a_wrong_type_deep_inside_names_its_line_and_field(edit: Edit) -> None:
    directory = edit("papers.yaml", 'date: "2012-12-03"', "date: [2012]")

    (problem,) = problems(directory)

    assert problem.field == "electric-lamp.versions.0.date"
    assert problem.line == line_of(directory, "papers.yaml", "date: [2012]")
    assert problem.value == "[2012]"


def test_a_field_that_stands_twice_is_not_taken_in_silence(edit: Edit) -> None:
    directory = edit("people.yaml", "name: Bo Flint", "name: Bo Flint\n  name: Bob Flint")

    (problem,) = problems(directory)

    assert (problem.line, problem.field) == (9, "bo-flint.name")
    assert problem.message == "field stands twice in one block"


def test_bad_yaml_is_told_with_its_line(edit: Edit) -> None:
    directory = edit("events.yaml", "title: {en: The night", "title: {en: [The night")

    (problem, *_) = problems(directory)

    assert problem.file == "events.yaml"
    assert problem.line == 2
    assert problem.message.startswith("not YAML")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file is empty"),
        (b"# only a remark\n", "file is empty"),
        (b"id: gan\n", "file does not hold a list"),
        ("- id: caf\u00e9\n".encode("latin-1"), "file is not UTF-8 text"),
        (b"\x00\x01\x02" * 50, "not YAML"),
        (b"junk " * (LARGEST_FILE // 5 + 1), "file is too large for facts"),
        (b"x" * 10_000_000, "file is too large for facts"),
    ],
    ids=["empty", "remark", "mapping", "latin-1", "binary", "just too large", "10 MB"],
)
def test_a_file_that_is_no_list_of_facts_is_one_clear_problem(
    facts: Path, content: bytes, message: str
) -> None:
    (facts / "press.yaml").write_bytes(content)

    (problem,) = problems(facts)

    assert (problem.file, problem.line) == ("press.yaml", 1)
    assert problem.message.startswith(message)
    assert problem.suggestion


def test_a_missing_file_is_a_problem(facts: Path) -> None:
    (facts / "claims.yaml").unlink()

    (problem,) = problems(facts)

    assert (problem.file, problem.message) == ("claims.yaml", "file is missing")


@pytest.mark.parametrize("block", ["- just a text\n", "- 5\n", "- [a, b]\n", "-\n", "- {id: [x]}\n"])
def test_a_block_that_is_no_record_is_a_problem_not_a_crash(facts: Path, block: str) -> None:
    with (facts / "press.yaml").open("a", encoding="utf-8") as file:
        file.write(block)

    found = problems(facts)

    assert {p.file for p in found} == {"press.yaml"}
    assert all(p.line >= 10 for p in found)


def test_one_broken_block_or_file_is_not_blamed_on_those_who_name_it(edit: Edit, facts: Path) -> None:
    edit("papers.yaml", "topic: theory", "topic: theories")  # of tallow-candle, which links and papers name
    (facts / "sources.yaml").write_text("", encoding="utf-8")  # which every evidence names

    assert [(p.file, p.field) for p in problems(facts)] == [
        ("papers.yaml", "tallow-candle.topic"),
        ("sources.yaml", ""),
    ]


@pytest.mark.parametrize(
    "text", ["- &a [*a]\n", "- &a {id: *a}\n", "- " + "[" * 50_000 + "\n", "- ? [a]\n  : b\n"]
)
def test_yaml_made_to_break_readers_is_a_problem(facts: Path, text: str) -> None:
    (facts / "press.yaml").write_text(text, encoding="utf-8")

    assert {p.file for p in problems(facts)} == {"press.yaml"}


def test_every_problem_is_told_at_once(edit: Edit, facts: Path) -> None:
    edit("links.yaml", "type: improves", "type: improvs")
    edit("links.yaml", "subject: gas-lamp", "subject: gas-lmp")
    edit("papers.yaml", "topic: theory", "topic: theories")
    (facts / "awards.yaml").write_text("", encoding="utf-8")
    (facts / "events.yaml").unlink()

    found = problems(facts)

    assert {p.file for p in found} >= {"links.yaml", "papers.yaml", "awards.yaml", "events.yaml"}
    assert [(p.file, p.line) for p in found] == sorted((p.file, p.line) for p in found)
    assert "gas-lamp" in next(p.suggestion for p in found if p.value == "gas-lmp")


def test_a_day_stays_text_and_no_is_a_word(edit: Edit) -> None:
    directory = edit("papers.yaml", "title: Gas Lamps", "title: no")

    assert KnowledgeBase.read(directory).papers["gas-lamp"].title == "no"


def test_a_problem_is_one_line_that_editors_can_jump_to() -> None:
    problem = Problem("papers.yaml", 12, "gan.topic", "'visoin'", "not one of vision", "did you mean vision?")

    assert str(problem) == "papers.yaml:12: gan.topic: not one of vision (got 'visoin'); did you mean vision?"
