"""The sheet of a lesson: whole, self-contained, escaped, in either language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from kb.base import KnowledgeBase
from kb.cli.words import say
from kb.lesson import lesson
from kb.lesson_plan import plan
from kb.lesson_sheet import html, markdown

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reader(HTMLParser):
    """Collects text and attributes, and fails on tags that do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return reader


def data_of(base: KnowledgeBase, goal: str = "electric-lamp") -> dict[str, object]:
    return plan(base, lesson(base, goal, start="oil-lamp" if goal == "electric-lamp" else None), _show)


def _show(stop: object) -> str:
    return f"kb show {stop.work}"  # type: ignore[attr-defined]


def test_a_stop_says_why_what_to_look_at_what_to_ask_and_what_to_type(miniature: KnowledgeBase) -> None:
    oil, brass, electric = data_of(miniature)["stops"]  # type: ignore[misc]

    assert [link["why"]["en"] for link in brass["used_by"]] == ["electric-lamp generalizes brass-lamp"]
    assert [link["object"]["id"] for link in brass["needs"]] == ["oil-lamp"]
    assert [claim["where"] for claim in brass["claims"]] == ["section 4, table 1, row Brass, column Fog"]
    assert brass["claims"][0]["place"]["zh"] == "第 4 节，表 1，Brass 行，Fog 列"
    assert brass["command"] == "kb show brass-lamp"
    asked = [(q["ask"]["en"], q["answer"]["en"]) for q in brass["questions"]]
    assert asked == [
        ("What does BrassLamp keep of Oil Lamp, and what does it add?", "brass-lamp builds_on oil-lamp"),
        (
            "BRASS-1: which value is given there for distance, and how was it chosen?",
            "It is seen from further away. 12 ± 0.5 miles (standard error over nights); mean",
        ),
        ("It was told: “The mirror is of gold.” What is right?", "It is of brass."),
    ]
    assert electric["questions"][0]["ask"]["zh"] == "黄铜灯是电灯中哪一点的特例？"
    assert oil["questions"][0]["ask"]["en"].startswith("Say in two sentences which problem Oil Lamp solves")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_html_is_one_file_that_asks_for_nothing(miniature: KnowledgeBase, language: str) -> None:
    text = html(data_of(miniature), language, say)
    page = read(text)

    assert page.tags[0] == ("html", {"lang": "zh-CN" if language == "zh" else "en"})
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert not [a for _, attrs in page.tags for a in attrs if a in ("src", "href", "srcset")]
    assert "url(" not in text
    assert "@import" not in text
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_stop_of_a_real_lesson_is_on_the_sheet(real: KnowledgeBase, language: str) -> None:
    for goal in sorted(real.papers)[::5]:
        data = data_of(real, goal)
        page = read(html(data, language, say))
        written = markdown(data, language, say)
        for stop in data["stops"]:  # type: ignore[attr-defined]
            assert stop["summary"][language] in page.text
            assert stop["command"] in page.text
            assert stop["command"] in written
            for question in stop["questions"]:
                assert question["ask"][language] in page.text
                assert question["answer"][language] in page.text
        assert "None" not in page.text.replace("None of", "")
        assert not re.search(r"\{\w+\}", page.text)


def test_chinese_sheets_are_chinese_in_all_the_words_of_the_house(miniature: KnowledgeBase) -> None:
    page = read(html(data_of(miniature), "zh", say))

    for word in (
        "课程：电灯",
        "为什么读",
        "思考题",
        "参考答案",
        "动手试试",
        "电灯推广本文",
        "黄铜灯看得更远",
    ):
        assert word in page.text
    for word in ("Questions", "Summary", "minutes", "Why"):
        assert word not in page.text


def test_markup_in_the_facts_stays_text(miniature: KnowledgeBase) -> None:
    data = data_of(miniature)
    data["stops"][0]["summary"]["en"] = "<script>x</script> *a* & b"  # type: ignore[index]

    text = html(data, "en", say)

    assert "<script>" not in text
    assert "<script>x</script> *a* & b" in read(text).text
    assert r"\<script>x\</script> \*a\* & b" in markdown(data, "en", say)
