"""From one work to another, and works side by side, with real clicks and keys."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def heading(page: Page):
    return page.locator(".tt-page h1")


def test_a_path_is_chosen_opened_by_keyboard_turned_round_and_left_by_back(page: Page, server) -> None:
    page.goto(f"{server.url}/path")
    page.locator(".tt-door", has_text="RNNsearch").click()
    expect(heading(page)).to_have_text("How did the idea get from RNNsearch to DALL-E 2?")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    to = page.get_by_role("combobox", name="To")
    to.click()
    to.fill("clip")
    expect(page.get_by_role("option", name="CLIP", exact=True)).to_have_attribute("data-focused", "true")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("How did the idea get from RNNsearch to CLIP?")
    expect(page).to_have_url(re.compile(r"from=rnnsearch&to=clip$"))

    first = page.locator(".tt-strip").first
    step = first.locator("summary").first
    expect(first.locator(".tt-evidence").first).to_be_hidden()
    step.focus()
    page.keyboard.press("Enter")
    evidence = first.locator(".tt-hop-because").first
    expect(evidence).to_contain_text("read in the source")
    strip, panel = first.bounding_box(), evidence.bounding_box()
    assert panel["width"] > 0.9 * strip["width"]  # the evidence has the room of the whole strip
    page.keyboard.press("Tab")
    expect(evidence.locator("a").first).to_be_focused()

    page.get_by_role("link", name="Swap").click()
    expect(page.get_by_role("heading", name="Time runs the other way")).to_be_visible()
    page.go_back()
    expect(heading(page)).to_have_text("How did the idea get from RNNsearch to CLIP?")
    expect(page.locator(".tt-strip")).to_have_count(3)
    expect(to).to_have_value("CLIP")


def test_a_path_and_a_comparison_fit_a_phone(new_page, server) -> None:
    page = new_page(width=390, height=844, theme="dark", locale="zh-CN")
    page.goto(f"{server.url}/path?from=lstm&to=transformer")
    strip = page.locator(".tt-strip").first
    year, word = strip.locator(".tt-year").first, strip.locator(".tt-hop-word").first
    expect(word).to_be_visible()
    assert word.bounding_box()["y"] > year.bounding_box()["y"]  # upright: what follows stands below
    page.locator(".tt-path-note a", has_text="比较").click()
    columns = page.locator(".tt-beside-one")
    expect(columns).to_have_count(2)
    upper, lower = (columns.nth(n).bounding_box() for n in (0, 1))
    assert lower["y"] >= upper["y"] + upper["height"]
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
    page.locator(".tt-beside-common a", has_text=re.compile("^1$")).first.click()
    expect(heading(page)).to_contain_text("想法如何从")
    page.go_back()
    expect(columns).to_have_count(2)
