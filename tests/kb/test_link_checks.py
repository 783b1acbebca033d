"""Rules on influence: a link turned round, one that looks ahead, one that nothing carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.checks import check
from kb.link_checks import the_id_of_a_link_says_what_it_says
from kb.locator import leads_to_a_place
from kb.reading import Facts, read_facts
from kb.stats import stats
from tests.conftest import DATA

Edit = Callable[[str, str, str], Path]


def told(directory: Path, field: str) -> list[str]:
    return [p.message for p in check(read_facts(directory)) if p.field == field]


def test_a_link_turned_round_is_noticed_by_its_id(edit: Edit) -> None:
    edit("links.yaml", "subject: brass-lamp\n  type: builds_on", "subject: oil-lamp\n  type: builds_on")
    directory = edit(
        "links.yaml", "type: builds_on\n  object: oil-lamp", "type: builds_on\n  object: brass-lamp"
    )

    assert told(directory, "brass-lamp-builds-on-oil-lamp.id") == [
        "its content says oil-lamp-builds-on-brass-lamp"
    ]


def test_a_link_turned_round_with_its_id_is_noticed_by_its_dates(edit: Edit) -> None:
    edit("links.yaml", "id: brass-lamp-builds-on-oil-lamp", "id: oil-lamp-builds-on-brass-lamp")
    edit("links.yaml", "subject: brass-lamp\n  type: builds_on", "subject: oil-lamp\n  type: builds_on")
    directory = edit(
        "links.yaml", "type: builds_on\n  object: oil-lamp", "type: builds_on\n  object: brass-lamp"
    )

    assert (
        "cannot builds_on the younger brass-lamp"
        in told(directory, "oil-lamp-builds-on-brass-lamp.object")[0]
    )


def test_every_link_of_the_project_turned_round_is_noticed() -> None:
    facts = read_facts(DATA)
    turned = [
        replace(
            it, record=it.record.model_copy(update={"subject": it.record.object, "object": it.record.subject})
        )
        for it in facts["links.yaml"]
    ]

    assert len(
        list(the_id_of_a_link_says_what_it_says(Facts({**facts.located, "links.yaml": turned})))
    ) == len(turned)


def test_a_later_version_may_answer_a_younger_work_if_the_link_names_it(edit: Edit) -> None:
    edit("papers.yaml", 'date: "2000-05"', 'date: "2005-08"')  # between the preprint and the conference
    field = "brass-lamp-builds-on-oil-lamp"
    assert "cannot builds_on the younger oil-lamp" in told(edit("papers.yaml", "", ""), f"{field}.object")[0]

    named = edit("links.yaml", "object: oil-lamp\n", "object: oil-lamp\n  version: LIGHT 2006\n")
    assert told(named, f"{field}.object") == told(named, f"{field}.version") == []

    wrong = edit("links.yaml", "version: LIGHT 2006", "version: LIGHT 2007")
    assert told(wrong, f"{field}.version") == ["no version of brass-lamp"]


@pytest.mark.parametrize("item", ["checked: recalled", "supports: false\n      checked: read"])
def test_what_was_only_recalled_or_speaks_against_it_carries_no_link(edit: Edit, item: str) -> None:
    (message,) = told(edit("links.yaml", "checked: read", item), "oil-lamp-improves-tallow-candle.evidence")

    assert message == "nothing but press, a machine's text or memory supports it"


@pytest.mark.parametrize("press", ["kind: article", "kind: page\n  machine_made: true"])
def test_press_and_what_a_machine_wrote_carry_no_link_alone(edit: Edit, press: str) -> None:
    directory = edit("sources.yaml", "kind: page", press)
    assert told(directory, "oil-lamp-improves-tallow-candle.evidence")
    assert not told(directory, "electric-lamp-inspired-by-gas-lamp.evidence")  # it is disputed

    edit("links.yaml", "source: keeper-gazette", "source: oil-lamp")
    assert not told(directory, "oil-lamp-improves-tallow-candle.evidence")


def test_of_the_links_at_most_twenty_five_rest_on_one_item_from_elsewhere(real: KnowledgeBase) -> None:
    assert stats(real)["evidence of links"]["of these, from neither of the two works"] <= 25


def test_nine_of_ten_items_lead_to_a_place(real: KnowledgeBase) -> None:
    found = stats(real)["evidence of links"]

    assert found["items that lead to a place"] >= 0.9 * found["items"]


@pytest.mark.parametrize(
    ("where", "leads"),
    [
        ("section 4.1, Tables 1 and 2", True),
        ("appendix B.1", True),
        ("paragraphs 3 and 4", True),
        ("introduction and reference 17", True),
        ("abstract, second sentence", True),
        ("abstract, sentence on Atari", True),
        ("README, section Latent Diffusion", True),
        ("caption of Figure 2", True),
        ("file models/denoiser.py", True),
        ("abstract", False),
        ("README", False),
        ("README, opening", False),
        ("whole page", False),
        ("summary", False),
        ("reference list", False),
        ("participants", False),
    ],
)
def test_a_locator_leads_to_a_place_or_only_to_a_text(where: str, leads: bool) -> None:
    assert leads_to_a_place(where) is leads
