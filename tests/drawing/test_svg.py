"""Promises of the picture: the same bytes every time, everything on it, nothing of it run as code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.drawing import svg
from kb.drawing.palette import DARK, LIGHT, LINES, TOPICS
from kb.drawing.words import LANES, TYPES
from kb.lineage import lineage
from kb.link import LINK_TYPES

ROOT = Path(__file__).resolve().parents[2]
MINIATURE = KnowledgeBase.read(ROOT / "tests" / "miniature")
HOSTILE = '<img src=x onerror="alert(1)"> & ]]>'

_PROGRAM = """
import sys
from pathlib import Path
from kb.base import KnowledgeBase
from kb.drawing import svg
from kb.lineage import lineage
base = KnowledgeBase.read(Path(sys.argv[1]))
sys.stdout.buffer.write(svg(base, lineage(base, "transformer", depth=2), language="zh").encode())
"""


def lamp(**options):
    return svg(MINIATURE, lineage(MINIATURE, "brass-lamp", include_disputed=True), **options)


def test_two_processes_write_the_same_bytes() -> None:
    command = [sys.executable, "-c", _PROGRAM, str(ROOT / "data")]
    written = [
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert written[0] == written[1]
    assert written[0].startswith(b"<svg ")


def test_drawing_imports_neither_numpy_nor_networkx() -> None:
    heavy = ("numpy", "networkx", "torch")
    program = f"import sys, kb.drawing; print([m for m in {heavy} if m in sys.modules])"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_work_and_link_is_there_with_its_evidence(parse) -> None:
    picture = parse(lamp())
    assert {work.get("data-id") for work in picture.all("a", "work")} == {
        "tallow-candle",
        "oil-lamp",
        "brass-lamp",
        "gas-lamp",
        "electric-lamp",
        "fog-images",
    }
    drawn = [link for link in picture.all("g", "link") if link.get("data-id")]
    assert {link.get("data-id") for link in drawn} == set(MINIATURE.links)
    wrong = picture.link("electric-lamp-misattributed-tallow-candle")
    assert (wrong.get("data-status"), wrong.get("data-subject")) == ("refuted", "electric-lamp")
    assert json.loads(wrong.get("data-evidence")) == [
        {
            "checked": "read",
            "checked_label": "read in the source",
            "date": "2026-01-01",
            "says": "it says so",
            "source": "The Keeper's Gazette",
            "supports": False,
            "url": "https://example.org/gazette",
            "where": "page 3",
        }
    ]


def test_a_reader_of_the_bare_file_gets_the_evidence_as_a_tooltip(parse) -> None:
    link = parse(lamp()).link("brass-lamp-builds-on-oil-lamp")
    tip = "".join(link[0].itertext())
    assert tip.splitlines()[0] == "BrassLamp builds on Oil Lamp: brass-lamp builds_on oil-lamp"
    assert "page 3: it says so [read in the source, 2026-01-01]" in tip.splitlines()[1]


def test_works_and_links_can_be_reached_by_keyboard_and_have_names(parse) -> None:
    picture = parse(lamp())
    reachable = [e for e in picture.root.iter() if e.get("tabindex") == "0"]
    assert len(reachable) == 6 + 8
    assert all(e.get("aria-label") for e in reachable)
    centre = picture.work("brass-lamp")
    assert centre.get("aria-label") == "BrassLamp, Mar 2005, centre of the picture, has won an award, 4 links"
    assert centre.get("href") == "https://arxiv.org/abs/0503.01234"


def test_a_picture_for_print_has_nothing_to_click(parse) -> None:
    picture = parse(lamp(interactive=False))
    assert picture.root.get("role") == "img"
    assert not picture.all("a")
    assert not [e for e in picture.root.iter() if e.get("tabindex") or e.get("data-evidence")]


def test_doubt_is_marked_by_shape_not_only_by_colour(parse) -> None:
    picture = parse(lamp())
    for id_, mark in (
        ("electric-lamp-inspired-by-gas-lamp", "doubt"),
        ("electric-lamp-misattributed-tallow-candle", "cross"),
    ):
        assert [e for e in picture.link(id_).iter() if e.get("class") == mark], id_
    assert not [e for e in picture.link("brass-lamp-builds-on-oil-lamp").iter() if e.get("class") == "mark"]


def test_link_types_differ_in_dashes_or_ends() -> None:
    assert set(LINES) == set(LINK_TYPES) == set(TYPES)
    looks = {(line.dash, line.ending) for line in LINES.values()}
    assert len(looks) == len(LINES)


def test_the_legend_shows_what_is_there_and_nothing_else(parse, invent) -> None:
    base = invent([("a", "2001", "vision"), ("b", "2002", "vision")], [("b", "improves", "a")])
    words = parse(svg(base, lineage(base, "a"))).words()
    assert "improves" in words
    assert not {"builds on", "disputed", "has won an award", "shortened span without works"} & set(words)


def test_text_from_the_facts_stays_text(parse, invent) -> None:
    base = invent(
        [("a", "2001", "vision"), ("b", "2002", "vision")],
        [("b", "improves", "a")],
        {"a": HOSTILE, "b": "</svg><script>alert(2)</script>"},
    )
    text = svg(base, lineage(base, "a"))
    picture = parse(text)
    assert not picture.all("script")
    assert not [e for e in picture.root.iter() if e.tag.endswith("img")]
    assert not [name for e in picture.root.iter() for name in e.attrib if name.startswith("on")]
    assert picture.work("a")[0].text.startswith(HOSTILE)


def test_a_name_without_room_is_cut_and_stands_whole_in_the_tooltip(parse, invent) -> None:
    name = "一个名字特别长的神经网络模型用来检验文字是否会超出卡片的边界"
    base = invent([("a", "2001", "vision")], (), {"a": name})
    picture = parse(svg(base, lineage(base, "a"), language="zh", heading=False))
    shown = [text for text in picture.words() if text.startswith(name[:4]) or text.endswith("…")]
    assert len(shown) == 2
    assert shown[1].endswith("…")
    assert name in picture.work("a")[0].text


def test_each_language_speaks_for_itself(parse) -> None:
    english, chinese = parse(lamp(language="en")), parse(lamp(language="zh"))
    assert (english.root.get("lang"), chinese.root.get("lang")) == ("en", "zh-Hans")
    assert "Where BrassLamp comes from and where it led" in english.words()
    assert "黄铜灯 的来龙去脉" in chinese.words()
    assert "2005年3月" in chinese.words()
    assert "黄铜灯建立于油灯" in chinese.link("brass-lamp-builds-on-oil-lamp").get("aria-label")


def test_a_fixed_theme_has_its_colours_written_out() -> None:
    light, dark, both = lamp(theme="light"), lamp(theme="dark"), lamp(theme="auto")
    assert "var(" not in light + dark
    assert LIGHT["paper"] in light
    assert DARK["paper"] in dark
    assert "prefers-color-scheme:dark" in both


def test_the_picture_asks_nothing_of_the_network() -> None:
    text = lamp()
    assert "@import" not in text
    assert "url(" not in text
    assert "<image" not in text


@pytest.mark.parametrize(("colours", "shade"), [(LIGHT, 0), (DARK, 1)], ids=["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(colours: dict[str, str], shade: int) -> None:
    grounds = [colours["paper"], colours["band"], colours["card"]]
    for ground in grounds:
        for name in ("ink", "muted"):
            assert contrast(colours[name], ground) >= 4.5, (name, ground)
        for topic in LANES:
            assert contrast(TOPICS[topic][shade], ground) >= 4.5, (topic, ground)
        for name in ("link", "strong", "aside", "grey", "prize", "focus"):
            assert contrast(colours[name], ground) >= 3.0, (name, ground)
    for name in ("on-accent", "on-accent-muted"):
        assert contrast(colours[name], colours["accent"]) >= 4.5, name


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, by its definition."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
