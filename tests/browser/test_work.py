"""A work's page, the press and the about page, with real clicks and keys."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_from_a_works_parts_to_a_report_at_its_place(page: Page, server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server.url}/paper?id=gan")
    expect(page.get_by_role("tab", name="RIS")).to_be_visible()  # the end of the page is there
    page.locator(".tt-contents a", has_text="Claims and measurements").click()
    expect(page.locator("#claims")).to_be_focused()
    expect(page.locator("#claims h2")).to_be_in_viewport()
    page.locator("#claims a.tt-wrong").first.press("Enter")
    expect(page).to_have_url(re.compile("report=GAN-1"))
    expect(page.locator("#report")).to_be_focused()
    expect(page.locator("#report")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#report textarea")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#report button")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#report textarea").input_value()
    assert "data/claims.yaml" in copied
    page.locator("#report a", has_text="Close").click()
    expect(page.locator("#report")).to_have_count(0)
    page.go_back()
    expect(page.locator("#report")).to_be_visible()
    page.get_by_role("tab", name="RIS").click()
    entry = page.get_by_role("tabpanel")
    expect(entry.locator("code")).to_contain_text("TI - Generative Adversarial Nets")
    entry.get_by_role("button", name="Copy").click()
    expect(entry.locator("output")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - CPAPER\n")


def test_from_a_kind_of_error_to_a_statement_of_its_own(page: Page, server) -> None:
    page.goto(f"{server.url}/press")
    page.locator(".tt-choices a", has_text="misleading").click()
    expect(page).to_have_url(re.compile("kind=misleading"))
    expect(page.locator(".tt-choices [aria-current]").first).to_have_text("misleading")
    page.locator(".tt-ask input").fill("GAN")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=misleading&work=GAN"))
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text(
        re.compile(r"^\d+ of \d+ shown$")
    )
    page.locator(".tt-statement", has_text="generator is too strong").locator(
        "a", has_text="own page"
    ).click()
    expect(page.locator(".tt-page h1")).to_have_text(
        "If the generator is too strong, the discriminator cannot learn."
    )
    page.get_by_text("Is something wrong here?").click()
    expect(page.locator("#report textarea")).to_have_value(re.compile("data/press.yaml, line"))
