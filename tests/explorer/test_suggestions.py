"""What the search box offers: the same answers as `kb search`, with the way to each."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from explorer.links import PAGES
from explorer.serving import suggestions
from kb import KnowledgeBase
from kb.base import facts_directory
from kb.search import search

BASE = KnowledgeBase.load(facts_directory())


def asked(query: str) -> list[dict[str, object]]:
    """The answer of the server's route to a query string."""
    scope = {"type": "http", "method": "GET", "path": "/suggest", "headers": [], "app": Starlette()}
    reply = suggestions.answer(Request({**scope, "query_string": query.encode()}))
    assert reply.headers["cache-control"] == "no-store"
    return json.loads(bytes(reply.body))["suggestions"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("attenton", "paper?id=rnnsearch"),
        ("1406.2661", "paper?id=gan"),
        ("gudefeiluo", "person?id=ian-goodfellow"),
    ],
)
def test_bad_spelling_numbers_and_pinyin_are_understood(text: str, first: str) -> None:
    assert suggestions.suggestions(BASE.names, text, "en")[0]["href"] == first


def test_what_is_offered_first_is_what_the_search_finds_first() -> None:
    found = suggestions.suggestions(BASE.names, "transformer", "en")
    assert [item["label"] for item in found] == [h.label for h in search(BASE.names, "transformer", limit=8)]


def test_chinese_visitors_are_answered_in_chinese_and_stay_in_chinese() -> None:
    assert asked("q=%E6%B3%A8%E6%84%8F%E5%8A%9B&lang=zh")[0] == {
        "label": "注意力机制",
        "kind": "论文",
        "year": 2014,
        "matched": "注意力",
        "why": "别名",
        "href": "paper?id=rnnsearch&lang=zh",
    }


def test_every_suggestion_leads_to_a_page(read_address) -> None:
    for beginning in ("a", "neu", "ne", "ian", "2014", "测"):
        for item in suggestions.suggestions(BASE.names, beginning, "en"):
            assert read_address(str(item["href"]))[0] in PAGES


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=qqqqqqqq", f"q={'x' * 9000}", "q=%00&lang=xx"])
def test_a_question_without_an_answer_gets_an_empty_list(query: str) -> None:
    assert asked(query) == []
