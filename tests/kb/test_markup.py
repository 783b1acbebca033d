"""Text of facts never becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from kb.markup import element, join, text


def test_text_is_escaped_and_markup_is_kept() -> None:
    inner = element("b", "a < b & c")
    assert element("p", inner, " > d") == "<p><b>a &lt; b &amp; c</b> &gt; d</p>"


def test_nothing_is_written_for_nothing() -> None:
    assert element("p", None, "", cls=None, hidden=False) == "<p></p>"
    assert join(["a", None, "", "b"], ", ") == "a, b"


def test_an_attribute_cannot_be_left() -> None:
    assert element("a", "x", title='" onclick="alert(1)') == '<a title="&quot; onclick=&quot;alert(1)">x</a>'


def test_only_harmless_addresses_become_links() -> None:
    for bad in (
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "JaVa\nScript:x",
    ):
        assert element("a", "x", href=bad) == "<a>x</a>"
    for good in ("https://arxiv.org/abs/1406.2661", "paper?id=gan", "./?q=a%3Ab", "mailto:a@b.c"):
        assert "href=" in element("a", "x", href=good)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_parser_reads_back_exactly_the_text(value: str) -> None:
    reader = _Tags()
    reader.feed(element("p", text(value)))
    reader.close()
    assert (reader.seen, reader.said) == (["p"], value)
