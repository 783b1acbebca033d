"""What the commands that answer questions print."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb import cypher

Kb = Callable[..., Any]


def test_mainpath_has_one_row_a_step_and_warns_of_lists_that_are_not_whole(small: Kb) -> None:
    answer = small("mainpath", "--from", "tallow-candle", "--to", "electric-lamp")

    assert answer.rows == [
        ["route", "step", "from", "to", "spc", "share"],
        ["1", "1", "tallow-candle", "oil-lamp", "1", "0.5"],
        ["1", "2", "oil-lamp", "brass-lamp", "1", "0.5"],
        ["1", "3", "brass-lamp", "electric-lamp", "2", "1"],
    ]
    assert "of 4 reference lists 2 were compared in whole" in answer.err
    zh = small("mainpath", "--from", "tallow-candle", "--to", "electric-lamp", "--lang", "zh", "--json")
    assert zh.json["warnings"][0].startswith("4 份参考文献表中")
    assert small("mainpath", "--over", "influence").err == ""


def test_mainpath_where_nothing_leads_is_exit_0_and_says_so(small: Kb) -> None:
    answer = small("mainpath", "--over", "influence", "--from", "gas-lamp", "--json")

    assert (answer.code, answer.json["data"]["routes"]) == (0, [])
    assert answer.json["warnings"] == ["no way leads there in these facts"]


def test_similar_by_each_measure(small: Kb) -> None:
    assert small("similar", "TC", "--fields", "id,count,shared").rows[1:] == [
        ["fog-images", "1", "brass-lamp"], ["oil-lamp", "1", "brass-lamp"]
    ]  # fmt: skip
    assert small("similar", "oil-lamp", "--by", "coupling").rows[1][0] == "brass-lamp"
    assert small("similar", "gas-lamp", "--by", "links").err == ""


def test_rank_and_communities(small: Kb) -> None:
    assert small("rank", "--by", "citations", "--limit", "1").rows[1] == [
        "1", "tallow-candle", "Tallow", "1990", "2"
    ]  # fmt: skip
    data = small("communities", "--json").json["data"]
    assert [work["id"] for work in data["alone"]] == ["fog-images", "gas-lamp"]


def test_people_and_their_teachers(small: Kb) -> None:
    assert small("coauthors", "Ada Wick", "--steps", "2", "--lang", "zh").rows[1:] == [
        ["bo-flint", "Bo Flint", "1", "ada-wick", "1", "oil-lamp"],
        ["zhang-deng", "张灯", "2", "bo-flint", "1", "brass-lamp"],
    ]
    assert small("coauthors", "Bo Flint", "--labs").rows[1:] == []
    assert small("genealogy", "Ada Wick").rows[1] == [
        "1", "bo-flint", "Bo Flint", "ada-wick", "", "recalled", "keeper-gazette"
    ]  # fmt: skip


def test_awards_and_timeline_by_years(small: Kb) -> None:
    assert small("awards", "--to-year", "2012").rows[1:] == []
    assert small("awards", "--series", "golden-wick", "--lang", "zh").rows[1][:3] == [
        "golden-wick-2013", "2013 年金灯芯奖", "2013-01"
    ]  # fmt: skip
    rows = small("timeline", "BrassLamp", "--to-year", "2005", "--fields", "date,kind,id").rows
    assert rows[1:] == [["2004-11", "event", "night-without-oil"], ["2005-03-01", "paper", "brass-lamp"]]


def test_names_come_from_stdin_and_none_of_them_is_no_answer(
    small: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in ("timeline", "claims", "press"):
        monkeypatch.setattr("sys.stdin", io.StringIO("brass-lamp\n"))
        assert len(small(command, "-").rows) > 1
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        assert len(small(command, "-").rows) == 1


def test_claims_and_press(small: Kb) -> None:
    assert small("claims", "bo-flint", "--fields", "id,value,spread").rows[1] == [
        "BRASS-1", "12", "0.5 (standard error over nights)"
    ]  # fmt: skip
    assert small("press", "brass-lamp", "--errors", "--lang", "zh").rows[1][3:5] == [
        "镜子是金的。",
        "它是黄铜的。",
    ]
    assert small("press", "oil-lamp").rows[1:] == []


def test_compare_in_rows(small: Kb) -> None:
    rows = small("compare", "brass-lamp", "electric-lamp").rows

    assert ["shared_ancestors", "oil-lamp", "Oil Lamp", "1", "2"] in rows
    assert ["paths", "brass-lamp → electric-lamp", "", "✓", "✓"] in rows
    assert ["shared_authors", "zhang-deng", "Deng Zhang", "✓", "✓"] in rows
    assert ["claims", "", "distance · fog-images", "BRASS-1: 12", ""] in rows


def test_compare_three_in_rows(small: Kb) -> None:
    rows = small("compare", "brass-lamp", "electric-lamp", "oil-lamp").rows

    assert rows[0] == ["what", "id", "label", "a", "b", "c"]
    assert rows[1] == ["compared", "", "", "brass-lamp", "electric-lamp", "oil-lamp"]
    assert ["paths", "brass-lamp → electric-lamp", "", "✓", "✓", ""] in rows
    assert ["shared_authors", "zhang-deng", "Deng Zhang", "✓", "✓", ""] in rows


def test_the_same_work_twice_is_no_comparison_of_three(small: Kb) -> None:
    answer = small("compare", "oil-lamp", "brass-lamp", "oil-lamp")
    assert answer.code == 2 and "each once" in answer.err and answer.err.count("\n") == 1


def test_missing_without(small: Kb) -> None:
    assert small("missing-without", "oil-lamp", "--fields", "id,through").rows[1:] == [
        ["brass-lamp", "oil-lamp"], ["electric-lamp", "brass-lamp"]
    ]  # fmt: skip


def test_a_lesson_is_a_table_and_says_what_it_leaves_out(small: Kb) -> None:
    answer = small("lesson", "electric-lamp", "--minutes", "40", "--fields", "stop,id,needs,look,command")

    assert answer.rows[1:] == [
        ["1", "brass-lamp", "", "BRASS-1", "kb show brass-lamp"],
        ["2", "electric-lamp", "brass-lamp", "", "kb show electric-lamp"],
    ]
    assert "left out for want of time: tallow-candle, oil-lamp" in answer.err


@pytest.mark.parametrize(("ending", "begins"), [("html", "<!doctype html>"), ("md", "# 课程：电灯")])
def test_a_lesson_is_a_sheet_in_the_language_asked_for(
    ending: str, begins: str, small: Kb, tmp_path: Path
) -> None:
    place = tmp_path / f"lesson.{ending}"

    answer = small("lesson", "electric-lamp", "--from", "oil-lamp", "--lang", "zh", "-o", str(place))

    assert (answer.code, answer.out) == (0, "")
    assert place.read_text(encoding="utf-8").startswith(begins)


def test_a_lesson_runs_what_has_a_reproduction(large: Kb) -> None:
    rows = {row[1]: row[-1] for row in large("lesson", "gan").rows}

    assert rows["gan"] == "kb run gan --preset smoke"


def test_an_impossible_lesson_is_one_line_and_exit_2(small: Kb) -> None:
    answer = small("lesson", "electric-lamp", "--minutes", "5")

    assert (answer.code, answer.err) == (
        2, "kb: 5 minutes are too few for electric-lamp; the shortest lesson takes 16\n"
    )  # fmt: skip


def test_a_bad_query_is_one_line_and_exit_2(small: Kb) -> None:
    pytest.importorskip("ladybug", reason="ladybug is an extra (query)")
    for text in (
        "MATCH (a:Papr) RETURN a.id",
        "MATCH (a:Paper",
        "DROP TABLE papers",
        "MATCH (a)-[*]->(b) RETURN a",
    ):
        answer = small("query", text)
        assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1), text


def test_without_the_library_a_query_is_one_line_and_exit_6(
    small: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cypher, "find_spec", lambda name: None)

    answer = small("query", "MATCH (a) RETURN a.id", "--json")

    assert (answer.code, answer.error["type"]) == (6, "CannotRun")


@pytest.mark.parametrize(
    "words",
    [
        ["similar", "oil-lamp", "--by", "mood"],
        ["rank", "--over", "fame"],
        ["mainpath", "--from", "oil-lamp", "--to", "oil-lamp"],
        ["awards", "--series", "silver"],
        ["timeline", "keeper-gazette"],
        ["timeline", "--from-year", "2015", "--to-year", "2014"],
        ["compare", "oil-lamp", "oil-lamp"],
        ["coauthors", "Ada Wick", "--steps", "0"],
        ["lesson", "electric-lamp", "--from", "gas-lamp"],
    ],
)
def test_bad_values_are_exit_2_and_one_line(words: list[str], small: Kb) -> None:
    answer = small(*words)

    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
