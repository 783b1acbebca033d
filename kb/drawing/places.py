"""Where works stand: columns in the order of time, rows in the strips of their topics.

The first works of a picture are laid out in one sweep through time. Every later one is fitted into free room
and moves none: into the strips of its topic, at a column between those of earlier and later works; where
there is no room, into a further strip of its topic below all others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.drawing import timeline
from kb.drawing.words import LANES
from kb.link import PASSES_ON, Link
from kb.paper import Paper

CARD_WIDTH, CARD_HEIGHT = 132.0, 54.0
LINK_GAP, LINK_ROOM, LINK_MOST = 46.0, 6.0, 82.0  # between a work and what came of it; more for many links
MARK_ROOM = 24.0  # between two works, for each further mark of doubt on the links between them
CARD_GAP = 46.0  # in a row: room for links to arrive
PITCH = CARD_WIDTH + CARD_GAP
ROW = CARD_HEIGHT + 36  # five links pass side by side between two rows
ROWS = 4  # of a strip at most when it is laid out; then its works move on in time
PADDING = 20.0  # above and below the cards of a strip
EVERY = 12.0  # px between the columns that a later work tries
APART = 44.0  # px between columns of different years, where there is room: a year's label fits


@dataclass(frozen=True)
class Place:
    """The centre of a work's column in px, its strip by number, and its row within the strip."""

    x: float
    strip: int
    row: int


@dataclass
class Strip:
    """A stretch of one topic across the picture, with the columns that are taken in each of its rows."""

    topic: str
    top: float
    rows: list[list[float]] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        return self.top + (len(self.rows) - 1) * ROW + CARD_HEIGHT + 2 * PADDING

    def free(self, row: int, x: float) -> bool:
        taken = self.rows[row]
        at = bisect_left(taken, x)
        return all(abs(other - x) >= PITCH for other in taken[max(0, at - 1) : at + 1])

    def take(self, row: int, x: float) -> None:
        taken = self.rows[row]
        taken.insert(bisect_left(taken, x), x)

    def height(self, row: int) -> float:
        """The upper edge of the cards of a row."""
        return self.top + PADDING + row * ROW


class Ground:
    """The places of works, and the strips that they stand in; it only grows."""

    def __init__(self, left: float, top: float) -> None:
        """``left`` is where the first card begins, ``top`` where the first strip does."""
        self.places: dict[str, Place] = {}
        self.strips: list[Strip] = []
        self._left, self._top = left, top
        self._columns: list[_Column] = []

    def lay_out(self, papers: Sequence[Paper], links: Sequence[Link]) -> None:
        """The first works of the picture, all at once."""
        found = _sweep(papers, links, self._left + CARD_WIDTH / 2)
        rows: dict[str, int] = defaultdict(int)
        for paper in papers:
            rows[paper.topic] = max(rows[paper.topic], found[paper.id][1] + 1)
        for topic in (topic for topic in LANES if topic in rows):
            self._add_strip(topic, rows[topic])
        numbers = {strip.topic: number for number, strip in enumerate(self.strips)}
        for paper in papers:
            x, row = found[paper.id]
            self._put(paper, Place(x, numbers[paper.topic], row))

    def fit(self, papers: Sequence[Paper], links: Sequence[Link]) -> None:
        """More works, the first of them with the first choice; nothing else moves."""
        waiting = [paper for paper in papers if not self._fitted(paper, links)]
        for paper in sorted(waiting, key=lambda p: list(LANES).index(p.topic)):
            if not self._fitted(paper, links):
                self._put(paper, self._below(paper, links))

    def _fitted(self, paper: Paper, links: Sequence[Link]) -> bool:
        """Whether a work found a place in the strips of its topic."""
        columns = _Columns(paper, self._columns, self.places, links)
        linked = [end for link in links if (end := _other_end(link, paper.id)) in self.places]
        choice = [
            (columns.cost(x) + self._away(strip.height(row), linked), number, row, x)
            for number, strip in enumerate(self.strips)
            if strip.topic == paper.topic
            for row, taken in enumerate(strip.rows)
            for x in columns.choice(taken)
            if strip.free(row, x)
        ]
        if not choice:
            return False
        _, number, row, x = min(choice)
        self._put(paper, Place(x, number, row))
        return True

    def _below(self, paper: Paper, links: Sequence[Link]) -> Place:
        """A place in a further row of the last strip, if that is of the topic, or in a further strip."""
        if self.strips[-1].topic != paper.topic:
            self._add_strip(paper.topic, 0)
        self.strips[-1].rows.append([])
        x = _Columns(paper, self._columns, self.places, links).best
        return Place(x, len(self.strips) - 1, len(self.strips[-1].rows) - 1)

    def height(self, work: str) -> float:
        """The upper edge of a work's card."""
        place = self.places[work]
        return self.strips[place.strip].height(place.row)

    def _add_strip(self, topic: str, rows: int) -> None:
        top = self.strips[-1].bottom if self.strips else self._top
        self.strips.append(Strip(topic, top, [[] for _ in range(rows)]))

    def _put(self, paper: Paper, place: Place) -> None:
        self.places[paper.id] = place
        self.strips[place.strip].take(place.row, place.x)
        self._columns.append(_Column(timeline.moment(paper.date), paper.year, place.x))

    def _away(self, y: float, linked: Sequence[str]) -> float:
        """What a height costs: how far it is from the works that are linked, on average."""
        return 0.3 * sum(abs(y - self.height(work)) for work in linked) / max(1, len(linked))


