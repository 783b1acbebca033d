"""What happened when, and which awards there are."""

from __future__ import annotations

import pytest

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.prizes import as_data as awards_as_data
from kb.prizes import awards
from kb.record import earliest
from kb.timeline import as_data, timeline


def ids(base: KnowledgeBase, *names: str, years: tuple[int, int] | None = None) -> list[str]:
    return [entry.id for entry in timeline(base, names, years=years)]


def test_works_events_and_awards_stand_in_one_order(miniature: KnowledgeBase) -> None:
    assert ids(miniature) == [
        "tallow-candle", "fog-images", "oil-lamp", "night-without-oil", "brass-lamp", "gas-lamp",
        "electric-lamp", "golden-wick-2013",
    ]  # fmt: skip


def test_a_name_chooses_what_concerns_it(miniature: KnowledgeBase) -> None:
    assert ids(miniature, "brass-lamp") == ["night-without-oil", "brass-lamp", "golden-wick-2013"]
    assert ids(miniature, "ada-wick") == ["tallow-candle", "oil-lamp", "golden-wick-2013"]
    assert ids(miniature, "golden-wick-2013") == ["brass-lamp", "golden-wick-2013"]
    assert ids(miniature, "night-without-oil") == ["night-without-oil", "brass-lamp"]
    assert ids(miniature, "gas-lamp", "fog-images") == ["fog-images", "gas-lamp"]


def test_both_years_are_included(miniature: KnowledgeBase) -> None:
    assert ids(miniature, years=(1998, 2000)) == ["fog-images", "oil-lamp"]


def test_the_real_timeline_is_complete_and_in_order(real: KnowledgeBase) -> None:
    entries = timeline(real)
    days = [earliest(entry.date) for entry in entries]

    assert days == sorted(days)
    assert {e.id for e in entries} == {*real.papers, *real.events, *real.awards}
    for person in sorted(real.people)[::25]:
        concerned = set(ids(real, person))
        assert {work.id for work in real.works_by(person)} <= concerned
        assert {event.id for event in real.events_of(person)} <= concerned
        assert {award.id for award in real.awards_for(person)} <= concerned


def test_as_data_says_what_an_entry_is(miniature: KnowledgeBase) -> None:
    found = {row["id"]: row for row in as_data(miniature, timeline(miniature))}

    assert found["golden-wick-2013"]["kind"] == "award"
    assert [p["id"] for p in found["golden-wick-2013"]["people"]] == ["bo-flint", "zhang-deng", "ada-wick"]
    assert [w["id"] for w in found["night-without-oil"]["works"]] == ["brass-lamp"]
    assert found["fog-images"]["kind"] == "dataset"


def test_awards_by_series_and_years(miniature: KnowledgeBase) -> None:
    (row,) = awards_as_data(miniature, awards(miniature, series="golden-wick", years=(2013, 2013)))

    assert ([w["id"] for w in row["works"]], row["checked"]) == (["brass-lamp"], ["read"])
    assert [p["id"] for p in row["people"]] == ["bo-flint", "zhang-deng", "ada-wick"]
    assert awards(miniature, years=(2014, 2020)) == ()
    with pytest.raises(UsageError, match="did you mean golden-wick"):
        awards(miniature, series="golden-wik")


def test_what_has_no_time_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="source"):
        timeline(miniature, ["keeper-gazette"])
    with pytest.raises(UnknownId):
        timeline(miniature, ["nobody"])
