"""Co-citation, coupling and links, held against the product of matrices written out by hand."""

from __future__ import annotations

from math import sqrt

import pytest

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.similarity import as_data, similar
from tests.kb.small import base_of


def told(base: KnowledgeBase, work: str, by: str) -> list[tuple[str, str, float]]:
    return [(s.work, "".join(s.shared), round(s.cosine, 6)) for s in similar(base, work, by)]  # type: ignore[arg-type]


def test_cited_together() -> None:
    """a is cited by c, d, e; b by c, d; x by e only."""
    base = base_of("abcdex", cites=["ac", "ad", "ae", "bc", "bd", "xe"])

    assert told(base, "a", "cocitation") == [
        ("b", "cd", round(2 / sqrt(3 * 2), 6)), ("x", "e", round(1 / sqrt(3), 6))
    ]  # fmt: skip
    assert told(base, "c", "cocitation") == []


def test_citing_the_same() -> None:
    """c cites a, b; d cites a, b; e cites a, x."""
    base = base_of("abcdex", cites=["ac", "ad", "ae", "bc", "bd", "xe"])

    assert told(base, "c", "coupling") == [("d", "ab", 1.0), ("e", "a", 0.5)]


@pytest.mark.parametrize("by", ["cocitation", "coupling"])
def test_the_counts_are_the_products_of_the_citation_matrix(real: KnowledgeBase, by: str) -> None:
    """C[i][j] = 1 where i cites j; co-citation is C'C and coupling CC', without the diagonal."""
    ids = sorted(real.papers)
    cites = [[int(j in real.papers[i].cites) for j in ids] for i in ids]
    rows = [list(column) for column in zip(*cites, strict=True)] if by == "cocitation" else cites
    for a, mine in zip(ids, rows, strict=True):
        counts, cosines = {}, {}
        for b, theirs in zip(ids, rows, strict=True):
            both = sum(x * y for x, y in zip(mine, theirs, strict=True))
            if a != b and both:
                counts[b], cosines[b] = both, both / sqrt(sum(mine) * sum(theirs))
        found = similar(real, a, by)  # type: ignore[arg-type]
        assert {s.work: s.count for s in found} == counts
        assert {s.work: s.cosine for s in found} == pytest.approx(cosines)


def test_linked_with_the_same_in_either_direction_but_for_refuted_links(miniature: KnowledgeBase) -> None:
    """electric-lamp: brass-lamp, gas-lamp, oil-lamp (contrast); tallow-candle is refuted."""
    found = told(miniature, "electric-lamp", "links")

    assert found[0] == ("brass-lamp", "gas-lamp|oil-lamp".replace("|", ""), round(2 / sqrt(3 * 4), 6))
    assert {work for work, *_ in found} == {
        "brass-lamp", "fog-images", "gas-lamp", "oil-lamp", "tallow-candle"
    }  # fmt: skip


def test_as_data_names_what_is_shared(miniature: KnowledgeBase) -> None:
    (fog, oil) = as_data(miniature, similar(miniature, "tallow-candle"))

    assert (oil["id"], oil["count"], oil["cosine"]) == ("oil-lamp", 1, 0.7071)
    assert [work["label"] for work in oil["shared"]] == ["BrassLamp"]
    assert fog["id"] == "fog-images"


def test_what_cannot_be_asked_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UnknownId):
        similar(miniature, "ada-wick")
    with pytest.raises(UsageError, match="cocitation"):
        similar(miniature, "oil-lamp", "mood")  # type: ignore[arg-type]
