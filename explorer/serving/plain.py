"""Pages without Streamlit: what the server says before, or instead of, a page of the explorer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from starlette.responses import HTMLResponse

import kb
from explorer import links, store
from explorer.locale import message
from explorer.markup import Markup, element, join
from kb.names import nearest_subjects

_STYLE = """
:root { color-scheme: light dark; }
body { margin: 12vh auto; max-width: 40rem; padding: 0 1.2rem; color: light-dark(#1d2127, #e9ebee);
  background: light-dark(#fcfbf8, #11151b);
  font: 1.05rem/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { font: 600 2rem/1.2 Georgia, "Songti SC", "Noto Serif CJK SC", serif; }
a { color: light-dark(#1f4f8b, #8ab6f2); }
code { overflow-wrap: anywhere; }
form { display: flex; gap: 0.5rem; }
input { flex: 1; min-width: 0; } input, button { font: inherit; padding: 0.5rem 0.8rem; border-radius: 0.5rem;
  border: 1px solid light-dark(#b9b3a5, #4a5462); background: transparent; color: inherit; }
"""
_TAGS = {"en": "en", "zh": "zh-CN"}


def page(language: str, title: str, body: Markup, status: int, **headers: str) -> HTMLResponse:
    """A whole document in our colours, without a script and without a file."""
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · timetested</title><style>{_STYLE}</style>"
    )
    whole = f"<head>{head}</head><body><main>{body}</main></body>"
    text = f'<!DOCTYPE html><html lang="{_TAGS[language]}">{whole}</html>'
    told = {"cache-control": "no-store", "vary": "accept-language", **headers}
    return HTMLResponse(text, status, headers=told)


def not_found(language: str, path: str, back: str) -> HTMLResponse:
    """No such page: what was asked for, a search, what it may have been, and home (up by ``back``)."""

    def t(key: str, **values: object) -> str:
        return message(language, f"lost.{key}", **values)

    asked = path.rpartition("/")[2].removesuffix(".html")[:80]
    search = element(
        "form",
        element("input", type="search", name="q", value=asked, aria_label=message(language, "search.label")),
        element("input", type="hidden", name="lang", value=language),
        element("button", message(language, "search.go"), type="submit"),
        action=back or "./",
        role="search",
    )
    body = join(
        [
            element("h1", t("title")),
            element("p", t("address"), " ", element("code", f"/{path[:200]}")),
            search,
            _perhaps(language, asked, back),
            element("p", element("a", t("home"), href=f"{back or './'}?lang={language}")),
        ]
    )
    return page(language, t("title"), body, 404)


def _perhaps(language: str, asked: str, back: str) -> Markup:
    near = _near(asked)
    lines = [
        element(
            "li",
            element(
                "a",
                one.label,
                href=back + links.address(links.PAGE_OF_KIND[one.kind], id=one.id, lang=language),
            ),
            " · ",
            message(language, f"kind.{one.kind}"),
        )
        for one in near
    ]
    if not lines:
        return Markup()
    return join([element("p", message(language, "unknown.offer")), element("ul", join(lines))])


def _near(asked: str) -> Sequence[kb.errors.Candidate]:
    try:
        return nearest_subjects(asked, store.base().names) if asked else ()
    except kb.FactsInvalid:
        return ()


def full(language: str, seconds: int) -> HTMLResponse:
    """Too many are reading: come again in so many seconds, which the browser does by itself."""
    title = message(language, "lost.full")
    body = join([element("h1", title), element("p", message(language, "lost.full_then", n=seconds))])
    return page(language, title, body, 503, **{"retry-after": str(seconds), "refresh": str(seconds)})


def refused(language: str, why: str) -> HTMLResponse:
    """A request that came under a name, or from a page, that is none of ours."""
    title = message(language, "lost.refused")
    told = element("p", message(language, "lost.refused_why"), " ", element("code", why))
    return page(language, title, join([element("h1", title), told]), 403)
