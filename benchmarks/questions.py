"""How fast the whole base answers: search, every question in this process, validation, memory.

    python benchmarks/questions.py

The promises: a search at most 20 ms (over the frozen list of a hundred), any question at most 100 ms,
`kb validate` at most 3 s. Times are CPU time of this process, best of three for a question; a first line
times a plain loop over all names, as a measure of the machine.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

from kb.base import KnowledgeBase
from kb.checks import check
from kb.reading import read_facts
from kb.search import search

ROOT = Path(__file__).resolve().parents[1]
QUERIES = ROOT / "tests" / "kb" / "search_queries.yaml"


def milliseconds(ask: Callable[[], Any], times: int = 3) -> float:
    """CPU milliseconds of the fastest of some calls."""
    found = []
    for _ in range(times):
        began = time.process_time()
        ask()
        found.append((time.process_time() - began) * 1e3)
    return min(found)


def questions(base: KnowledgeBase) -> dict[str, Callable[[], Any]]:
    """Every question, asked of a work with much around it."""
    from kb import (
        communities,
        comparison,
        dominators,
        genealogy,
        lesson,
        mainpath,
        people,
        ranking,
        similarity,
        timeline,
    )
    from kb.lineage import lineage
    from kb.paths import paths

    return {
        "lineage": lambda: lineage(base, "transformer", depth=3),
        "path, k = 5": lambda: paths(base, "lstm", "consistency-models", k=5),
        "main path over citations": lambda: mainpath.main_path(base),
        "main path over influence": lambda: mainpath.main_path(base, over="influence"),
        "co-citation": lambda: similarity.similar(base, "gan", by="cocitation"),
        "bibliographic coupling": lambda: similarity.similar(base, "gan", by="coupling"),
        "pagerank": lambda: ranking.rank(base, by="pagerank"),
        "betweenness": lambda: ranking.rank(base, by="betweenness"),
        "communities": lambda: communities.communities(base),
        "co-authors": lambda: people.coauthors(base, "yoshua-bengio"),
        "genealogy": lambda: genealogy.genealogy(base, "yoshua-bengio"),
        "timeline": lambda: timeline.timeline(base),
        "compare": lambda: comparison.compare(base, "gan", "ddpm"),
        "missing without": lambda: dominators.missing_without(base, "transformer"),
        "lesson": lambda: lesson.lesson(base, "transformer", start="seq2seq", minutes=180),
    }


def main() -> None:
    """Print a table, and the same as one JSON line."""
    base = KnowledgeBase.load()
    names = base.names
    loop = milliseconds(lambda: [name.key for name in names.names if "x" in name.key])
    print(f"{len(base.papers)} works, {len(base.links)} links, {len(names.names)} names")
    print(f"{'a plain loop over all names':32} {loop:8.2f} ms")
    queries = list(yaml.safe_load(QUERIES.read_text("utf-8")))
    search(names, "warm up")
    took = [milliseconds(lambda q=query: search(names, q), times=1) for query in queries]
    print(f"{'search, median of 100':32} {statistics.median(took):8.2f} ms   slowest {max(took):.1f} of 20")
    asked = {name: milliseconds(ask) for name, ask in questions(base).items()}
    for name, ms in asked.items():
        print(f"{name:32} {ms:8.1f} ms   (at most 100)")
    validating = milliseconds(lambda: check(read_facts(ROOT / "data")), times=1)
    print(f"{'validate':32} {validating:8.0f} ms   (at most 3000)")
    tracemalloc.start()
    again = KnowledgeBase.load()
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    print(f"{'memory of the loaded base':32} {size:8.1f} MB")
    assert again.version == base.version
    result = {
        "unit": "CPU milliseconds", "search_median": statistics.median(took), "search_slowest": max(took),
        "questions": asked, "slowest_question": max(asked, key=lambda name: asked[name]),
        "validate": validating, "memory_mb": size, "works": len(base.papers),
    }  # fmt: skip
    print(json.dumps(result))


if __name__ == "__main__":
    main()
