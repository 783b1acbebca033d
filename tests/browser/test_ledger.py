"""The ledger in a browser: from a number to its claims, from a line to its row, and back."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_from_a_verdict_to_a_claim_and_back(page: Page, server) -> None:
    page.goto(f"{server.url}/ledger?paper=gan")
    expect(page.locator("tr[id]")).to_have_count(5, timeout=90_000)  # a new server compiles the facts first
    page.get_by_role("navigation", name="Claims by verdict").get_by_role(
        "link", name="not reproduced"
    ).click()
    expect(page.locator("tr[id]")).to_have_count(1)
    expect(page.locator(".tt-tested .tt-aim")).to_be_visible()

    page.locator(".tt-tested a").click()
    row = page.locator("tr#GAN-1")
    expect(row).to_be_focused()
    row.locator("summary", has_text="Criterion and control").click()
    expect(row).to_contain_text("at least 250 epochs and 5 seeds")
    page.go_back()
    expect(page.locator("tr[id]")).to_have_count(5)
    row.get_by_role("link", name="gan-cpu-").click()
    expect(page.get_by_role("heading", name="GAN · cpu")).to_be_visible()


def test_on_a_phone_nothing_is_cut_off(new_page, server) -> None:
    page = new_page(width=390, height=844, theme="dark")
    page.goto(f"{server.url}/ledger?paper=ntm&lang=zh")
    expect(page.locator("tr#NTM-2")).to_be_visible()
    for part in page.locator(".tt-tally, .tt-tested > li, .tt-ledger td, .tt-tested-legend").all():
        box = part.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
