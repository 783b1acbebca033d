"""Records: what fits, what does not, and dates as exact as known."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kb.base import KnowledgeBase
from kb.claim import Place
from kb.link import Link
from kb.paper import Paper
from kb.record import earliest, latest

EVIDENCE = {
    "source": "s",
    "where": "page 1",
    "says": {"en": "a", "zh": "b"},
    "checked": "read",
    "date": "2026",
}


def link(**changes: Any) -> Link:
    whole = {
        "id": "a-improves-b", "subject": "a", "type": "improves", "object": "b", "status": "accepted",
        "why": {"en": "w", "zh": "w"}, "evidence": [EVIDENCE],
    }  # fmt: skip
    return Link.model_validate({**whole, **changes})


def test_a_record_cannot_be_changed(miniature: KnowledgeBase) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        miniature.papers["oil-lamp"].title = "Other"  # type: ignore[misc]


@pytest.mark.parametrize("id_", ["GAN", "a--b", "-a", "a_b", "注意力", "", "a b"])
def test_an_id_is_lower_case_words_with_single_hyphens(id_: str) -> None:
    with pytest.raises(ValidationError):
        link(id=id_)


@pytest.mark.parametrize("date", ["2014-13", "2014-02-30", "14-01-01", "2014/01", "2014-1", "soon"])
def test_a_date_that_no_calendar_has_is_refused(date: str) -> None:
    with pytest.raises(ValidationError):
        link(evidence=[{**EVIDENCE, "date": date}])


def test_partial_dates_know_their_first_day_and_sort_after_their_last() -> None:
    assert [earliest(d) for d in ("2014", "2014-06", "2014-06-10")] == [
        "2014-01-01",
        "2014-06-01",
        "2014-06-10",
    ]
    assert latest("2014") > "2014-12-31"
    assert latest("2014-06") > "2014-06-30"
    assert latest("2014-06") < "2014-07-01"


def test_a_link_needs_two_works_evidence_and_a_known_type() -> None:
    for wrong in ({"object": "a"}, {"evidence": []}, {"type": "likes"}):
        with pytest.raises(ValidationError):
            link(**wrong)


def test_a_misattributed_link_is_always_refuted() -> None:
    with pytest.raises(ValidationError, match="always refuted"):
        link(type="misattributed")

    assert not link(type="misattributed", status="refuted").passes_on


def test_only_accepted_links_of_a_line_pass_an_idea_on() -> None:
    assert link().passes_on
    assert not link(status="disputed").passes_on
    assert not link(type="contrasts").passes_on


def test_a_work_is_dated_by_its_first_appearance_and_named_by_its_first_alias(
    miniature: KnowledgeBase,
) -> None:
    work = miniature.papers["brass-lamp"]

    assert (work.date, work.year, work.last_date, work.venue) == ("2005-03-01", 2005, "2006-01", "LIGHT 2006")
    assert (work.name, work.name_in("zh")) == ("BrassLamp", "黄铜灯")
    assert work.ids == {"arxiv": "0503.01234", "doi": "10.1234/brass.2005", "openreview": "bRaSs1"}


def test_a_work_without_alias_is_called_by_its_title() -> None:
    work = Paper.model_validate(
        {
            "id": "x",
            "title": "On X",
            "topic": "theory",
            "summary": {"en": "x", "zh": "x"},
            "versions": [{"kind": "book", "venue": "V", "date": 1999, "checked": "read"}],
        }
    )

    assert (work.name, work.name_in("zh"), work.year) == ("On X", "On X", 1999)


def test_a_claim_stands_somewhere() -> None:
    assert str(Place(section="5", table="1")) == "section 5, table 1"
    with pytest.raises(ValidationError, match="names a section"):
        Place(note="somewhere")


def test_people_are_called_by_their_own_script_in_chinese(miniature: KnowledgeBase) -> None:
    names = [miniature.people[p].name_in("zh") for p in ("zhang-deng", "ada-wick", "bo-flint")]

    assert names == ["张灯", "艾达·威克", "Bo Flint"]


def test_a_record_shows_its_fields_and_nothing_deprecated(real: KnowledgeBase) -> None:
    shown = {name for name in dir(real.papers["gan"]) if not name.startswith("_")}

    assert {"title", "versions", "year", "venue", "name_in", "model_dump"} <= shown
    assert not shown & {"dict", "json", "copy", "parse_obj", "construct", "schema", "validate", "from_orm"}
