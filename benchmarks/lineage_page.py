"""The lineage page in Chromium: from a deep link to the drawn graph, and from a click to the opened work.

The peer is the home page of the same server in the same run: what any page of the explorer costs. Each visit
is a browser session of its own. Bytes are those that cross the wire, counted between browser and server.
Without Chromium the benchmark says so and measures the drawing alone. The last line is the result as JSON.
"""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

from served import ARGUMENTS, chromium, serve
from served.wire import Wire

from kb.base import KnowledgeBase
from kb.drawing import svg
from kb.lineage import lineage

WORK, ROUNDS = "rnnsearch", 7


def drawing_seconds() -> float:
    """CPU seconds for the SVG of the densest lineage, the median of five."""
    base = KnowledgeBase.load()
    found = lineage(base, WORK, depth=3, include_disputed=True)
    taken = []
    for _ in range(5):
        began = time.process_time()
        svg(base, found)
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def visit(browser: Any, address: str, shown: str) -> tuple[Any, float]:
    """A new session's page, and the seconds until an element was there."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    began = time.perf_counter()
    page.goto(address)
    page.locator(shown).first.wait_for(state="visible")
    return page, time.perf_counter() - began


def click(page: Any, wire: Wire, work: str) -> tuple[float, int]:
    """Seconds from a click on a work to its card on the page, and the bytes that the browser got for it."""
    page.wait_for_timeout(500)  # what the page itself needed is through
    before, began = wire.to_browser, time.perf_counter()
    page.locator(f".works .work[data-id={work}]").click(force=True)
    page.wait_for_url(f"**selected={work}*")
    page.locator(f'.tt-card a[href*="id={work}"]').first.wait_for()
    taken = time.perf_counter() - began
    page.wait_for_timeout(500)
    return taken, wire.to_browser - before


def pages(path: str) -> tuple[dict[str, float], float]:
    """Medians over sessions: seconds, and bytes of a click; the first visit only warms server and browser."""
    from playwright.sync_api import sync_playwright

    process, url = serve()
    wire = Wire(url)
    names = ("home page", "deep link to drawn graph", "click to opened work")
    seconds: dict[str, list[float]] = {name: [] for name in names}
    sizes: list[int] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            for _ in range(ROUNDS + 1):
                home, taken = visit(browser, wire.url, ".tt-page h1")
                seconds[names[0]].append(taken)
                address = f"{wire.url}/lineage?work={WORK}"
                page, taken = visit(browser, address, ".stage[data-ready] .work")
                seconds[names[1]].append(taken)
                taken, sent = click(page, wire, "transformer")
                seconds[names[2]].append(taken)
                sizes.append(sent)
                home.context.close()
                page.context.close()
            browser.close()
    finally:
        wire.close()
        process.terminate()
        process.wait(timeout=30)
    return {name: statistics.median(taken[1:]) for name, taken in seconds.items()}, statistics.median(
        sizes[1:]
    )


def main() -> None:
    """Print the medians, the ratio, and one line of JSON."""
    drawing = drawing_seconds()
    print(f"{'drawing the SVG':28} {drawing * 1000:6.0f} ms CPU")
    result: dict[str, Any] = {"drawing_cpu_seconds": drawing, "rounds": ROUNDS}
    path = chromium()
    if path is None:
        print("no Chromium here; the page was not measured (set KB_CHROMIUM to its path)")
    else:
        wall, sent = pages(path)
        for name, taken in wall.items():
            print(f"{name:28} {taken * 1000:6.0f} ms wall")
        ratio = wall["deep link to drawn graph"] / wall["home page"]
        print(f"{'a click is sent':28} {sent / 1000:6.1f} kB")
        print(f"ratio to the home page {ratio:.2f}")
        result |= {"ratio_wall": round(ratio, 3), "wall_seconds": wall, "click_bytes": sent}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
