"""What each command answers."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

Kb = Callable[..., Any]


# -- show, search ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "id_"),
    [("gan", "gan"), ("1409.0473", "rnnsearch"), ("https://arxiv.org/abs/1706.03762v5", "transformer"),
     ("ilya-sutskever", "ilya-sutskever"), ("Ilya Sutskever", "ilya-sutskever"), ("生成对抗网络", "gan"),
     ("neurips-test-of-time-2024", "neurips-test-of-time-2024"), ("GAN-1", "GAN-1"), ("gan-1", "GAN-1")],
)  # fmt: skip
def test_show_finds_anything_by_any_name(large: Kb, name: str, id_: str) -> None:
    answer = large("show", name, "--json")

    assert (answer.code, answer.json["data"]["id"]) == (0, id_)


def test_show_of_several_names_is_a_list(small: Kb) -> None:
    assert [c["id"] for c in small("show", "TC", "ELamp", "--json").json["data"]] == [
        "tallow-candle",
        "electric-lamp",
    ]


def test_show_captured_is_lines_of_field_and_value(small: Kb) -> None:
    rows = small("show", "brass-lamp").rows

    assert rows[0] == ["field", "value"]
    assert ["title", "Brass Lamps See Further"] in rows
    assert [v for f, v in rows if f == "people"] == ["bo-flint", "zhang-deng"]
    assert small("show", "brass-lamp", "--fields", "year,venue").rows == [
        ["field", "value"], ["year", "2005"], ["venue", "LIGHT 2006"]
    ]  # fmt: skip


def test_ids_come_from_stdin_as_lines_or_jsonl(small: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    found = small("search", "lamp", "--jsonl").out
    for given in (found, "brass-lamp\n\noil-lamp\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        shown = [json.loads(line)["id"] for line in small("show", "-", "--jsonl").out.splitlines()]
        assert {"brass-lamp", "oil-lamp"} <= set(shown)


def test_what_stands_for_no_work_is_left_out_of_a_pipe_but_refused_when_typed(
    small: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("keeper-gazette\noil-lamp\n"))
    piped = small("export", "-", "--format", "bibtex")
    assert piped.code == 0
    assert "{oil-lamp," in piped.out
    assert "left out: keeper-gazette is a source" in piped.err

    typed = small("export", "keeper-gazette", "--format", "bibtex")
    assert (typed.code, typed.out) == (4, "")


def test_a_line_of_stdin_that_has_no_id_is_named(small: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("brass-lamp\n{}\n", 'brass-lamp\n{"id": \n'):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        answer = small("export", "-", "--format", "bibtex")
        assert (answer.code, answer.out) == (2, "")
        assert "stdin, line 2" in answer.err


def test_a_search_that_finds_nothing_is_exit_0(small: Kb) -> None:
    answer = small("search", "qwertyuiop", "--json")

    assert (answer.code, answer.json["data"]) == (0, [])


# -- links, lineage, path ---------------------------------------------------------------------------


def test_links_are_one_row_an_item_of_evidence(small: Kb) -> None:
    rows = small(
        "links", "brass-lamp", "--direction", "out", "--fields", "type,object,source,where,says"
    ).rows

    assert rows[1:] == [
        ["builds_on", "oil-lamp", "keeper-gazette", "page 3", "it says so"],
        ["evaluates", "fog-images", "keeper-gazette", "page 3", "it says so"],
    ]


def test_links_are_chosen_by_type_direction_and_status(small: Kb) -> None:
    def ids(*options: str) -> list[str]:
        return [link["id"] for link in small("links", "electric-lamp", *options, "--json").json["data"]]

    assert ids("--type", "contrasts") == ["electric-lamp-contrasts-oil-lamp"]
    assert ids("--status", "refuted") == ["electric-lamp-misattributed-tallow-candle"]
    assert ids("--direction", "in") == []
    assert len(ids("--direction", "out")) == 4


def test_links_of_a_person_are_those_of_all_works(small: Kb) -> None:
    ids = {link["id"] for link in small("links", "zhang-deng", "--json").json["data"]}

    assert {"brass-lamp-builds-on-oil-lamp", "electric-lamp-contrasts-oil-lamp"} <= ids


def test_lineage_is_drawn_to_an_svg(large: Kb, tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("a.svg", "b.svg"))
    for place in (first, second):
        assert large("lineage", "gan", "-o", str(place)).code == 0

    assert ElementTree.fromstring(first.read_text(encoding="utf-8")).tag.endswith("svg")
    assert first.read_bytes() == second.read_bytes()


def test_lineage_says_how_many_works_the_limit_cut(small: Kb) -> None:
    answer = small("lineage", "brass-lamp", "--limit", "2", "--json")

    assert [w["id"] for w in answer.json["data"]["works"]] == ["brass-lamp", "oil-lamp"]
    assert answer.json["data"]["left_out"] == 4
    assert "4 left out" in answer.json["warnings"][0]


def test_path_shows_hops_with_evidence(large: Kb) -> None:
    answer = large("path", "seq2seq", "transformer", "--explain", "-k", "3")

    header, *rows = answer.rows
    assert answer.code == 0
    assert rows
    assert all(dict(zip(header, row, strict=True))["says"] for row in rows)
    data = large("path", "seq2seq", "transformer", "-k", "3", "--json").json["data"]
    assert all(link["evidence"] for p in data["paths"] for hop in p["hops"] for link in hop["links"])
    for found in data["paths"]:
        years = [work["year"] for work in found["works"]]
        assert years == sorted(years)


def test_no_path_is_told_honestly_and_is_exit_0(small: Kb) -> None:
    answer = small("path", "gas-lamp", "fog-images", "--json")

    assert (answer.code, answer.json["data"]["paths"]) == (0, [])
    assert "no path" in answer.json["warnings"][0]


def test_a_path_asked_the_other_way_round_offers_the_reverse(small: Kb) -> None:
    answer = small("path", "electric-lamp", "tallow-candle")

    assert (answer.code, answer.rows) == (0, [["path", "hop", "from", "to", "type", "link", "status", "why"]])
    assert "`kb path tallow-candle electric-lamp`" in answer.err


# -- export, validate --------------------------------------------------------------------------------


def test_export_of_a_person_or_an_award_is_their_works(small: Kb) -> None:
    assert small("export", "ada-wick", "--format", "bibtex").out.count("@") == 2
    assert "@inproceedings{brass-lamp," in small("export", "Golden Wick 2013", "-f", "bibtex").out


def test_the_ending_of_the_file_chooses_the_format(small: Kb, tmp_path: Path) -> None:
    for ending, start in ((".bib", "@"), (".json", "{"), (".graphml", "<?xml")):
        place = tmp_path / f"base{ending}"
        assert small("export", "-o", str(place)).code == 0
        assert place.read_text(encoding="utf-8").startswith(start)


def test_validate_tells_every_problem_with_file_and_line_and_is_exit_5(
    kb: Kb, edit: Callable[[str, str, str], Path]
) -> None:
    edit("links.yaml", "type: improves", "type: improvs")
    directory = edit("papers.yaml", "topic: theory", "topic: theorie")

    answer = kb("validate", str(directory))

    assert answer.code == 5
    assert [(row[0].rsplit("/", 1)[-1], row[2]) for row in answer.rows[1:]] == [
        ("links.yaml:3", "'improvs'"), ("papers.yaml:4", "'theorie'")
    ]  # fmt: skip
    assert "2 problems" in answer.err
    data = kb("validate", str(directory), "--json").json["data"]
    assert (data["valid"], len(data["problems"])) == (False, 2)
    assert data["problems"][0]["suggestion"] == "did you mean improves?"


def test_validate_of_good_facts_counts_them(small: Kb) -> None:
    answer = small("validate")

    assert answer.code == 0
    assert "6 papers, 4 people, 1 awards, 1 events, 1 sources, 8 links, 1 claims, 1 press" in answer.err
    assert small("validate", "--json").json["data"]["valid"] is True


def test_validate_of_no_folder_is_exit_3(kb: Kb, tmp_path: Path) -> None:
    assert kb("validate", str(tmp_path / "nowhere")).code == 3


def test_validate_lists_its_rules(small: Kb) -> None:
    rows = small("validate", "--rules").rows

    assert "a_work_never_cites_a_younger_one" in [row[0] for row in rows]


# -- serve, run --------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])
def test_serve_refuses_to_open_the_runs_to_others(kb: Kb, host: str) -> None:
    answer = kb("serve", "--host", host)

    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "127.0.0.1" in answer.err


def test_serve_says_that_a_port_is_taken(kb: Kb) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = kb("serve", "--port", str(taken.getsockname()[1]))

    assert (answer.code, answer.err.count("\n")) == (3, 1)
    assert "choose another --port" in answer.err


def test_serve_without_streamlit_says_how_to_get_it(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "streamlit" else there(name)
    )

    answer = kb("serve")

    assert (answer.code, answer.err.count("\n")) == (6, 1)
    assert "timetested[explorer]" in answer.err


def test_serve_starts_streamlit_closed_to_the_outside(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr("os.execve", lambda program, words, environment: started.append(words))

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert kb("serve", "--port", str(port)).code == 0

    assert set(started[0]) >= {
        "--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true",
        "--browser.gatherUsageStats=false", "--client.showErrorDetails=none",
        "--server.enableXsrfProtection=true",
    }  # fmt: skip


def test_run_without_a_paper_lists_what_can_be_run(kb: Kb) -> None:
    rows = kb("run", "--fields", "paper,preset").rows

    assert ["gan", "smoke"] in rows


@pytest.mark.parametrize(
    ("words", "code", "type_", "candidate"),
    [
        (["run", "gann"], 4, "UnknownReproduction", "gan"),
        (["run", "gan", "--preset", "smok"], 2, "UnknownPreset", "smoke"),
        (["run", "gan", "--set", "no_such=1"], 2, "BadOverride", None),
        (["runs", "gan-smoke-nothing"], 4, "UnknownRun", None),
        (["runs", "gan-smoke-nothing", "--cancel"], 4, "UnknownRun", None),
    ],
)
def test_errors_of_reproductions_keep_name_code_and_candidates(
    kb: Kb, words: list[str], code: int, type_: str, candidate: str | None
) -> None:
    answer = kb(*words, "--json")

    assert (answer.code, answer.error["type"], answer.error["code"]) == (code, type_, code)
    if candidate:
        assert candidate in [c["id"] for c in answer.error["candidates"]]


def test_runs_of_a_new_home_are_none(kb: Kb) -> None:
    assert (kb("runs").code, kb("runs", "--json").json["data"]) == (0, [])


# -- new, fmt: the page docs/add-a-paper.md, step by step ------------------------------------------


def test_a_paper_is_added_as_the_page_says(
    kb: Kb, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_DATA", str(facts))
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))

    def append(file: str, *words: str) -> None:
        answer = kb("new", *words)
        assert (answer.code, answer.err) == (0, "")
        with (facts / file).open("a", encoding="utf-8") as there:
            there.write(answer.out)

    append("papers.yaml", "paper", "arc-lamp", "--arxiv", "1305.00001", "--title", "Arc lamps")
    append(
        "people.yaml", "person", "Ada Lovelace"
    )  # the work is half entered; the next block comes all the same
    papers = facts / "papers.yaml"
    papers.write_text(papers.read_text("utf-8").replace("[todo]", "[ada-lovelace]"), "utf-8")
    append("links.yaml", "link", "arc-lamp", "improves", "electric-lamp")
    append("claims.yaml", "claim", "arc-lamp")

    assert "memory" in kb("validate").out  # a new link rests on nothing yet
    links = facts / "links.yaml"
    links.write_text(links.read_text("utf-8").replace("checked: recalled", "checked: read"), "utf-8")
    assert kb("validate").code == 0
    assert kb("fmt", str(papers)).code == 0
    shown = kb("show", "1305.00001", "--json").json["data"]
    assert shown["people"][0]["id"] == "ada-lovelace"
    assert shown["links_from"][0]["object"]["id"] == "electric-lamp"
    assert shown["claims"][0]["id"] == "ARCLAMP-1"
