"""How services fail, and that each failure ends in one line about one work and one service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.sources import http
from kb.sources.asking import SERVICES, Answer, Asking, chosen, stored
from tests.kb.sources.served import FILES, WORK, Reply, Service, payload

for name in ("pyalex", "semanticscholar", "habanero", "arxiv"):
    pytest.importorskip(name, reason="the extra sources is not installed")


def test_a_busy_service_is_asked_again_after_as_long_as_it_says(
    ask: Callable[..., dict[str, Answer]], services: Service, slept: list[float]
) -> None:
    good = Reply(payload("s2.json"))
    busy = Reply(status=429, headers={"Retry-After": "7"})
    services.answer("/s2/graph/v1/paper/", busy, Reply(status=503), Reply(status=502), good)

    assert ask("s2")["s2"].status == "found"
    assert slept == [7.0, 2.0, 4.0]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_survives_a_failure_before_it_answers(
    name: str, ask: Callable[..., dict[str, Answer]], services: Service, slept: list[float]
) -> None:
    services.answer(WORK[name], Reply(status=500), Reply(payload(FILES[name])))

    assert ask(name)[name].status == "found"
    assert slept == [1.0]


#: How an answer fails, and what is said of it: of JSON, and of arXiv's feed.
FAILURES = {
    "429": (Reply(status=429), "HTTP 429 (4 tries)", ""),
    "429 for an hour": (
        Reply(status=429, headers={"Retry-After": "3600"}),
        "HTTP 429; it asks to wait 3600 s, try again later",
        "",
    ),
    "500": (Reply(b"<h1>oops</h1>", 500), "HTTP 500 (4 tries)", ""),
    "503": (Reply(status=503), "HTTP 503 (4 tries)", ""),
    "time-out": (Reply(b"{}", delay=0.4), "no answer within 0 s (4 tries)", ""),
    "cut off on the way": (Reply(b'{"id": "htt', claimed=4000), "the connection failed", ""),
    "cut off": (Reply(b'{"id": "htt'), "the answer is cut off, or no JSON", "the feed is cut off, or no XML"),
    "forbidden": (Reply(b"{}", 403), "HTTP 403: it refuses us; is the key in the environment right?", ""),
    "not understood": (Reply(b'{"error": "?"}', 400), "HTTP 400: it does not understand the identifier", ""),
    "empty": (Reply(b""), "the answer is ", ""),
    "a list": (
        Reply(b"[1, 2]"),
        "the answer is not of the documented shape",
        "the feed is cut off, or no XML",
    ),
    "an empty object": (Reply(b"{}"), "the answer is not of the documented shape", "the feed is cut off"),
    "a page": (
        Reply(b"<html>Checking your browser<br></html>", headers={"Content-Type": "text/html"}),
        "the answer is cut off, or no JSON",
        "the feed is cut off, or no XML",
    ),
}


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_one_line_and_the_other_services_go_on(
    failure: str,
    name: str,
    ask: Callable[..., dict[str, Answer]],
    services: Service,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reply, reason, of_feed = FAILURES[failure]
    services.answer(WORK[name], reply)
    for module in ("http", "crossref"):
        monkeypatch.setattr(f"kb.sources.{module}.TIMEOUT", 0.1 if failure == "time-out" else 30.0)

    answers = ask()

    assert answers[name].status == "failed"
    assert answers[name].problem.startswith((of_feed if name == "arxiv" else "") or reason)
    assert "\n" not in answers[name].problem
    assert {a.status for other, a in answers.items() if other != name} == {"found"}
    assert not (home / "snapshots" / name).exists()


WRONG = {
    "openalex": ('"authorships": [', '"authorships": "Flint", "x": [', "authorships is a text, not a list"),
    "s2": ('"references": [', '"references": 4, "x": [', "references is a number, not a list"),
    "crossref": ("[[2006, 1, 9]]", '[["2006"]]', "date-parts holds something else than numbers"),
    "arxiv": ("</feed>", "</fee>", "the feed is cut off, or no XML"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_field_of_another_type_is_named_and_nothing_is_stored(
    name: str, ask: Callable[..., dict[str, Answer]], services: Service, home: Path
) -> None:
    old, new, reason = WRONG[name]
    text = payload(FILES[name]).decode()
    assert old in text
    services.answer(WORK[name], Reply(text.replace(old, new).encode()))

    assert (ask(name)[name].status, ask(name)[name].problem) == ("failed", reason)
    assert not (home / "snapshots").exists()


def test_a_service_that_is_down_is_left_alone_after_three_works(
    services: Service, miniature: KnowledgeBase
) -> None:
    services.answer(WORK["s2"], Reply(status=503))
    asking = Asking(chosen(["s2"]))

    problems = [next(asking.about(miniature.papers["brass-lamp"])).problem for _ in range(5)]

    assert problems[:3] == ["HTTP 503 (4 tries)"] * 3
    assert problems[3:] == ["not asked: no answer to 3 works in a row"] * 2
    assert len(services.asked) == 12


@pytest.mark.parametrize("name", SERVICES)
def test_no_connection_at_all_is_told(
    name: str,
    ask: Callable[..., dict[str, Answer]],
    services: Service,
    slept: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(http.ROOTS, name, "http://127.0.0.1:1")

    answer = ask(name)[name]

    assert answer.problem.startswith("the connection failed (Connect")
    assert answer.problem.endswith("(4 tries)")
    assert slept == [1.0, 2.0, 4.0]


def test_a_snapshot_that_is_cut_off_is_told_and_asked_again_when_online(
    ask: Callable[..., dict[str, Answer]], services: Service, home: Path, miniature: KnowledgeBase
) -> None:
    ask("s2")
    place = home / "snapshots" / "s2" / "brass-lamp.json"
    place.write_text(place.read_text()[:200])

    offline = stored(miniature.papers["brass-lamp"], chosen(["s2"]))

    assert offline[0].status == "failed"
    assert "no readable snapshot; ask again with --online" in offline[0].problem
    assert ask("s2")["s2"].status == "found"
