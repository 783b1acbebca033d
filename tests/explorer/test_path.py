"""The path page: what it shows for every address, with and without a path."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.links import address
from explorer.links.path import MOST, PathView
from explorer.parts.path import no_way, strip
from kb.base import KnowledgeBase, facts_directory
from kb.drawing.palette import LINES
from kb.link import PASSES_ON
from kb.paths import as_data, paths

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
views = st.builds(
    PathView,
    start=st.none() | ids,
    end=st.none() | ids,
    k=st.integers(1, MOST),
    disputed=st.booleans(),
    opened=st.booleans(),
)


@given(views)
def test_a_view_comes_back_from_its_address(view: PathView) -> None:
    assert PathView.read(dict(parse_qsl(urlsplit(address("path", **view.params())).query))) == view
    assert view.swapped().swapped() == view


odd = st.text(max_size=20) | st.integers(-5, 2000).map(str)


@given(st.dictionaries(st.sampled_from(["from", "to", "k", "disputed", "open"]), odd))
def test_no_address_is_too_odd_to_read(params: dict[str, str]) -> None:
    view = PathView.read(params)
    assert 1 <= view.k <= MOST
    assert PathView.read(view.params()) == view


@pytest.mark.parametrize(
    ("paths_", "placed"),
    [
        (["az"], [{"a": 0, "z": 1}]),
        (["abz", "az"], [{"a": 0, "b": 1, "z": 2}, {"a": 0, "z": 2}]),
        (["axz", "axyz"], [{"a": 0, "x": 1, "z": 3}, {"a": 0, "x": 1, "y": 2, "z": 3}]),
        (["axyz", "ayxz"], [{"a": 0, "x": 1, "y": 2, "z": 3}, {"a": 0, "y": 1, "x": 2, "z": 3}]),
    ],
    ids=["one", "short and long", "shared stop below itself", "no order"],
)
def test_a_shared_stop_stands_below_itself(paths_: list[str], placed: list[dict[str, int]]) -> None:
    assert strip.columns(paths_) == placed


def test_every_kind_of_link_that_passes_an_idea_on_has_its_line() -> None:
    for kind in PASSES_ON:
        assert f".tt-wire-{kind} .tt-wire-line" in strip.sheet()
        assert f".tt-wire-{kind} .tt-wire-tip" in strip.sheet()
    assert "9px,transparent 9px 13px" in strip.sheet() and LINES["applies"].dash == "9 4"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_paths_are_told_stop_by_stop_with_their_evidence(open_page, language: str) -> None:
    page = open_page("path", **{"from": "lstm", "to": "transformer", "lang": language})
    base = KnowledgeBase.load(facts_directory())
    answer = paths(base, "lstm", "transformer", k=3)
    assert [level for level, _ in page.headings] == [1, *[2] * (len(answer.paths) + 2)]
    assert base.papers["lstm"].name_in(language) in page.headings[0][1]
    for path in answer.paths:
        for hop in path:
            assert base.papers[hop.later].name_in(language) in page.text
            for link in hop.links:
                assert link.why[language] in page.text
                assert link.evidence[0].says[language] in page.text
    ours = {link.split("&lang")[0] for link in page.links}
    for wanted in (
        "lineage?work=rnnsearch",
        "compare?works=lstm%2Ctransformer",
        "path?from=transformer&to=lstm",
    ):
        assert wanted in ours, wanted


def test_any_identifier_finds_its_work(open_page) -> None:
    page = open_page("path", **{"from": "1409.3215", "to": "attention is all you need"})
    assert page.headings[0][1] == "How did the idea get from Seq2Seq to Transformer?"
    assert [box.value for box in page.test.selectbox] == ["seq2seq", "transformer"]


def test_what_is_chosen_goes_into_the_address_and_keeps_the_rest(open_page) -> None:
    test = open_page("path", **{"from": "cnn", "to": "alphazero", "k": "2", "open": "1", "lang": "zh"}).test
    assert test.query_params["k"] == "2"
    test.selectbox[1].set_value("muzero").run()
    wanted = {"from": "cnn", "to": "muzero", "k": "2", "open": "1", "lang": "zh"}
    assert dict(test.query_params) == wanted
    test.toggle[0].set_value(True).run()
    assert test.query_params["disputed"] == "1"


def test_time_that_runs_the_other_way_is_said_and_turned_round(open_page) -> None:
    page = open_page("path", **{"from": "transformer", "to": "lstm", "k": "5"})
    assert "Time runs the other way" in [text for _, text in page.headings]
    assert "Transformer (2017) came after LSTM (1997)" in page.text
    assert "path?from=lstm&to=transformer&k=5" in page.links
    assert 'class="tt-strip"' not in page.html


def test_where_there_is_no_path_the_ways_from_the_common_ancestor_are_drawn(open_page) -> None:
    page = open_page("path", **{"from": "bert", "to": "gpt-3"})
    headings = [text for _, text in page.headings]
    assert headings[1:] == [
        "No path leads from BERT to GPT-3",
        "Where both come from",
        "Both go back to Transformer (2017)",
        "Pass it on",
    ]
    assert "Disputed links do not lead there either." in page.text
    assert page.html.count('class="tt-strip"') == 2


def test_a_path_that_only_disputed_links_give_is_offered_and_marked(open_page) -> None:
    page = open_page("path", **{"from": "graves-2013", "to": "rnnsearch"})
    assert "Over disputed links there is a path." in page.text
    assert "path?from=graves-2013&to=rnnsearch&disputed=1" in page.links
    shown = open_page("path", **{"from": "graves-2013", "to": "rnnsearch", "disputed": "1"})
    assert "tt-mark tt-disputed" in shown.html and 'class="tt-strip"' in shown.html


def test_the_same_work_twice_asks_for_another_and_offers_some(open_page) -> None:
    page = open_page("path", **{"from": "rnnsearch", "to": "1409.0473"})
    assert (2, "Twice the same work") in page.headings
    assert "path?from=rnnsearch&to=transformer" in page.links
    assert "path?from=rnn-encoder-decoder&to=rnnsearch" in page.links


def test_one_work_alone_is_offered_where_it_led_and_what_led_to_it(open_page) -> None:
    assert "path?from=gan&to=wgan" in open_page("path", **{"from": "gan"}).links
    page = open_page("path", to="transformer")
    assert (2, "What led to Transformer?") in page.headings
    assert "path?from=seq2seq&to=transformer" in page.links
    nothing = open_page("path", to="gan")
    assert "No work is recorded that an idea came from to GAN." in nothing.text
    assert "path?from=gan&to=wgan" in nothing.links


def test_an_unknown_work_is_named_with_the_nearest_and_the_other_end_is_kept(open_page) -> None:
    page = open_page("path", **{"from": "seq2seqq", "to": "transformer", "lang": "zh"})
    assert "没有叫“seq2seqq”的工作" in page.text
    assert "path?from=seq2seq&to=transformer&lang=zh" in page.links
    assert [box.value for box in page.test.selectbox] == [None, "transformer"]


def test_every_example_has_more_than_one_path(open_page) -> None:
    base = KnowledgeBase.load(facts_directory())
    page = open_page("path")
    assert page.headings[0] == (1, "How did an idea get from one work to another?")
    for start, end, _ in no_way.EXAMPLES:
        assert len(paths(base, start, end).paths) > 1
        assert f"path?from={start}&to={end}" in page.links


def test_open_evidence_is_in_the_address_and_each_step_opens_once(open_page) -> None:
    known = {"from": "hochreiter-1991", "to": "chatgpt"}
    base = KnowledgeBase.load(facts_directory())
    steps = {hop for path in paths(base, *known.values()).paths for hop in path}
    assert open_page("path", **known).html.count("<details open>") == 0
    assert open_page("path", **known, open="1").html.count("<details open>") == len(steps)


def test_every_file_of_a_path_is_what_it_says(open_page) -> None:
    page = open_page("path", **{"from": "gan", "to": "wgan"})
    names = [button.proto.label for button in page.test.get("download_button")]
    assert names == ["Text (Markdown)", "Data (JSON)", "Picture (SVG)"]
    assert page.verbatim[0].endswith("path?from=gan&to=wgan")
    base = KnowledgeBase.load(facts_directory())
    assert as_data(base, paths(base, "gan", "wgan"))["paths"][0]["hops"][0]["links"][0]["evidence"]


def test_names_that_say_script_are_only_read_as_text(open_page, invented: Path, edit) -> None:
    bad = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    edit("papers.yaml", "On the Burning of Tallow", f"'{bad}'")
    page = open_page("path", **{"from": "tallow-candle", "to": "electric-lamp"})
    assert not page.tags & {"script", "img", "iframe"}
    unknown = "<img src=y onerror=alert(3)>"
    page = open_page("path", **{"from": unknown})
    assert unknown in page.text and not page.tags & {"script", "img"}
