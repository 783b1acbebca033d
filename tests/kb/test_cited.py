"""What is cited of a work: the version, its own title and authors, where it was printed and is found."""

from __future__ import annotations

from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.cited import Cited, keeps_its_capitals
from kb.paper import Paper, Version
from kb.record import Text

WORDS = Text(en="so it is", zh="如此")


def work(*versions: dict[str, Any], **fields: Any) -> Cited:
    given = {"id": "x", "title": "A Work", "topic": "theory", "people": ("a",), "summary": WORDS} | fields
    made = tuple(Version(**({"date": "2001", "checked": "read"} | version)) for version in versions)
    return Cited.of(Paper.model_validate(given | {"versions": made}))


def test_the_first_published_version_is_cited_with_the_title_and_authors_that_it_prints() -> None:
    cited = work(
        {"kind": "preprint", "venue": "arXiv"},
        {"kind": "conference", "venue": "NIPS 2015", "title": "Another Title", "people": ("b", "a"),
         "proceedings": "Advances in Neural Information Processing Systems 28"},
        {"kind": "journal", "venue": "J"},
    )  # fmt: skip

    assert (cited.version.venue, cited.title, cited.people) == ("NIPS 2015", "Another Title", ("b", "a"))
    assert cited.place == "Advances in Neural Information Processing Systems 28"


@pytest.mark.parametrize(
    "forerunner",
    [
        {"kind": "report", "venue": "University of Colorado"},
        {"kind": "conference", "venue": "ICLR 2023 Workshop on Lamps"},
        {"kind": "conference", "venue": "BlackboxNLP 2018 (EMNLP workshop)"},
        {"kind": "preprint", "venue": "arXiv"},
    ],
)
def test_a_work_is_cited_by_its_journal_or_conference_before_a_forerunner(forerunner: dict[str, Any]) -> None:
    for full in ({"kind": "journal", "venue": "J"}, {"kind": "conference", "venue": "NIPS 2015"}):
        assert work(forerunner, full).version.venue == full["venue"]
    assert work(forerunner).version.venue == forerunner["venue"]


@pytest.mark.parametrize(
    ("pages", "first_and_last"),
    [
        ("2672-2680", ("2672", "2680")),
        ("1735\u20131780", ("1735", "1780")),
        ("e123", ("e123", "")),
        (None, ("", "")),
    ],
)
def test_pages_have_a_first_and_a_last(pages: str | None, first_and_last: tuple[str, str]) -> None:
    assert work({"kind": "journal", "venue": "J", "pages": pages}).pages == first_and_last


def test_the_address_is_that_of_the_version_before_that_of_another() -> None:
    preprint = {"kind": "preprint", "venue": "arXiv", "ids": {"arxiv": "1406.2661"}}

    assert (
        work(preprint, {"kind": "journal", "venue": "J", "ids": {"doi": "10.1234/j"}}).url
        == "https://doi.org/10.1234/j"
    )
    assert work(preprint, {"kind": "journal", "venue": "J"}).url == "https://arxiv.org/abs/1406.2661"
    assert work({"kind": "journal", "venue": "J"}).url == ""


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Generative Adversarial Nets", []),
        ("Neural Turing Machines", ["Turing"]),
        ("End-To-End Memory Networks", []),
        ("GLUE: A Multi-Task Benchmark", ["GLUE:"]),
        ("L3DG: Latent 3D Gaussian Diffusion", ["L3DG:", "3D", "Gaussian"]),
        ("Why do We Need Large Batchsizes?", []),
        ("Beyond neural scaling laws: beating power law scaling", []),
        ("Mastering Atari, Go, chess and shogi by planning", ["Atari,", "Go,"]),
        ("Untersuchungen zu dynamischen neuronalen Netzen", ["Netzen"]),
        ("REPAIR: REnormalizing Permuted Activations", ["REPAIR:", "REnormalizing"]),
    ],
)
def test_only_names_keep_their_capitals(title: str, kept: list[str]) -> None:
    assert [word for word, keeps in keeps_its_capitals(title) if keeps] == kept


def test_no_venue_holds_what_has_a_field_of_its_own(real: KnowledgeBase) -> None:
    for paper in real.papers.values():
        for version in paper.versions:
            if version.kind in ("journal", "conference"):
                assert "(as " not in version.venue, paper.id
            if version.kind == "journal":
                assert not any(c.isdigit() for c in version.venue), (paper.id, version.venue)
