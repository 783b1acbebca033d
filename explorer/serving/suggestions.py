"""What the search box offers while one types: GET /suggest?q=atten&lang=en, answered as JSON."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import kb
from explorer import links, store
from explorer.locale import choose, message
from kb.names import NameIndex
from kb.search import search

MOST = 8
LONGEST = 200  # characters of a question; more is no name


def suggestions(names: NameIndex, text: str, language: str, chosen: bool = False) -> list[dict[str, Any]]:
    """The likeliest things that a beginning means, best first: what it is, why it answers, where it leads.

    ``chosen`` keeps the language in the addresses, as links of a page do.
    """
    lang = language if chosen else None
    return [
        {
            "label": label,
            "kind": message(language, f"kind.{hit.kind}"),
            "year": hit.year,
            "matched": label if hit.how == "id" else hit.matched,  # an id is a word of ours and no name
            "why": hit.reason_in(language),
            "href": links.address(links.PAGE_OF_KIND[hit.kind], id=hit.id, lang=lang),
        }
        for hit in search(names, text[:LONGEST].strip(), limit=MOST)
        for label in (hit.label_zh if language == "zh" else hit.label,)
    ]


def answer(request: Request) -> JSONResponse:
    """The suggestions for one question; none while the facts are broken, as the page itself says so."""
    asked = request.query_params.get("lang")
    language = choose(asked, None)
    try:
        names = store.base().names
        found = suggestions(names, request.query_params.get("q", ""), language, asked == language)
    except kb.FactsInvalid:
        found = []
    return JSONResponse({"suggestions": found}, headers={"cache-control": "no-store"})


route = Route("/suggest", answer, methods=["GET"])