@dataclass(frozen=True)
class _Column:
    """When and where a work stands that has its place."""

    moment: float
    year: int
    x: float


class _Columns:
    """The columns where one more work may stand, and how good they are."""

    def __init__(
        self, paper: Paper, taken: Sequence[_Column], places: dict[str, Place], links: Sequence[Link]
    ) -> None:
        now = timeline.moment(paper.date)
        last = max((c for c in taken if c.moment < now), key=lambda c: (c.x, c.moment), default=None)
        next_ = min((c for c in taken if c.moment > now), key=lambda c: (c.x, c.moment), default=None)
        self._same = sorted({c.x for c in taken if c.year == paper.year})
        self._low, self._high = _room(paper.year, last, next_)
        floor, ceiling = _reach(paper.id, places, links)
        self._floor = floor if floor <= self._high else float("-inf")  # what cannot be, pushes nowhere
        self._ceiling = ceiling if ceiling >= self._low else float("inf")
        wish = max(min(_wished(now, last, next_), self._ceiling), self._floor)
        self.best = min(max(wish, self._low), self._high)

    def choice(self, taken: Sequence[float]) -> Iterator[float]:
        """Columns to try in a row: the best, those of the same year, beside others, and some between."""
        low, high = max(self._low, self.best - 2 * PITCH), min(self._high, self.best + 2 * PITCH)
        yield from (self.best, high)
        beside = [x for at in taken for x in (at - PITCH, at + PITCH)]
        yield from (x for x in (*self._same, *beside) if self._low <= x <= self._high)
        yield from (low + EVERY * i for i in range(int((high - low) // EVERY) + 1))

    def cost(self, x: float) -> float:
        """What a column costs in px; influence should run from left to right."""
        against = max(0.0, self._floor - x) + max(0.0, x - self._ceiling)
        nearly = any(0 < abs(x - other) < 8 for other in self._same)
        return 0.5 * abs(x - self.best) + 2.0 * against + 4.0 * nearly


def _room(year: int, last: _Column | None, next_: _Column | None) -> tuple[float, float]:
    """The first and the last column that time allows; works of different years share none."""
    low = last.x + APART * (last.year != year) if last else float("-inf")
    high = next_.x - APART * (next_.year != year) if next_ else float("inf")
    if last and next_ and low > high:
        low = last.x if last.year == year else next_.x if next_.year == year else (last.x + next_.x) / 2
        high = low
    return low, high


def _wished(now: float, last: _Column | None, next_: _Column | None) -> float:
    """The column that the date alone would give."""
    if last and next_:
        part = (now - last.moment) / (next_.moment - last.moment)
        return last.x + (next_.x - last.x) * part
    if last:
        return last.x + timeline.step(last.moment, now)
    return next_.x - timeline.step(now, next_.moment) if next_ else 0.0


def _reach(work: str, places: dict[str, Place], links: Sequence[Link]) -> tuple[float, float]:
    """Right of what a work came from, and left of what came of it."""
    line = [link for link in links if link.type in PASSES_ON]
    older = [places[link.object].x for link in line if link.subject == work and link.object in places]
    newer = [places[link.subject].x for link in line if link.object == work and link.subject in places]
    gap = CARD_WIDTH + LINK_GAP
    return max(older, default=float("-inf")) + gap, min(newer, default=float("inf")) - gap


def _other_end(link: Link, work: str) -> str | None:
    return link.object if link.subject == work else link.subject if link.object == work else None


def _sweep(papers: Sequence[Paper], links: Sequence[Link], left: float) -> dict[str, tuple[float, int]]:
    """Columns and rows of works in the order of time."""
    found: dict[str, tuple[float, int]] = {}
    strips: dict[str, dict[int, float]] = {}  # the last column in each row of a topic
    topics = {paper.id: paper.topic for paper in papers}
    doubts = Counter(frozenset((k.subject, k.object)) for k in links if k.status != "accepted")
    column = left
    since = timeline.moment(papers[0].date)
    for paper in papers:
        now = timeline.moment(paper.date)
        x = column + timeline.step(since, now)
        older = [link for link in links if link.subject == paper.id and link.object in found]
        gap = min(LINK_MOST, LINK_GAP + LINK_ROOM * max(0, len(older) - 2))
        for link in older:
            if link.type in PASSES_ON:
                marks = MARK_ROOM * max(0, doubts[frozenset((paper.id, link.object))] - 1)
                x = max(x, found[link.object][0] + CARD_WIDTH + gap + marks)
        rows = strips.setdefault(paper.topic, {})
        if len(rows) == ROWS:
            x = max(x, min(rows.values()) + PITCH)
        beside = [found[link.object] for link in older if topics[link.object] == paper.topic]
        row = _row(rows, x, beside)
        rows[row] = x
        found[paper.id] = (x, row)
        if x > column:
            column, since = x, now
    return found


def _row(rows: dict[int, float], x: float, beside: Sequence[tuple[float, int]]) -> int:
    """The free row nearest to the works that this one is linked to; the upper one of two."""
    free = [r for r in range(ROWS) if r not in rows or rows[r] + PITCH <= x]
    used = max(rows, default=-1)

    def cost(row: int) -> tuple[float, int]:
        blocked = sum(at == row and rows.get(row, x_) > x_ for x_, at in beside)
        return sum(abs(at - row) for _, at in beside) + 1.5 * blocked + 0.8 * max(0, row - used), row

    return min(free, key=cost)
