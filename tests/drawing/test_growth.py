"""The promise of places: what stands in a picture stays where it is when works are added, left out or cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.arrivals import Batch
from kb.base import KnowledgeBase
from kb.drawing import svg
from kb.drawing.growth import FIRST, arrivals
from kb.drawing.layout import arrange
from kb.drawing.words import LANES
from kb.lineage import lineage
from kb.link import LINK_TYPES
from tests.drawing.test_layout import assert_no_link_runs_through_a_card, assert_sound

ROOT = Path(__file__).resolve().parents[2]
REAL = KnowledgeBase.read(ROOT / "data")

Places = dict[str, tuple[float, float]]


def places(base: KnowledgeBase, centre: str, **options: object) -> Places:
    """Where each work stands, in px of the file."""
    layout = arrange(base, lineage(base, centre, **options))  # type: ignore[arg-type]
    return {card.paper.id: (card.box.x, card.box.y) for card in layout.cards}


def assert_none_moved(before: Places, after: Places) -> None:
    assert {id_: at for id_, at in after.items() if id_ in before} == {
        id_: at for id_, at in before.items() if id_ in after
    }


def real_without(new: frozenset[str]) -> tuple[KnowledgeBase, KnowledgeBase]:
    """The project's facts before some works came, and after."""
    papers, links = list(REAL.papers.values()), list(REAL.links.values())
    old = [paper for paper in papers if paper.id not in new]
    ties = [link for link in links if not {link.subject, link.object} & new]
    first = Batch(date="2026", works=tuple(p.id for p in old), links=tuple(k.id for k in ties))
    told = {"sources.yaml": list(REAL.sources.values()), "arrivals.yaml": [first]}
    return (
        KnowledgeBase({"papers.yaml": old, "links.yaml": ties, **told}),
        KnowledgeBase({"papers.yaml": papers, "links.yaml": links, **told}),
    )


# -- adding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("centre", "depth", "new"),
    [
        ("gan", 2, {"dcgan"}),
        ("gan", 3, {"wgan", "ldm", "mnist"}),
        ("rnnsearch", 2, {"transformer"}),  # most of the picture came through it
        ("rnnsearch", 1, {"phrase-smt"}),  # the oldest
        ("lstm", 2, {"seq2seq"}),
        ("ddpm", 2, {"imagen", "edm"}),
    ],
)
def test_real_works_that_come_later_move_no_other(centre: str, depth: int, new: set[str]) -> None:
    before, after = real_without(frozenset(new))

    grown = arrange(after, lineage(after, centre, depth=depth, include_disputed=True))

    assert new <= {card.paper.id for card in grown.cards}
    assert_sound(grown)
    assert_none_moved(
        places(before, centre, depth=depth, include_disputed=True),
        places(after, centre, depth=depth, include_disputed=True),
    )


DATES = st.one_of(
    st.integers(2000, 2012).map(str),
    st.tuples(st.integers(2000, 2012), st.integers(1, 12)).map(lambda d: f"{d[0]}-{d[1]:02d}"),
)
WORKS = st.lists(st.tuples(DATES, st.sampled_from(list(LANES)[:3])), min_size=2, max_size=14)
TIES = st.lists(st.tuples(st.integers(0, 13), st.sampled_from(LINK_TYPES), st.integers(0, 13)), max_size=24)


def drawn_base(data, invent, works, ties, later: int):
    """A base of works w0, w1, ..., the last ``later`` of which came one after another; w0 was there first."""
    n = len(works)
    pairs = sorted({(f"w{a % n}", type_, f"w{b % n}") for a, type_, b in ties if a % n != b % n})
    named = [(f"w{i}", date, topic) for i, (date, topic) in enumerate(works)]
    order = ["w0", *data.draw(st.permutations([f"w{i}" for i in range(1, n)]))]
    first, rest = order[: n - later], order[n - later :]
    return [
        invent(
            [work for work in named if work[0] in order[:shown]],
            [tie for tie in pairs if {tie[0], tie[2]} <= set(order[:shown])],
            None,
            [first, *([id_] for id_ in rest[: shown - len(first)])],
        )
        for shown in range(len(first), n + 1)
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), works=WORKS, ties=TIES, options=st.sampled_from([{}, {"limit": 4}, {"depth": 1}]))
def test_whatever_comes_later_moves_no_other(invent, data, works, ties, options) -> None:
    later = data.draw(st.integers(1, len(works) - 1))
    bases = drawn_base(data, invent, works, ties, later)
    seen: Places = {}
    for base in bases:
        now = places(base, "w0", include_disputed=True, **options)
        assert_none_moved(seen, now)
        seen |= now


@settings(max_examples=40, deadline=None)
@given(data=st.data(), works=WORKS, ties=TIES)
def test_a_grown_picture_is_as_sound_as_a_new_one(invent, data, works, ties) -> None:
    base = drawn_base(data, invent, works, ties, len(works) - 1)[-1]
    layout = arrange(base, lineage(base, "w0", depth=3, include_disputed=True))
    assert_sound(layout)
    assert_no_link_runs_through_a_card(layout)


