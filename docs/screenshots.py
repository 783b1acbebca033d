"""Take the pictures of the explorer that the README shows, in a real Chromium: python docs/screenshots.py

Needs Chromium and a Chinese font (apt install chromium fonts-noto-cjk). Nothing but these files is written.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

#: file, address, theme, width, height
PICTURES = [
    ("lineage.png", "lineage?work=transformer&depth=2&disputed=1", "light", 1280, 900),
    ("lineage-zh.png", "lineage?work=transformer&depth=2&disputed=1&lang=zh", "dark", 1280, 900),
    ("home.png", "", "light", 1280, 900),
    ("paper-zh.png", "paper?id=gan&lang=zh", "dark", 1280, 900),
    ("person.png", "person?id=ilya-sutskever", "light", 1280, 900),
    ("phone.png", "lineage?work=gan", "light", 390, 844),
    ("reproduce.png", "reproduce?run={run}", "light", 1280, 1700),
    ("ledger.png", "ledger", "light", 1280, 1300),
    ("map.png", "map", "light", 1280, 1000),
    ("path-zh.png", "path?from=lstm&to=transformer&lang=zh", "dark", 1280, 900),
    ("story.png", "story?id=how-attention-was-born&stop=4", "light", 1280, 900),
    ("awards.png", "awards", "light", 1280, 1150),
    ("reproduce-zh.png", "reproduce?run={run}&lang=zh", "dark", 1280, 1700),
]


def take(browser: Browser, root: str, name: str, address: str, theme: str, width: int, height: int) -> None:
    """One picture, once the page has drawn what it shows."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        device_scale_factor=2 if width < 600 else 1.5,
    )
    page = context.new_page()
    page.goto(f"{root}/{address}")
    page.locator("h1").first.wait_for()
    if address.startswith("lineage"):
        page.locator(".stage[data-ready]").wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    if "run=" in address:
        page.locator("[data-testid=stVegaLiteChart]").last.wait_for()
    page.wait_for_timeout(1500)  # fonts and transitions come to rest
    page.screenshot(path=HERE / "screenshots" / name)
    context.close()


def main() -> int:
    """Serve the explorer on a free port, take every picture, stop the server."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print("chromium is not installed: apt install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (HERE / "screenshots").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        kb, environment = Path(sys.executable).parent / "kb", {**os.environ, "KB_HOME": home}
        subprocess.run(
            [kb, "run", "gan", "--preset", "smoke"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        run = next((Path(home) / "runs").glob("gan-smoke-*")).name
        server = subprocess.Popen([kb, "serve", "--port", str(port)], env=environment)
        try:
            root = f"http://127.0.0.1:{port}"
            _wait_for(f"{root}/_stcore/health")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                for name, address, *look in PICTURES:
                    take(browser, root, name, address.format(run=run), *look)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)
    return 0


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"{address} did not answer within a minute")


if __name__ == "__main__":
    sys.exit(main())
