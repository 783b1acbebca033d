"""Pictures of a run: whole SVG and PNG files whose marks stand where the numbers say."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from reproductions.pictures import png, svg
from reproductions.pictures.curves import curves
from reproductions.pictures.heatmap import COLOUR, heatmap

SVG = "{http://www.w3.org/2000/svg}"


def words(drawing: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}text")]


def test_a_heatmap_shades_each_cell_by_its_share_of_the_largest():
    drawing = heatmap(np.array([[0.0, 0.5], [1.0, 2.0]]), "A & B", rows=["Mary < 3", "x"], columns=["1", "2"])
    data = re.search(r"base64,([^\"]+)", drawing)
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))))
    assert pixels[..., 3].tolist() == [[0, 64], [128, 255]]
    assert (pixels[..., :3] == COLOUR).all()
    assert words(drawing)[:5] == ["A & B", "Mary < 3", "x", "1", "2"]


def test_a_heatmap_of_zeros_is_clear():
    data = re.search(r"base64,([^\"]+)", heatmap(np.zeros((2, 3)), "none"))
    assert not np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))))[..., 3].any()


def test_a_long_title_goes_on_in_a_second_line_and_the_rest_moves_down():
    title = "task 3, three supporting facts: where was the football before the hallway? office"
    long, short = (ET.fromstring(heatmap(np.eye(2), said)) for said in (title, "task 3"))
    lines = [element.text for element in long.iter(f"{SVG}text") if element.get("class") == "h"]
    assert len(lines) == 2 and " ".join(lines) == title
    assert float(long.get("width")) == 360 >= 8 * max(map(len, lines))
    assert float(long.get("height")) - float(short.get("height")) == svg.HEADING
    assert [group.get("transform") for group in long.iter(f"{SVG}g")] == [f"translate(0 {svg.HEADING})"]
    assert not list(short.iter(f"{SVG}g"))


def test_curves_show_every_seed_their_mean_and_the_papers_value():
    at, values = np.array([0, 10]), np.array([[4.0, 0.0], [2.0, np.nan]])
    drawing = curves({"NTM": (at, values)}, "cost", x="sequences", y="bits", reference={"paper": 3.0})
    lines = [line.get("points") for line in ET.fromstring(drawing).iter(f"{SVG}polyline")]
    assert len(lines) == 4  # two seeds, their mean, the paper
    assert lines[0].split()[0].split(",")[0] == "62.0"
    assert lines[1].count(",") == 1  # the value that is not finite is left out
    assert {"NTM", "paper: 3", "sequences", "bits"} <= set(words(drawing))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 2, 4, 6, 8, 10]), (0.2, 0.9, [0.2, 0.4, 0.6, 0.8]), (5, 5, [5])],
)
def test_ticks_are_round_and_within_the_axis(low, high, expected):
    assert svg.ticks(low, high) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "expected"), [(15000, "15,000"), (0.05, "0.05"), (1e-6, "1e-06"), (0, "0")]
)
def test_numbers_read_as_people_write_them(value, expected):
    assert svg.number(value) == expected


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 3), (3, 5, 4)])
def test_a_png_is_read_back_by_another_reader(shape):
    picture = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png.encode(picture)))), picture)
