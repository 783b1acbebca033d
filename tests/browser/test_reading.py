"""Finding and reading, with real clicks and keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect


def heading(page: Page):
    return page.locator(".tt-page h1")


def test_from_a_search_to_the_evidence_of_a_link(page: Page, server, point_at) -> None:
    page.goto(server.url)
    page.locator("#tt-suggestions").wait_for(state="attached")  # the script that listens for keys
    page.keyboard.press("/")  # the search box, from anywhere
    page.keyboard.type("attenton")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=attenton"))
    page.locator(".tt-hits a").first.click()
    expect(heading(page)).to_have_text("RNNsearch")
    page.get_by_role("link", name="See its lineage").click()
    expect(page).to_have_url(re.compile(r"/lineage\?work=rnnsearch"))
    picture = page.locator(".st-key-lineage-picture")  # the page before had a small one of its own
    point_at(picture.locator('.link[data-id="rnnsearch-improves-rnn-encoder-decoder"]'))
    expect(page.locator(".stage .evidence")).to_contain_text("bottleneck")
    page.locator('.work[data-id="rnn-encoder-decoder"]').click()
    expect(page).to_have_url(re.compile("selected=rnn-encoder-decoder"))
    expect(page.locator(".tt-card h2")).to_have_text("RNN Encoder-Decoder")
    expect(page.locator(".work.chosen")).to_have_attribute("data-id", "rnn-encoder-decoder")
    page.get_by_role("link", name="Open its page").click()
    expect(heading(page)).to_have_text("RNN Encoder-Decoder")


def test_back_forward_and_reload_show_what_they_showed(page: Page, server) -> None:
    page.goto(f"{server.url}/paper?id=gan")
    expect(heading(page)).to_have_text("GAN")
    page.locator(".tt-people a", has_text="Yoshua Bengio").click()
    expect(heading(page)).to_have_text("Yoshua Bengio")
    page.locator(".tt-lines a", has_text="RNNsearch").first.click()
    expect(heading(page)).to_have_text("RNNsearch")
    page.go_back()
    expect(heading(page)).to_have_text("Yoshua Bengio")
    page.go_back()
    expect(heading(page)).to_have_text("GAN")
    page.go_forward()
    expect(heading(page)).to_have_text("Yoshua Bengio")
    page.reload()
    expect(heading(page)).to_have_text("Yoshua Bengio")


def test_a_link_opened_in_a_second_tab_shows_the_same(page: Page, server, watch) -> None:
    page.goto(f"{server.url}/paper?id=gan&lang=zh")
    link = page.locator(".tt-people a").first
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    second = watch.over(opened.value)
    expect(heading(second)).to_have_text("伊恩·古德费洛")
    expect(heading(page)).to_have_text("生成对抗网络")


def test_the_camera_stays_when_another_work_is_chosen(page: Page, server) -> None:
    page.goto(f"{server.url}/lineage?work=gan")
    stage = page.locator(".st-key-lineage-picture .stage")
    expect(stage).to_have_attribute("data-ready", "gan")
    page.get_by_role("button", name="Zoom in (+)").click()
    scale = stage.get_attribute("data-scale")
    page.locator('.work[data-id="cgan"]').click()
    expect(page.locator(".tt-card h2")).to_have_text("cGAN")
    expect(stage).to_have_attribute("data-scale", scale)


def test_filters_change_the_picture_and_the_address(page: Page, server) -> None:
    page.goto(f"{server.url}/lineage?work=rnnsearch")
    expect(page.locator('.work[data-id="arrival-film"]')).to_have_count(0)
    page.get_by_text("Disputed and refuted too").click()
    expect(page.locator('.work[data-id="arrival-film"]')).to_have_count(1)
    expect(page).to_have_url(re.compile("disputed=1"))
    page.go_back()
    expect(page.locator('.work[data-id="arrival-film"]')).to_have_count(0)
    expect(page.get_by_label("Disputed and refuted too")).not_to_be_checked()


def test_the_language_switch_keeps_the_view(page: Page, server) -> None:
    page.goto(f"{server.url}/lineage?work=gan&depth=3&selected=wgan")
    expect(page.locator(".tt-card h2")).to_have_text("WGAN")
    page.locator(".tt-languages a", has_text="中文").click()
    expect(heading(page)).to_have_text("生成对抗网络的脉络")
    expect(page.locator(".tt-card h2")).to_have_text("沃瑟斯坦GAN")
    expect(page).to_have_url(re.compile("depth=3.*lang=zh"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_chinese_browser_is_greeted_in_chinese(new_page, server) -> None:
    page = new_page(locale="zh-CN")
    page.goto(server.url)
    expect(heading(page)).to_contain_text("可追溯")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_keyboard_alone_reaches_a_work(page: Page, server) -> None:
    page.goto(f"{server.url}/lineage?work=gan")
    expect(page.locator(".st-key-lineage-picture .stage")).to_have_attribute("data-ready", "gan")
    page.locator('.work[data-id="gan"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".stage .evidence")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("selected="))
    expect(page.locator(".tt-because")).to_contain_text("GAN")


@pytest.mark.parametrize("address", ["/paper?id=gann", "/lineage?work=gann"])
def test_a_wrong_id_leads_on_to_the_nearest(page: Page, server, address: str) -> None:
    page.goto(server.url + address)
    expect(heading(page)).to_contain_text("“gann”")
    page.locator(".tt-offers a", has_text=re.compile("^GAN$")).click()
    expect(heading(page)).to_have_text("GAN")


def test_a_page_that_is_not_ours_never_gets_a_script_of_ours(page: Page, server) -> None:
    answer = page.goto(f"{server.url}/paper?id=<script>window.hit=1</script>")
    expect(heading(page)).to_contain_text("<script>window.hit=1</script>")
    assert page.evaluate("window.hit") is None
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
