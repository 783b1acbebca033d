"""One slip in the facts is one problem: it accuses the block that holds it, in words of our own."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.blocks import Loader
from kb.characters import visible
from kb.checks import check
from kb.errors import Problem
from kb.reading import FILES, read_facts

MINIATURE = Path(__file__).parents[1] / "miniature"
#: What pydantic and Python say; an editor of facts is told in other words.
FOREIGN = re.compile(
    r"Input should|valid (string|tuple|dictionary|integer|number)|instance of|month must|Invalid"
)


def told(place: Path) -> list[Problem]:
    return check(read_facts(place))


def fields(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every field in a block."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from fields(inner, (*path, key))


def put(data: Any, path: tuple[str | int, ...], value: object) -> Any:
    """A copy of the data with another value at a path; without it where the value is None."""
    head, *rest = path
    copy = dict(data) if isinstance(data, dict) else list(data)
    if rest:
        copy[head] = put(copy[head], tuple(rest), value)
    elif value is None:
        del copy[head]
    else:
        copy[head] = value
    return copy


CASES = [
    (file, number, path)
    for file in FILES
    for number, block in enumerate(yaml.load((MINIATURE / file).read_text("utf-8"), Loader)[:2])
    for path in fields(block)
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    shutil.copytree(MINIATURE, tmp_path / "facts")
    return tmp_path / "facts"


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("slip", [{"what": 1}, 2014.5, "\x1b[2J", "no such id"])
def test_a_wrong_value_in_any_field_accuses_the_block_that_holds_it_alone(
    file: str, slip: object, place: Path
) -> None:
    blocks = yaml.load((MINIATURE / file).read_text("utf-8"), Loader)
    for number, path in [(number, path) for f, number, path in CASES if f == file]:
        wrong = put(blocks, (number, *path), slip)
        (place / file).write_text(yaml.safe_dump(wrong, allow_unicode=True), "utf-8")

        problems = told(place)

        guilty = {
            visible(str(block["id"]), keep="") for block in (blocks[number], wrong[number]) if "id" in block
        } | {"?"}
        for problem in problems:
            assert not FOREIGN.search(problem.message + problem.suggestion), problem
            if path == ("id",) and not problem.message.startswith("an id is"):
                continue  # the block has another name now: who names the old one is right to ask for it
            assert problem.file == file and problem.field.split(".")[0] in guilty, (path, str(problem))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("slip", "message"),
    [
        ("\t- x\n", "not YAML"),
        (
            "<<<<<<< HEAD\n- {id: a}\n=======\n- {id: b}\n>>>>>>> other\n",
            "a merge conflict was left in the file",
        ),
        ("- id: [unclosed\n", "not YAML"),
        ('- id: "unclosed\n', "not YAML"),
        ("- &a {id: x}\n- *a\n", "anchors and aliases are not read"),
        ("- id: !!int 3\n", "tags such as"),
        ("---\n- id: x\n---\n- id: y\n", "not YAML"),
        ("id: x\n", "file does not hold a list"),
        ("\0", "not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(file: str, slip: str, message: str, place: Path) -> None:
    whole = (place / file).read_text("utf-8")
    (place / file).write_text(slip + whole if "id: x" not in slip else slip, "utf-8")

    (problem,) = told(place)

    assert problem.file == file
    assert problem.message.startswith(message)


@pytest.mark.parametrize("file", FILES)
def test_bytes_that_are_no_text_are_one_problem_with_their_line(file: str, place: Path) -> None:
    (place / file).write_bytes(b"# head\n- id: \xff\n")

    (problem,) = told(place)

    assert (problem.file, problem.line, problem.message) == (file, 2, "file is not UTF-8 text")


@pytest.mark.parametrize("file", FILES)
def test_a_file_without_a_block_is_one_problem_where_others_name_something_of_it(
    file: str, place: Path
) -> None:
    (place / file).write_text("[]\n", "utf-8")

    problems = told(place)

    assert all(p.file == file and p.message == "file holds no block" for p in problems)
    assert len(problems) == (file in ("papers.yaml", "people.yaml", "links.yaml"))


@pytest.mark.parametrize("make", ["fifo", "device", "folder"])
def test_what_is_no_plain_file_is_never_opened(make: str, place: Path) -> None:
    import os

    file = place / "people.yaml"
    file.unlink()
    if make == "fifo":
        os.mkfifo(file)
    elif make == "device":
        file.symlink_to("/dev/zero")
    else:
        file.mkdir()

    (problem,) = told(place)

    assert (problem.file, problem.message) == ("people.yaml", "is not a plain file")


def with_date(place: Path, date: str) -> list[Problem]:
    text = (place / "papers.yaml").read_text("utf-8")
    (place / "papers.yaml").write_text(text.replace('date: "1990"', f"date: {date}", 1), "utf-8")
    return told(place)


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ('"٢٠١٤-٠٦-١٠"', "a date is YYYY, YYYY-MM or YYYY-MM-DD"),
        ('"2014-02-30"', "there is no such day"),
        ('"9999-12-31"', "a year lies between 1500 and 2100"),
        ("2014.5", "a text is needed"),
        ("3:45", "a date is YYYY, YYYY-MM or YYYY-MM-DD"),
        ("9" * 6000, "not YAML: a number of 6000 digits"),
    ],
)
def test_a_date_that_is_none_is_told_at_the_date_alone(date: str, message: str, place: Path) -> None:
    (problem,) = with_date(place, date)

    assert problem.message == message


def test_an_unquoted_number_is_shown_as_it_is_written(place: Path) -> None:
    text = (place / "papers.yaml").read_text("utf-8")
    (place / "papers.yaml").write_text(text.replace('arxiv: "0503.01234"', "arxiv: 0503.01230", 1), "utf-8")

    (problem,) = told(place)

    assert (problem.value, problem.message, problem.suggestion) == (
        "0503.01230", "a text is needed", "write it in quotes"
    )  # fmt: skip


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf"])
def test_a_value_that_json_cannot_hold_is_refused(value: str, place: Path) -> None:
    text = (place / "claims.yaml").read_text("utf-8")
    (place / "claims.yaml").write_text(re.sub(r"(?m)^(  value:).*$", rf"\1 {value}", text, count=1), "utf-8")

    (problem,) = told(place)

    assert problem.message.startswith("a number is needed")


@pytest.mark.parametrize("id_", ["aux", "con", "lpt1", "a" * 101])
def test_an_id_that_cannot_be_the_name_of_a_page_is_refused(id_: str, place: Path) -> None:
    text = (place / "sources.yaml").read_text("utf-8")
    (place / "sources.yaml").write_text(
        text + f"- {{id: {id_}, kind: page, title: {{en: A, zh: 甲}}}}\n", "utf-8"
    )

    (problem,) = told(place)

    assert problem.field == f"{id_[:80]}.id"


@pytest.mark.parametrize("ids", ['arxiv: "../../x"', "doi: 10.1/UPPER", 'arxiv: "1406.2661v1"', "dblp: gan"])
def test_an_identifier_has_the_form_of_its_scheme(ids: str, place: Path) -> None:
    text = (place / "papers.yaml").read_text("utf-8")
    (place / "papers.yaml").write_text(text.replace("doi: 10.1234/tallow.1990", ids, 1), "utf-8")

    (problem,) = told(place)

    assert problem.field == "tallow-candle.versions.0.ids"
    assert "is no identifier of" in problem.message


def damaged(file: str, seed: int) -> Iterator[tuple[str, bytes]]:
    """A file cut short, and with one bit of it turned, at places of a seed."""
    whole, chance = (MINIATURE / file).read_bytes(), random.Random(f"{file}{seed}")
    yield "cut", whole[: chance.randrange(len(whole))]
    at = chance.randrange(len(whole))
    yield "turned", whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]


@pytest.mark.parametrize("file", FILES)
def test_a_file_cut_short_or_with_one_bit_turned_is_a_handful_of_problems(file: str, place: Path) -> None:
    for seed in range(8):
        for how, data in damaged(file, seed):
            (place / file).write_bytes(data)

            assert len(told(place)) <= (12 if how == "cut" else 4), (how, seed, data[-40:])


def test_a_renamed_block_is_one_problem_that_counts_who_names_it(place: Path) -> None:
    text = (place / "sources.yaml").read_text("utf-8")
    (place / "sources.yaml").write_text(text.replace("keeper-gazette", "keeper-gazzete", 1), "utf-8")

    (problem,) = [p for p in told(place) if p.value == "keeper-gazette"]

    assert re.fullmatch(r"named \d+ times; did you mean keeper-gazzete\?", problem.suggestion)


def test_many_missing_fields_of_a_block_are_one_problem(place: Path) -> None:
    (place / "claims.yaml").write_text("- id: BRASS-1\n", "utf-8")

    (problem,) = [p for p in told(place) if p.file == "claims.yaml"]

    assert (problem.field, problem.message) == ("BRASS-1", "fields are missing")
    assert problem.suggestion.startswith("add ") and "statement:" in problem.suggestion
