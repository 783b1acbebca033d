"""A guided tour walked by keyboard, and put on paper; people and prizes on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

TOUR = "/story?id=how-attention-was-born"


def test_the_arrow_keys_walk_along_a_tour_and_back(page: Page, server) -> None:
    page.goto(server.url + TOUR)
    here = page.locator(".tt-here h2")
    said = page.locator(".st-key-tour [aria-live]")
    expect(here).to_have_text("RNN Encoder-Decoder")
    expect(said).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(here).to_have_text("First idea: two cursors")
    expect(page).to_have_url(re.compile(r"stop=3$"))
    expect(said).to_have_text("Stop 3 of 10: First idea: two cursors")
    expect(page.locator(".tt-rail [aria-current]")).to_contain_text("First idea: two cursors")
    page.keyboard.press("ArrowLeft")
    expect(here).to_have_text("An intern comes to the translation project")
    on = page.get_by_role("link", name="First idea: two cursors").last
    expect(on).to_have_attribute("rel", "next")
    on.focus()
    page.keyboard.press("Enter")  # the focus goes on with the link, so that Enter leads on again
    expect(page.locator('.tt-ways a[rel="next"]:focus')).to_contain_text("The soft search is found")
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowRight")  # here the key belongs to the text
    page.go_back()
    expect(here).to_have_text("An intern comes to the translation project")
    page.reload()
    expect(here).to_have_text("An intern comes to the translation project")
    assert here.bounding_box()["y"] < 900


def test_on_paper_a_tour_shows_all_its_stops_and_nothing_to_click(new_page, server) -> None:
    page = new_page(theme="dark")
    page.goto(f"{server.url}{TOUR}&stop=5")
    expect(page.locator(".tt-here h2")).to_have_text("RNNsearch")
    expect(page.locator(".tt-stop:visible")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".tt-stop:visible")).to_have_count(10)
    expect(page.locator(".tt-sources li:visible").first).to_be_visible()
    for control in (".tt-header", ".tt-rail", ".tt-ways", ".tt-footer"):
        expect(page.locator(control)).to_be_hidden()
    colours = "e => [getComputedStyle(e).color, getComputedStyle(e.closest('.stApp')).backgroundColor]"
    assert page.locator(".tt-here .tt-told").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.locator(".tt-stop").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert sheets > 3  # not only the first screen
