"""A paper run from the page: started, watched, left alone, found again, cancelled."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from reproductions import launch

pytest.importorskip("torch", reason="running a paper needs PyTorch")


@pytest.fixture(autouse=True)
def nothing_goes_on(server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that failed half-way leaves no run behind."""
    yield
    monkeypatch.setenv("KB_HOME", str(server.home))
    for run in launch.runs():
        launch.cancel(run.id)
    for _ in range(600):
        if not any(run.active for run in launch.runs()):
            return
        time.sleep(0.1)


def start(page: Page, url: str, preset: str) -> str:
    """Start a run of GAN from its page; the address of the run."""
    page.goto(f"{url}/reproduce?paper=gan")
    page.get_by_role("radio", name=preset, exact=True).click()
    expect(page.get_by_role("radio", name=preset, exact=True)).to_be_checked()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page).to_have_url(re.compile(f"run=gan-{preset}-"))
    return page.url


def see_a_curve(page: Page) -> None:
    expect(page.get_by_role("heading", name="Losses")).to_be_visible(timeout=90_000)
    expect(
        page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first
    ).to_be_visible()


def cancel(page: Page) -> None:
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.locator(".tt-run-cancelled")).to_be_visible(timeout=60_000)


def test_from_a_paper_to_its_curve_and_cancel(page: Page, server) -> None:
    page.goto(f"{server.url}/paper?id=gan")
    page.get_by_role("link", name="Run it").first.click()
    expect(page.locator(".tt-needs")).to_contain_text("digits")
    start(page, server.url, "cpu")
    see_a_curve(page)
    expect(page.locator(".tt-state")).to_contain_text("digits, in place of mnist")
    expect(page.locator(".tt-newest img")).to_be_visible(timeout=60_000)
    cancel(page)
    expect(page.get_by_role("button", name="Resume", exact=True)).to_be_visible()


def test_a_smoke_run_goes_to_its_verdicts(page: Page, server) -> None:
    start(page, server.url, "smoke")
    see_a_curve(page)
    expect(page.locator(".tt-run-done")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("heading", name="What it says about the claims")).to_be_visible()
    expect(page.locator(".tt table code", has_text="GAN-1")).to_be_visible()

    said = page.locator("[role=status]", has_text="The run is:")
    expect(said).to_have_text("The run is: done")  # the same line that said before that it was running
    with page.expect_download() as download:
        page.get_by_role("button", name="measurements.json", exact=True).click()
    assert json.loads(download.value.path().read_text("utf-8"))["claims"].keys() >= {"GAN-1", "GAN-4"}

    page.locator("summary", has_text="Compare with another run").click()
    page.get_by_role("link", name="gan-smoke-seed0", exact=True).click()
    expect(page.get_by_role("heading", name="Two runs of GAN")).to_be_visible()
    expect(page.locator(".tt-sides").first).to_contain_text("GAN-1")
    page.go_back()
    expect(page.locator(".tt-run-done")).to_be_visible()


def test_a_run_outlives_reload_session_and_server(page: Page, new_page, server, watch) -> None:
    address = start(page, server.url, "cpu")
    see_a_curve(page)
    page.reload()
    see_a_curve(page)

    other = new_page()
    other.goto(f"{server.url}/reproduce?paper=gan")
    other.get_by_role("button", name="Start", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("Another run is going")
    other.get_by_role("link", name=address.rpartition("=")[2]).first.click()
    see_a_curve(other)

    watch.expected = (
        "WebSocket",
        "ERR_CONNECTION_REFUSED",
        "_stcore",
        "disconnected",
        "not responding",
    )  # while it is away
    server.stop()
    dialog = page.get_by_role("dialog", name="The server does not answer")
    expect(dialog).to_contain_text("kb serve")
    expect(page.get_by_text("Streamlit server is not responding")).to_be_hidden()
    server.start()
    expect(dialog).to_have_count(0, timeout=90_000)
    other.goto(address)
    expect(other.locator(".tt-run-running")).to_be_visible()
    see_a_curve(other)
    cancel(other)
    expect(page.locator(".tt-run-cancelled")).to_be_visible(
        timeout=90_000
    )  # the first page found its server again
