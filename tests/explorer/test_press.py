"""The press page: what was told beside what is right, counted from the facts, by its address alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.links import address
from explorer.links.press import KINDS, PressView
from kb import KnowledgeBase
from kb.press import PressCheck

ids = st.none() | st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
views = st.builds(PressView, kind=st.none() | st.sampled_from(KINDS), source=ids, work=ids, id=ids)


@given(views)
def test_a_view_comes_back_from_its_address(view: PressView) -> None:
    query = urlsplit(address("press", **view.params())).query
    assert PressView.read(dict(parse_qsl(query))) == view


@given(st.dictionaries(st.sampled_from(["kind", "source", "work", "id"]), st.text(max_size=20)))
def test_no_address_is_too_odd_to_read(params: dict[str, str]) -> None:
    view = PressView.read(params)
    assert PressView.read(view.params()) == view


def test_every_kind_of_the_facts_has_its_place_in_the_order() -> None:
    assert sorted(KINDS) == sorted(get_args(PressCheck.model_fields["kind"].annotation))


def test_all_statements_are_shown_and_counted(open_page) -> None:
    press = KnowledgeBase.load().press
    kinds = Counter(check.kind for check in press.values())
    page = open_page("press")
    assert page.headings[0] == (1, "What the press told, and what is right")
    told = [text for level, text in page.headings if level == 3]
    assert sorted(told) == sorted(check.told.en for check in press.values())
    wrong = kinds["error"] + kinds["misleading"] + kinds["doubtful"] + kinds["incomplete"]
    assert f"{len(press)} statements of the press" in page.text
    assert f"{wrong} would leave a reader wrong" in page.text
    assert f"{kinds['confirmed']} proved right" in page.text
    assert f"{len(press)} of {len(press)} shown" in page.text
    assert page.html.index(">error<") < page.html.index(">confirmed<")


@pytest.mark.parametrize(
    ("params", "kept"),
    [
        ({"kind": "error"}, lambda c: c.kind == "error"),
        ({"source": "qbitai-2024-11-28"}, lambda c: "qbitai-2024-11-28" in c.told_in),
        ({"work": "gan"}, lambda c: "gan" in c.about),
        ({"work": "生成对抗网络", "kind": "doubtful"}, lambda c: "gan" in c.about and c.kind == "doubtful"),
        ({"kind": "eats"}, lambda c: True),
    ],
)
def test_an_address_chooses_among_them(open_page, params: dict[str, str], kept) -> None:
    press = KnowledgeBase.load().press
    page = open_page("press", **params)
    told = [text for level, text in page.headings if level == 3]
    assert sorted(told) == sorted(check.told.en for check in press.values() if kept(check))


def test_every_choice_leads_to_as_many_as_it_says(open_page) -> None:
    number = sum("gan" in c.about and c.kind == "misleading" for c in KnowledgeBase.load().press.values())
    way = '<a href="press?kind=misleading&amp;work=gan">misleading</a><span class="tt-count">'
    assert f"{way}{number}</span>" in open_page("press", work="gan").html


def test_a_statement_has_a_page_of_its_own(open_page) -> None:
    page = open_page("press", id="strong-generator", lang="zh")
    check = KnowledgeBase.load().press["strong-generator"]
    assert page.headings == [(1, check.told.zh)]
    assert check.right.zh in page.text and check.how.zh in page.text
    assert {"paper?id=gan&lang=zh", "press?lang=zh"} <= set(page.links)
    assert "data/press.yaml" in page.text and "strong-generator" in page.text


def test_the_report_of_a_statement_names_the_line_where_it_stands(open_page, invented: Path) -> None:
    lines = (invented / "press.yaml").read_text("utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("- id: brass-is-gold"))
    assert f"data/press.yaml, line {line}" in open_page("press", id="brass-is-gold").text


def test_a_wrong_id_offers_the_nearest(open_page) -> None:
    page = open_page("press", id="strong-generater")
    assert "“strong-generater”" in page.headings[0][1]
    assert "press?id=strong-generator" in page.links


def test_a_name_that_is_not_known_offers_what_may_be_meant(open_page) -> None:
    page = open_page("press", work="seq2sec", kind="error")
    assert "Nothing here is called “seq2sec”" in page.text
    assert {"press?kind=error&work=seq2seq", "press"} <= set(page.links)


def test_choices_that_nothing_fits_say_so(open_page) -> None:
    assert (
        "No checked statement fits these choices." in open_page("press", work="mnist", kind="confirmed").text
    )


def test_without_press_the_page_says_that_there_is_none(open_page, invented: Path) -> None:
    (invented / "press.yaml").write_text("[]\n", "utf-8")
    page = open_page("press")
    assert "No statement of the press has been checked yet." in page.text or page.headings == [
        (1, "The facts are not valid")
    ]


def test_what_the_press_told_is_only_read_as_text(open_page, invented: Path, edit) -> None:
    bad = "<img src=x onerror=alert(1)>"
    edit("press.yaml", "{en: The mirror is of gold.,", f"{{en: '{bad}',")
    edit("papers.yaml", "aliases: {en: [BrassLamp,", f"aliases: {{en: ['{bad}',")
    for page in (
        open_page("press"),
        open_page("press", id="brass-is-gold"),
        open_page("paper", id="brass-lamp"),
    ):
        assert "img" not in page.tags
        assert bad in page.text
