"""Addresses lead to views, and views to addresses."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.links import PAGE_OF_KIND, PAGES, address
from explorer.links.lineage import DEPTHS, FEWEST, MOST, LineageView
from kb.link import LINK_TYPES

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
years = st.tuples(st.integers(1900, 2100), st.integers(1900, 2100)).map(lambda pair: tuple(sorted(pair)))
views = st.builds(
    LineageView,
    work=st.none() | ids,
    depth=st.sampled_from(DEPTHS),
    types=st.sets(st.sampled_from(LINK_TYPES)).map(lambda some: tuple(t for t in LINK_TYPES if t in some)),
    years=st.none() | years,
    disputed=st.booleans(),
    selected=st.none() | ids,
    limit=st.integers(FEWEST, MOST),
)


@given(views)
def test_a_view_comes_back_from_its_address(view: LineageView) -> None:
    query = urlsplit(address("lineage", **view.params())).query
    assert LineageView.read(dict(parse_qsl(query))) == view


@given(
    st.dictionaries(
        st.sampled_from(["work", "depth", "types", "years", "disputed", "k"]), st.text(max_size=20)
    )
)
def test_no_address_is_too_odd_to_read(params: dict[str, str]) -> None:
    view = LineageView.read(params)
    assert view.depth in DEPTHS
    assert LineageView.read(view.params()) == view


def test_what_is_as_by_default_is_not_in_the_address() -> None:
    assert LineageView(work="gan").params() == {"work": "gan"}
    assert LineageView(work="gan", depth=3, disputed=True).params() == {
        "work": "gan",
        "depth": "3",
        "disputed": "1",
    }


def test_nonsense_falls_back_to_the_default() -> None:
    view = LineageView.read({"depth": "-7", "types": "improves,eats", "years": "then-now", "disputed": "yes"})
    assert view == LineageView(types=("improves",))


@pytest.mark.parametrize(("asked", "held"), [("70", 70), ("7", 50), ("99999", 50), ("2000", 510), ("²", 50)])
def test_a_picture_holds_as_many_works_as_asked_within_limits(asked: str, held: int) -> None:
    assert LineageView.read({"k": asked}).limit == held


def test_another_centre_keeps_the_filters_and_nothing_else() -> None:
    view = LineageView("gan", depth=3, types=("improves",), selected="wgan", limit=70)
    assert view.around("dcgan").params() == {"work": "dcgan", "depth": "3", "types": "improves"}


def test_a_filter_can_be_taken_away_alone() -> None:
    view = LineageView("gan", depth=3, types=("improves",), years=(2014, 2016), disputed=True)
    assert view.filtered == ("depth", "types", "years", "disputed")
    assert view.without("types").filtered == ("depth", "years", "disputed")
    assert LineageView("gan").filtered == ()


def test_years_the_wrong_way_round_are_turned() -> None:
    assert LineageView.read({"years": "2017-2014"}).years == (2014, 2017)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_an_address_that_leads_to_it(page: str, read_address) -> None:
    assert read_address(address(page, id="a b&c", lang="zh")) == (page, {"id": "a b&c", "lang": "zh"})


def test_every_kind_of_thing_has_a_page() -> None:
    assert set(PAGE_OF_KIND.values()) <= set(PAGES)
