"""Doors of the home page lead somewhere."""

from __future__ import annotations

import datetime
from pathlib import Path

from explorer.charts.chronicle import by_year
from explorer.entrances import ENTRANCES, of_the_day, open_in
from explorer.links import PAGES
from explorer.style import sheet
from kb import KnowledgeBase
from kb.base import facts_directory
from kb.drawing.palette import TOPICS

ROOT = Path(__file__).resolve().parents[2]
INVENTED = KnowledgeBase.read(ROOT / "tests" / "miniature")


def test_all_doors_are_open_with_the_real_facts() -> None:
    real = KnowledgeBase.read(facts_directory())
    assert len(open_in(real, {"gan"})) == len(ENTRANCES) == 3


def test_a_door_to_what_is_not_there_is_not_shown() -> None:
    assert open_in(INVENTED, ()) == []


def test_every_door_leads_to_a_page() -> None:
    assert {door.page for door in ENTRANCES} <= set(PAGES)


def test_the_lineage_of_the_day_changes_with_the_day_and_comes_round() -> None:
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(60)]
    seen = [of_the_day(INVENTED, day) for day in days]
    assert seen[0] == of_the_day(INVENTED, days[0])
    assert len(set(seen)) >= 1
    assert all(work in INVENTED.papers for work in seen)


def test_no_facts_no_lineage_of_the_day() -> None:
    assert of_the_day(KnowledgeBase({}), datetime.date(2026, 1, 1)) is None


def test_works_are_told_year_by_year() -> None:
    years = by_year(INVENTED.papers.values())
    assert list(years) == [1990, 1998, 2000, 2005, 2012]
    assert [work.id for work in years[2005]] == ["brass-lamp", "gas-lamp"]


def test_topics_have_the_colours_of_the_picture() -> None:
    css = sheet()
    for topic, (light, dark) in TOPICS.items():
        assert f".tt-topic-{topic} {{ --topic: light-dark({light}, {dark}); }}" in css
