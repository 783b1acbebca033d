"""Templates: what `kb new` prints fits the records as soon as it is filled in."""

from __future__ import annotations

import pytest
import yaml

from kb import templates
from kb.base import KnowledgeBase
from kb.blocks import Loader
from kb.errors import UnknownId, UsageError
from kb.kinds import FILES


def read(file: str, text: str):
    (data,) = yaml.load(text, Loader)
    return FILES[file].model_validate(data)


def test_a_paper_knows_its_month_and_identifiers_from_the_arxiv_number(miniature: KnowledgeBase) -> None:
    paper = read("papers.yaml", templates.paper(miniature, "new-lamp", "A new lamp", "2401.00001"))

    assert (paper.date, paper.ids["arxiv"], paper.title) == ("2024-01", "2401.00001", "A new lamp")


def test_a_persons_id_is_made_of_the_name(miniature: KnowledgeBase) -> None:
    assert read("people.yaml", templates.person(miniature, "Zoë de la Lampe")).id == "zoe-de-la-lampe"


def test_a_link_names_its_ends_by_any_name_they_have(miniature: KnowledgeBase) -> None:
    link = read("links.yaml", templates.link(miniature, "electric-lamp", "applies", "oil-lamp"))

    assert (link.id, link.evidence[0].checked) == ("electric-lamp-applies-oil-lamp", "recalled")


def test_a_claim_takes_the_next_free_number(miniature: KnowledgeBase) -> None:
    assert read("claims.yaml", templates.claim(miniature, "brass-lamp")).id == "BRASS-2"
    assert read("claims.yaml", templates.claim(miniature, "oil-lamp")).id == "OILLAMP-1"


@pytest.mark.parametrize(
    ("make", "error", "told"),
    [
        (lambda base: templates.paper(base, "Bad Id"), UsageError, "lower case"),
        (lambda base: templates.paper(base, "oil-lamp"), UsageError, "taken"),
        (lambda base: templates.person(base, "Bo Flint"), UsageError, "taken"),
        (lambda base: templates.link(base, "gas-lamp", "improvs", "oil-lamp"), UsageError, "mean improves"),
        (lambda base: templates.link(base, "oil-lamp", "improves", "tallow-candle"), UsageError, "stands"),
        (lambda base: templates.claim(base, "oil-lmp"), UnknownId, "oil-lamp"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(miniature: KnowledgeBase, make, error, told: str) -> None:
    with pytest.raises(error, match=told):
        make(miniature)
