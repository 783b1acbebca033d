"""The map in Chromium with 1,500 works and references on it: what zooming, dragging and a click cost.

A list of references is made up and kept as `kb import` would, in a home of its own, and laid over the map by
its address. The same gesture (six steps of the wheel and a drag) on the lineage page of the same server is
the peer. CPU seconds are those of all processes of the browser, by its own account; bytes are those that
cross the wire, counted between browser and server. Without Chromium the benchmark says so and measures the
drawing alone. The last line is JSON.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import tempfile
import time
from typing import Any

from served import ARGUMENTS, chromium, serve
from served.wire import Wire

REFERENCES, ROUNDS = 1371, 5
READ = ("dcgan", "wgan", "transformer", "resnet", "vit", "ddpm")
WORDS = [
    "deep", "neural", "networks", "learning", "attention", "graph", "diffusion", "models", "language",
    "policy", "sparse", "robust", "efficient", "scale", "contrastive", "generative", "kernel", "transport",
]  # fmt: skip


def bib() -> bytes:
    """A list as somebody may have it: six works of the base, and many that are not in it."""
    drawn = random.Random(7)
    entries = [f"@misc{{{work}, note = {{{work}}}, title = {{{work}}}}}" for work in READ]
    for i in range(REFERENCES):
        title = " ".join(drawn.sample(WORDS, 6)).capitalize()
        year = min(2025, max(1990, int(2018 + drawn.gauss(0, 4.5))))
        entries.append(
            f"@article{{ref{i}, title = {{{title} {i}}}, author = {{Doe, A.}}, year = {{{year}}}}}"
        )
    return "\n".join(entries).encode()


def keep_list() -> None:
    """Put the list where the explorer looks for it."""
    from kb import overlay

    found = overlay.read(bib(), "many.bib")
    overlay.save(overlay.Overlay("many", "many.bib", "2026-01-01", found.entries, found.problems))


def drawing_seconds() -> tuple[float, int]:
    """CPU seconds for the SVG of the whole map, the median of three, and its size in bytes."""
    from kb import atlas, overlay
    from kb.base import KnowledgeBase

    base = KnowledgeBase.load()
    study = overlay.study(base, overlay.load("many"))
    spots = atlas.works(base, read=study.mine) + atlas.references(study.matches)
    taken, picture = [], ""
    for _ in range(3):
        began = time.process_time()
        picture = atlas.svg(atlas.arrange(spots))
        taken.append(time.process_time() - began)
    return statistics.median(taken), len(picture.encode())


class Visitor:
    """A page in a session of its own, with an account of what it cost."""

    def __init__(self, browser: Any, wire: Wire) -> None:
        self.session = browser.new_browser_cdp_session()
        self.page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        self.page.set_default_timeout(120_000)
        self.wire = wire

    def cpu(self) -> float:
        """CPU seconds of all processes of the browser so far."""
        return sum(one["cpuTime"] for one in self.session.send("SystemInfo.getProcessInfo")["processInfo"])

    def open(self, path: str, shown: str) -> tuple[float, int]:
        """CPU seconds and bytes from the address to the picture at rest."""
        began, before = self.cpu(), self.wire.to_browser
        self.page.goto(self.wire.url + path)
        self.page.locator(shown).first.wait_for(state="attached")
        self.page.wait_for_timeout(2500)
        return self.cpu() - began, self.wire.to_browser - before

    def gesture(self, stage: str) -> float:
        """CPU seconds for six steps of the wheel and a drag."""
        self.page.locator(stage).first.scroll_into_view_if_needed()
        box = self.page.locator(stage).first.bounding_box()
        x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6
        self.page.mouse.move(x, y)
        self.page.wait_for_timeout(600)
        began = self.cpu()
        self.page.keyboard.down("Control")
        for _ in range(6):
            self.page.mouse.wheel(0, -120)
            self.page.wait_for_timeout(50)
        self.page.keyboard.up("Control")
        self.page.mouse.down()
        self.page.mouse.move(x - 160, y - 60, steps=12)
        self.page.mouse.up()
        self.page.wait_for_timeout(400)
        return self.cpu() - began

    def click(self) -> tuple[int, int]:
        """Bytes to and from the server for a click on a work."""
        self.page.keyboard.press("Escape")
        self.page.locator(".tools button").nth(2).click()
        self.page.wait_for_timeout(1500)
        up, down = self.wire.to_server, self.wire.to_browser
        self.page.locator(".w[data-id=s4] circle").first.click()
        self.page.wait_for_url("**selected=s4*")
        self.page.wait_for_timeout(2500)
        return self.wire.to_server - up, self.wire.to_browser - down


def pages(path: str) -> dict[str, float]:
    """Medians over sessions; the first visit warms server and browser and does not count."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    process, url = serve()
    wire = Wire(url)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            for _ in range(ROUNDS + 1):
                one = Visitor(browser, wire)
                taken, loaded = one.open("/map?overlay=many", ".stage[data-ready] .w.read")
                note("map: load, CPU s", taken)
                note("map: load, kB received", loaded / 1000)
                note("map: 6 wheel steps and a drag, CPU s", one.gesture(".stage"))
                sent, received = one.click()
                note("map: click, kB sent", sent / 1000)
                note("map: click, kB received", received / 1000)
                one.page.context.close()
                peer = Visitor(browser, wire)
                peer.open("/lineage?work=rnnsearch", ".stage[data-ready] .work")
                note("lineage page: the same gesture, CPU s", peer.gesture(".stage"))
                peer.page.context.close()
            browser.close()
    finally:
        wire.close()
        process.terminate()
        process.wait(timeout=60)
    return {name: statistics.median(values[1:]) for name, values in found.items()}


def main() -> None:
    """Print the medians and one line of JSON."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(KB_HOME=home, KB_OFFLINE="1")
        keep_list()
        drawing, size = drawing_seconds()
        print(f"{'drawing the SVG':44} {drawing:8.2f} CPU s, {size / 1000:.0f} kB")
        result: dict[str, Any] = {"drawing_cpu_seconds": drawing, "svg_bytes": size, "rounds": ROUNDS}
        path = chromium()
        if path is None:
            print("no Chromium here; the page was not measured (set KB_CHROMIUM to its path)")
        else:
            medians = pages(path)
            for name, value in medians.items():
                print(f"{name:44} {value:8.2f}")
            result["medians"] = {name: round(value, 3) for name, value in medians.items()}
        print(json.dumps(result))


if __name__ == "__main__":
    main()
