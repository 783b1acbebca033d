"""The static site in a real Chromium with the network off: it opens from disk, and its search works."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kb.base import KnowledgeBase
from kb.site import build

MINIATURE = Path(__file__).resolve().parents[1] / "miniature"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(KnowledgeBase.read(MINIATURE), tmp_path_factory.mktemp("site") / "site").folder


def opened(browser: Browser, site: Path, name: str, theme: str, faults: list[str]) -> Page:
    page = browser.new_context(
        offline=True, color_scheme=theme, viewport={"width": 390, "height": 800}
    ).new_page()
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith("file:") else faults.append(r.url))
    page.goto((site / name).as_uri())
    return page


def test_it_opens_from_disk_and_is_searched_without_a_network(browser: Browser, site: Path) -> None:
    faults: list[str] = []
    page = opened(browser, site, "index.html", "light", faults)
    page.keyboard.press("/")
    page.keyboard.type("bras lmap")
    page.keyboard.press("Enter")
    page.locator("#answers a").first.click()
    expect(page.locator("h1")).to_have_text(KnowledgeBase.read(MINIATURE).papers["brass-lamp"].name)
    page.locator("summary").first.click()
    expect(page.locator(".evidence").first).to_be_visible()
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert faults == []
    page.context.close()


def test_its_pages_fit_a_phone_and_pass_axe_by_day_and_by_night(browser: Browser, site: Path) -> None:
    faults: list[str] = []
    for name in (
        "index.html",
        "zh/works/brass-lamp.html",
        "people/bo-flint.html",
        "awards.html",
        "search.html",
    ):
        page = opened(browser, site, name, "dark" if "zh/" in name else "light", faults)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert faults == [], name
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], name
        page.context.close()
        faults.clear()  # axe itself asks for the style sheet, which the page's own policy forbids
