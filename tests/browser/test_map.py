"""The map with real hands: point, choose, search, narrow, zoom, keys, and a list of one's own."""

from __future__ import annotations

import random
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

HOSTILE = "<img src=x onerror=window.hurt=1>"


def stage(page: Page):
    return page.locator(".st-key-works-map-map .stage[data-ready]")


def work(page: Page, id_: str):
    return page.locator(f'.kb-map .w[data-id="{id_}"]')


def test_from_the_whole_map_to_the_evidence_of_one_work_and_back(page: Page, server) -> None:
    page.goto(f"{server.url}/map")
    expect(stage(page)).to_be_visible()
    assert page.locator(".kb-map .line").count() == 0  # no tangle at first sight
    page.locator(".find input").fill("distractor zzz")
    expect(page.locator(".find output")).to_have_text("no work is called so")
    page.locator(".find input").fill("turing machine")
    expect(page.locator(".find output")).to_contain_text("1 work")
    expect(page).to_have_url(re.compile("find=turing"))
    page.keyboard.press("Enter")
    expect(work(page, "ntm")).to_be_focused()
    expect(page.locator(".stage .tag")).to_contain_text("Neural Turing Machines")
    lines = page.locator(".kb-map .line").count()
    assert lines == int(work(page, "ntm").get_attribute("data-links") or 0)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".kb-map .w:focus")).not_to_have_attribute("data-id", "ntm")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    chosen = page.locator(".kb-map .w.chosen").get_attribute("data-id")
    expect(page).to_have_url(re.compile(f"selected={chosen}"))
    scale = stage(page).get_attribute("data-scale")
    card = page.locator(".tt-mapcard")
    card.locator("summary").first.click()
    expect(card.locator(".tt-evidence").first).to_be_visible()
    assert stage(page).get_attribute("data-scale") == scale  # the rerun left the camera where it was
    page.locator(".tt-languages a[lang=zh-CN]").click()  # written before the click, keeps it
    expect(card.locator("aside h2")).to_contain_text("它的关联")
    expect(page).to_have_url(re.compile(f"find=turing.*selected={chosen}.*lang=zh"))
    page.go_back()  # the language stays, once chosen
    expect(page).not_to_have_url(re.compile("lang="))
    page.go_back()
    expect(card.locator("h2")).to_have_count(0)
    expect(page.locator(".kb-map .w.chosen")).to_have_count(0)


def test_years_are_narrowed_by_drag_and_by_keys_and_stay_in_the_address(page: Page, server) -> None:
    page.goto(f"{server.url}/map?topics=attention-memory,vision")
    expect(stage(page)).to_be_visible()
    track = page.locator(".brush .track")
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"years=20\d\d-20\d\d"))
    first = page.get_by_role("slider", name="From the year")
    year = int(first.get_attribute("aria-valuenow") or 0)
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(f"years={year + 1}-"))
    expect(work(page, "alexnet")).to_have_count(0)
    page.get_by_role("button", name="All years").click()
    expect(work(page, "alexnet")).to_have_count(1)
    expect(page).not_to_have_url(re.compile("years="))


def test_a_long_list_of_ones_own_is_laid_over_by_a_phone_in_the_dark(
    new_page, server, tmp_path: Path
) -> None:
    drawn = random.Random(3)
    entries = ["@misc{a, title={Wasserstein GAN}, year={2017}}", "@misc{b, title={DCGAN}}"]
    entries += [
        f"@misc{{r{i}, title={{Lamp {i}}}, year={{{drawn.randint(2001, 2024)}}}}}" for i in range(120)
    ]
    entries.append(f"@misc{{h, title={{{HOSTILE}}}, year={{1999}}}}")
    file = tmp_path / "mine.bib"
    file.write_text("\n".join(entries), "utf-8")
    page = new_page(width=390, height=844, theme="dark")
    page.goto(f"{server.url}/map")
    expect(stage(page)).to_be_visible()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".kb-map .w.read")).to_have_count(2)
    expect(page.locator(".kb-map .w.t-outside")).to_have_count(121)
    expect(page.get_by_text("on the map as open dots")).to_be_visible()
    assert page.evaluate("window.hurt") is None
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth <= e.clientWidth")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    page.get_by_role("button", name="Take the list off the map").click()
    expect(page.locator(".kb-map .w.read")).to_have_count(0)
