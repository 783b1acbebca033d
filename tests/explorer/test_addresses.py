"""Every address is answered: parameters of any name, and paths that are none of ours."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import explorer
from explorer import links
from explorer.links.examples import EXAMPLES
from explorer.serving import plain
from explorer.serving.login import own_address
from explorer.serving.wayfinding import destination
from explorer.visit import Visit
from kb import KnowledgeBase

PACKAGE = Path(explorer.__file__).parent


def words_of_functions() -> Iterator[str]:
    """Every name of a parameter of every function of the explorer: `page`, `self`, `params`, `key` ..."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.arguments):
                every = [*node.posonlyargs, *node.args, *node.kwonlyargs, node.vararg, node.kwarg]
                yield from (one.arg for one in every if one)


NAMES = sorted({*words_of_functions(), "class", "with", "embed_options", "__init__", "a b", "键", "%"})


# -- names of parameters -----------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(min_size=1, max_size=9), st.text(min_size=1)))
def test_parameters_are_data_and_come_through_as_they_are(params: dict[str, str]) -> None:
    for made in (links.address("awards", params), Visit().href("awards", params)):
        assert dict(parse_qsl(urlsplit(made).query)) == params


def test_many_names_were_found() -> None:
    assert {"page", "self", "params", "cls", "key", "visit", "named"} <= set(NAMES) and len(NAMES) > 200


@pytest.mark.parametrize("page", links.PAGES, ids=lambda page: page or "home")
def test_a_page_is_the_same_with_parameters_of_any_name(open_page, invented: Path, page: str) -> None:
    usual = dict(parse_qsl(urlsplit(EXAMPLES.get(page, "/")).query))
    shown = open_page(page, **dict.fromkeys(NAMES, "2") | usual)
    assert "Something here is broken" not in shown.text
    assert any("page=2&" in link for link in shown.links), "the language switch keeps them"


@pytest.mark.parametrize("name", ["page", "params", "path", "self", "url", "with"])
def test_the_way_back_from_a_login_keeps_parameters_of_any_name(name: str) -> None:
    assert own_address(f"awards?{name}=2") == f"awards?{name}=2"


@pytest.mark.parametrize("run", [300 * "a", 300 * "注", "a\0b", "..", "a/b", "\\", " ", "%00"])
def test_a_run_that_no_disk_can_hold_is_one_that_is_not_there(open_page, invented: Path, run: str) -> None:
    assert "No run is called" in open_page("reproduce", run=run).text
    assert "No run is called" in open_page("reproduce", **{"run": run, "with": 400 * "b"}).text
    open_page("try", paper="gan", run=run)


# -- paths that are none of ours ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("paper/gan", "paper?id=gan"),
        ("Paper", "map"),
        ("people/geoffrey-hinton", "person?id=geoffrey-hinton"),
        ("person/Yoshua Bengio/", "person?id=yoshua-bengio"),
        ("lineage/gan/x", "lineage?work=gan"),
        ("works/gan", "paper?id=gan"),
        ("works/gan.html", "paper?id=gan"),
        ("zh/works/gan.html", "paper?id=gan&lang=zh"),
        ("zh/people.html", "people?lang=zh"),
        ("zh", "./?lang=zh"),
        ("index.html", "./"),
        ("works/index.html", "map"),
        ("gan", "paper?id=gan"),
        ("1406.2661", "paper?id=gan"),
        ("abs/1406.2661", "paper?id=gan"),
        ("10.1162/neco.1997.9.8.1735", "paper?id=lstm"),
        ("papers/10.1162/neco.1997.9.8.1735", "paper?id=lstm"),
        ("people/gan", "paper?id=gan"),
        ("path/seq2seq/transformer", "path?from=seq2seq&to=transformer"),
        ("compare/ntm/gan", "compare?works=ntm%2Cgan"),
        ("reproduce/gan", "reproduce?paper=gan"),
        ("ledger/gan", "ledger?paper=gan"),
        ("try/gan", "try?paper=gan"),
        ("awards/neurips-test-of-time-2024", "award?id=neurips-test-of-time-2024"),
        ("stories/how-attention-was-born/3", "story?id=how-attention-was-born&stop=3"),
        ("nope", None),
        ("paper/nope-nope", None),
        ("path/gan", "path?from=gan"),
        ("path/gan/nope-nope", None),
        ("lineage/geoffrey-hinton", "person?id=geoffrey-hinton"),
        ("robots.txt", None),
        ("wp-admin/setup.php", None),
    ],
)
def test_a_wrong_address_leads_where_its_meaning_is_plain(
    real: KnowledgeBase, path: str, there: str | None
) -> None:
    assert destination(real.names, path, {}) == there


def test_a_wrong_address_keeps_its_parameters(real: KnowledgeBase) -> None:
    assert destination(real.names, "Paper", {"id": "gan"}) == "paper?id=gan"
    assert destination(real.names, "works/gan", {"lang": "zh"}) == "paper?id=gan&lang=zh"
    assert destination(None, "Paper", {"id": "gan"}) == "paper?id=gan", "also while the facts are broken"
    assert destination(None, "works/gan", {}) is None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_no_path_is_too_odd(real: KnowledgeBase, path: str) -> None:
    there = destination(real.names, path, {})
    assert there is None or urlsplit(there).path in {*links.PAGES, "./"}


@pytest.mark.parametrize(("language", "said"), [("en", "There is no such page"), ("zh", "没有这个页面")])
def test_where_nothing_is_a_page_says_so_and_offers_a_search(language: str, said: str) -> None:
    answer = plain.not_found(language, "<b>x/gann", "../")
    text = bytes(answer.body).decode()
    assert answer.status_code == 404 and said in text and "<b>" not in text
    assert '<form action="../" role="search">' in text
    assert f"../paper?id=gan&amp;lang={language}" in text, "what it may have been"
