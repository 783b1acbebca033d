"""Every page of the explorer in Chromium: seconds until it is whole, what it asks for, what axe-core finds.

Each page is opened in both languages, and looked at in both themes, on a phone. The peer is the home page of
the same server in the same run. Requests to anywhere else, errors in the console and serious or critical
findings are counted; all three should be 0. The last line is the result as JSON.
"""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

from served import ARGUMENTS, chromium, serve

from explorer.links.examples import EXAMPLES

SERIOUS = ("serious", "critical")
STILL = '[data-testid="stApp"][data-test-script-state="notRunning"] .stMain h1'


class Watch:
    """Counts what a page must not do."""

    def __init__(self, page: Any, url: str) -> None:
        ours = (url, url.replace("http", "ws", 1), "data:", "blob:")
        self.foreign = self.errors = 0
        page.on("request", lambda request: self._asked(request.url.startswith(ours)))
        page.on("pageerror", lambda _: self._wrong(True))
        page.on("console", lambda message: self._wrong(message.type == "error"))

    def _asked(self, ours: bool) -> None:
        self.foreign += not ours

    def _wrong(self, error: bool) -> None:
        self.errors += error


def look(browser: Any, url: str, address: str) -> dict[str, Any]:
    """Seconds of both languages, and what was counted in both themes."""
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce").new_page()
    watch, seconds, found = Watch(page, url), [], 0
    for language in ("en", "zh"):
        began = time.perf_counter()
        page.goto(f"{url}{address}{'&' if '?' in address else '?'}lang={language}")
        page.locator(STILL).first.wait_for(timeout=60_000)
        seconds.append(time.perf_counter() - began)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            violations = Axe().run(page).response["violations"]
            found += sum(v["impact"] in SERIOUS for v in violations)
    page.context.close()
    return {"seconds": min(seconds), "foreign": watch.foreign, "errors": watch.errors, "findings": found}


def main() -> None:
    """Print a line a page, and one line of JSON."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        print("no Chromium here; the pages were not looked at (set KB_CHROMIUM to its path)")
        print(json.dumps({"pages": 0}))
        return
    process, url = serve()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            look(browser, url, "/")  # warms server and browser, and does not count
            found = {name or "home": look(browser, url, address) for name, address in EXAMPLES.items()}
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=30)
    print(f"{'page':12} {'s':>6} {'foreign':>8} {'errors':>7} {'axe':>4}")
    for name, one in found.items():
        print(f"{name:12} {one['seconds']:6.2f} {one['foreign']:8} {one['errors']:7} {one['findings']:4}")
    median = statistics.median(one["seconds"] for one in found.values())
    result = {
        "pages": len(found),
        "median_seconds": round(median, 3),
        "ratio_wall": round(median / found["home"]["seconds"], 3),
        **{name: sum(one[name] for one in found.values()) for name in ("foreign", "errors", "findings")},
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
