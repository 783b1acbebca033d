"""What holds for every page of the explorer, by day in English and by night in Chinese, wide and narrow."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from explorer.links import MAIN, MORE, PAGES
from explorer.links.examples import EXAMPLES

GROUND = {"light": "rgb(252, 251, 248)", "dark": "rgb(17, 21, 27)"}


def still(page: Page) -> None:
    """Wait until a page's script has run and its heading is there."""
    expect(page.locator(".stMain h1").first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.locator("#tt-suggestions").wait_for(state="attached")  # the script that listens for keys and clicks


#: How far things moved by themselves while a page was loaded, as Chrome counts it: the worst of the windows
#: of at most five seconds in which no second is without a shift.
SHIFTS = """
window.worstShift = 0;
let sum = 0, first = 0, last = -1e9;
new PerformanceObserver((list) => {
  for (const { hadRecentInput, startTime, value } of list.getEntries()) {
    if (hadRecentInput) continue;
    if (startTime - last > 1000 || startTime - first > 5000) [sum, first] = [0, startTime];
    [sum, last] = [sum + value, startTime];
    window.worstShift = Math.max(window.worstShift, sum);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def test_every_page_is_looked_at() -> None:
    assert set(PAGES) <= set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_fits_a_phone_and_passes_axe_by_day_and_by_night(new_page, server, name: str) -> None:
    page = new_page(width=390, height=844)
    page.add_init_script(SHIFTS)
    address = server.url + EXAMPLES[name]
    for language, theme in (("en", "light"), ("zh", "dark")):  # `make bench` looks at all four
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        still(page)
        assert page.evaluate("window.worstShift") <= 0.1, f"{language}: things move while the page comes"
        main = page.get_by_test_id("stMain")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), f"{language}: wider than the phone"
        assert page.locator(".stMain h1").count() == 1
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".stApp")).to_have_css("background-color", GROUND[theme])
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:300]) for v in found] == [], (language, theme)


def test_the_keyboard_alone_leads_from_page_to_page(page: Page, server) -> None:
    page.goto(server.url)
    still(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("gudefeiluo")
    expect(page.get_by_role("option").first).to_contain_text("Ian Goodfellow")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ian Goodfellow")
    expect(page.locator(".tt-live")).to_have_text(re.compile("^Ian Goodfellow"))
    page.keyboard.press("/")
    page.keyboard.type("qqqqqqqq")
    page.keyboard.press("Enter")
    expect(page.locator("h2").first).to_contain_text("Nothing is called “qqqqqqqq” here")


def test_a_first_visit_is_light(new_page, server) -> None:
    page = new_page()
    carried: list[int] = []
    watcher = page.context.new_cdp_session(page)
    watcher.send("Network.enable")
    watcher.on("Network.loadingFinished", lambda event: carried.append(event["encodedDataLength"]))
    page.goto(f"{server.url}/paper?id=gan")
    still(page)
    assert 200_000 < sum(carried) < 1_500_000


def test_on_paper_the_whole_picture_and_nothing_to_click(page: Page, server) -> None:
    page.goto(f"{server.url}/lineage?work=transformer")
    picture = page.locator(".st-key-lineage-picture .stage > svg.kb-lineage")
    picture.wait_for()
    still(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    box = [float(number) for number in picture.get_attribute("viewBox").split()]
    drawn = picture.evaluate("svg => (({ x, y, width, height }) => [x, y, width, height])(svg.getBBox())")
    assert box[0] <= drawn[0] and box[0] + box[2] >= drawn[0] + drawn[2] - 1
    assert box[1] <= drawn[1] and box[1] + box[3] >= drawn[1] + drawn[3] - 1
    for kind in ("button", "[role=slider]", "input", ".tt-header nav", ".stage > .bar"):
        assert [one for one in page.locator(kind).all() if one.is_visible()] == [], kind
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert [float(number) for number in picture.get_attribute("viewBox").split()] != box


def test_the_header_leads_to_every_page_that_needs_no_name(page: Page, server) -> None:
    page.goto(f"{server.url}/about")
    still(page)
    for name in (*MAIN, *MORE):
        if name in MORE:
            page.locator(".tt-more-pages summary").click()
        way = page.locator(f'.tt-header nav a[href="{name}"]')
        way.click()
        expect(page).to_have_url(re.compile(f"/{name}$"))
        expect(page.locator(f'.tt-header nav a[href="{name}"]')).to_have_attribute("aria-current", "page")
        still(page)


def test_a_suggestion_is_taken_with_the_pointer_and_keeps_the_language(page: Page, server) -> None:
    page.goto(f"{server.url}/paper?id=gan&lang=zh")
    still(page)
    page.get_by_role("searchbox").fill("zhuyili")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("paper\\?id=rnnsearch&lang=zh"))
    expect(page.locator("h1")).to_have_text("注意力机制")
