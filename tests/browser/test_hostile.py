"""Facts by somebody who wishes us ill, in a real browser: nothing of them runs or becomes markup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.hostile import ATTACKS, poison

MINIATURE = Path(__file__).resolve().parents[1] / "miniature"
MAIN = (
    "?q=brass", "paper?id=brass-lamp", "lineage?work=brass-lamp&selected=oil-lamp",
    "path?from=tallow-candle&to=electric-lamp", "map", "person?id=bo-flint", "press", "ledger",
    "story?id=how-the-lamp-came-to-shine", "compare?works=oil-lamp,brass-lamp",
)  # fmt: skip

#: What came out of a text, in the document and in every shadow tree of it.
CAME_OUT = """() => {
  const trees = [document];
  for (const tree of trees) {
    for (const node of tree.querySelectorAll("*")) if (node.shadowRoot) trees.push(node.shadowRoot);
  }
  const suspicious = "img[src=x], [onerror], [onload], [data-hacked], .tt script, iframe, "
    + "a[href^='javascript:' i]";
  const found = trees.flatMap((tree) => [...tree.querySelectorAll(suspicious)]);
  return [String(window.hacked), ...found.map((node) => node.outerHTML)];
}"""


@pytest.fixture
def ill(server, tmp_path: Path) -> Iterator[str]:
    """The address of an explorer over such facts."""
    facts = Path(shutil.copytree(MINIATURE, tmp_path / "facts"))
    assert poison(facts) > 100
    one = type(server)(tmp_path, facts)
    one.start()
    yield one.url
    one.stop()


def test_no_text_of_the_facts_runs_or_becomes_markup(ill: str, page: Page, watch) -> None:
    watch.allowed += (ill, ill.replace("http", "ws", 1))
    page.on("dialog", lambda dialog: watch.faults.append(f"asked {dialog.message}") or dialog.dismiss())
    for address in MAIN:
        page.goto(f"{ill}/{address}")
        expect(page.locator(".tt-page h1, .tt-home h1, article h1").first).to_be_visible()
        assert page.evaluate(CAME_OUT) == ["undefined"], address
    page.goto(f"{ill}/paper?id={ATTACKS[0]}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(ATTACKS[0])
    assert page.evaluate(CAME_OUT) == ["undefined"]