def test_what_no_batch_names_came_last_in_the_order_of_the_file(invent) -> None:
    works = [
        ("a", "2001", "vision"),
        ("b", "2003", "vision"),
        ("c", "2002", "theory"),
        ("d", "2002", "vision"),
    ]
    ties = [("b", "builds_on", "a"), ("c", "builds_on", "a"), ("d", "builds_on", "a")]
    base = invent(works, ties, None, [["a", "b"]])

    assert [set(arrival.works) for arrival in arrivals(base, lineage(base, "a")) if arrival.works] == [
        {"a", "b"},
        {"c"},
        {"d"},
    ]
    assert_none_moved(places(invent(works[:3], ties[:2], None, [["a", "b"]]), "a"), places(base, "a"))


def test_a_link_between_old_works_that_comes_later_moves_none(invent) -> None:
    works = [("a", "2001", "vision"), ("b", "2002-01", "theory"), ("c", "2002-05", "theory")]
    first = ["a", "b", "c"]
    ties = [("b", "builds_on", "a"), ("c", "builds_on", "a")]
    before = invent(works, ties, None, [first])
    (batch,) = before.arrivals
    late = invent(works, [*ties, ("c", "builds_on", "b")], None, [first])
    after = KnowledgeBase(
        {
            "papers.yaml": list(late.papers.values()),
            "links.yaml": list(late.links.values()),
            "arrivals.yaml": [batch],
        }
    )

    assert places(after, "a") == places(before, "a")
    assert places(late, "a") != places(before, "a")  # laid out together it would have had its room


def test_a_work_older_than_all_others_widens_the_sheet_to_the_left(invent) -> None:
    works = [("a", "2001", "vision"), ("b", "2003", "vision"), ("old", "1990", "vision")]
    ties = [("b", "builds_on", "a"), ("a", "builds_on", "old")]
    before = invent(works[:2], ties[:1], None, [["a", "b"]])
    after = invent(works, ties, None, [["a", "b"]])

    grown = arrange(after, lineage(after, "a"))

    assert grown.left < 0
    assert_sound(grown)
    assert_none_moved(places(before, "a"), places(after, "a"))
    assert f'viewBox="{grown.left:.1f}'.removesuffix(".0") in svg(after, lineage(after, "a"))


def test_a_work_without_room_gets_a_further_strip_of_its_topic_with_its_heading(invent) -> None:
    works = [("a", "2001-01", "vision"), ("b", "2002", "vision"), ("set", "2002", "data")]
    ties = [("b", "builds_on", "a"), ("set", "inspired_by", "a"), ("new", "inspired_by", "a")]
    base = invent([*works, ("new", "2001-03", "vision")], ties, None, [["a", "b", "set"]])

    layout = arrange(base, lineage(base, "a"))

    assert [lane.topic for lane in layout.lanes] == ["vision", "data", "vision"]
    assert [lane.heading for lane in layout.lanes] == [("Vision",), ("Data sets",), ("Vision",)]
    assert_sound(layout)


# -- leaving out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        {"include_disputed": False},
        {"types": ["builds_on", "improves"]},
        {"years": (2014, 2021)},
        {"limit": 5},
        {"types": ["contrasts"], "years": (2015, 2030), "limit": 3},
    ],
)
def test_a_filter_moves_no_work_that_it_leaves(options: dict[str, object]) -> None:
    whole = places(REAL, "gan", include_disputed=True)
    filtered = places(REAL, "gan", **{"include_disputed": True, **options})

    assert filtered.items() <= whole.items()
    assert len(filtered) < len(whole)


def test_a_larger_limit_shows_more_and_moves_none() -> None:
    fewer = places(REAL, "transformer", limit=50)
    more = places(REAL, "transformer", limit=70)

    assert len(fewer) == 50 < len(more)
    assert fewer.items() <= more.items()


def test_the_first_works_are_laid_out_together_with_doubts_and_without() -> None:
    first = next(iter(arrivals(REAL, lineage(REAL, "transformer"))))

    for disputed in (False, True):
        shown = lineage(REAL, "transformer", include_disputed=disputed, limit=FIRST)
        assert {member.id for member in shown.members} <= set(first.works)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_filtered_pictures_are_sound_too(data) -> None:
    centre = data.draw(st.sampled_from(["gan", "lstm", "rnnsearch", "resnet", "dqn", "mnist"]))
    options = {
        "depth": data.draw(st.integers(1, 2)),
        "types": data.draw(st.sets(st.sampled_from(LINK_TYPES), max_size=4)) or None,
        "years": data.draw(st.sampled_from([None, (2014, 2018), (1990, 2014), (2021, 2030)])),
        "include_disputed": data.draw(st.booleans()),
        "limit": data.draw(st.sampled_from([3, 12, 50])),
    }
    assert_sound(arrange(REAL, lineage(REAL, centre, **options)))


# -- the bytes ----------------------------------------------------------------------------------------------


def test_two_exports_of_a_grown_view_are_the_same_bytes() -> None:
    _, after = real_without(frozenset({"dcgan", "wgan"}))
    _, again = real_without(frozenset({"wgan", "dcgan"}))

    assert svg(after, lineage(after, "gan")) == svg(again, lineage(again, "gan"))


def test_facts_without_a_file_of_arrivals_are_laid_out_at_once() -> None:
    bare = KnowledgeBase({"papers.yaml": list(REAL.papers.values()), "links.yaml": list(REAL.links.values())})
    first = Batch(date="2026", works=tuple(REAL.papers), links=tuple(REAL.links))
    one = KnowledgeBase(
        {
            "papers.yaml": list(REAL.papers.values()),
            "links.yaml": list(REAL.links.values()),
            "arrivals.yaml": [first],
        }
    )

    assert places(bare, "gan") == places(one, "gan")
