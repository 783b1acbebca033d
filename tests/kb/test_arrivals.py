"""The file that says in which order works came: read, checked, kept in the cache, added to by `kb fmt`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.arrivals import FILE, Batch, turns, up_to_date
from kb.base import KnowledgeBase
from kb.cache import open_cache
from kb.checks import check
from kb.errors import FactsInvalid
from kb.reading import read_facts
from tests.kb.small import base_of, link

ROOT = Path(__file__).resolve().parents[2]
Kb = Callable[..., Any]

NEW = """
- id: glow-worm
  title: Glow Worms as Lamps
  topic: vision
  versions:
    - {kind: report, venue: Invented, date: "2020", checked: recalled}
  summary: {en: Invented., zh: 虚构。}
"""


def batches(place: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load((place / FILE).read_text("utf-8")))


def with_batches(base: KnowledgeBase, *found: Batch) -> KnowledgeBase:
    records: dict[str, list[Any]] = {file: list(kind.values()) for file, kind in base.by_file().items()}
    return KnowledgeBase(records | {FILE: list(found)})


# -- what it means ------------------------------------------------------------------------------------------


def test_without_the_file_all_came_at_once(miniature: KnowledgeBase) -> None:
    works, links = turns(miniature)

    assert set(works.values()) == set(links.values()) == {0}


def test_a_link_never_comes_before_its_ends_and_the_unlisted_come_last() -> None:
    base = with_batches(
        base_of("abcd", ["ab", "ac", "bc", "ad"]),
        Batch(date="2026", works=("a", "b"), links=(link("a", "b").id, link("a", "c").id)),
        Batch(date="2027", works=("c",)),
    )

    works, links = turns(base)

    assert works == {"a": 0, "b": 0, "c": 2, "d": 4}
    assert list(links.values()) == [0, 2, 3, 4]  # ab; ac, listed early; bc, not listed; ad, as d is not


def test_listing_what_was_not_listed_changes_no_turn() -> None:
    base = base_of("abcd", ["ab", "ac", "bc", "ad", "cd"])
    first = Batch(date="2026", works=("a", "b"), links=(link("a", "b").id,))
    new = Batch(date="2027", works=("c", "d"), links=tuple(list(base.links)[1:]))

    assert turns(with_batches(base, first)) == turns(with_batches(base, first, new))


def test_what_is_no_more_may_stay_in_the_file() -> None:
    base = with_batches(base_of("ab", ["ab"]), Batch(date="2026", works=("gone", "a", "b")))

    assert turns(base)[0] == {"a": 0, "b": 0}


def test_every_work_and_link_of_the_project_is_listed_once(real: KnowledgeBase) -> None:
    works = [id_ for batch in real.arrivals for id_ in batch.works]
    links = [id_ for batch in real.arrivals for id_ in batch.links]

    assert len(works) == len(set(works))
    assert len(links) == len(set(links))
    assert set(real.papers) <= set(works), "run kb fmt"
    assert set(real.links) <= set(links), "run kb fmt"


# -- reading ------------------------------------------------------------------------------------------------


def test_the_facts_are_valid_with_and_without_the_file(facts: Path) -> None:
    assert not (facts / FILE).exists()
    assert check(read_facts(facts)) == []

    (facts / FILE).write_text(up_to_date(facts, "2026-01-02"), "utf-8")

    assert check(read_facts(facts)) == []
    (batch,) = KnowledgeBase.read(facts).arrivals
    assert set(batch.works) == set(KnowledgeBase.read(facts).papers)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('- date: "2026"\n  works: [oil-lamp, Oil Lamp]\n', 2, "an id is lower case a-z"),
        ('- date: "2026"\n  wrks: [oil-lamp]\n', 2, "unknown field"),
        ("- works: [oil-lamp]\n", 1, "field is missing"),
        (
            '- date: "2026"\n  works: [oil-lamp]\n- date: "2027"\n  works: [oil-lamp]\n',
            4,
            "has arrived before",
        ),
        ("works: [oil-lamp]\n", 1, "file does not hold a list"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(
    facts: Path, text: str, line: int, message: str
) -> None:
    (facts / FILE).write_text(text, "utf-8")

    (problem,) = check(read_facts(facts))

    assert (problem.file, problem.line) == (FILE, line)
    assert message in problem.message


def test_the_cache_keeps_the_order_and_is_made_anew_when_it_changes(facts: Path) -> None:
    before = open_cache(facts).version
    (facts / FILE).write_text('- date: "2026"\n  works: [oil-lamp]\n', "utf-8")

    cache = open_cache(facts)

    assert cache.version != before
    assert cache.base().arrivals == (Batch(date="2026", works=("oil-lamp",)),)
    assert open_cache(facts).base().arrivals == cache.base().arrivals


# -- kb fmt -------------------------------------------------------------------------------------------------


@pytest.fixture
def own(facts: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Facts of one's own, as `kb` takes them."""
    monkeypatch.setenv("KB_DATA", str(facts))
    return facts


