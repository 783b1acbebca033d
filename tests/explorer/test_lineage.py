"""The lineage page without a browser: what a visitor is told, and where the ways on lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.parts.lineage import chosen, takeaways
from explorer.visit import Visit
from kb import KnowledgeBase
from kb.lineage import Lineage, as_data, chain, lineage


@pytest.fixture(scope="module")
def gan(real: KnowledgeBase) -> Lineage:
    return lineage(real, "gan", depth=2)


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return KnowledgeBase.load(Path(__file__).resolve().parents[2] / "data")


def test_a_card_tells_the_whole_way_back_to_the_centre(open_page) -> None:
    page = open_page("lineage", work="gan", selected="imagen")
    told = page.text[page.text.index("Why is this here?") :]
    assert "A descendant, 2 step(s) after GAN." in told
    assert told.index("Imagen improves VQGAN-CLIP") < told.index("VQGAN-CLIP builds on GAN")
    assert 'data-link="imagen-improves-vqgan-clip"' in page.html


def test_a_way_through_a_work_that_the_years_hide_comes_with_its_evidence(
    open_page, real: KnowledgeBase
) -> None:
    found = lineage(real, "transformer", depth=2, years=(2022, 2025))
    way = chain(found, "chatgpt")
    assert [link.id for link in way] == ["chatgpt-builds-on-gpt-3", "gpt-3-builds-on-transformer"]
    assert not set(way) & set(found.links)
    page = open_page("lineage", work="transformer", selected="chatgpt", years="2022-2025")
    for link in way:  # no table has them: GPT-3 is not on the picture
        assert link.evidence[0].says.en in page.text


def test_no_filters_no_reset(open_page) -> None:
    idle = '<p class="tt tt-reset tt-idle" aria-hidden="true"><a>'  # keeps its place, and nothing moves
    assert idle in open_page("lineage", work="gan").html
    page = open_page("lineage", work="gan", depth="3", disputed="1")
    assert "Reset filters" in page.text and idle not in page.html
    assert "lineage?work=gan" in page.links


@pytest.mark.parametrize(
    ("filters", "told", "way"),
    [
        ({"types": "applies"}, "With all kinds of link: ", "lineage?work=gan"),
        ({"years": "1990-1991"}, "With all years: ", "lineage?work=gan"),
        ({"types": "applies", "years": "1990-1991"}, "Without any filter: ", "lineage?work=gan"),
        ({"types": "improves", "years": "1990-1991"}, "With all years: ", "lineage?work=gan&types=improves"),
    ],
)
def test_an_empty_picture_says_which_filter_emptied_it(open_page, filters, told: str, way: str) -> None:
    page = open_page("lineage", work="gan", **filters)
    assert "No link fits these filters." in page.text
    assert told in page.text
    assert way in page.links


def test_twenty_more_are_shown_at_a_time_and_the_address_says_so(open_page) -> None:
    page = open_page("lineage", work="transformer", selected="bert", lang="zh")
    assert "先画最近的 50 项" in page.text
    page.test.button(key="lineage-more-button").click().run()
    assert page.test.query_params["k"] == "70"
    assert page.test.query_params["selected"] == "bert"
    assert page.test.query_params["lang"] == "zh"
    assert "先画最近的 50 项" not in type(page)(page.test).text


def test_a_picture_that_holds_all_offers_no_more(open_page) -> None:
    page = open_page("lineage", work="gan")
    assert page.test.button == []


def test_what_is_embedded_cannot_be_broken_out_of(gan: Lineage) -> None:
    image, frame = takeaways.embedding(Visit("en"), gan).splitlines()
    assert image == '<img src="gan.svg" alt="Where GAN comes from and where it led">'
    assert frame.startswith('<iframe src="gan.html" title="Where GAN comes from')


def test_every_item_of_evidence_is_a_row_of_the_csv(real: KnowledgeBase, gan: Lineage) -> None:
    rows = takeaways.link_rows(as_data(real, gan)).splitlines()
    assert len(rows) == 1 + sum(len(link.evidence) for link in gan.links)
    assert rows[0] == "subject,type,object,status,why,source,where,says,supports,checked"


def test_people_beyond_the_first_six_are_counted(open_page) -> None:
    assert "and 2 more" in open_page("lineage", work="gan").text
    assert chosen.MET == 4
