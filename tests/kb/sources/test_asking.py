"""Asking four services: what their answers become, what is stored, and under what they are asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace as Namespace
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.errors import CannotRun, UsageError
from kb.sources import http
from kb.sources.asking import SERVICES, Answer, Asking, chosen, stored
from tests.kb.sources.served import WORK, Reply, Service, payload

for name in ("pyalex", "semanticscholar", "habanero", "arxiv"):
    pytest.importorskip(name, reason="the extra sources is not installed")


def test_every_service_becomes_the_same_record(
    ask: Callable[..., dict[str, Answer]], services: Service
) -> None:
    answers = ask()

    found = {name: answer.found for name, answer in answers.items()}
    assert {name: (f.id, f.title, f.date, f.venue) for name, f in found.items() if f} == {
        "openalex": ("W900000001", "Brass lamps see further", "2005", "LIGHT"),
        "s2": ("b0a55000000000000000000000000000000000aa", "Brass Lamps See Further", "2005-03-04", "LIGHT"),
        "crossref": ("10.1234/brass.2005", "Brass Lamps See Further", "2006-01-09", "Proceedings of LIGHT"),
        "arxiv": ("0503.01234", "Brass Lamps See Further", "2005-03-01", "arXiv"),
    }
    assert {name: f.authors[-1] for name, f in found.items() if f} == {
        "openalex": "Deng Zhang",
        "s2": "Dot Glimmer",
        "crossref": "The Lamp Consortium",
        "arxiv": "Deng Zhang",
    }
    assert {name: dict(f.ids) for name, f in found.items() if f} == {
        "openalex": {"openalex": "W900000001", "doi": "10.1234/brass.2005", "arxiv": "0503.01234"},
        "s2": {
            "s2hash": "b0a55000000000000000000000000000000000aa",
            "s2": "900000001",
            "doi": "10.1234/brass.2005",
            "arxiv": "0503.01234",
            "dblp": "conf/light/FlintZ06",
        },
        "crossref": {"doi": "10.1234/brass.2005"},
        "arxiv": {"arxiv": "0503.01234", "doi": "10.1234/brass.2005"},
    }


def test_references_carry_titles_and_identifiers(
    ask: Callable[..., dict[str, Answer]], services: Service
) -> None:
    found = {name: answer.found for name, answer in ask().items()}

    listed = {name: [(c.title, c.year, dict(c.ids)) for c in f.references] for name, f in found.items() if f}
    assert listed["openalex"] == [
        ("Soot: a Survey", 1999, {"openalex": "W900000002"}),
        ("On the Burning of Tallow", 1990, {"openalex": "W900000003", "doi": "10.1234/tallow.1990"}),
    ]
    assert listed["s2"][3] == ("Soot: a Survey", None, {})
    assert listed["crossref"] == [
        ("", None, {"doi": "10.1234/tallow.1990"}),
        ("Ten thousand images of fog", 1998, {}),
        ("", 2004, {"arxiv": "0401.00001"}),
    ]
    assert listed["arxiv"] == []
    assert (
        "/openalex/works?filter=openalex_id:W900000002|W900000003&select=id,title,doi,publication_year&per-page=2"
        in services.paths()
    )
    assert found["s2"] is not None
    assert (len(found["s2"].references), found["s2"].counted) == (4, 5)


def test_who_asks_and_with_which_key_is_told(
    ask: Callable[..., dict[str, Answer]], services: Service, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_EMAIL", "keeper@example.org")
    monkeypatch.setenv("OPENALEX_API_KEY", "brass")
    monkeypatch.setenv("S2_API_KEY", "tallow")

    ask()

    told = {path.split("/")[1]: headers for path, headers in services.asked}
    assert all("timetested/" in headers["User-Agent"] for headers in told.values())
    assert all("mailto:keeper@example.org" in headers["User-Agent"] for headers in told.values())
    assert told["openalex"]["Authorization"] == "Bearer brass"
    assert told["s2"]["x-api-key"] == "tallow"
    kept = "".join(path.read_text() for path in (home / "snapshots").rglob("*.json"))
    assert "keeper@example.org" not in kept
    assert "Bearer" not in kept


def test_an_answer_is_stored_as_it_came_and_not_asked_again(
    ask: Callable[..., dict[str, Answer]], services: Service, home: Path
) -> None:
    first = ask()
    count = len(services.asked)

    assert ask() == first
    assert len(services.asked) == count
    places = {name: home / "snapshots" / name / "brass-lamp.json" for name in SERVICES}
    kept = {name: json.loads(place.read_text()) for name, place in places.items()}
    assert kept["s2"]["payload"] == json.loads(payload("s2.json"))
    assert kept["crossref"]["payload"] == json.loads(payload("crossref.json"))
    assert kept["openalex"]["payload"]["work"] == json.loads(payload("openalex.json"))
    assert kept["arxiv"]["payload"] == payload("arxiv.xml").decode()
    assert {name: answer["url"].split("?")[0] for name, answer in kept.items()} == {
        "openalex": "https://api.openalex.org/works/doi%3A10.1234%2Fbrass.2005",
        "s2": "https://api.semanticscholar.org/graph/v1/paper/ARXIV:0503.01234",
        "crossref": "https://api.crossref.org/works/10.1234/brass.2005",
        "arxiv": "https://export.arxiv.org/api/query",
    }
    assert all(answer["retrieved"].endswith("Z") for answer in kept.values())
    assert not list(home.rglob("*.part"))
    ask(refresh=True)
    assert len(services.asked) == 2 * count


def test_stored_answers_are_read_without_the_libraries(
    ask: Callable[..., dict[str, Answer]],
    services: Service,
    miniature: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ask()
    for name in ("pyalex", "semanticscholar", "habanero", "arxiv", "requests", "httpx2"):
        monkeypatch.setitem(sys.modules, name, None)

    again = stored(miniature.papers["brass-lamp"], SERVICES.values())

    assert {answer.service: answer for answer in again} == asked


def test_a_library_that_is_not_installed_is_exit_6_with_the_extra(
    ask: Callable[..., dict[str, Answer]], services: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "habanero", None)

    with pytest.raises(CannotRun, match=r"habanero is not installed.*timetested\[sources\]"):
        ask("crossref")


def test_an_unknown_work_is_asked_under_every_key_then_remembered(
    ask: Callable[..., dict[str, Answer]], services: Service, home: Path
) -> None:
    services.replies.clear()

    answer = ask("openalex")["openalex"]

    assert (answer.status, answer.problem) == ("unknown", "no such work there")
    assert services.paths() == [
        "/openalex/works/doi:10.1234/brass.2005",
        "/openalex/works/doi:10.48550/arxiv.0503.01234",
    ]
    assert ask("openalex")["openalex"].status == "unknown"
    assert len(services.asked) == 2


def test_an_old_doi_full_of_signs_reaches_every_service_whole(
    services: Service, miniature: KnowledgeBase
) -> None:
    doi = "10.1002/(sici)1097-0258(19970815)16:15<1741::aid-sim#1>3.0.co;2-f"
    paper = miniature.papers["tallow-candle"]
    version = paper.versions[0].model_copy(update={"ids": {"doi": doi}})
    asking = Asking(chosen(["openalex", "s2", "crossref"]))

    answers = list(asking.about(paper.model_copy(update={"versions": (version,)})))

    assert {answer.status for answer in answers} == {"found"}
    asked = [path.split("?")[0] for path in services.paths()]
    assert [path for path in asked if "sici" in path] == [
        f"/openalex/works/doi:{doi}",
        f"/s2/graph/v1/paper/DOI:{doi}",
        f"/crossref/works/{doi}",
    ]


def test_another_session_may_be_handed_in() -> None:
    class Session:
        def get(self, url: str, **given: Any) -> Any:
            asked.append((url, given["headers"]["User-Agent"]))
            return Namespace(status_code=200, headers={}, text="{}")

    asked: list[tuple[str, str]] = []

    http.Line("s2", Session()).get("https://api.semanticscholar.org/graph/v1/paper/1")

    assert asked == [("https://api.semanticscholar.org/graph/v1/paper/1", http.user_agent())]


def test_arxiv_says_unknown_with_an_empty_feed(
    ask: Callable[..., dict[str, Answer]], services: Service
) -> None:
    feed = payload("arxiv.xml").decode()
    entry = feed[feed.index("<entry>") : feed.index("</entry>") + len("</entry>")]
    services.answer(WORK["arxiv"], Reply(feed.replace(entry, "").encode()))

    assert ask("arxiv")["arxiv"].status == "unknown"


def test_a_merged_work_is_followed_to_where_it_went(
    ask: Callable[..., dict[str, Answer]], services: Service
) -> None:
    moved = Reply(status=301, headers={"Location": "/openalex/works/W900000001"})
    services.answer("/openalex/works/doi", moved)

    answer = ask("openalex")["openalex"]

    assert answer.found is not None
    assert answer.found.id == "W900000001"


def test_an_alias_of_a_doi_is_followed_to_where_it_went(
    ask: Callable[..., dict[str, Answer]], services: Service
) -> None:
    moved = Reply(status=301, headers={"Location": "/works/10.1234/BRASS.2006"})
    services.answer("/crossref/works/10.1234/brass.2005", moved)

    assert ask("crossref")["crossref"].status == "found"
    assert services.paths() == ["/crossref/works/10.1234/brass.2005", "/crossref/works/10.1234/BRASS.2006"]
    services.answer("/crossref/works/", moved)
    assert ask("crossref", refresh=True)["crossref"].problem == "HTTP 301"


def test_a_work_without_an_identifier_is_not_asked_about(
    ask: Callable[..., dict[str, Answer]], services: Service
) -> None:
    answers = ask(work="gas-lamp")

    assert {a.status for a in answers.values()} == {"no identifier"}
    assert answers["crossref"].problem == "not asked: no identifier of it that Crossref looks works up by"
    assert services.asked == []


def test_questions_keep_the_pace_of_the_service(
    ask: Callable[..., dict[str, Answer]],
    services: Service,
    slept: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(http.PAUSES, "openalex", 100.0)

    ask("openalex")

    assert len(slept) == 1  # two questions: the work, then the titles of its references
    assert 90 < slept[0] <= 100


def test_an_unknown_service_comes_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="there is openalex, s2, crossref, arxiv"):
        chosen(["scholar"])
