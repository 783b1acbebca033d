"""The lineage page in a real Chromium: moving to another centre, seeing more, taking the picture along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kb import KnowledgeBase
from kb.cli.app import build
from kb.drawing.standalone import page as standalone
from kb.lineage import lineage

REAL = Path(__file__).resolve().parents[2] / "data"
STAGE = ".st-key-lineage-picture .stage"

#: Where a work's card is on the screen at each frame, from now on.
_FOLLOW = """
(id) => {
  window.places = [];
  const frame = () => {
    const card = window.__lineage.lineage.work(id)?.querySelector(".card").getBoundingClientRect();
    if (card) window.places.push(Math.round(card.left));
    requestAnimationFrame(frame);
  };
  frame();
}
"""


def weigh(page: Page) -> list[int]:
    """The bytes of every message that the server sends from now on."""
    sizes: list[int] = []

    def heard(message: str | bytes) -> None:
        sizes.append(len(message if isinstance(message, bytes) else message.encode()))

    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    return sizes


def test_a_click_is_cheap_and_a_double_click_moves_the_picture_to_another_centre(new_page, server) -> None:
    page = new_page(motion="no-preference")
    sizes = weigh(page)
    page.goto(f"{server.url}/lineage?work=gan&depth=1")
    stage = page.locator(STAGE)
    expect(stage).to_have_attribute("data-ready", "gan")
    expect(page.get_by_text("Take it with you")).to_be_visible()  # the page is whole
    drawn = page.locator(f"{STAGE} > svg").element_handle()

    sizes.clear()
    page.locator('.work[data-id="dcgan"]').click()
    expect(page.locator(".tt-card h2")).to_have_text("DCGAN")
    expect(page).to_have_url(re.compile("work=gan&depth=1&selected=dcgan"))
    print(f"a click: {sum(sizes)} bytes in {len(sizes)} messages")
    assert sum(sizes) <= 5_120
    assert drawn.evaluate("e => e.isConnected"), "a click must not draw the picture anew"
    other = page.locator(
        ".tt-languages a", has_text="中文"
    )  # written before the click, and yet it keeps the choice
    expect(other).to_have_attribute("href", re.compile("selected=dcgan"))

    fold = page.locator(".tt-because details")
    fold.locator("summary").click()
    expect(fold.locator("li").first).to_contain_text("aim is to stabilise GANs")  # from the picture, not sent

    page.evaluate(_FOLLOW, "dcgan")
    page.locator('.work[data-id="dcgan"]').dblclick()
    expect(page).to_have_url(re.compile(r"work=dcgan&depth=1$"))
    expect(stage).to_have_attribute("data-ready", "dcgan")
    expect(page.locator(".tt-page h1")).to_have_text("The lineage of DCGAN")
    page.wait_for_function("() => !window.__lineage.lineage.svg.getAnimations({ subtree: true }).length")
    places = page.evaluate("window.places")
    between = {x for x in places if min(places[0], places[-1]) < x < max(places[0], places[-1])}
    assert between, "it jumped"
    expect(page.locator(f"{STAGE} > svg")).to_have_count(1)

    page.go_back()
    expect(stage).to_have_attribute("data-ready", "gan")
    page.locator('.work[data-id="wgan"]').focus()
    page.keyboard.press("Shift+Enter")
    expect(stage).to_have_attribute("data-ready", "wgan")


def test_twenty_more_works_come_and_the_camera_stays(page: Page, server) -> None:
    page.goto(f"{server.url}/lineage?work=transformer")
    stage = page.locator(STAGE)
    expect(stage).to_have_attribute("data-ready", "transformer")
    expect(page.locator(f"{STAGE} .work")).to_have_count(50)
    page.get_by_role("button", name="Zoom in (+)").click()
    scale, x = stage.get_attribute("data-scale"), stage.get_attribute("data-x")
    more = page.get_by_role("button", name=re.compile(r"Show \d+ more"))
    more.click()
    expect(page.locator(f"{STAGE} .work")).not_to_have_count(50)
    expect(page).to_have_url(re.compile("k=70"))
    assert (stage.get_attribute("data-scale"), stage.get_attribute("data-x")) == (scale, x)


def written(tmp_path: Path, file: str, *options: str) -> bytes:
    """What the command line writes into a file of this name."""
    with pytest.raises(SystemExit) as ended:
        build().main(["lineage", "gan", *options, "-o", str(tmp_path / file)], prog_name="kb")
    assert ended.value.code in (0, None)
    return (tmp_path / file).read_bytes()


def test_what_is_taken_along_is_what_the_command_line_writes(new_page, server, tmp_path: Path) -> None:
    page = new_page(theme="dark", locale="zh-CN")
    page.goto(f"{server.url}/lineage?work=gan")
    page.get_by_text("带走这幅图").click()
    for label, file, options in (
        ("SVG 矢量图", "gan.svg", ("--theme", "dark", "--lang", "zh")),
        ("可离线打开的单个网页", "gan.html", ("--lang", "zh")),
        ("Mermaid 文本", "gan.mmd", ("--lang", "zh")),
    ):
        with page.expect_download() as saved:
            page.get_by_role("button", name=label).click()
        assert saved.value.suggested_filename == file
        assert Path(saved.value.path()).read_bytes() == written(tmp_path, file, *options), file
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG 图片").click()
    assert saved.value.suggested_filename == "gan.png"
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制此视图的链接").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_file_opens_from_disk_without_a_network(
    browser: Browser, tmp_path: Path, theme: str, language
) -> None:
    base = KnowledgeBase.load(REAL)
    file = tmp_path / "gan.html"
    text = standalone(base, lineage(base, "gan", depth=2), language=language)
    file.write_text(text.replace('data-why="', 'data-why="&lt;img src=x onerror=window.hurt=1&gt;'), "utf-8")
    context = browser.new_context(offline=True, color_scheme=theme, viewport={"width": 1000, "height": 800})
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda message: seen.append(message.text))
    page.goto(file.as_uri())
    stage = page.locator(".stage")
    expect(stage).to_have_attribute("data-ready", "gan")
    expect(stage).to_have_attribute("data-theme", theme)

    page.locator('.work[data-id="gan"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".evidence")).to_contain_text("<img src=x")
    assert page.evaluate("window.hurt") is None
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # the card of the work at the other end
    expect(page.locator(".evidence a")).to_have_attribute("href", re.compile("^https://"))
    scale = float(stage.get_attribute("data-scale") or 0)
    page.keyboard.press("+")
    assert float(stage.get_attribute("data-scale") or 0) > scale
    assert [(v["id"], v["impact"]) for v in Axe().run(page).response["violations"]] == []
    context.close()
    assert seen == [file.as_uri()]
