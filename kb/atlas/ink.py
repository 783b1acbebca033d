"""The map as one SVG: the same works give the same bytes, on any machine and in any run.

Coordinates are whole numbers, an eighth of a px at first sight. Names, spots and numbers have their sizes in
em, so that a viewer who magnifies the sheet keeps them readable by one change: the font size of the picture.
What is seen from level n on has the class ``vn``; ``data-level`` on the picture says how far one is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape

from kb.atlas.labels import AWAY, SIZE, Label, labels
from kb.atlas.sheet import GUTTER, HEADING_SIZE, INSET, LEVELS, TOP, Cell, Dot, Lane, Sheet
from kb.atlas.spots import HEADINGS, OUTSIDE
from kb.drawing import marks
from kb.drawing.lettering import FONTS
from kb.drawing.palette import DARK, LIGHT, LINES, TOPICS
from kb.drawing.shapes import Route
from kb.drawing.timeline import Band
from kb.drawing.words import count, date_text
from kb.record import Language, Text

UNIT = 8
FIRST = 1  # the level of the picture by itself

_WORDS = {
    "title": Text(en="The map of works", zh="工作全图"),
    "about": Text(
        en="{works}, {first} to {last}, by year and topic", zh="{works}，{first} 至 {last} 年，按年份与主题"
    ),
    "nothing": Text(en="no works", zh="没有工作"),
    "read": Text(en="you have read it", zh="你已读过"),
    "missing": Text(en="not in your list", zh="不在你的书单中"),
    "cell": Text(en="{topic}, {year}: {works}", zh="{topic}，{year} 年：{works}"),
}


def svg(sheet: Sheet, language: Language = "en") -> str:
    """The picture of a sheet; it follows the reader's theme by ``light-dark()``.

    >>> from kb.atlas import arrange, works
    >>> svg(arrange(works(base))).count('class="w ') == len(base.papers)
    True
    """
    parts = (_opening(sheet, language), _ground(sheet), _cells(sheet, language), _works(sheet, language))
    lines = [line for part in (*parts, _margins(sheet)) for line in part]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _n(value: float) -> int:
    return round(value * UNIT)


def _em(px: float) -> str:
    return f"{px / SIZE:.2f}".rstrip("0").rstrip(".") + "em"


def _opening(sheet: Sheet, language: Language) -> Iterator[str]:
    wide, high = _n(sheet.width), _n(sheet.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="kb-map" viewBox="0 0 {wide} {high}" '
        f'width="{round(sheet.width)}" height="{round(sheet.height)}" role="group" '
        f'aria-labelledby="map-title" aria-describedby="map-about" '
        f'lang="{"zh-Hans" if language == "zh" else "en"}" '
        f'data-level="{FIRST}" data-gutter="{GUTTER:g}" data-top="{TOP:g}" data-unit="{UNIT}" '
        f'data-levels="{" ".join(map(str, LEVELS))}" style="font-size:{_n(SIZE)}px">'
    )
    title, about = _WORDS["title"][language], _about(sheet, language)
    yield f'<title id="map-title">{escape(title)}</title><desc id="map-about">{escape(about)}</desc>'
    yield f"<style>{stylesheet()}</style>"
    yield f"<defs>{''.join(_samples())}</defs>"


def _about(sheet: Sheet, language: Language) -> str:
    if not sheet.cells:
        return _WORDS["nothing"][language]
    total = count("works", sum(cell.count for cell in sheet.cells), language)
    about = _WORDS["about"][language]
    return about.format(works=total, first=sheet.bands[0].first, last=sheet.bands[-1].last)


def _samples() -> Iterator[str]:
    """How each type of link looks: a short line that ends in the origin."""
    route = Route(((-44, 0), (-30, 0), (-15, 0), (0, 0)))
    for kind, style in LINES.items():
        aside = " aside" if style.aside else ""
        yield f'<g class="sample{aside}" data-type="{kind}">{marks.wire(route, style)}</g>'


def _ground(sheet: Sheet) -> Iterator[str]:
    yield f'<rect class="paper" width="{_n(sheet.width)}" height="{_n(sheet.height)}"/><g class="sheet">'
    yield '<g class="ground" aria-hidden="true">'
    left, right = _n(GUTTER), _n(sheet.width)
    for lane in sheet.lanes[::2]:
        yield _rectangle("band", left, _n(lane.top), right - left, _n(lane.bottom) - _n(lane.top))
    for band in sheet.bands:
        x = _n(band.left)
        yield f'<path class="rule" d="M{x} {_n(TOP)}V{_n(sheet.height)}"/>'
    yield "</g>"


def _rectangle(classes: str, x: int, y: int, width: int, height: int, round_: int = 0) -> str:
    corner = f' rx="{round_}"' if round_ else ""
    return f'<rect class="{classes}" x="{x}" y="{y}" width="{width}" height="{height}"{corner}/>'


# -- density ------------------------------------------------------------------------------------------------


def _cells(sheet: Sheet, language: Language) -> Iterator[str]:
    most = max((cell.count for cell in sheet.cells), default=1)
    yield '<g class="cells">'
    for cell in sheet.cells:
        yield _cell(cell, most, language)
    yield '</g><g class="lines"></g>'


def _cell(cell: Cell, most: int, language: Language) -> str:
    box, inset = cell.box, INSET
    shade = 0.07 + 0.31 * (math.log(cell.count) / math.log(most) if most > 1 else 0.0)
    area = _rectangle(
        f"heat t-{cell.topic}",
        _n(box.x + inset),
        _n(box.y + inset),
        _n(box.width - 2 * inset),
        _n(box.height - 2 * inset),
        _n(5),
    ).replace("/>", f' fill-opacity="{shade:.2f}"/>')
    if cell.count == 1:
        return area
    said = _WORDS["cell"][language].format(
        topic=HEADINGS[cell.topic][language], year=cell.year, works=count("works", cell.count, language)
    )
    small = (
        f'<text class="n{_seen(cell.level)}" x="{_n(box.right - inset)}" y="{_n(box.bottom - inset)}" '
        f'dx="-.25em" dy="-.3em">{cell.count}</text>'
    )
    if cell.level <= FIRST:
        small = small.replace(_seen(cell.level), "", 1)
        large = ""
    else:
        x, y = _n(box.x + box.width / 2), _n(box.y + box.height / 2)
        large = f'<text class="sum h{cell.level}" x="{x}" y="{y}" dy=".36em">{cell.count}</text>'
    return (
        f'<g class="cell" role="img" aria-label="{escape(said)}" data-level="{cell.level}">'
        f"{area}{small}{large}</g>"
    )


def _seen(level: int) -> str:
    return f" v{level}" if level else ""


# -- works --------------------------------------------------------------------------------------------------


def _works(sheet: Sheet, language: Language) -> Iterator[str]:
    named = labels(sheet)
    yield '<g class="works">'
    for dot in sheet.dots:
        yield _work(dot, named.get(dot.spot.id), language)
    yield "</g></g>"


def _work(dot: Dot, label: Label | None, language: Language) -> str:
    spot = dot.spot
    x, y = _n(dot.x), _n(dot.y)
    level = _seen(dot.level) if dot.level > FIRST else ""
    inner = 2.9 if spot.mark == "missing" else dot.radius
    drawn = f'<circle cx="{x}" cy="{y}" r="{_em(inner)}"/>{_mark(dot, x, y)}'
    if label:
        drawn += _name(dot, label, x, y)
    also = "" if spot.outside else f' data-name="{escape(spot.name)}" data-links="{spot.links}"'
    names = " · ".join(dict.fromkeys(name for name in spot.also if name))
    return (
        f'<g class="w t-{spot.lane}{" " + spot.mark if spot.mark else ""}{level}" role="button" '
        f'data-id="{escape(spot.id)}"{also} data-title="{escape(spot.title)}" data-also="{escape(names)}" '
        f'data-at="{x} {y} {dot.level} {dot.radius:.1f}" '
        f'aria-label="{escape(_said(dot, language))}">{drawn}</g>'
    )


def _said(dot: Dot, language: Language) -> str:
    spot = dot.spot
    said = [spot.name, date_text(spot.date, language), HEADINGS[spot.lane][language]]
    if not spot.outside:
        said.append(count("links", spot.links, language))
    if spot.mark:
        said.append(_WORDS[spot.mark][language])
    return ("，" if language == "zh" else ", ").join(said)


def _name(dot: Dot, label: Label, x: int, y: int) -> str:
    beside = dot.radius + AWAY
    dx, dy, anchor = {
        "right": (beside, 4.2, ""),
        "left": (-beside, 4.2, ' text-anchor="end"'),
        "above": (0.0, -beside - 3.0, ' text-anchor="middle"'),
        "below": (0.0, beside + 11.0, ' text-anchor="middle"'),
    }[label.side]
    at = f'x="{x}" y="{y}" dx="{_em(dx)}" dy="{_em(dy)}"{anchor}'
    return f'<text class="name v{label.level}" {at}>{escape(label.text)}</text>'


def _mark(dot: Dot, x: int, y: int) -> str:
    """A tick in what was read, a broken ring around what is missing: shapes, not colours."""
    if dot.spot.mark == "read":
        size = 'width="1em" height="1em" viewBox="0 0 12 12" overflow="visible"'
        return f'<svg x="{x}" y="{y}" {size}><path class="tick" d="M-2.5 .2L-.7 2.1L2.6 -1.9"/></svg>'
    if dot.spot.mark == "missing":
        return f'<circle class="ring" cx="{x}" cy="{y}" r="{_em(dot.radius)}"/>'
    return ""


# -- what stays at the edge ---------------------------------------------------------------------------------


def _margins(sheet: Sheet) -> Iterator[str]:
    yield '<g class="margins" aria-hidden="true">'
    yield _rectangle("margin side", 0, 0, _n(GUTTER), _n(sheet.height))
    for lane in sheet.lanes:
        yield _heading(lane)
    yield _rectangle("margin top", 0, 0, _n(sheet.width), _n(TOP))
    full = {cell.year for cell in sheet.cells}
    for band in sheet.bands:
        yield _year(band, band.first not in full)
    yield _rectangle("margin corner", 0, 0, _n(GUTTER), _n(TOP))
    yield "</g>"


def _heading(lane: Lane) -> str:
    lead = HEADING_SIZE + 2
    first = -len(lane.heading) * lead / 2 + HEADING_SIZE - 1.5
    lines = "".join(
        f'<text x="{_n(10)}" y="{_n(first + i * lead)}">{escape(text)}</text>'
        for i, text in enumerate(lane.heading)
    )
    high = len(lane.heading) * lead
    strip = _rectangle("strip", 0, _n(-high / 2), _n(3), _n(high), _n(1.5))
    middle = (lane.top + lane.bottom) / 2
    return (
        f'<g class="lane t-{lane.topic}" data-from="{lane.top:g}" data-until="{lane.bottom:g}" '
        f'data-half="{high / 2:g}" transform="translate(0 {_n(middle)})">{strip}{lines}</g>'
    )


def _year(band: Band, empty: bool) -> str:
    middle = (band.left + band.right) / 2
    shape = (
        f'<path class="break" d="M-30 152L2 92M-2 152L30 92"><title>{band.label}</title></path>'
        if empty
        else f'<text y="{_n(TOP - 11)}">{band.label}</text>'
    )
    return (
        f'<g class="year" data-from="{band.left:.1f}" data-until="{band.right:.1f}" '
        f'transform="translate({_n(middle)} 0)">{shape}</g>'
    )


# -- the look -----------------------------------------------------------------------------------------------


def stylesheet() -> str:
    """The CSS of the picture, for both themes.

    >>> ".kb-map .t-vision{color:light-dark(#7d5a12,#d9b66a)}" in stylesheet()
    True
    """
    names = ("paper", "ink", "muted", "rule", "band", "prize")
    colours = "".join(f"--kb-{name}:light-dark({LIGHT[name]},{DARK[name]});" for name in names)
    topics = {**TOPICS, OUTSIDE: (LIGHT["muted"], DARK["muted"])}
    hues = "".join(f".kb-map .t-{topic}{{color:light-dark({a},{b})}}" for topic, (a, b) in topics.items())
    rules = "".join(f".kb-map {where}{{{what}}}" for where, what in _STYLES.items())
    hidden = [
        f".kb-map[data-level='{now}'] .v{level}"
        for now in range(len(LEVELS))
        for level in range(now + 1, len(LEVELS))
    ]
    gone = [
        f".kb-map[data-level='{now}'] .h{level}" for now in range(len(LEVELS)) for level in range(now + 1)
    ]
    levels = f"{','.join([*hidden, *gone])}{{display:none}}"
    return f".kb-map{{color-scheme:light dark;font-family:{FONTS};{colours}}}{rules}{hues}{levels}"


_STYLES = {
    ".paper": "fill:var(--kb-paper)",
    ".margin": "fill:var(--kb-paper)",
    ".band": "fill:var(--kb-band);fill-opacity:.6",
    ".rule": "stroke:var(--kb-rule);stroke-width:.07em;fill:none",
    ".heat": "fill:currentColor",
    ".n": "fill:var(--kb-muted);font-size:.88em;text-anchor:end",
    ".sum": "fill:var(--kb-ink);font-size:1.15em;font-weight:600;text-anchor:middle",
    ".w>circle": "fill:currentColor;stroke:var(--kb-paper);stroke-width:.09em",
    ".w.t-outside>circle": "fill:var(--kb-paper);stroke:currentColor;stroke-width:.11em",
    ".w>.ring": "fill:none;stroke:currentColor;stroke-width:.11em;stroke-dasharray:.25em .17em",
    ".name": "fill:var(--kb-ink);font-size:1em;font-weight:550",
    ".t-outside .name": "font-size:.917em;font-weight:400",
    ".tick": "fill:none;stroke:var(--kb-paper);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round",
    ".lane text": f"fill:currentColor;font-size:{_n(HEADING_SIZE)}px;font-weight:600",
    ".strip": "fill:currentColor",
    ".year text": f"fill:var(--kb-muted);font-size:{_n(12)}px;font-weight:600;text-anchor:middle",
    ".break": "stroke:var(--kb-muted);stroke-width:9;fill:none",
}
