"""Cards: plain data with every reference named."""

from __future__ import annotations

import json
from typing import Any

from kb.base import KnowledgeBase
from kb.cards import all_cards, card, link_card


def test_a_work_comes_with_what_belongs_to_it(miniature: KnowledgeBase) -> None:
    found = card(miniature, "brass-lamp")

    assert [p["label"] for p in found["people"]] == ["Bo Flint", "Deng Zhang"]
    assert [a["id"] for a in found["awards"]] == ["golden-wick-2013"]
    assert [(link["type"], link["object"]["id"]) for link in found["links_from"]] == [
        ("builds_on", "oil-lamp"), ("evaluates", "fog-images")
    ]  # fmt: skip
    assert [link["subject"]["id"] for link in found["links_to"]] == ["electric-lamp", "gas-lamp"]
    assert [c["id"] for c in found["cites"]] == ["tallow-candle", "fog-images", "oil-lamp"]  # oldest first
    assert [c["id"] for c in found["cited_by"]] == ["electric-lamp"]
    assert found["versions"][0]["urls"]["arxiv"] == "https://arxiv.org/abs/0503.01234"
    assert (found["claims"][0]["value"], found["claims"][0]["where"]) == (
        12, "section 4, table 1, row Brass, column Fog"
    )  # fmt: skip
    assert found["press"][0]["right"]["en"] == "It is of brass."
    assert [e["id"] for e in found["events"]] == ["night-without-oil"]


def test_a_person_comes_with_works_coauthors_advisors_and_prizes(miniature: KnowledgeBase) -> None:
    found = card(miniature, "bo-flint")

    assert [w["id"] for w in found["works"]] == ["oil-lamp", "brass-lamp"]
    assert [(c["id"], c["works"]) for c in found["coauthors"]] == [
        ("ada-wick", ["oil-lamp"]), ("zhang-deng", ["brass-lamp"])
    ]  # fmt: skip
    assert found["advisors"][0]["label"] == "Ada Wick"
    assert [a["id"] for a in found["awards"]] == ["golden-wick-2013"]  # as an author of the prized work
    assert [s["id"] for s in card(miniature, "ada-wick")["students"]] == ["bo-flint"]


def test_an_award_says_how_late_it_came(miniature: KnowledgeBase) -> None:
    prizes = card(miniature, "golden-wick-2013")["prizes"]

    assert [(p["work"] and p["work"]["id"], p["years_after"]) for p in prizes] == [
        ("brass-lamp", 8),
        (None, None),
    ]


def test_a_source_knows_what_rests_on_it(miniature: KnowledgeBase) -> None:
    found = card(miniature, "keeper-gazette")

    assert len(found["links"]) == 8
    assert [e["id"] for e in found["events"]] == ["night-without-oil"]


def test_evidence_names_its_source_with_an_address(miniature: KnowledgeBase) -> None:
    (item,) = link_card(miniature, miniature.links["brass-lamp-builds-on-oil-lamp"])["evidence"]

    assert (item["source"]["label"], item["source"]["url"]) == (
        "The Keeper's Gazette",
        "https://example.org/gazette",
    )
    assert (item["where"], item["says"]["en"], item["supports"]) == ("page 3", "it says so", True)


def references(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if {"id", "kind", "label", "label_zh"} <= value.keys() else []
        return own + [r for inner in value.values() for r in references(inner)]
    return [r for inner in value for r in references(inner)] if isinstance(value, list) else []


def test_every_real_card_is_json_and_every_reference_in_it_exists_and_has_both_names(
    real: KnowledgeBase,
) -> None:
    for found in all_cards(real):
        assert json.loads(json.dumps(found)) is not None
        for reference in references(found):
            if reference["kind"] not in ("claim", "link", "press"):
                assert reference["id"] in real
            assert reference["label"]
            assert reference["label_zh"]


def test_all_cards_have_an_id_and_a_kind(miniature: KnowledgeBase) -> None:
    cards = list(all_cards(miniature))

    assert len(cards) == 6 + 4 + 1 + 1 + 1 + 1 + 8 + 1 + 1
    assert all(c["id"] and c["kind"] for c in cards)
