"""The compare page: works beside each other, for every address."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.links import address
from explorer.links.compare import MOST, CompareView
from explorer.parts.comparison import beside
from kb.base import KnowledgeBase, facts_directory
from kb.company import company
from kb.network import network
from reproductions import ledger
from reproductions.catalog import catalog

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@given(st.lists(ids, max_size=MOST, unique=True).map(lambda some: CompareView(tuple(some))))
def test_a_view_comes_back_from_its_address(view: CompareView) -> None:
    assert CompareView.read(dict(parse_qsl(urlsplit(address("compare", **view.params())).query))) == view


@given(st.text(max_size=40))
def test_no_address_is_too_odd_to_read(works: str) -> None:
    view = CompareView.read({"works": works})
    assert len(view.works) <= MOST == 3
    assert CompareView.read(view.params()) == view


@pytest.mark.parametrize("language", ["en", "zh"])
def test_three_works_stand_beside_each_other_with_all_that_they_share(open_page, language: str) -> None:
    three = ("moco", "simclr", "byol")
    page = open_page("compare", works=",".join(three), lang=language)
    base = KnowledgeBase.load(facts_directory())
    names = [base.papers[work].name_in(language) for work in three]
    assert [text for level, text in page.headings if level == 2][:3] == names
    for work in three:
        assert base.papers[work].summary[language] in page.text
    net = network(base, "influence")
    for ancestor in set.intersection(*(nx.ancestors(net, work) for work in three)):
        for work in three:
            assert f"path?from={ancestor}&to={work}&lang={language}" in page.links
    for link in ("byol-contrasts-simclr", "byol-builds-on-moco", "simclr-independent-concurrent-moco"):
        assert base.links[link].why[language] in page.text
    assert base.claims_of("byol")[0].where.section in page.text


def test_headings_never_skip_a_level(open_page) -> None:
    for works in ("moco,simclr,byol", "gan,wgan", "gan", "nope", ""):
        levels = [level for level, _ in open_page("compare", works=works).headings]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), works


def test_a_way_from_one_to_the_other_is_drawn_whichever_comes_first(open_page) -> None:
    for works in ("gan,wgan", "wgan,gan"):
        page = open_page("compare", works=works)
        assert (3, "From GAN to WGAN") in page.headings
        assert 'class="tt-strip"' in page.html
    none = open_page("compare", works="bert,gpt-3")
    assert "No path between BERT and GPT-3." in none.text
    assert "path?from=bert&to=gpt-3" in none.links
    assert 'class="tt-strip"' not in none.html


def test_the_same_test_shows_what_was_claimed_and_what_was_measured(open_page) -> None:
    page = open_page("compare", works="gan,imle")
    assert (3, "Parzen-window log-likelihood · MNIST") in page.headings
    (likelihood,) = company(KnowledgeBase.load(facts_directory()), ("gan", "imle")).measures
    verdicts = {standing.claim: standing.verdict for standing in ledger.standings(catalog()["gan"])}
    for claim in (claim for some in likelihood.claims for claim in some):
        rows = re.findall(rf'<tr><td><a href="paper\?id={claim.paper}".*?</tr>', page.html)
        (row,) = (row for row in rows if str(claim.where) in row)
        assert f"<b>{claim.value:g}" in row
        assert verdicts.get(claim.id, "not run yet") in row


def test_where_nothing_is_shared_every_part_says_so(open_page) -> None:
    page = open_page("compare", works="alphago,gan")
    for said in (
        "No path between AlphaGo and GAN.",
        "No work is known here that all of them come from.",
        "No contrast, dispute or independent discovery between them is recorded.",
        "They make no claims of the same metric on the same data set.",
    ):
        assert said in page.text, said


def test_what_only_one_has_is_listed_under_it(open_page) -> None:
    base = KnowledgeBase.load(facts_directory())
    found = company(base, ("ddpm", "edm"))
    page = open_page("compare", works="ddpm,edm")
    for one in found.alone:
        for work in (*one.cites, *one.came_from):
            assert f"paper?id={work}" in page.links


def test_a_shared_line_longer_than_a_screen_is_folded(open_page) -> None:
    page = open_page("compare", works="bert,gpt-3,vit")
    assert "6 further back" in page.text


def test_choosing_changes_the_address_and_nothing_else(open_page) -> None:
    test = open_page("compare", works="gan,wgan", lang="zh").test
    assert test.multiselect[0].value == ["gan", "wgan"]
    test.multiselect[0].set_value(["gan", "wgan", "dcgan"]).run()
    assert dict(test.query_params) == {"works": "gan,wgan,dcgan", "lang": "zh"}
    test.multiselect[0].set_value([]).run()
    assert dict(test.query_params) == {"lang": "zh"}


def test_any_identifier_finds_its_work_and_a_work_counts_once(open_page) -> None:
    page = open_page("compare", works="1406.2661,gan,wgan")
    assert page.headings[0][1] == "GAN, WGAN: side by side"


def test_one_work_alone_is_offered_company(open_page) -> None:
    page = open_page("compare", works="gan")
    assert (2, "GAN beside") in page.headings
    assert "compare?works=gan%2Cwgan" in page.links


def test_an_unknown_work_is_named_with_the_nearest_beside_the_known(open_page) -> None:
    page = open_page("compare", works="gann,wgan")
    assert "No work is called “gann”." in page.text
    assert "compare?works=wgan%2Cgan" in page.links


def test_every_example_is_a_comparison(open_page) -> None:
    base = KnowledgeBase.load(facts_directory())
    page = open_page("compare")
    for works, _ in beside.EXAMPLES:
        assert f"compare?works={'%2C'.join(works)}" in page.links
        assert company(base, works).pairs


def test_facts_that_say_script_are_only_read_as_text(open_page, invented: Path, edit) -> None:
    bad = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    edit("papers.yaml", "On the Burning of Tallow", f"'{bad}'")
    page = open_page("compare", works="tallow-candle,oil-lamp")
    assert bad in page.text
    assert not page.tags & {"script", "img", "iframe"}
