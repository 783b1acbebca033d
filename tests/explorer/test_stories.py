"""Guided tours: one stop at a time, all of them in the page, each with what it rests on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.links.story import StoryView
from explorer.parts.telling.tour import minutes
from kb import KnowledgeBase


def stops(html: str) -> list[str]:
    """The stops of a page, each from its opening tag to the next."""
    return re.split(r'(?=<section class="tt-stop)', html)[1:]


@given(st.builds(StoryView, id=st.none() | st.just("a-b"), stop=st.integers(1, 99), whole=st.booleans()))
def test_a_view_of_a_story_comes_back_from_its_address(view: StoryView) -> None:
    assert StoryView.read(view.params()) == view


@pytest.mark.parametrize("stop", ["0", "-3", "x", "", "²", "9" * 5000])
def test_an_odd_stop_is_the_first(stop: str) -> None:
    assert StoryView.read({"stop": stop}).stop == 1


def test_a_stop_beyond_the_end_is_the_last() -> None:
    assert StoryView(stop=99).within(10) == 10


def test_the_stories_page_lists_every_tour_with_every_stop(open_page, real: KnowledgeBase) -> None:
    page = open_page("stories")
    assert page.headings[0] == (1, "Stories")
    for story in real.stories.values():
        assert (2, story.title.en) in page.headings
        assert f"story?id={story.id}&stop={len(story.stops)}" in page.links
    assert "10 stops" in page.text and "can be run" in page.text


def test_one_stop_is_in_focus_and_all_are_in_the_page(open_page, real: KnowledgeBase) -> None:
    page = open_page("story", id="how-attention-was-born", stop="5")
    shown = stops(page.html)
    assert len(shown) == len(real.stories["how-attention-was-born"].stops)
    here = [number for number, stop in enumerate(shown, 1) if 'class="tt-stop tt-here"' in stop]
    assert here == [5]
    assert page.html.count('aria-current="step"') == 1
    assert re.findall(r'href="([^"]*)" rel="(prev|next)"', page.html) == [
        ("story?id=how-attention-was-born&amp;stop=4", "prev"),
        ("story?id=how-attention-was-born&amp;stop=6", "next"),
    ]


def test_a_stop_shows_all_evidence_of_the_step_that_led_there(open_page, real: KnowledgeBase) -> None:
    for story in (real.stories["how-attention-was-born"], real.stories["who-was-first"]):
        shown = stops(open_page("story", id=story.id).html)
        for stop, html in zip(story.stops, shown, strict=True):
            items = list(real.links[stop.link].evidence) if stop.link else []
            items += getattr(real[stop.at], "evidence", ())
            for item in items:
                kind = "paper" if item.source in real.papers else "source"
                assert f'href="{kind}?id={item.source}"' in html, (story.id, stop.at)
            assert html.count('<ul class="tt-evidence">') == bool(stop.link) + hasattr(
                real[stop.at], "evidence"
            )


def test_the_first_stop_has_no_way_back_and_the_last_leads_on_to_other_tours(open_page) -> None:
    first = open_page("story", id="how-attention-was-born")
    assert 'rel="prev"' not in first.html
    assert "Where to go next" not in first.text
    last = open_page("story", id="how-attention-was-born", stop="99")
    assert 'rel="next"' not in last.html
    assert "Where to go next" in last.text
    assert "story?id=the-road-not-taken" in last.links  # it shares most stops


def test_all_on_one_page_has_no_stop_away_and_names_its_sources(open_page) -> None:
    page = open_page("story", id="how-attention-was-born", print="1")
    assert 'class="tt-stop tt-away"' not in page.html and 'rel="next"' not in page.html
    assert len(stops(page.html)) == page.html.count('<section class="tt-stop">') == 10
    assert (2, "Sources") in page.headings
    assert "story?id=how-attention-was-born" in page.links


def test_what_can_be_run_can_be_run_from_its_stop(open_page) -> None:
    page = open_page("story", id="a-week-in-montreal")
    stop = next(html for html in stops(page.html) if 'href="paper?id=gan"' in html.split("</h2>")[0])
    assert "reproduce?paper=gan" in stop


def test_a_tour_takes_as_long_as_its_words() -> None:
    story = {"stops": [{"text": {"en": "word " * 300, "zh": "字" * 300}}] * 2}
    assert (minutes(story, "en"), minutes(story, "zh")) == (3, 2)


def test_an_invented_tour_walks_through_a_person(open_page, invented) -> None:
    page = open_page("story", id="how-the-lamp-came-to-shine", stop="3")
    assert (2, "Bo Flint") in page.headings
    assert "Stop 3 of 5" in page.text
