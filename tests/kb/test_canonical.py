"""Canonical form: the same records, always the same bytes, no comment lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.blocks import Loader
from kb.canonical import block, formatted, replaced
from kb.errors import FactsInvalid
from kb.kinds import FILES

DATA = Path(__file__).resolve().parents[2] / "data"
PERSON = "- id: bo-flint\n  name: Bo Flint\n"


def records(file: str, text: str) -> list[object]:
    return [FILES[file].model_validate(item) for item in yaml.load(text, Loader)]


@pytest.mark.parametrize("file", FILES)
def test_the_projects_files_stay_the_same_facts_and_are_canonical(file: str) -> None:
    text = (DATA / file).read_text("utf-8")

    assert records(file, formatted(file, text)) == records(file, text)
    assert formatted(file, text) == text
    assert yaml.safe_load(text) == yaml.load(text, Loader)  # whatever reader one takes


def test_fields_come_in_the_order_of_the_record_and_defaults_go() -> None:
    assert formatted("people.yaml", "- name: Bo Flint\n  native: null\n  id: bo-flint\n") == PERSON


def test_comments_between_blocks_stay_where_they_are() -> None:
    text = f"# People.\n\n# --- lamps ---\n\n{PERSON}\n# --- more ---\n\n- id: x\n  name: X\n"

    assert formatted("people.yaml", text) == text


@pytest.mark.parametrize("line", ["  # who is this", "  family: Flint  # surely"])
def test_a_comment_inside_a_block_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(FactsInvalid) as refused:
        formatted("people.yaml", f"- id: bo-flint\n{line}\n  name: Bo Flint\n")

    (problem,) = refused.value.problems
    assert (problem.line, problem.suggestion) == (2, "move it above the block")


def test_a_number_sign_in_prose_is_no_comment() -> None:
    text = "- id: x\n  name: X\n  summary:\n    en: >-\n      one\n      two # three\n    zh: 一\n"

    assert "two # three" in formatted("people.yaml", text)


def test_long_prose_is_folded_and_chinese_stays_in_one_line() -> None:
    written = block(
        "people.yaml", {"id": "x", "name": "X", "summary": {"en": "word " * 40 + "end", "zh": "字" * 90}}
    )

    assert max(len(line) for line in written.splitlines()) <= 110
    assert "      " + "字" * 90 in written.splitlines()


@pytest.mark.parametrize(
    "word", ["2014", "2014-06-10", "no", "1e3", "a: b", "- x", "#1", "[x]", "", "x: y # z", '"', "'"]
)
def test_what_yaml_would_misread_is_quoted(word: str) -> None:
    written = block("people.yaml", {"id": "x", "name": word, "variants": [word, "b"]})

    assert yaml.safe_load(written)[0]["name"] == word
    assert yaml.safe_load(written)[0]["variants"] == [word, "b"]


@given(st.text(min_size=1), st.lists(st.text(max_size=30), max_size=5))
def test_any_text_comes_back_and_a_second_time_changes_nothing(name: str, variants: list[str]) -> None:
    data = {"id": "x", "name": name, "variants": variants}
    try:
        written = block("people.yaml", data)
        read = yaml.load(written, Loader)
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        return  # characters that no YAML file may hold
    assert read == [{k: v for k, v in data.items() if v or k != "variants"}]
    assert formatted("people.yaml", written) == written


@given(st.text(alphabet=st.sampled_from("a 字\u2028\x1b\x85\ufeff\n\t#:-"), min_size=120, max_size=200))
def test_a_long_text_of_odd_characters_is_written_so_that_it_comes_back(text: str) -> None:
    data = {"id": "x", "name": "X", "summary": {"en": text, "zh": "字"}}

    written = block("people.yaml", data)

    assert yaml.load(written, Loader) == [data]
    assert formatted("people.yaml", written) == written


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# head\n\n- id: [unclosed\n", 4, "not YAML"),
        ("- id: a\n<<<<<<< HEAD\n", 2, "a merge conflict was left in the file"),
        ("- id: a\n\tname: b\n", 2, "not YAML"),
        ("- plain words\n", 1, "a block needs fields"),
        ("- {id: a, name: " + "9" * 5000 + "}\n", 1, "not YAML: a number of 5000 digits"),
        ("- id: &a b\n- id: *a\n", 2, "anchors and aliases are not read"),
        ("", 1, "file is empty"),
        ("[]\n", 1, "no block to format"),
    ],
)
def test_what_cannot_be_formatted_is_one_problem_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(FactsInvalid) as caught:
        formatted("people.yaml", text)

    (problem,) = caught.value.problems
    assert problem.line == line
    assert problem.message.startswith(message)


def test_a_file_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "people.yaml"
    replaced(place, PERSON)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("the disk is gone")))

    with pytest.raises(OSError, match="the disk is gone"):
        replaced(place, "half of it")

    assert place.read_text("utf-8") == PERSON
    assert [p.name for p in tmp_path.iterdir()] == ["people.yaml"]
