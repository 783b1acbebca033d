"""The lineage picture and its component in a real Chromium, without Streamlit: a bare page hosts both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from kb.base import KnowledgeBase
from kb.drawing import svg, viewer
from kb.lineage import lineage

ROOT = Path(__file__).resolve().parents[2]
REAL = KnowledgeBase.read(ROOT / "data")
LABELS = {name: name for name in viewer.LABELS["en"]}
HOSTILE = "<img src=x onerror=window.hurt=1>"

_HOST = """
async ([script, style, svg, labels, reasons]) => {
  document.body.innerHTML = '<div id="host" style="width:1000px"></div>';
  const root = document.getElementById("host").attachShadow({ mode: "open" });
  const sheet = document.createElement("style");
  sheet.textContent = style;
  root.append(sheet);
  const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  window.sent = [];
  window.show = (picture) => module.default({
    data: { name: "g", svg: picture, labels, reasons, height: 600, centring: true },
    parentElement: root,
    setTriggerValue: (name, value) => window.sent.push([name, value]),
  });
  window.show(svg);
}
"""


def drawn(work: str = "rnnsearch", depth: int = 1, language: Any = "en") -> str:
    return svg(REAL, lineage(REAL, work, depth=depth, include_disputed=True), language=language)


@pytest.fixture(params=["reduce"])
def bare(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page that may load nothing; it must throw nothing. Its parameter says whether things move."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion=request.param)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    empty = "<!doctype html><title>x</title>"
    page.route("**/*", lambda route: route.fulfill(body=empty, content_type="text/html"))
    page.goto("http://picture.test/")
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def host(bare: Page) -> Callable[[str], Page]:
    """The component on a bare page, showing a picture."""
    script = viewer.script() + (ROOT / "explorer" / "lineage_graph" / "lineage.js").read_text("utf-8")
    reasons = viewer.reasons(REAL, lineage(REAL, "gan", depth=2), "en")

    def shown(picture: str) -> Page:
        bare.evaluate(_HOST, [script, viewer.style(), picture, LABELS, reasons])
        bare.wait_for_selector(".stage[data-ready]")
        return bare

    return shown


_STAGE = "document.querySelector('#host').shadowRoot.querySelector('.stage')"


def state(page: Page) -> dict[str, str]:
    return dict(page.locator(".stage").evaluate("e => ({ ...e.dataset })"))


_TEXTS = """
() => [...document.querySelectorAll("svg text")].map((e) => {
  const b = e.getBoundingClientRect();
  const card = e.closest(".work")?.querySelector(".card")?.getBoundingClientRect();
  return { text: e.textContent, box: [b.left, b.top, b.right, b.bottom],
           card: card && [card.left, card.top, card.right, card.bottom] };
})
"""


@pytest.mark.parametrize(
    ("work", "depth", "language"),
    [("gan", 2, "en"), ("transformer", 2, "zh"), ("rnnsearch", 3, "en"), ("lstm", 3, "zh")],
)
def test_words_as_a_browser_sets_them_stay_in_their_cards_and_off_each_other(
    bare: Page, work: str, depth: int, language: str
) -> None:
    bare.evaluate("svg => { document.body.innerHTML = svg }", drawn(work, depth, language))
    texts = bare.evaluate(_TEXTS)
    assert len(texts) > 20
    for one in texts:
        if card := one["card"]:
            assert card[0] <= one["box"][0], one["text"]
            assert one["box"][2] <= card[2], f"{one['text']} runs out of its card"
    for a, b in combinations(texts, 2):
        across = min(a["box"][2], b["box"][2]) - max(a["box"][0], b["box"][0])
        down = min(a["box"][3], b["box"][3]) - max(a["box"][1], b["box"][1])
        # Boxes of lines have room above and below the letters: lines of one card may share some of it.
        assert across <= 0.5 or down <= 6, f"{a['text']} lies on {b['text']}"


_MIDDLE = """
(link) => {
  const path = link.querySelector(".hit"), to = path.getScreenCTM();
  const at = path.getPointAtLength(path.getTotalLength() / 2);
  return [at.x * to.a + to.e, at.y * to.d + to.f];
}
"""


def test_a_link_shows_its_evidence_under_the_pointer_and_as_text_only(host) -> None:
    written = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    page = host(drawn().replace('data-why="', f'data-why="{written}'))
    page.mouse.move(*page.locator(".links .link").first.evaluate(_MIDDLE))
    card = page.locator(".evidence")
    card.wait_for()
    shown = page.locator(".links .link.lit").evaluate("e => e.dataset.statement")
    assert shown in card.inner_text()
    assert HOSTILE in card.inner_text()
    assert card.locator("li").count() >= 1
    assert page.locator(".evidence img").count() == 0
    assert page.evaluate("window.hurt") is None


def test_escape_closes_the_evidence(host) -> None:
    page = host(drawn())
    page.locator(".work[data-id=rnnsearch]").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".evidence").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".evidence").is_hidden()


def test_a_click_and_enter_send_the_id_and_nothing_else(host) -> None:
    page = host(drawn())
    page.locator(".work[data-id=seq2seq]").click()
    page.locator(".work[data-id=rnnsearch]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent") == [["open", "seq2seq"], ["open", "rnnsearch"]]


def test_arrow_keys_walk_along_a_link_to_the_work_at_its_other_end(host) -> None:
    page = host(drawn("gan", 2))
    page.locator(".work[data-id=dcgan]").focus()
    focused = "() => document.getElementById('host').shadowRoot.activeElement.dataset"
    page.keyboard.press("ArrowLeft")
    link = page.evaluate(focused)
    assert link["subject"] == "dcgan"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused)["id"] == link["object"]
    assert page.locator("svg [tabindex='0']").count() == 1


def test_wheel_keys_and_buttons_zoom_and_a_drag_pans_without_opening(host) -> None:
    page = host(drawn())
    start = float(state(page)["scale"])
    page.locator(".work[data-id=rnnsearch]").hover()
    page.mouse.wheel(0, -200)  # passing over it scrolls the page
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert float(state(page)["scale"]) == start
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function(f"start => +{_STAGE}.dataset.scale > start", arg=start)
    page.locator(".work[data-id=rnnsearch]").focus()
    before = state(page)
    page.keyboard.press("-")
    assert float(state(page)["scale"]) < float(before["scale"])
    page.get_by_role("button", name="zoom_in").click()
    assert state(page)["scale"] == before["scale"]
    box = page.locator(".work[data-id=rnnsearch]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + 10, steps=4)
    page.mouse.up()
    assert float(state(page)["x"]) > float(before["x"])
    assert page.evaluate("window.sent") == []


def test_the_camera_stays_when_the_picture_changes_and_is_new_for_a_new_centre(host) -> None:
    page = host(drawn("rnnsearch", 1))
    page.get_by_role("button", name="zoom_in").click()
    moved = state(page)
    where = f"id => {_STAGE}.querySelector(`.work[data-id=${{id}}] .card`).getBoundingClientRect().toJSON()"
    place = page.evaluate(where, "rnnsearch")
    page.evaluate("svg => window.show(svg)", drawn("rnnsearch", 3))
    assert state(page)["scale"] == moved["scale"]
    now = page.evaluate(where, "rnnsearch")
    assert (now["left"], now["top"]) == pytest.approx((place["left"], place["top"]), abs=1)
    page.evaluate("svg => window.show(svg)", drawn("gan", 1))
    assert state(page)["ready"] == "gan"
    assert state(page)["scale"] != moved["scale"]


def test_a_script_in_the_picture_never_runs(host) -> None:
    page = host(drawn().replace("</svg>", "<script>window.hurt = 1</script></svg>"))
    assert page.evaluate("window.hurt") is None
    assert page.locator(".stage script").count() == 0


def test_a_phone_starts_at_the_centre_work_in_a_readable_size(bare: Page, host) -> None:
    bare.set_viewport_size({"width": 390, "height": 800})
    page = host(drawn("transformer", 2))
    page.locator("#host").evaluate("e => { e.style.width = '360px' }")
    page.wait_for_function(f"() => {_STAGE}.clientWidth < 370")
    page.wait_for_timeout(100)
    assert float(state(page)["scale"]) >= 0.65
    box = page.locator(".work.centre").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_double_click_and_shift_enter_send_a_work_to_the_centre_after_opening_it_at_once(host) -> None:
    page = host(drawn("gan", 2))
    page.locator(".work[data-id=dcgan]").dblclick()
    assert page.evaluate("window.sent") == [["open", "dcgan"], ["centre", "dcgan"]]
    page.locator(".work[data-id=wgan]").focus()
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("window.sent.at(-1)") == ["centre", "wgan"]
    page.locator(".work[data-id=gan]").dblclick()  # it is there already
    assert page.evaluate("window.sent.at(-1)") == ["open", "gan"]


_ON_THE_WAY = """
([id, picture]) => {
  const spot = () => {
    const box = now().querySelector(`.work[data-id=${id}] .card`).getBoundingClientRect();
    return [box.left, box.top].map(Math.round);
  };
  const now = () => document.querySelector("#host").shadowRoot.querySelector("svg:not(.ghost)");
  const all = () => now().getAnimations({ subtree: true });
  const at = (ms) => { for (const one of all()) { one.pause(); one.currentTime = ms; } return spot(); };
  const start = spot();
  window.show(picture);
  const way = [start, at(0), at(200)];
  for (const one of all()) one.finish();
  return [...way, spot()];
}
"""


@pytest.mark.parametrize("bare", ["no-preference"], indirect=True)
def test_a_work_of_both_pictures_glides_from_its_old_place_to_its_new_one(host) -> None:
    page = host(drawn("gan", 2))
    before, first, middle, last = page.evaluate(_ON_THE_WAY, ["dcgan", drawn("dcgan", 2)])
    assert first == pytest.approx(before, abs=1)
    assert abs(last[0] - before[0]) > 20
    assert min(before[0], last[0]) < middle[0] < max(before[0], last[0])
    page.wait_for_function("() => !document.querySelector('#host').shadowRoot.querySelector('.ghost')")
    assert page.locator(".stage > svg").count() == 1


def test_nothing_moves_for_those_who_asked_for_that(host) -> None:
    page = host(drawn("gan", 2))
    before, first, middle, last = page.evaluate(_ON_THE_WAY, ["dcgan", drawn("dcgan", 2)])
    assert first == middle == last != before
    assert page.locator(".ghost").count() == 0


def test_the_same_picture_again_leaves_every_element_where_it_was(host) -> None:
    page = host(drawn("gan", 2))
    svg_element = page.locator(".stage > svg").element_handle()
    page.locator(".work[data-id=wgan]").focus()
    page.evaluate("svg => window.show(svg)", drawn("gan", 2))
    assert svg_element.evaluate("e => e.isConnected")
    assert page.evaluate("document.getElementById('host').shadowRoot.activeElement.dataset.id") == "wgan"


def test_the_bar_says_why_a_work_is_there_and_its_way_to_the_centre_lights_up(host) -> None:
    page = host(drawn("gan", 2))
    page.get_by_role("button", name="whole").click()
    page.locator(".work[data-id=imagen]").hover()
    reason = "because Imagen improves VQGAN-CLIP; VQGAN-CLIP builds on GAN"
    assert reason in page.locator(".stage > .bar").inner_text()
    ways = page.locator(".link.way").evaluate_all("all => all.map((link) => link.dataset.id)")
    assert sorted(ways) == ["imagen-improves-vqgan-clip", "vqgan-clip-builds-on-gan"]
    page.locator(".work[data-id=imagen]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert page.locator(".live").inner_text() == reason  # a keyboard hears it


def test_focus_goes_with_a_work_to_the_centre(host) -> None:
    page = host(drawn("gan", 2))
    page.locator(".work[data-id=dcgan]").focus()
    page.evaluate("svg => window.show(svg)", drawn("dcgan", 1))
    assert page.evaluate("document.getElementById('host').shadowRoot.activeElement.dataset.id") == "dcgan"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_png_is_the_picture_with_its_heading_at_twice_the_size(host, language: str) -> None:
    picture = drawn("seq2seq", 1, language)
    page = host(picture)
    with page.expect_download() as saved:
        page.evaluate("window.__lineage.g.savePng('x.png')")
    width, height = (
        float(n) for n in re.findall(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', picture)[0]
    )
    with Image.open(saved.value.path()) as image:
        assert image.format == "PNG"
        assert image.size == pytest.approx((2 * width, 2 * (height + 50)), abs=1)
        assert len(image.convert("RGB").getcolors(1 << 24)) > 50  # cards, words, lines: not one flat colour
