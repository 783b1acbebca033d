"""`kb enrich` and `kb audit` on an invented base, from stored answers and from a server of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.sources import snapshots
from kb.sources.snapshots import Snapshot
from tests.kb.sources.served import FILES, WORK, Reply, Service, payload

Kb = Callable[..., Any]
NEEDS = ("pyalex", "semanticscholar", "habanero", "arxiv")


@pytest.fixture
def store() -> Callable[..., None]:
    """Store the payloads as answers about the brass lamp: ``store("s2")``; another payload by keyword."""

    def save(service: str, given: Any = ..., work: str = "brass-lamp") -> None:
        text = payload(FILES[service]).decode()
        whole = text if service == "arxiv" else json.loads(text)
        if service == "openalex":
            whole = {"work": whole, "references": json.loads(payload("openalex-references.json"))["results"]}
        kept = whole if given is ... else given
        snapshots.save(Snapshot(service, work, "https://example.org", "2026-01-02T03:04:05Z", kept))

    return save


@pytest.fixture
def online() -> None:
    for name in NEEDS:
        pytest.importorskip(name, reason="the extra sources is not installed")


# -- offline -------------------------------------------------------------------------------------------------


def test_enrich_works_from_stored_answers_and_says_so(small: Kb, store: Callable[..., None]) -> None:
    for service in WORK:
        store(service)

    answer = small("enrich", "brass-lamp")

    assert answer.code == 0
    assert answer.rows[0] == ["work", "field", "ours", "theirs", "service", "retrieved", "do"]
    assert [row[1:5] for row in answer.rows[1:]] == [
        ["ids.openalex", "", "W900000001", "openalex"],
        ["ids.dblp", "", "conf/light/FlintZ06", "s2"],
        ["ids.s2", "", "900000001", "s2"],
        ["date", "2005-03-01, 2006-01", "2005-03-04", "s2"],
        ["people", "Deng Zhang", "Zhang Dengg", "s2"],
        ["people", "", "Dot Glimmer", "s2"],
        ["cites", "", "gas-lamp", "s2"],
        ["date", "2006-01", "2006-01-09", "crossref"],
        ["people", "", "The Lamp Consortium", "crossref"],
    ]
    assert "offline: from stored answers only" in answer.err
    assert "9 proposals about 1 work; nothing was changed" in answer.err


def test_enrich_without_any_stored_answer_is_exit_3_with_what_to_do(small: Kb) -> None:
    answer = small("enrich", "brass-lamp")

    assert (answer.code, answer.out, answer.err.count("\n")) == (3, "", 1)
    assert "brass-lamp: s2: not asked yet" in answer.err
    assert "--online asks the services" in answer.err
    assert small("enrich", "brass-lamp", "--json").error["type"] == "SourceError"


def test_enrich_says_which_service_was_not_asked_and_goes_on(small: Kb, store: Callable[..., None]) -> None:
    store("arxiv")
    store("crossref", {"message": {"DOI": 7}})
    store("s2", None)

    answer = small("enrich", "brass-lamp")

    assert (answer.code, answer.rows[1:]) == (0, [])
    assert answer.err.splitlines()[1:4] == [
        "brass-lamp: s2: no such work there",
        "brass-lamp: crossref: DOI is a number, not a text",
        "brass-lamp: openalex: not asked yet",
    ]


def test_enrich_asks_only_what_is_named(small: Kb, store: Callable[..., None]) -> None:
    store("s2")
    store("crossref")

    assert {row[4] for row in small("enrich", "brass-lamp", "--from", "crossref").rows[1:]} == {"crossref"}
    assert small("enrich", "brass-lamp", "--from", "scholar").code == 2
    assert small("enrich", "brass-lamp", "--from", ",").code == 2
    assert small("enrich", "brass-lamp", "--refresh").code == 2
    assert small("enrich", "brass-lamp", "--as-yaml", "--csv").code == 2


def test_on_a_terminal_both_fit_into_eighty_columns(
    small: Kb, store: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.cli.output.Output.shape", "table")
    monkeypatch.setenv("COLUMNS", "80")
    for service in WORK:
        store(service)

    proposals, lists = small("enrich", "brass-lamp").out, small("audit", "brass-lamp", "--lang", "zh").out

    assert "  people: Deng Zhang -> Zhang Dengg  s2 2026-01-02\n" in proposals
    assert "  s2: 4 references, 3 of them here  lists 4 of the 5 references that it counts\n" in lists
    assert "      misses: 煤气灯\n" in lists
    assert all(len(line) <= 80 for line in (proposals + lists).splitlines())


def test_enrich_prints_a_block_to_paste(small: Kb, store: Callable[..., None]) -> None:
    store("s2")

    answer = small("enrich", "brass-lamp", "--as-yaml")

    (block,) = yaml.safe_load(answer.out)
    assert block["id"] == "brass-lamp"
    assert block["versions"][0]["ids"]["s2"] == "900000001"
    assert "gas-lamp" in block["cites"]
    assert "# not changed: date: s2 (2026-01-02) has 2005-03-04" in answer.out


# -- online --------------------------------------------------------------------------------------------------


def test_online_asks_stores_and_shows_how_far_it_is(
    online: None, small: Kb, services: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_OFFLINE", "0")

    first = small("enrich", "brass-lamp", "tallow-candle", "--from", "crossref,s2")
    asked = len(services.asked)
    monkeypatch.setenv("KB_OFFLINE", "1")
    again = small("enrich", "brass-lamp", "tallow-candle", "--from", "crossref,s2")

    assert (first.code, asked) == (0, 4)
    assert "asking: 0/2 works" in first.err
    assert "offline" not in first.err
    assert (again.rows, len(services.asked)) == (first.rows, asked)


def test_progress_has_a_rate_and_an_end_time() -> None:
    from kb.cli.enrich import _line

    assert _line(0, 30, 0.0) == "asking: 0/30 works"
    assert _line(10, 30, 5.0).startswith("asking: 10/30 works, 2.00 works/s, done at about ")


def test_what_fails_is_a_line_and_the_rest_is_answered(online: None, small: Kb, services: Service) -> None:
    services.answer(WORK["s2"], Reply(status=429))
    services.answer(WORK["crossref"], Reply(b'{"status": "ok", "mess'))
    services.answer(WORK["arxiv"], Reply(status=404))

    answer = small("enrich", "brass-lamp", "--online")

    assert answer.code == 0
    assert {row[4] for row in answer.rows[1:]} == {"openalex"}
    assert answer.err.splitlines()[:3] == [
        "brass-lamp: s2: HTTP 429 (4 tries)",
        "brass-lamp: crossref: the answer is cut off, or no JSON",
        "brass-lamp: arxiv: no such work there",
    ]


def test_exit_3_where_nothing_came_back_at_all(online: None, small: Kb, services: Service) -> None:
    for start in WORK.values():
        services.answer(start, Reply(status=503))

    answer = small("enrich", "brass-lamp", "--online")

    assert (answer.code, answer.out, answer.err.count("\n")) == (3, "", 1)
    assert answer.err.count("HTTP 503 (4 tries)") == 4


def test_exit_6_names_the_extra(small: Kb, services: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyalex", None)

    answer = small("enrich", "brass-lamp", "--online")

    assert (answer.code, answer.out, answer.err.count("\n")) == (6, "", 1)
    assert "pip install 'timetested[sources]'" in answer.err


# -- audit ---------------------------------------------------------------------------------------------------


def test_audit_without_stored_answers_says_what_was_not_asked(small: Kb) -> None:
    answer = small("audit", "brass-lamp")

    assert answer.code == 0
    assert answer.rows == [
        ["work", "source", "references", "ours_among", "misses", "retrieved", "note"],
        ["brass-lamp", "ours", "3", "oil-lamp|tallow-candle|fog-images", "", "", "checked: read"],
        ["brass-lamp", "openalex", "", "", "", "", "not asked yet"],
        ["brass-lamp", "s2", "", "", "", "", "not asked yet"],
        ["brass-lamp", "crossref", "", "", "", "", "not asked yet"],
    ]
    assert "s2: not asked yet about 1 work; `kb enrich NAME --online` asks" in answer.err


def test_audit_counts_and_names_what_each_source_misses(small: Kb, store: Callable[..., None]) -> None:
    for service in ("openalex", "s2", "crossref"):
        store(service)

    answer = small("audit", "brass-lamp", "--json")

    rows = {row["source"]: row for row in answer.json["data"]}
    assert {name: (row["references"], row["ours_among"]) for name, row in rows.items()} == {
        "ours": (3, ["oil-lamp", "tallow-candle", "fog-images"]),
        "openalex": (2, ["tallow-candle"]),
        "s2": (4, ["tallow-candle", "oil-lamp", "gas-lamp"]),
        "crossref": (3, ["tallow-candle", "fog-images"]),
    }
    assert {name: row["misses"] for name, row in rows.items()} == {
        "ours": ["gas-lamp"],
        "openalex": ["oil-lamp", "fog-images", "gas-lamp"],
        "s2": ["fog-images"],
        "crossref": ["oil-lamp", "gas-lamp"],
    }
    assert rows["s2"]["note"] == "lists 4 of the 5 references that it counts"
    assert answer.code == 1
    assert answer.json["warnings"][0].startswith("brass-lamp: our list lacks gas-lamp, which s2 names")


def test_an_empty_list_is_0_references_and_says_who_has_some(small: Kb, store: Callable[..., None]) -> None:
    work = json.loads(payload("openalex.json")) | {"referenced_works": [], "referenced_works_count": 0}
    store("openalex", {"work": work, "references": []})
    store("s2")

    rows = {row[1]: row for row in small("audit", "brass-lamp").rows}

    assert (rows["openalex"][2], rows["openalex"][6]) == ("0", "0 references, but s2 has 4")


def test_a_recorded_reason_ends_the_complaint(small: Kb, store: Callable[..., None], home: Path) -> None:
    store("s2")
    assert small("audit", "brass-lamp").code == 1

    accepted = small("audit", "brass-lamp", "--accept", "gas-lamp=named in the appendix only")

    assert accepted.code == 0
    assert small("audit", "--all").code == 0
    kept = json.loads((home / "accepted.json").read_text())
    assert kept["brass-lamp"]["gas-lamp"]["reason"] == "named in the appendix only"


def test_audit_refuses_what_it_cannot_do(small: Kb) -> None:
    for words in (
        ["audit"],
        ["audit", "brass-lamp", "--all"],
        ["audit", "--all", "--accept", "gas-lamp=x"],
        ["audit", "brass-lamp", "--accept", "gas-lamp"],
        ["audit", "brass-lamp", "--accept", "bo-flint"],
    ):
        answer = small(*words)
        assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1), words


def test_a_broken_file_of_reasons_is_exit_3(small: Kb, store: Callable[..., None], home: Path) -> None:
    store("s2")
    (home / "accepted.json").write_text("[1,")

    assert small("audit", "brass-lamp").code == 3
