"""Prizes with their works, and the years between, counted one way everywhere."""

from __future__ import annotations

import re

from explorer.charts.lags import drawing, lags
from explorer.links.awards import AwardsView
from explorer.parts.telling.grounds import grounds
from explorer.parts.telling.prizes import series_names
from explorer.visit import Visit
from kb import KnowledgeBase


def test_a_lag_is_the_year_of_the_prize_less_the_year_of_the_first_appearance(real: KnowledgeBase) -> None:
    found = lags(real.awards.values(), real.papers)
    wanted = sorted(
        (
            int(award.date[:4]) - min(int(version.date[:4]) for version in real.papers[prize.work].versions)
            for award in real.awards.values()
            for prize in award.prizes
            if prize.work
        ),
        reverse=True,
    )
    assert [lag.years for lag in found] == wanted
    assert {(lag.work.id, lag.years) for lag in found} >= {("gan", 10), ("rnnsearch", 11), ("imagenet", 10)}


def test_a_prize_a_card_and_the_drawing_count_the_same_years(open_page, real: KnowledgeBase) -> None:
    drawn = drawing(Visit(), lags(real.awards.values(), real.papers), {"gan"})
    numbers = [int(number) for number in re.findall(r"<b>(\d+)</b>", drawn)]
    assert numbers == [lag.years for lag in lags(real.awards.values(), real.papers)]
    assert drawn.count("tt-run") == 1
    assert "10 years from paper to prize" in open_page("award", id="neurips-test-of-time-2024").text


def test_a_line_runs_from_left_to_right_within_the_axis(real: KnowledgeBase) -> None:
    drawn = drawing(Visit(), lags(real.awards.values(), real.papers), ())
    spans = [(float(a), float(b)) for a, b in re.findall(r"--from:([\d.]+);--to:([\d.]+)", drawn)]
    assert len(spans) == drawn.count("<li")
    assert all(0 <= start <= end <= 100 for start, end in spans)


def test_the_page_of_awards_has_every_prize_and_a_table_of_every_line(open_page, real: KnowledgeBase) -> None:
    page = open_page("awards")
    assert page.headings[0] == (1, "Awards")
    assert {f"award?id={id_}" for id_ in real.awards} <= set(page.links)
    table = page.html[page.html.index("<tbody>") : page.html.index("</tbody>")]
    assert table.count("<tr>") == len(lags(real.awards.values(), real.papers))
    assert "reproduce?paper=gan" in page.links


def test_a_series_shows_its_own_prizes_and_no_other(open_page, real: KnowledgeBase) -> None:
    page = open_page("awards", series="neurips-test-of-time")
    shown = {link.removeprefix("award?id=") for link in page.links if link.startswith("award?")}
    assert shown == {id_ for id_, award in real.awards.items() if award.series == "neurips-test-of-time"}
    assert page.headings[0] == (1, "NeurIPS Test of Time Award")


def test_an_unknown_series_says_so_and_shows_all(open_page) -> None:
    page = open_page("awards", series="golden-cat")
    assert "No series of prizes is called “golden-cat”" in page.text
    assert "award?id=turing-award-2018" in page.links
    assert AwardsView.read({}).params() == {}


def test_a_series_is_called_by_its_prizes_without_the_year(real: KnowledgeBase) -> None:
    chinese = series_names(real.awards.values(), "zh")
    assert chinese["turing-award"] == "ACM 图灵奖"
    assert chinese["neurips-test-of-time"] == "NeurIPS 时间检验奖"
    english = series_names(real.awards.values(), "en")
    assert not [name for name in (*english.values(), *chinese.values()) if re.search(r"\d|,|\(|（", name)]
    assert len(set(english.values())) == len(english)


def test_an_award_leads_to_its_neighbours_in_the_series(open_page) -> None:
    page = open_page("award", id="neurips-test-of-time-2023")
    ways = re.findall(r'href="award\?id=([^"]*)" rel="(prev|next)"', page.html)
    assert ways == [("neurips-test-of-time-2022", "prev"), ("neurips-test-of-time-2024", "next")]


def test_an_award_to_people_lists_what_they_wrote(open_page) -> None:
    page = open_page("award", id="turing-award-2018")
    assert {"person?id=yoshua-bengio", "person?id=geoffrey-hinton", "person?id=yann-lecun"} <= set(page.links)
    assert "paper?id=rnnsearch" in page.links


def test_an_event_stands_among_those_of_the_same_people(open_page) -> None:
    page = open_page("event", id="gan-dinner-montreal")
    assert "Before and after" in page.text
    assert "event?id=gan-lab-meeting-2014" in page.links
    assert "award?id=neurips-test-of-time-2024" in page.links
    assert "story?id=a-week-in-montreal" in page.links
    dinner = page.text.rindex("The discriminator is thought of")
    assert page.text.index("The aim is set") < dinner < page.text.index("The first GAN runs")


def test_a_source_lists_all_that_names_it(open_page, real: KnowledgeBase) -> None:
    page = open_page("source", id="arxiv-abstract-pages")
    works = {
        paper.id
        for paper in real.papers.values()
        if "arxiv-abstract-pages" in (paper.cites_source, *(version.source for version in paper.versions))
    }
    assert works and {f"paper?id={work}" for work in works} <= set(page.links)
    assert set(grounds(real, "arxiv-abstract-pages").works) == works
    assert not grounds(real, "no-such-source")