def test_fmt_adds_what_is_new_as_one_more_batch_and_then_nothing(own: Path, kb: Kb) -> None:
    assert kb("fmt").code == 0
    first = batches(own)
    with (own / "papers.yaml").open("a", encoding="utf-8") as file:
        file.write(NEW)

    assert kb("fmt").code == 0
    second = batches(own)

    assert len(first) == 1
    assert second[:-1] == first
    assert second[-1]["works"] == ["glow-worm"]
    assert "links" not in second[-1]
    assert kb("fmt", "--check").code == 0
    assert batches(own) == second


def test_fmt_check_says_that_works_are_new_and_writes_nothing(own: Path, kb: Kb) -> None:
    kb("fmt")
    before = (own / FILE).read_text("utf-8")
    with (own / "papers.yaml").open("a", encoding="utf-8") as file:
        file.write(NEW)

    answer = kb("fmt", "--check", str(own / FILE))

    assert answer.code == 1
    assert answer.rows[1] == [str(own / FILE), "true"]
    assert (own / FILE).read_text("utf-8") == before


def test_relayout_starts_anew_with_one_batch(own: Path, kb: Kb) -> None:
    (own / FILE).write_text(
        '- date: "2020"\n  works: [oil-lamp]\n- date: "2021"\n  works: [gas-lamp]\n', "utf-8"
    )

    assert kb("fmt", "--relayout").code == 0

    (batch,) = batches(own)
    assert set(batch["works"]) == set(KnowledgeBase.read(own).papers)
    assert batch["date"] > "2021"


def test_relayout_of_another_file_is_refused(own: Path, kb: Kb) -> None:
    answer = kb("fmt", "--relayout", str(own / "papers.yaml"))

    assert answer.code == 2
    assert FILE in answer.err


def test_a_file_that_cannot_be_read_is_left_alone(own: Path, kb: Kb) -> None:
    (own / FILE).write_text("- dat: 2026\n", "utf-8")

    answer = kb("fmt", str(own / FILE))

    assert answer.code == 5
    assert f"{FILE}:1" in answer.err
    assert (own / FILE).read_text("utf-8") == "- dat: 2026\n"


def test_files_elsewhere_get_arrivals_of_their_own(facts: Path, tmp_path: Path, kb: Kb) -> None:
    other = Path(shutil.copytree(facts, tmp_path / "other"))

    assert kb("fmt", str(other / FILE)).code == 0

    assert not (facts / FILE).exists()
    assert len(batches(other)) == 1


def test_long_lists_are_folded_and_come_back(facts: Path) -> None:
    text = up_to_date(ROOT / "data", "2026-01-02", anew=True)
    (facts / FILE).write_text(text, "utf-8")

    assert max(map(len, text.splitlines())) <= 110
    assert [problem for problem in read_facts(facts).problems if problem.file == FILE] == []


def test_facts_that_name_nothing_new_keep_their_text(facts: Path) -> None:
    (facts / FILE).write_text(up_to_date(facts, "2026-01-02"), "utf-8")

    assert up_to_date(facts, "2027-01-02") == (facts / FILE).read_text("utf-8")


def test_starting_anew_is_refused_while_works_cannot_be_read(
    edit: Callable[[str, str, str], Path], own: Path
) -> None:
    edit("papers.yaml", "topic:", "tropic:")

    with pytest.raises(FactsInvalid, match="unknown field"):
        up_to_date(own, "2026-01-02", anew=True)


def test_up_to_date_refuses_a_broken_file(facts: Path) -> None:
    (facts / FILE).write_text("[1, 2]\n", "utf-8")

    with pytest.raises(FactsInvalid):
        up_to_date(facts, "2026-01-02")
